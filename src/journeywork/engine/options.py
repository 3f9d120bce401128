"""Options: what could be offered, and how well it fits, in parts that add up."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class OptionKind(StrEnum):
    """What can be offered. A note is an invitation to write down what was learned.

    An opportunity is something one wants to learn from; its option's `key` says of what sort.
    """

    CARD = "card"
    EPISODE = "episode"
    PERSON = "person"
    NOTE = "note"
    OPPORTUNITY = "opportunity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One term of a score: its name, its value (parts add up to the score), its words."""

    name: str
    value: float
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that could be offered, with the parts of its score and their words.

    `chance` is how likely it is the right thing, 0 to 1, where a score only orders the options
    of one question (`engine.chances`). `author` wrote it (a card) or carried it (an episode).
    `pushable` is False for what may be found but must not be pushed: an expired or flagged
    card, a draft. Of a card that is looked at by stance, `form` is its kind and `minutes` its length.
    """

    kind: OptionKind
    id: UUID
    title: str
    score: float
    parts: tuple[Part, ...]
    chance: float = 1.0
    key: str = ""
    author: UUID | None = None
    pushable: bool = True
    form: str = ""
    minutes: int = 0
