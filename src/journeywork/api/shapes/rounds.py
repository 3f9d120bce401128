"""Rounds of a programme: how far they are, what they found and why, and what stands in the way."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from journeywork.api.shapes import Flag, In, Name, PersonRef
from journeywork.api.shapes.mentoring import named
from journeywork.engine.fit.participants import Role
from journeywork.engine.mentoring import (
    Choice,
    Counts,
    Left,
    PairState,
    Proof,
    Round,
    RoundState,
    StagedPair,
    WhyNot,
)
from journeywork.kernel.jobs import Job, JobState

Dial = Literal["even", "weakest", "most", "steady"]
MOST_TOGETHER = 12
_DIAL = (
    "What counts: even (nobody far behind), weakest (the worst-off before all), most (points in "
    "all), steady (few who would both rather have each other)."
)
_DRAWS = "Whether lots decide where there are more people than places."
_SITS_OUT = "Whether one of an odd number of peers sits out; else three meet."
_NOT_YET = "null: not yet."


class RoundCountsOut(Schema):
    """How many a round had."""

    seekers: int = Field(description="How many sought somebody.")
    givers: int = Field(description="How many could be somebody's mentor, or peer.")
    places: int = Field(description="How many places they had free.")
    pairs: int = Field(description="How many pairs, or circles, it found.")
    placed: int = Field(description="How many have somebody.")
    left: int = Field(description="How many have nobody.")
    worst: int = Field(description="The fit of the pair that fits least, in points.")


class ProofOut(Schema):
    """What is proven of the pairs of a round."""

    total: int = Field(description="Their points in all.")
    bound: int = Field(description="What no other pairs could be better than.")
    proven: bool = Field(description="Whether nothing better is possible.")
    covered: bool = Field(description="Whether it is proven that nobody more could have somebody.")
    floor: int = Field(description="The lowest fit that is kept for everybody.")
    floor_proven: bool = Field(description="Whether a higher one is proven to be impossible.")


class ChoiceOut(Schema):
    """What another way to count would give."""

    name: str = Field(description="Which way.")
    placed: int = Field(description="How many would have somebody.")
    total: int = Field(description="Points in all.")
    worst: int = Field(description="The fit of the pair that fits least.")
    blocking: int = Field(description="How many pairs would both rather have each other.")
    much: int = Field(description="How many of them by much.")


class FarOut(Schema):
    """How far the worker is with a round."""

    waiting: bool = Field(description="Whether it has not begun.")
    failed: bool = Field(description="Whether it broke off; then it can be asked for again.")
    step: str = Field(description="What it is at.")
    share: float = Field(description="How much of that is done, from 0 to 1.")


class RoundOut(Schema):
    """A round of a programme."""

    id: UUID = Field(description="Identifies the round.")
    programme: str = Field(description="The programme, by key.")
    number: int = Field(description="Which of its rounds it is; the first is 1.")
    state: RoundState = Field(description="How far it has come.")
    says: str = Field(description="What is to be said of it, such as why it failed.")
    on: date = Field(description="The day for which people, rules and pauses hold.")
    at: datetime = Field(description="When it was asked for.")
    by: PersonRef | None = Field(description="Who asked for it; null: nobody, it puts right.")
    dial: str = Field(description=_DIAL)
    draws: bool = Field(description=_DRAWS)
    heals: bool = Field(description="Whether it puts right what came apart.")
    staged_at: datetime | None = Field(description="When its pairs were found; " + _NOT_YET)
    published_at: datetime | None = Field(description="When its pairs began; " + _NOT_YET)
    counts: RoundCountsOut | None = Field(description="How many there were; " + _NOT_YET)
    proof: ProofOut | None = Field(description="What is proven; null: nothing.")
    choices: list[ChoiceOut] = Field(description="What other ways to count would give.")


class PairCountsOut(Schema):
    """How many pairs of a round there are in each state."""

    staged: int = Field(description="Found, and not published.")
    locked: int = Field(description="Of those, so many stay when the round is matched again.")
    asked: int = Field(description="Wait until all have said yes.")
    published: int = Field(description="Have begun.")
    refused: int = Field(description="Somebody said no, or nobody answered.")


class WholeRoundOut(RoundOut):
    """A round, how its pairs stand, and how far the worker is with it."""

    pairs: PairCountsOut = Field(description="How its pairs stand.")
    far: FarOut | None = Field(description="How far the worker is; null: it is not at it.")


class AskRoundIn(In):
    """How a round is matched."""

    dial: Dial = Field("even", description=_DIAL)
    draws: Flag = Field(False, description=_DRAWS)
    sits_out: Flag = Field(False, description=_SITS_OUT)


class AgainIn(In):
    """How a round is matched anew; what is null stays as it was."""

    dial: Dial | None = Field(None, description=_DIAL)
    draws: Flag | None = Field(None, description=_DRAWS)
    sits_out: Flag | None = Field(None, description=_SITS_OUT)


class PairPartOut(Schema):
    """One reason of a pair; the points of all add up to its fit."""

    name: str = Field(description="What it is about.")
    value: float = Field(description="Points.")
    says: str = Field(description="In words; empty: nothing was found.")


class PairOut(Schema):
    """Some whom a round brings together."""

    id: UUID = Field(description="Identifies the pair.")
    people: list[PersonRef] = Field(description="Who; the mentee first, where there is one.")
    state: PairState = Field(description="What has become of it.")
    locked: bool = Field(description="Whether it stays when the round is matched again.")
    by_hand: bool = Field(description="Whether somebody put it together by hand.")
    fit: int = Field(description="How well they fit, in points; of the pair, of nobody in it.")
    parts: list[PairPartOut] = Field(description="Why, in points that add up to the fit.")


class LeftOut(Schema):
    """Somebody whom a round leaves with nobody."""

    person: PersonRef = Field(description="Who it is.")
    role: Role = Field(description="As what they took part.")
    says: list[str] = Field(description="Why.")
    changes: list[str] = Field(description="What would have to change.")
    drawn_out: bool = Field(description="Whether the lot fell to others.")


class TogetherIn(In):
    """Who is put together by hand."""

    people: list[Name] = Field(
        min_length=2, max_length=MOST_TOGETHER, description="By key; the mentee before the mentor."
    )


class WhyNotIn(In):
    """Two who are not together."""

    first: Name = Field(description="The mentee, by key.")
    second: Name = Field(description="The mentor, by key.")


class WhyNotOut(Schema):
    """Why two are not together in a round."""

    first: PersonRef = Field(description="The mentee.")
    second: PersonRef = Field(description="The mentor.")
    answered_at: datetime | None = Field(
        description="When it was found out; null: the worker is at it, ask again in a moment."
    )
    says: list[str] = Field(description="Why not.")
    loss: int | None = Field(description="What it would cost all others, in points; null: unknown.")
    moves: list[str] = Field(description="Who would have whom instead.")


def round_out(found: Round, dial: str, programme: str, names: Mapping[UUID, str]) -> RoundOut:
    """Return a round."""
    return RoundOut(
        id=found.id,
        programme=programme,
        number=found.number,
        state=found.state,
        says=found.says,
        on=found.on,
        at=found.at,
        by=named(found.by, names) if found.by else None,
        dial=dial,
        draws=found.draws,
        heals=found.heals,
        staged_at=found.staged_at,
        published_at=found.published_at,
        counts=_counts(found.counts) if found.counts else None,
        proof=_proof(found.proof) if found.proof else None,
        choices=[_choice(each) for each in found.choices],
    )


def pair_counts_out(states: Mapping[PairState, int], locked: int) -> PairCountsOut:
    """Return how the pairs of a round stand."""
    return PairCountsOut(
        staged=states.get(PairState.STAGED, 0),
        locked=locked,
        asked=states.get(PairState.ASKED, 0),
        published=states.get(PairState.PUBLISHED, 0),
        refused=states.get(PairState.REFUSED, 0),
    )


def far_out(found: Job) -> FarOut:
    """Return how far a job is."""
    return FarOut(
        waiting=found.state is JobState.WAITING,
        failed=found.state is JobState.FAILED,
        step=found.step,
        share=found.share,
    )


def pair_out(found: StagedPair, names: Mapping[UUID, str]) -> PairOut:
    """Return a pair, to whoever runs the round."""
    return PairOut(
        id=found.id,
        people=[named(each, names) for each in found.people],
        state=found.state,
        locked=found.locked,
        by_hand=found.by_hand,
        fit=found.fit,
        parts=[PairPartOut(name=one.name, value=one.value, says=one.says) for one in found.parts],
    )


def left_out(found: Left, names: Mapping[UUID, str]) -> LeftOut:
    """Return somebody who has nobody."""
    return LeftOut(
        person=named(found.person, names),
        role=found.role,
        says=list(found.says),
        changes=list(found.changes),
        drawn_out=found.drawn_out,
    )


def why_not_out(found: WhyNot, names: Mapping[UUID, str]) -> WhyNotOut:
    """Return why two are not together."""
    return WhyNotOut(
        first=named(found.first, names),
        second=named(found.second, names),
        answered_at=found.answered_at,
        says=list(found.says),
        loss=found.loss,
        moves=list(found.moves),
    )


def _counts(found: Counts) -> RoundCountsOut:
    return RoundCountsOut(**{name: getattr(found, name) for name in RoundCountsOut.model_fields})


def _proof(found: Proof) -> ProofOut:
    return ProofOut(**{name: getattr(found, name) for name in ProofOut.model_fields})


def _choice(found: Choice) -> ChoiceOut:
    return ChoiceOut(**{name: getattr(found, name) for name in ChoiceOut.model_fields})
