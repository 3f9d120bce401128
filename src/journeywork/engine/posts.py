"""Posts: short notes that narrate work. What one may say, and who reads it.

A post is open within the organisation unless its author says otherwise. A reply is read by
those for whom it was written and who may still read the post: when a post is opened wider, what
others answered before stays among those they spoke to.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from journeywork.engine.addresses import is_web_address
from journeywork.engine.characters import count
from journeywork.engine.people import Person
from journeywork.engine.sharing import Audience, AudienceKind, may_read

#: Characters as people see them.
LONGEST = 600
#: The same in what the database holds; a character may be made of several.
MOST_CODE_POINTS = 6_000
MOST_TOPICS, LONGEST_TOPIC = 10, 50
OPEN = Audience(kind=AudienceKind.EVERYONE)
#: What an author can choose; nobody "takes part" in a post.
AUDIENCES = (AudienceKind.EVERYONE, AudienceKind.TEAM, AudienceKind.PERSON, AudienceKind.ME)
_LEADING, _TRAILING = "([{<\"'\u201e\u201c\u2018\u00ab", ".,;:!?)]}>\"'\u201c\u201d\u2019\u00bb"
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post, or a reply to one.

    `thread` is the post that a reply belongs to, None for a post. `episode` is the piece of work
    it is about. `text` is "" once its author took it away. `changed_at` is None while it says
    what it said first. `reflection` marks what somebody wrote for themselves at their weekly time.
    `thanked` said thanks and `answered` wrote replies that the reader may read, the first first;
    both are people to name, never to count.
    """

    id: UUID
    author: UUID
    text: str
    topics: tuple[str, ...]
    audience: Audience
    at: datetime
    changed_at: datetime | None = None
    episode: UUID | None = None
    thread: UUID | None = None
    reflection: bool = False
    thanked: tuple[UUID, ...] = ()
    answered: tuple[UUID, ...] = ()

    @property
    def gone(self) -> bool:
        """Tell whether it was taken away."""
        return not self.text

    @property
    def is_open(self) -> bool:
        """Tell whether everyone in the organisation may read it."""
        return self.audience.kind is AudienceKind.EVERYONE


class PieceKind(StrEnum):
    """What a part of a text is."""

    TEXT = "text"
    LINK = "link"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text as it stands there; `means` is the address of a link, or the topic."""

    kind: PieceKind
    text: str
    means: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """Whom and which topics somebody follows. Nobody else may read it."""

    people: frozenset[UUID] = frozenset()
    topics: frozenset[str] = frozenset()


def tidy(text: str) -> str:
    """Return a text as it is kept: one sort of line end, nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def fault(text: str) -> str:
    """Say what does not fit about a text (tidied before), "" when all is well."""
    if not text:
        return "is empty"
    if len(text) > MOST_CODE_POINTS or count(text) > LONGEST:
        return f"takes at most {LONGEST} characters"
    return ""


def left(text: str) -> int:
    """Return how many characters a text may still take; below 0 it is too long."""
    return LONGEST - count(tidy(text))


def pieces(text: str) -> tuple[Piece, ...]:
    """Return a text in its parts; their texts one after another are the text."""
    return tuple(piece for word in _words(text) for piece in _parts(word))


def topics_of(text: str) -> tuple[str, ...]:
    """Return the topics that a text names (#words), each once, at most ten."""
    named = dict.fromkeys(each.means for each in pieces(text) if each.kind is PieceKind.TOPIC)
    return tuple(named)[:MOST_TOPICS]


def topic(text: str) -> str:
    """Return a topic as it is kept, "" for what is none: letters, digits, - and _."""
    name = unicodedata.normalize("NFC", text.removeprefix("#")).casefold().strip("-_")
    fits = len(name) <= LONGEST_TOPIC and all(map(_of_a_topic, name))
    return name if fits and any(map(str.isalpha, name)) else ""


def may_read_post(reader: Person, post: Post) -> bool:
    """Tell whether `reader` may read a post (not a reply: see `may_read_reply`)."""
    return may_read(reader, author=post.author, audience=post.audience)


def may_read_reply(reader: Person, reply: Post, root: Post) -> bool:
    """Tell whether `reader` may read a reply to `root`: then and now among those it is for."""
    if not may_read_post(reader, root):
        return False
    return reader.id == reply.author or may_read(
        reader, author=root.author, audience=reply.audience
    )


def may_quote(by: UUID, post: Post) -> bool:
    """Tell whether a card of `by` may take over a post: one's own, or what is open to all."""
    return not post.gone and (post.author == by or post.is_open)


def card_of(posts: Sequence[Post]) -> tuple[str, str]:
    """Return title and text of the card that `posts` (at least one) could become."""
    first = " ".join(posts[0].text.split())
    title = first if len(first) <= _LONGEST_TITLE else _cut(first)
    return title, "\n\n".join(_as_markdown(post.text) for post in posts)


def _cut(text: str) -> str:
    return text[: _LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "\u2026"


def _as_markdown(text: str) -> str:
    """Keep the lines, and let nothing at the head of one turn into a heading."""
    lines = (f"\\{line}" if line.startswith("#") else line for line in text.split("\n"))
    return "  \n".join(lines).replace("  \n  \n", "\n\n")


def _words(text: str) -> Iterator[str]:
    for _, signs in groupby(text, str.isspace):
        yield "".join(signs)


def _parts(word: str) -> Iterator[Piece]:
    bare = word.lstrip(_LEADING)
    before = word[: len(word) - len(bare)]
    if bare.startswith("#"):
        found = _named(bare)
    else:
        found = _linked(bare) if bare.startswith(("http://", "https://")) else None
    if found is None:
        yield Piece(PieceKind.TEXT, word)
        return
    if before:
        yield Piece(PieceKind.TEXT, before)
    yield found
    if rest := bare[len(found.text) :]:
        yield Piece(PieceKind.TEXT, rest)


def _named(word: str) -> Piece | None:
    end = next((at for at, sign in enumerate(word) if at and not _of_a_topic(sign)), len(word))
    shown = word[:end].rstrip("-_")
    name = topic(shown)
    return Piece(PieceKind.TOPIC, shown, name) if name else None


def _linked(word: str) -> Piece | None:
    address = word.rstrip(_TRAILING)
    if word[len(address) :].startswith(")") and address.count("(") > address.count(")"):
        address += ")"
    return Piece(PieceKind.LINK, address, address) if is_web_address(address) else None


def _of_a_topic(sign: str) -> bool:
    return sign.isalnum() or sign in "-_" or unicodedata.category(sign).startswith("M")
