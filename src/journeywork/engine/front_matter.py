"""What a Markdown file says of itself in the YAML block at its head."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import yaml

from journeywork.engine.knowledge import AppliesTo, CardKind

LONGEST = 10_000
_DEEPEST = 6
#: What the library raises on a value that is not what its own tag says.
_NO_YAML = (yaml.YAMLError, ValueError, OverflowError, LookupError, TypeError, AttributeError)
_MOST_DIGITS = 20
MOST_DAYS = 3650


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What could be read and made sense; whatever did not is left out.

    `owner` and `team` are keys or an e-mail address, as the file has them.
    """

    title: str = ""
    kind: CardKind | None = None
    owner: str = ""
    team: str = ""
    topics: tuple[str, ...] = ()
    applies_to: AppliesTo = field(default_factory=AppliesTo)
    review_days: int | None = None
    reviewed_on: date | None = None


class _NoAliases(yaml.SafeLoader):
    """A loader that refuses references, with which a small file can mean a huge value."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse a reference, and a value nested too deeply; yaml.YAMLError then."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("references are not read")
        self.depth += 1
        if self.depth > _DEEPEST:
            raise yaml.YAMLError("nested too deeply")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def front_matter(text: str) -> tuple[FrontMatter, str]:
    """Part `text` into what it says of itself and the rest.

    A block that is not valid YAML stays in the text, so nothing that was written is lost.
    """
    block, rest = _block(text.removeprefix("\ufeff"))
    if not block:
        return FrontMatter(), rest
    try:
        said = yaml.load(block, Loader=_NoAliases)  # noqa: S506 - a SafeLoader, made stricter
    except _NO_YAML:
        return FrontMatter(), text
    return (_read(said), rest) if isinstance(said, dict) else (FrontMatter(), text)


def _block(text: str) -> tuple[str, str]:
    if not text.startswith(("---\n", "---\r\n")):
        return "", text
    at = text.index("\n") + 1
    for line in text[at : at + LONGEST].splitlines(keepends=True):
        if line.rstrip() in ("---", "..."):
            start = text.index("\n") + 1
            return text[start:at], text[at + len(line) :]
        at += len(line)
    return "", text


def _read(said: Mapping[Any, Any]) -> FrontMatter:
    applies = said.get("applies_to")
    applies = applies if isinstance(applies, dict) else {}
    return FrontMatter(
        title=_text(said.get("title")),
        kind=_kind(said.get("kind")),
        owner=_text(said.get("owner")),
        team=_text(said.get("team")),
        topics=_words(said.get("topics") or said.get("tags")),
        applies_to=AppliesTo(
            places=_words(applies.get("places")),
            paths=_words(applies.get("paths")),
            kinds=_words(applies.get("kinds")),
        ),
        review_days=_days(said.get("review_days")),
        reviewed_on=_day(said.get("reviewed_on")),
    )


def _text(value: Any) -> str:
    """Return a value as text that can be stored, "" for what is none or a huge number."""
    huge = isinstance(value, int) and abs(value) >= 10**_MOST_DIGITS
    if huge or not isinstance(value, str | int | float):
        return ""
    return str(value).replace("\0", "").encode(errors="replace").decode().strip()[:200]


def _words(value: Any) -> tuple[str, ...]:
    found = value.split(",") if isinstance(value, str) else value
    if not isinstance(found, list):
        return ()
    said = (_text(one).lstrip("#") for one in found[:20])
    return tuple(dict.fromkeys(word for word in said if word))


def _kind(value: Any) -> CardKind | None:
    said = _text(value).lower().replace("_", "-")
    names = {kind.value: kind for kind in CardKind}
    names |= {"decision": CardKind.DECISION, "howto": CardKind.HOW_TO, "task": CardKind.HOW_TO}
    return names.get(said)


def _days(value: Any) -> int | None:
    good = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_DAYS
    return value if good else None


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
