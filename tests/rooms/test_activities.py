"""People learn together in the work: they begin, rest, leave and end without giving a reason."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from journeywork.activities import actions, queries
from journeywork.engine.activities import (
    UNGUIDED,
    Activity,
    ActivityKind,
    ActivityState,
    CheckInState,
)
from journeywork.engine.cadence import Cadence
from journeywork.engine.commitments import Helped
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.models import PublishedFact
from journeywork.people import actions as people
from tests.conftest import Cast

GUIDE = UNGUIDED
TUESDAYS = Cadence(
    every=1, unit="week", weekday=2, at=time(11), zone=ZoneInfo("UTC"), starts=date(2026, 3, 10)
)


def begin(cast: Cast, at: datetime, cadence: Cadence | None = None) -> Activity:
    return actions.open_activity(
        kind=ActivityKind.MENTORING,
        title="First weeks in payments",
        guide=GUIDE,
        participants={cast.ana.id: "mentee", cast.ben.id: "mentor"},
        cadence=cadence,
        by=cast.ben.id,
        at=at,
    )


def told() -> list[str]:
    return list(PublishedFact.objects.order_by("id").values_list("name", flat=True))


def test_an_activity_stands_as_it_was_opened(cast: Cast, at: datetime) -> None:
    made = begin(cast, at, TUESDAYS)
    assert made == queries.activity(made.id, reader=cast.ana.id)
    assert (made.state, made.stage, made.people, made.cadence) == (
        ActivityState.OPEN,
        "",
        {cast.ana.id, cast.ben.id},
        TUESDAYS,
    )
    assert queries.activities(person=cast.ana.id) == (made,)


@pytest.mark.parametrize("key", ["cleo", "dora", "emil"])
def test_to_whoever_takes_no_part_there_is_no_activity(cast: Cast, at: datetime, key: str) -> None:
    made, other = begin(cast, at), getattr(cast, key)
    with pytest.raises(NotFound):
        queries.activity(made.id, reader=other.id)
    for act in (actions.pause, actions.end, actions.resume):
        more = {"until": None} if act is actions.pause else {}
        with pytest.raises(NotFound):
            act(activity_id=made.id, by=other.id, at=at, **more)  # type: ignore[operator]
    assert queries.activities(person=other.id) == ()


def test_a_pause_ends_on_its_day(cast: Cast, at: datetime) -> None:
    made = begin(cast, at)
    rests = actions.pause(activity_id=made.id, until=date(2026, 3, 20), by=cast.ana.id, at=at)
    assert (rests.state, rests.paused_until) == (ActivityState.PAUSED, date(2026, 3, 20))
    assert actions.wake(at=at + timedelta(days=9)) == 0
    assert actions.wake(at=at + timedelta(days=10)) == 1
    assert queries.activity_of(made.id) == made


def test_who_leaves_gives_no_reason_and_may_come_back(cast: Cast, at: datetime) -> None:
    made = begin(cast, at)
    without = actions.leave(activity_id=made.id, person_id=cast.ana.id, by=cast.ana.id, at=at)
    assert (without.people, without.state) == ({cast.ben.id}, ActivityState.OPEN)
    again = actions.join(
        activity_id=made.id, person_id=cast.ana.id, role="mentee", by=cast.ben.id, at=at
    )
    assert again.people == made.people
    with pytest.raises(NotFound):
        actions.leave(activity_id=made.id, person_id=cast.ana.id, by=cast.ben.id, at=at)


def test_the_last_who_leaves_ends_it(cast: Cast, at: datetime) -> None:
    made = begin(cast, at)
    for person in (cast.ana, cast.ben):
        last = actions.leave(activity_id=made.id, person_id=person.id, by=person.id, at=at)
    assert (last.state, last.ended_at) == (ActivityState.ENDED, at)
    assert told()[-3:] == ["ActivityLeft", "ActivityLeft", "ActivityEnded"]
    assert queries.activity_of(made.id) == last


def test_the_same_again_changes_nothing(cast: Cast, at: datetime) -> None:
    made = begin(cast, at)
    ends = [actions.end(activity_id=made.id, by=cast.ana.id, at=at) for _ in range(2)]
    before = told()
    actions.end(activity_id=made.id, by=cast.ana.id, at=at + timedelta(days=1))
    assert (ends[0], told()) == (ends[1], before)
    with pytest.raises(Invalid):
        actions.resume(activity_id=made.id, by=cast.ana.id, at=at)


def test_who_leaves_the_organisation_leaves_everything(cast: Cast, at: datetime) -> None:
    made = begin(cast, at)
    people.deactivate(person_id=cast.ana.id, by=None, at=at)
    assert actions.leave_all(person_id=cast.ana.id, at=at) == 1
    assert queries.activity_of(made.id).people == {cast.ben.id}


def test_what_does_not_fit_is_said_by_field(cast: Cast, at: datetime) -> None:
    fitting = {
        "kind": ActivityKind.PROBE,
        "title": "Try it",
        "guide": GUIDE,
        "participants": {cast.ana.id: "owner"},
        "by": cast.ana.id,
        "at": at,
    }
    wrong = {
        "title": " ",
        "participants": {cast.outsider.id: "owner"},
        "ends_at": at - timedelta(hours=1),
    }
    for field, value in wrong.items():
        with pytest.raises(Invalid) as caught:
            actions.open_activity(**fitting | {field: value})  # type: ignore[arg-type]
        assert list(caught.value.faults) == [field]


# Check-ins


def days(activity: UUID) -> list[str]:
    return [f"{each.at:%m-%d %H:%M}" for each in queries.check_ins([activity])]


def test_check_ins_stand_weeks_ahead(cast: Cast, at: datetime) -> None:
    made = begin(cast, at, TUESDAYS)
    assert days(made.id) == [f"{at + timedelta(days=7 * n):%m-%d} 11:00" for n in range(9)]


def test_days_off_move_them(cast: Cast, at: datetime) -> None:
    made = begin(cast, at, TUESDAYS)
    people.add_days_off(
        person_id=cast.ana.id,
        first=date(2026, 3, 16),
        last=date(2026, 3, 18),
        by=cast.ana.id,
        at=at,
    )
    actions.plan_all(at=at)
    assert days(made.id)[:3] == ["03-10 11:00", "03-19 11:00", "03-24 11:00"]


def test_a_pause_takes_them_away_and_what_was_answered_stays(cast: Cast, at: datetime) -> None:
    made = begin(cast, at, TUESDAYS)
    first = queries.check_ins([made.id])[0]
    later = at + timedelta(hours=2)
    assert queries.check_ins_due(cast.ana.id, at=later) == (first,)
    done = actions.answer_check_in(check_in_id=first.id, done=True, by=cast.ana.id, at=later)
    actions.pause(activity_id=made.id, until=None, by=cast.ana.id, at=later)
    assert queries.check_ins([made.id]) == (done,)
    assert (done.state, queries.check_ins_due(cast.ana.id, at=later)) == (CheckInState.DONE, ())
    actions.resume(activity_id=made.id, by=cast.ana.id, at=later)
    assert len(queries.check_ins([made.id])) == 9


def test_others_answer_no_check_in(cast: Cast, at: datetime) -> None:
    first = queries.check_ins([begin(cast, at, TUESDAYS).id])[0]
    with pytest.raises(NotFound):
        actions.answer_check_in(check_in_id=first.id, done=False, by=cast.cleo.id, at=at)


# Commitments


def test_a_commitment_is_its_owners_to_answer(cast: Cast, at: datetime) -> None:
    made = begin(cast, at)
    said = actions.commit_to(
        activity_id=made.id,
        text="Write the rollback down",
        owner=cast.ana.id,
        due=date(2026, 3, 13),
        by=cast.ben.id,
        at=at,
    )
    assert queries.commitments(owner=cast.ana.id, open_only=True) == (said,)
    with pytest.raises(NotFound):
        actions.answer_commitment(commitment_id=said.id, done=True, by=cast.ben.id, at=at)
    done = actions.answer_commitment(
        commitment_id=said.id, done=True, helped=Helped.PARTLY, by=cast.ana.id, at=at
    )
    assert (done.done_at, done.helped) == (at, Helped.PARTLY)
    assert queries.commitments(activity=made.id) == (done,)
    assert queries.commitments(owner=cast.ana.id, open_only=True) == ()


def test_there_are_at_most_three(cast: Cast, at: datetime) -> None:
    made = begin(cast, at)
    for n in range(4):
        said = {"text": f"Thing {n}", "owner": cast.ana.id, "due": date(2026, 3, 13)}
        if n < 3:
            actions.commit_to(activity_id=made.id, by=cast.ana.id, at=at, most=3, **said)
            continue
        with pytest.raises(Invalid):
            actions.commit_to(activity_id=made.id, by=cast.ana.id, at=at, most=3, **said)
    assert len(queries.commitments(activity=made.id)) == 3
