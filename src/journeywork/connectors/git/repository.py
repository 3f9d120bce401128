"""What a repository is called, where its main line stands, and how far we have read it."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import re2

from journeywork.connectors.git.program import GitError, ask, succeeds

_SCP = re2.compile(r"^(?:[^@/\s]+@)?([A-Za-z0-9.-]+):([^/].*)$")
_LONGEST_PLACE = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A repository: `host` is "github", "gitlab" or ""; `url` its page, where it has one."""

    path: Path
    place: str
    host: str
    url: str


def opened(path: Path, place: str = "") -> Repository:
    """Return the repository at `path`; raises GitError where there is none, with advice."""
    folder = path.expanduser()
    if not folder.is_dir():
        raise GitError(f"there is no folder {folder}")
    try:
        top = ask(folder, "rev-parse", "--show-toplevel", "--absolute-git-dir")
    except GitError:
        top = _bare(folder)
    home = Path(top.splitlines()[0])
    site, name = _origin(home)
    host = next((kind for kind in ("github", "gitlab") if kind in site), "")
    url = f"https://{site}/{name}" if host else ""
    return Repository(
        path=home,
        place=(place or name.rpartition("/")[2] or _folder_name(home))[:_LONGEST_PLACE],
        host=host or _guessed_host(home),
        url=url,
    )


def head(repository: Path) -> str:
    """Return the commit at which the main line stands; raises GitError for an empty one."""
    try:
        return ask(repository, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except GitError:
        raise GitError("the repository has no commits yet") from None


def revisions(repository: Path, bookmark: str, now: str) -> str:
    """Return the revisions that are new since `bookmark`; all of them where history was rewritten.

    A rewritten history is read from where it parted from what we know.
    """
    if not bookmark or not succeeds(repository, "cat-file", "-e", f"{bookmark}^{{commit}}"):
        return now
    if succeeds(repository, "merge-base", "--is-ancestor", bookmark, now):
        return f"{bookmark}..{now}"
    try:
        return f"{ask(repository, 'merge-base', bookmark, now)}..{now}"
    except GitError:
        return now


def _bare(folder: Path) -> str:
    try:
        return ask(folder, "rev-parse", "--absolute-git-dir")
    except GitError as fault:
        raise GitError(f"{folder} is not a git repository ({fault})") from None


def _origin(home: Path) -> tuple[str, str]:
    """Return (host name, owner/name) of the address it came from, or two empty texts."""
    try:
        address = ask(home, "config", "--local", "--get", "remote.origin.url")
    except GitError:
        return "", ""
    found = _SCP.search(address) if "://" not in address else None
    site, name = (found[1], found[2]) if found else _web(address)
    return (site, name.strip("/").removesuffix(".git")) if site else ("", "")


def _web(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    return (parts.hostname or "", parts.path) if "://" in address else ("", "")


def _folder_name(home: Path) -> str:
    """Return the folder's name; a bare mirror is often called after what stands above it."""
    name = home.name.removesuffix(".git")
    plain = name and name not in ("repo", "repository", "git")
    return name if plain else home.parent.name.rpartition("+")[2]


def _guessed_host(home: Path) -> str:
    """Return the kind of site whose merges the latest main line is made of."""
    try:
        titles = ask(home, "log", "--first-parent", "-n", "50", "--format=%s%n%cE", "HEAD", "--")
    except GitError:
        return ""
    if "noreply@github.com" in titles or "Merge pull request #" in titles:
        return "github"
    return "gitlab" if "noreply@gitlab.com" in titles else ""
