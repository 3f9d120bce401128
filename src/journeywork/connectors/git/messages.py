"""What a commit message says beyond words: numbers, trailers, what it reverts and cites.

All patterns run on a linear-time engine: whoever wrote the history wrote the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import re2

from journeywork.connectors.git.commits import Who
from journeywork.engine.work import HelpKind

#: trailer -> how its person helped
HELP = {
    "reviewed-by": HelpKind.REVIEWED,
    "acked-by": HelpKind.REVIEWED,
    "approved-by": HelpKind.REVIEWED,
    "helped-by": HelpKind.HELPED,
    "mentored-by": HelpKind.HELPED,
    "suggested-by": HelpKind.HELPED,
    "tested-by": HelpKind.HELPED,
    "reported-by": HelpKind.HELPED,
    "co-authored-by": HelpKind.PAIRED,
    "co-developed-by": HelpKind.PAIRED,
}
_KINDS = {
    "build",
    "chore",
    "ci",
    "docs",
    "feat",
    "fix",
    "perf",
    "refactor",
    "revert",
    "style",
    "test",
}

_TRAILER = re2.compile(r"^([A-Za-z][A-Za-z-]{2,40}): +(.+)$")
_PERSON = re2.compile(r"^\s*(.{0,200}?)\s*<([^<>\s]{3,254})>")
_GITHUB_MERGE = re2.compile(r"^Merge pull request #([0-9]{1,9}) from ([A-Za-z0-9-]{1,60})[/:]")
_BORS_MERGE = re2.compile(
    r"^[Aa]uto merge of #([0-9]{1,9}) (?:- ([A-Za-z0-9-]{1,60}):|: )\S+, r=([A-Za-z0-9-]{1,60})"
)
_GITLAB_MERGE = re2.compile(r"See merge request \S{0,300}?!([0-9]{1,9})")
_SQUASHED = re2.compile(r"\((#|!)([0-9]{1,9})\)$")
_REVERTS = re2.compile(r"(?i)reverts? commit ([0-9a-f]{7,40})")
_SHA = re2.compile(r"\b[0-9a-f]{7,40}\b")
_NUMBER = re2.compile(r"(?:^|[\s(:,])[#!]([0-9]{1,9})\b")
_CONVENTIONAL = re2.compile(r"^([a-z]{2,10})(?:\(([^()]{1,60})\))?!?: ")
_MERGE_LINE = re2.compile(
    r"^(Merge (pull request|branch|remote-tracking branch)|[Aa]uto merge of) "
)
_NOISE = re2.compile(r"^(git-svn-id|Signed-off-by|Change-Id|--HG--|branch :)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a message tells. `number` is the change's own, with # or ! before it, or ""."""

    title: str
    text: str
    number: str = ""
    login: str = ""
    approver: str = ""
    helpers: tuple[tuple[Who, HelpKind], ...] = ()
    reverts: tuple[str, ...] = ()
    shas: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


def told(message: str) -> Told:
    """Return what a commit message tells."""
    lines = message.splitlines() or [""]
    number, login, approver = _merged(message, lines[0])
    title, rest = _title(lines)
    trailers = tuple(_helpers(lines))
    reverts = tuple(dict.fromkeys(_REVERTS.findall(message)))
    numbers = tuple(dict.fromkeys(f"#{found}" for found in _NUMBER.findall(message)))
    return Told(
        title=title[:500],
        text="\n".join(line for line in rest if not _is_trailer(line)).strip(),
        number=number,
        login=login,
        approver=approver,
        helpers=trailers,
        reverts=reverts,
        shas=tuple(sha for sha in dict.fromkeys(_SHA.findall(message)) if not sha.isdigit()),
        numbers=tuple(found for found in numbers if found[1:] != number[1:]),
        labels=_labels(title),
    )


def named(message: str) -> tuple[str, list[Who]]:
    """Return the author's login, as far as it stands there, and who helped: `told` in short."""
    lines = message.splitlines() or [""]
    return _merged(message, lines[0])[1], [who for who, _ in _helpers(lines)]


def _merged(message: str, first: str) -> tuple[str, str, str]:
    """Return (number, login of the author, login of who approved) as far as they stand there."""
    if found := _BORS_MERGE.search(first):
        return f"#{found[1]}", (found[2] or "").lower(), found[3].lower()
    if found := _GITHUB_MERGE.search(first):
        return f"#{found[1]}", found[2].lower(), ""
    if found := _GITLAB_MERGE.search(message):
        return f"!{found[1]}", "", ""
    if found := _SQUASHED.search(first):
        return f"{found[1]}{found[2]}", "", ""
    return "", "", ""


def _title(lines: list[str]) -> tuple[str, list[str]]:
    """Return the title and the lines after it; a merge has its title below the first line."""
    if _MERGE_LINE.search(lines[0]):
        for n, line in enumerate(lines[1:], start=1):
            if line.strip() and not _is_trailer(line):
                return _plain(line), lines[n + 1 :]
    return _plain(lines[0]), lines[1:]


def _plain(line: str) -> str:
    found = _SQUASHED.search(line.strip())
    return (line.strip()[: found.start()] if found else line).strip()


def _helpers(lines: list[str]) -> Iterator[tuple[Who, HelpKind]]:
    for line in lines:
        if "@" not in line:
            continue
        found = _TRAILER.search(line)
        kind = HELP.get(found[1].lower()) if found else None
        person = _PERSON.search(found[2]) if found and kind else None
        if kind and person and "@" in person[2]:
            yield Who(" ".join(person[1].split()), person[2].lower()), kind


def _is_trailer(line: str) -> bool:
    if ":" not in line and "--" not in line:
        return False
    found = _TRAILER.search(line)
    return bool(found and found[1].lower() in HELP) or bool(_NOISE.search(line))


def _labels(title: str) -> tuple[str, ...]:
    """Return the kind of change, and its scope, where the title follows the convention."""
    found = _CONVENTIONAL.search(title)
    if found is None or found[1] not in _KINDS:
        return ()
    return (found[1], found[2].strip().lower()) if found[2] else (found[1],)
