"""The shapes of `rounds`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from journeywork.client.shape import UNSET, Answered, Given, UnsetType
from journeywork.client.shapes.shared import PersonRef, Role


class AgainIn(Given, kw_only=True):
    """How a round is matched anew; what is null stays as it was."""

    dial: str | UnsetType | None = UNSET
    draws: bool | UnsetType | None = UNSET
    sits_out: bool | UnsetType | None = UNSET


class AskRoundIn(Given, kw_only=True):
    """How a round is matched."""

    dial: str | UnsetType = UNSET
    draws: bool | UnsetType = UNSET
    sits_out: bool | UnsetType = UNSET


class ChoiceOut(Answered, kw_only=True):
    """What another way to count would give."""

    name: str
    placed: int
    total: int
    worst: int
    blocking: int
    much: int


class FarOut(Answered, kw_only=True):
    """How far the worker is with a round."""

    waiting: bool
    failed: bool
    step: str
    share: float


class LeftOut(Answered, kw_only=True):
    """Somebody whom a round leaves with nobody."""

    person: PersonRef
    role: Role
    says: list[str]
    changes: list[str]
    drawn_out: bool


class PairCountsOut(Answered, kw_only=True):
    """How many pairs of a round there are in each state."""

    staged: int
    locked: int
    asked: int
    published: int
    refused: int


class PairPartOut(Answered, kw_only=True):
    """One reason of a pair; the points of all add up to its fit."""

    name: str
    value: float
    says: str


#: What has become of a pair: `asked` waits until both say yes.
PairState = Literal["staged", "asked", "published", "refused", "dropped"]


class PairOut(Answered, kw_only=True):
    """Some whom a round brings together."""

    id: UUID
    people: list[PersonRef]
    state: PairState
    locked: bool
    by_hand: bool
    fit: int
    parts: list[PairPartOut]


class ProofOut(Answered, kw_only=True):
    """What is proven of the pairs of a round."""

    total: int
    bound: int
    proven: bool
    covered: bool
    floor: int
    floor_proven: bool


class RoundCountsOut(Answered, kw_only=True):
    """How many a round had."""

    seekers: int
    givers: int
    places: int
    pairs: int
    placed: int
    left: int
    worst: int


#: How far a round has come: it is matched, looked at, and published; or dropped.
RoundState = Literal["staging", "staged", "publishing", "published", "dropped", "failed"]


class RoundOut(Answered, kw_only=True):
    """A round of a programme."""

    id: UUID
    programme: str
    number: int
    state: RoundState
    says: str
    on: date
    at: datetime
    by: PersonRef | None
    dial: str
    draws: bool
    heals: bool
    staged_at: datetime | None
    published_at: datetime | None
    counts: RoundCountsOut | None
    proof: ProofOut | None
    choices: list[ChoiceOut]


class TogetherIn(Given, kw_only=True):
    """Who is put together by hand."""

    people: list[str]


class WholeRoundOut(Answered, kw_only=True):
    """A round, how its pairs stand, and how far the worker is with it."""

    id: UUID
    programme: str
    number: int
    state: RoundState
    says: str
    on: date
    at: datetime
    by: PersonRef | None
    dial: str
    draws: bool
    heals: bool
    staged_at: datetime | None
    published_at: datetime | None
    counts: RoundCountsOut | None
    proof: ProofOut | None
    choices: list[ChoiceOut]
    pairs: PairCountsOut
    far: FarOut | None


class WhyNotIn(Given, kw_only=True):
    """Two who are not together."""

    first: str
    second: str


class WhyNotOut(Answered, kw_only=True):
    """Why two are not together in a round."""

    first: PersonRef
    second: PersonRef
    answered_at: datetime | None
    says: list[str]
    loss: int | None
    moves: list[str]
