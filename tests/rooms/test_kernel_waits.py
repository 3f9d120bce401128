"""What waits in several rooms is found in one statement, and each finds its own."""

from datetime import UTC, datetime, time, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeywork.activities import actions as activities
from journeywork.activities import queries as activity_queries
from journeywork.debriefs import actions as debriefs
from journeywork.debriefs import queries as debrief_queries
from journeywork.engine.activities import UNGUIDED, ActivityKind
from journeywork.engine.cadence import Cadence
from journeywork.engine.people import Person
from journeywork.kernel import waits
from tests.conftest import Cast


def waiting(person: Person, at: datetime, most: int = 10) -> list[tuple[str, str]]:
    with CaptureQueriesContext(connection) as sent:
        found = waits.together(
            debrief_queries.waits_for(person.id, at=at),
            activity_queries.waits_for(person.id, at=at),
            most=most,
        )
    assert len(sent) == 1
    return [(one.kind, one.title) for one in found]


def test_a_check_in_and_a_debrief_wait_side_by_side_the_oldest_first(
    cast: Cast, at: datetime
) -> None:
    begun = at - timedelta(days=1)
    often = Cadence(every=1, unit="day", at=time(9, 30), zone=UTC, starts=begun.date())
    activities.open_activity(
        kind=ActivityKind.MENTORING,
        title="Locks",
        guide=UNGUIDED,
        participants={cast.ana.id: "mentee", cast.ben.id: "mentor"},
        cadence=often,
        by=cast.ana.id,
        at=begun - timedelta(hours=3),
    )
    debriefs.open_debrief(
        title="The release",
        people_ids=[cast.ana.id, cast.dora.id],
        named=True,
        ends_at=at + timedelta(days=1),
        by=cast.dora.id,
        at=at - timedelta(hours=2),
    )
    assert waiting(cast.ana, at) == [
        ("check-in", "Locks"),
        ("write", "The release"),
        ("check-in", "Locks"),
    ]
    assert waiting(cast.ana, at, most=1) == [("check-in", "Locks")]
    assert waiting(cast.ben, at) == [("check-in", "Locks")] * 2
    assert waiting(cast.dora, at) == [("write", "The release")]
    assert waiting(cast.cleo, at) == []
    assert [one.kind.value for one in debrief_queries.waiting_for(cast.ana.id, at=at)] == ["write"]
    due = activity_queries.check_ins_due(cast.ana.id, at=at)
    activities.answer_check_in(check_in_id=due[0].id, done=True, by=cast.ben.id, at=at)
    assert waiting(cast.ana, at) == [("write", "The release"), ("check-in", "Locks")]
