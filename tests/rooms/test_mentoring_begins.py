"""A match begins: with reasons, a first meeting in the hours of both, and a rhythm."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeywork.activities import queries as activities
from journeywork.engine.activities import ActivityKind
from journeywork.engine.mentoring import ProgrammeKind
from journeywork.kernel.models import PublishedFact
from journeywork.mentoring import queries
from journeywork.mentoring.beginning import begin_all
from journeywork.people import actions as people
from tests.conftest import Cast
from tests.rooms.matches import REASONS, a_round, matched, paired, running
from tests.rooms.test_calendars import fetched

DAY = timedelta(days=1)


def test_both_find_their_match_with_its_reasons(cast: Cast, at: datetime) -> None:
    begun = matched(cast, at)
    assert queries.matches_of(cast.ana.id) == queries.matches_of(cast.ben.id) == (begun,)
    assert queries.matches_of(cast.cleo.id) == ()
    assert (begun.people, begun.fit, begun.parts) == ((cast.ana.id, cast.ben.id), 6000, REASONS)
    assert begun.writes_first == cast.ana.id
    activity = activities.activity(begun.id, reader=cast.ben.id)
    assert (activity.kind, activity.title) == (ActivityKind.MENTORING, "First year")
    assert {one.person: one.role for one in activity.participants} == {
        cast.ana.id: "mentee",
        cast.ben.id: "mentor",
    }
    assert (activity.guide.key, activity.stage) == ("general", "first")
    assert activity.ends_at == at + timedelta(weeks=24)
    assert PublishedFact.objects.filter(name="MatchBegan").count() == 1


def test_no_calendar_names_with_whom(cast: Cast, at: datetime) -> None:
    """The calendar may lie with somebody else."""
    matched(cast, at)
    text = fetched(cast.ana.id, at)
    assert (b"First year" in text, b"Ben" in text, b"Ana" in text) == (True, False, False)


def test_a_buddy_says_hello_and_has_a_guide_of_their_own(cast: Cast, at: datetime) -> None:
    begun = matched(cast, at, kind=ProgrammeKind.BUDDY.value)
    assert begun.writes_first == cast.ben.id
    assert activities.activity_of(begun.id).guide.key == "buddy"


def test_the_guide_is_in_the_language_of_whoever_is_mentored(cast: Cast, at: datetime) -> None:
    people.change_person(person_id=cast.ana.id, languages=("de",), by=cast.ana.id, at=at)
    assert activities.activity_of(matched(cast, at).id).guide.key == "general-de"


def test_a_circle_meets_in_the_hours_of_all(cast: Cast, at: datetime) -> None:
    people.change_person(
        person_id=cast.cleo.id, starts=time(15), ends=time(18), by=cast.cleo.id, at=at
    )
    programme = running(at, kind=ProgrammeKind.CIRCLES.value)
    pair = paired(cast.ana.id, cast.ben.id, cast.cleo.id, round=a_round(programme, at))
    (id,) = begin_all(programme, [pair], by=None, at=at).values()
    activity = activities.activity_of(id)
    assert {one.role for one in activity.participants} == {"peer"}
    met = activities.check_ins([id])
    assert [15 <= one.at.hour < 18 for one in met] == [True] * len(met) != []


def test_the_first_meeting_leaves_time_to_write(cast: Cast, at: datetime) -> None:
    first, *others = activities.check_ins([matched(cast, at).id])
    assert timedelta(days=2) < first.at - at < timedelta(days=4)
    assert [one.planned - first.planned for one in others] == [14 * DAY * n for n in (1, 2, 3, 4)]


def test_case_6_at_eleven_stays_at_eleven_when_the_clocks_change(cast: Cast, at: datetime) -> None:
    """Europe changes its clocks on 29 March 2026, between two meetings of the pair."""
    berlin = ZoneInfo("Europe/Berlin")
    for person in (cast.ana, cast.ben):
        people.change_person(
            person_id=person.id, zone_name="Europe/Berlin", starts=time(11), ends=time(17),
            by=person.id, at=at,
        )  # fmt: skip
    met = activities.check_ins([matched(cast, at).id])
    walls = {one.at.astimezone(berlin).time() for one in met}
    assert len(walls) == 1
    assert {one.at.time() for one in met} != {met[0].at.time()}, "the control: UTC does change"


def test_nobody_gets_two_first_meetings_at_once(cast: Cast, at: datetime) -> None:
    programme = running(at)
    round = a_round(programme, at)
    pairs = [paired(one.id, cast.ben.id, round=round) for one in (cast.ana, cast.cleo, cast.dora)]
    ids = begin_all(programme, pairs, by=None, at=at)
    firsts = [activities.check_ins([id])[0].at for id in ids.values()]
    assert len(set(firsts)) == 3


def test_who_has_left_begins_nothing_and_the_others_do(cast: Cast, at: datetime) -> None:
    programme = running(at)
    round = a_round(programme, at)
    gone, there = (
        paired(cast.cleo.id, cast.ben.id, round=round),
        paired(cast.ana.id, cast.ben.id, round=round),
    )
    people.deactivate(person_id=cast.cleo.id, by=cast.emil.id, at=at)
    assert list(begin_all(programme, [gone, there], by=None, at=at)) == [there.id]


def test_many_begin_in_as_many_statements_as_few(cast: Cast, at: datetime) -> None:
    def begin(count: int) -> int:
        programme = running(at, key=f"of-{count}")
        round = a_round(programme, at)
        new = [
            people.add_person(name=f"P{n}", email=f"p{count}-{n}@x.example", by=None, at=at)
            for n in range(count)
        ]
        pairs = [paired(one.id, cast.ben.id, round=round) for one in new]
        with CaptureQueriesContext(connection) as sent:
            assert len(begin_all(programme, pairs, by=None, at=at)) == count
        return len(sent)

    assert begin(40) <= begin(2) + 4


def test_what_is_planned_begins_after_it_was_begun(cast: Cast) -> None:
    friday = datetime(2026, 3, 13, 16, tzinfo=UTC)
    begun = matched(cast, friday)
    assert activities.check_ins([begun.id])[0].at.date().isoweekday() == 1
