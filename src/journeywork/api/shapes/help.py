"""Help, offered or asked for: questions, options, offers, silences, responses."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from journeywork.api.shapes import In
from journeywork.api.shapes.work import EpisodeOut
from journeywork.engine.feedback import ResponseKind
from journeywork.engine.options import OptionKind
from journeywork.engine.support import SilenceReason


class PartOut(Schema):
    """One term of a score; the parts of an option add up to its score."""

    name: str
    value: float
    says: str


class OptionOut(Schema):
    """Something that could help, with the reasons for it.

    `key` is the card's or the person's key and the piece of work's subject; "" for a note.
    """

    kind: OptionKind
    id: UUID
    key: str
    title: str
    score: float
    parts: list[PartOut]


class AnswerOut(Schema):
    """What Ask found: at most three cards, one piece of past work, two people."""

    kind: str = Field(description="How the question was read: how-to, error, change, path ...")
    cards: list[OptionOut]
    episode: OptionOut | None
    people: list[OptionOut]
    place: str = Field(description="The place that was read from the question, or told.")
    paths: list[str]


class AskIn(In):
    """A question in any form: words, an address, a path, an error message or a diff."""

    text: str = Field(min_length=1, max_length=100_000)
    place: str = Field("", max_length=200, description="The repository, ward, matter or cell.")
    paths: list[Annotated[str, Field(min_length=1, max_length=500)]] = Field(
        default_factory=list, max_length=200
    )


class OfferOut(Schema):
    """What was offered, why this, why now, and why not the next ones.

    `propensity` is the probability with which help was offered rather than held back by lot.
    """

    id: UUID
    at: datetime
    option: OptionOut
    why_this: str
    why_now: str
    why_not_next: list[str]
    propensity: float


class TodayOut(Schema):
    """The one offer of the moment, if there is one, one's open work, attention spent."""

    offer: OfferOut | None
    episodes: list[EpisodeOut]
    spent_today: int
    spent_this_week: int


class SilenceOut(Schema):
    """A moment at which nothing was offered, and why."""

    id: UUID
    at: datetime
    reason: SilenceReason
    says: str


class ResponseIn(In):
    """What became of something that was offered or found. Only its author reads the note."""

    kind: ResponseKind
    note: str = Field("", max_length=2000)


class ResponseOut(Schema):
    """An answer that was given."""

    id: UUID
    at: datetime
    kind: ResponseKind
    option: UUID
    target: UUID | None = Field(description="The offer that was answered, if there was one.")


class PauseIn(In):
    """No offers before this day; null takes the pause back."""

    until: date | None


class SnoozeIn(In):
    """No offers before this time; null takes it back."""

    until: datetime | None


class PolicyOut(Schema):
    """The promise about attention: how often people are interrupted at most, and when not."""

    per_day: int
    per_week: int
    withheld: float = Field(description="Share of moments held back by lot, to learn.")
    seen_days: int
    quiet_days: int
    fresh_hours: int
