"""Before I do X: reading whatever people paste into the one box.

Free words, an address, a file path, an error message or a diff: each says in its own way
where the work is. The patterns meet people's text on a linear-time engine (RE2), on its
first 20,000 characters.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import re2

from journeywork.engine.context import QueryKind
from journeywork.engine.query_kinds import kind_of

LONGEST = 20_000
MOST_PATHS = 40
MOST_CHANGED_LINES = 200

#: A diff names its files on the lines that begin it; `/dev/null` stands for none.
_DIFFED = re2.compile(r"(?m)^(?:\+\+\+ b/|--- a/|rename to |rename from )([^\t\r\n]+)")
_CHANGED = re2.compile(r"(?m)^[+-]([^+\-\r\n][^\r\n]*)$")
#: `File "billing/fees.py", line 3`, `--> src/main.rs:4:5`, `(src/app.js:10:2)`, `a/b.py:3`
_PATH = re2.compile(
    r"(?:^|[\s\"'`(\[<=,])((?:[A-Za-z]:)?[\w.@+~-]*(?:[/\\][\w.@+-]+)+\.\w{1,8})(?:[:\"'`)\]>,;\s]|$)"
)
_LINE_NUMBER = re2.compile(r"(?::\d+){1,2}:?$")
_ERROR_LINE = re2.compile(r"(?mi)^.*(?:error|exception|fatal|panic|failed)\b.*$")
#: owner/name and, after blob or tree and a name of a version, a path: GitHub, GitLab and kin
_FORGE = re2.compile(
    r"^/([\w.-]+/[\w.-]+?)(?:\.git)?(?:/-)?(?:/(blob|tree|raw|edit)/[^/]+/(.+))?/?$"
)
_FORGE_PIECE = re2.compile(
    r"^/([\w.-]+/[\w.-]+?)(?:/-)?/(?:pull|issues|merge_requests|commit|commits)/([\w.-]+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was read in a text: its kind, the words to look up, and where the work is.

    `place` is a known place or as the address has it; `paths` are relative to it where it is
    known. `subject` names a piece of work (`owner/name#12`), "" for none.
    """

    kind: QueryKind
    text: str
    place: str = ""
    paths: tuple[str, ...] = ()
    subject: str = ""


def read(
    text: str, *, places: Sequence[str] = (), place: str = "", paths: Sequence[str] = ()
) -> Question:
    """Read `text`; `place` and `paths` are what the asker's tool says, and count first.

    `places` are the places known here: an absolute path or an address that holds the name of
    one is understood as lying in it.
    """
    head = text[:LONGEST].strip()
    kind = kind_of(head, paths=bool(paths))
    if kind is QueryKind.URL:
        return _of_address(head, places, place, paths)
    found = _named_paths(head, kind)
    where, inside = _settle(found, places)
    return Question(
        kind=kind,
        text=_telling(head, kind),
        place=place or where,
        paths=_once((*paths, *inside)),
    )


def may_name_a_place(text: str, *, paths: Sequence[str] = ()) -> bool:
    """Tell whether `read` could make use of the places that are known here.

    Only addresses and absolute paths say in which place they lie.
    """
    head = text[:LONGEST].strip()
    kind = kind_of(head, paths=bool(paths))
    if kind is QueryKind.URL:
        return True
    plain = (path.replace("\\", "/") for path in _named_paths(head, kind))
    return any(path.startswith(("/", "~")) or ":" in path.split("/", 1)[0] for path in plain)


def _named_paths(head: str, kind: QueryKind) -> list[str]:
    if kind is QueryKind.PATH:
        return [_LINE_NUMBER.sub("", head)]
    if kind is QueryKind.CHANGE:
        diffed = [path.strip() for path in _DIFFED.findall(head)]
        if diffed:
            return [path for path in diffed if path != "/dev/null"]
    return [found.strip() for found in _PATH.findall(head)]


def _telling(head: str, kind: QueryKind) -> str:
    """Return the words to look up: of a diff what changed, of an error its message first."""
    if kind is QueryKind.CHANGE:
        changed = [line.strip() for line in _CHANGED.findall(head)[:MOST_CHANGED_LINES]]
        prose = head.partition("diff --git ")[0].strip()
        return "\n".join(part for part in (prose, *changed) if part) or head
    if kind is QueryKind.ERROR:
        said = [line.strip() for line in _ERROR_LINE.findall(head)][-3:]
        return "\n".join((*reversed(said), head))
    return head


def _of_address(head: str, places: Sequence[str], place: str, paths: Sequence[str]) -> Question:
    """Read an address: which place, which file, which piece of work."""
    try:
        address = urlsplit(head)
    except ValueError:
        return Question(kind=QueryKind.CHAT, text=head, place=place, paths=tuple(paths))
    way = unquote(address.path)
    piece, forge = _FORGE_PIECE.match(way), _FORGE.match(way)
    project = (piece or forge).group(1) if piece or forge else ""
    inside = (forge.group(3) or "") if forge else ""
    known = _known(project, places) or _known_in(way, places)
    words = " ".join((way, address.query, unquote(address.fragment)))
    return Question(
        kind=QueryKind.URL,
        text=f"{head} {words}"[:LONGEST],
        place=place or known or (project if piece or inside else ""),
        paths=_once((*paths, *([inside] if inside else []))),
        subject=f"{project}#{piece.group(2)}" if piece else "",
    )


def _settle(found: Iterable[str], places: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the known place in which the paths lie, and the paths as they are within it."""
    where, inside = "", []
    for path in found:
        plain = path.replace("\\", "/").removeprefix("./")
        home, rest = _within(plain, places)
        where = where or home
        inside.append(rest)
    return where, tuple(inside)


def _within(path: str, places: Sequence[str]) -> tuple[str, str]:
    """Cut a path after the folder that is called like a known place."""
    steps = [step for step in path.split("/") if step]
    called = {place.rsplit("/", 1)[-1].lower(): place for place in places if place}
    for number in range(len(steps) - 2, -1, -1):
        place = called.get(steps[number].lower())
        if place and (path.startswith(("/", "~")) or ":" in steps[0]):
            return place, "/".join(steps[number + 1 :])
    return "", "/".join(steps)


def _known(project: str, places: Sequence[str]) -> str:
    last = project.rsplit("/", 1)[-1].lower()
    full = next((place for place in places if place.lower() == project.lower()), "")
    return full or next((place for place in places if last and place.lower() == last), "")


def _known_in(way: str, places: Sequence[str]) -> str:
    steps = {step.lower() for step in way.split("/")}
    return next((place for place in places if place.lower() in steps), "")


def _once(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for path in paths if path))[:MOST_PATHS]
