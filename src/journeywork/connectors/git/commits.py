"""Commits as git prints them, and the changes that they make on the main line."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from journeywork.connectors.git.program import ask, fields

#: Full name, parents, author and committer each with name, address, time; the message.
_FORMAT = "%H%x00%P%x00%aN%x00%aE%x00%at%x00%cN%x00%cE%x00%ct%x00%B"
_LOG = (
    "log",
    "--topo-order",
    "--reverse",
    "--use-mailmap",
    "--no-color",
    "--no-decorate",
    "--no-notes",
    "--no-show-signature",
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
    "--no-relative",
    "--diff-merges=off",
    "-z",
)


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody as git names them, after .mailmap."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit. Paths are those it changed against its parent; none for a merge."""

    sha: str
    parents: tuple[str, ...]
    author: Who
    authored_at: datetime
    committer: Who
    committed_at: datetime
    message: str
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One step of the main line: `last` stands on it, `branch` came in with it, oldest first."""

    last: Commit
    branch: tuple[Commit, ...] = ()

    @property
    def commits(self) -> tuple[Commit, ...]:
        """All commits of the change, oldest first."""
        return (*self.branch, self.last)


def main_line(repository: Path, revisions: str) -> list[str]:
    """Return the commits that stand on the first-parent line, oldest first."""
    options = ("--first-parent", "--reverse", "--end-of-options", revisions)
    return ask(repository, "rev-list", *options).split()


def commits(repository: Path, revisions: str, *, with_paths: bool = True) -> Iterator[Commit]:
    """Yield the commits of `revisions` one by one, parents before children.

    One process of git; nothing but the current commit is held.
    """
    mark = secrets.token_hex(8)  # Nobody who wrote the history can have known it.
    options = [*_LOG, "--name-only"] if with_paths else list(_LOG)
    shown = f"--format={mark}%x00{_FORMAT}%x00"
    return read(fields(repository, *options, shown, "--end-of-options", revisions, "--"), mark)


def read(found: Iterable[bytes], mark: str) -> Iterator[Commit]:
    """Read commits out of git's NUL-separated output, where `mark` stands before each."""
    start = mark.encode()
    current: list[bytes] = []
    for field in found:
        if field == start and current:
            yield _commit(current)
            current = []
        elif field != start:
            current.append(field)
    if current:
        yield _commit(current)


def changes(found: Iterable[Commit], line: Iterable[str]) -> Iterator[Change]:
    """Gather commits into the changes of the main line `line` (oldest first).

    In topological order what a merge brought in stands directly before it.
    """
    standing = set(line)
    branch: list[Commit] = []
    for commit in found:
        if commit.sha in standing:
            yield Change(last=commit, branch=tuple(branch))
            branch = []
        else:
            branch.append(commit)


def _commit(parts: list[bytes]) -> Commit:
    sha, parents, name, email, authored, by_name, by_email, committed, message, *paths = (
        part.decode(errors="replace") for part in parts
    )
    committed_at = time_of(committed)
    return Commit(
        sha=sha,
        parents=tuple(parents.split()),
        author=Who(_line(name), _line(email).lower()),
        authored_at=min(time_of(authored), committed_at) if authored else committed_at,
        committer=Who(_line(by_name), _line(by_email).lower()),
        committed_at=committed_at,
        message=message.strip(),
        paths=tuple(path for path in (p.removeprefix("\n") for p in paths) if path),
    )


def time_of(seconds: str) -> datetime:
    """Return a commit's time; git can hold times that no calendar has."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(86_400, UTC)


def _line(text: str) -> str:
    return " ".join(text.split())
