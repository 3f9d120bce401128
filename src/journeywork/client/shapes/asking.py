"""The shapes of `asking`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import datetime
from typing import Literal
from uuid import UUID

from journeywork.client.shape import UNSET, Answered, Given, UnsetType
from journeywork.client.shapes.shared import EpisodeOut

#: What can be offered. A note is an invitation to write down what was learned.
OptionKind = Literal["card", "episode", "person", "note"]


class PartOut(Answered, kw_only=True):
    """One term of a score; the parts of an option add up to its score."""

    name: str
    value: float | None
    says: str


class OptionOut(Answered, kw_only=True):
    """Something that could help, with the reasons for it."""

    kind: OptionKind
    id: UUID
    key: str
    title: str
    score: float | None
    parts: list[PartOut]


class AnswerOut(Answered, kw_only=True):
    """What Ask found: at most three cards, one piece of past work, two people."""

    kind: str
    cards: list[OptionOut]
    episode: OptionOut | None
    people: list[OptionOut]
    place: str
    paths: list[str]
    listed: bool


class AskIn(Given, kw_only=True):
    """A question in any form: words, an address, a path, an error message or a diff."""

    text: str
    place: str | UnsetType = UNSET
    paths: list[str] | UnsetType = UNSET


class OfferOut(Answered, kw_only=True):
    """What was offered, why this, why now, and why not the next ones."""

    id: UUID
    at: datetime
    option: OptionOut
    why_this: str
    why_now: str
    why_not_next: list[str]
    candidates: list[OptionOut]
    propensity: float


#: Why nothing was offered.
SilenceReason = Literal[
    "nothing fits well enough",
    "the day's attention is spent",
    "the week's attention is spent",
    "outside working hours",
    "in the middle of something",
    "paused by the person",
    "snoozed by the person",
    "colleagues said this trigger does not help",
    "the person does this well without help",
    "everything that fits was seen or written by the person",
    "the person said it does not help them here",
    "held back by lot, to learn whether help helps",
]


class SilenceOut(Answered, kw_only=True):
    """A moment at which nothing was offered, and why."""

    id: UUID
    at: datetime
    reason: SilenceReason
    says: str
    candidates: list[OptionOut]
    propensity: float


class TodayOut(Answered, kw_only=True):
    """The one offer of the moment, if there is one, one's open work, attention spent."""

    offer: OfferOut | None
    episodes: list[EpisodeOut]
    spent_today: int
    spent_this_week: int
