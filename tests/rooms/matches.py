"""Matches for the tests: Ana is the mentee, Ben is her mentor, in a programme of Emil's."""

from datetime import datetime
from typing import Any
from uuid import UUID

from journeywork.engine.mentoring import (
    Choosing,
    Match,
    Pace,
    PairState,
    Programme,
    ProgrammeKind,
    ProgrammeState,
    StagedPair,
)
from journeywork.engine.options import Part
from journeywork.kernel.ids import new_id
from journeywork.mentoring import queries
from journeywork.mentoring.beginning import begin_all
from journeywork.mentoring.models import ProgrammeRow
from journeywork.mentoring.round_models import RoundRow
from tests.conftest import Cast

REASONS = (
    Part(name="skills", value=4500, says="Ben offers Python, which Ana wants to learn."),
    Part(name="hours", value=1500, says="You share 35 hours in a week."),
)


def running(at: datetime, **more: Any) -> Programme:
    """A programme that is open."""
    fields: dict[str, Any] = {
        "key": "first-year",
        "name": "First year",
        "kind": ProgrammeKind.MENTORING.value,
        "pace": Pace.COHORT.value,
        "choosing": Choosing.AUTOMATIC.value,
        "state": ProgrammeState.OPEN.value,
        "at": at,
    }
    row = ProgrammeRow.objects.create(**(fields | more))
    return queries.programme(row.id)


def paired(first: UUID, second: UUID, *more: UUID, round: UUID | None = None) -> StagedPair:
    """A pair that a round has found."""
    return StagedPair(
        id=new_id(),
        round=round or new_id(),
        first=first,
        second=second,
        more=more,
        fit=6000,
        parts=REASONS,
        state=PairState.STAGED,
    )


def matched(cast: Cast, at: datetime, **more: Any) -> Match:
    """Ana and Ben have begun."""
    programme = running(at, **more)
    pair = paired(cast.ana.id, cast.ben.id, round=a_round(programme, at))
    (id,) = begin_all(programme, [pair], by=cast.emil.id, at=at).values()
    return queries.match(id, reader=cast.ana.id)


def a_round(programme: Programme, at: datetime) -> UUID:
    """A round that is published."""
    number = RoundRow.objects.filter(programme=programme.id).count() + 1
    row = RoundRow.objects.create(
        programme=programme.id, number=number, state="published", on=at.date(), at=at
    )
    return row.id
