"""What goes in and out of the API: the engine's values, as JSON."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from journeywork.engine.feedback import ResponseKind
from journeywork.engine.knowledge import CardKind, CardState, Trust
from journeywork.engine.support import OptionKind
from journeywork.engine.work import EpisodeState


class PartOut(Schema):
    """One term of a score; the parts of an option add up to its score."""

    name: str
    value: float
    says: str


class OptionOut(Schema):
    """Something that could help, with the reasons for it."""

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


class AskIn(Schema):
    """A question in any form: words, an address, a path, an error message or a diff."""

    text: str = Field(min_length=1, max_length=100_000)
    place: str = Field("", max_length=300)
    paths: list[str] = Field(default_factory=list, max_length=200)


class OfferOut(Schema):
    """What was offered, why this, why now, and why not the next ones."""

    id: UUID
    at: datetime
    option: OptionOut
    why_this: str
    why_now: str
    why_not_next: list[str]
    propensity: float


class EpisodeOut(Schema):
    """A piece of work."""

    uuid: UUID
    key: str
    kind: str
    title: str
    state: EpisodeState
    opened_at: datetime
    last_at: datetime
    closed_at: datetime | None
    owner: UUID | None
    people: list[UUID]
    place: str
    paths: list[str]
    labels: list[str]
    url: str


class WorkEventOut(Schema):
    """Something that happened in a piece of work."""

    source: str
    id: str
    type: str
    at: datetime
    by: UUID | None
    title: str
    text: str
    paths: list[str]
    url: str


class TodayOut(Schema):
    """At most one offer, and the work at hand."""

    offer: OfferOut | None
    episodes: list[EpisodeOut]


class SilenceOut(Schema):
    """A moment at which nothing was offered, and why."""

    id: UUID
    at: datetime
    reason: str
    says: str


class ResponseIn(Schema):
    """What became of an offer, or of something found."""

    kind: ResponseKind
    note: str = Field("", max_length=2000)


class CardOut(Schema):
    """A job aid of at most five minutes."""

    id: UUID
    key: str
    title: str
    kind: CardKind
    state: CardState
    trust: Trust
    summary: str
    minutes: int
    owner: UUID | None
    team: UUID | None
    topics: list[str]
    reviewed_on: date
    review_days: int
    used: int
    helped: int
    url: str


class CardWithBodyOut(CardOut):
    """A card with its text, in Markdown."""

    body: str


class CardIn(Schema):
    """A card as its author writes it. It stays a draft until it is published."""

    title: str = Field(min_length=1, max_length=200)
    body: str = Field(max_length=60_000)
    kind: CardKind = CardKind.HOW_TO
    topics: list[str] = Field(default_factory=list, max_length=20)


class NoteIn(Schema):
    """One line worth keeping."""

    text: str = Field(min_length=1, max_length=2000)


class FlagIn(Schema):
    """What is outdated or wrong about a card; the words are optional."""

    note: str = Field("", max_length=2000)


class RequestOut(Schema):
    """A question that found no answer."""

    id: UUID
    text: str
    asked: int


class PersonOut(Schema):
    """A colleague."""

    id: UUID
    key: str
    name: str
    teams: list[UUID]


class MeOut(PersonOut):
    """The person the token belongs to."""

    email: str
    roles: list[str]
    zone_name: str
    paused_until: date | None


class PauseIn(Schema):
    """No offers before this day; null takes the pause back."""

    until: date | None
