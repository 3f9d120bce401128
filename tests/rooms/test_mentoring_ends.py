"""Matches end without fault: by either, by leaving, by time; with thanks, and with credit kept."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from journeywork.activities import actions as activities
from journeywork.activities import queries as together
from journeywork.engine.activities import ActivityState
from journeywork.engine.lines import LineKind
from journeywork.engine.mentoring import CameBy, Match, ProgrammeKind
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.models import PublishedFact
from journeywork.mentoring import ending, giving, queries, running
from journeywork.mentoring.beginning import begin_all
from journeywork.mentoring.models import EnrolmentRow
from journeywork.people import actions as people
from tests.conftest import Cast
from tests.rooms.matches import a_round, matched, paired
from tests.rooms.matches import running as programme_of
from tests.rooms.test_mentoring_runs import turn

DAY = timedelta(days=1)


@pytest.fixture
def match(cast: Cast, at: datetime) -> Match:
    return matched(cast, at)


def told() -> list[tuple[set[str], list[str]]]:
    facts = PublishedFact.objects.filter(name="MatchEnded").order_by("id")
    return [(set(one.content["people"]), one.content["changes"]) for one in facts]


def ids(*persons: UUID) -> set[str]:
    return set(map(str, persons))


def test_case_5_either_asks_for_somebody_else_without_a_reason(
    cast: Cast, at: datetime, match: Match
) -> None:
    ending.end(match_id=match.id, by=cast.ana.id, changes=True, at=at + DAY)
    assert told() == [(ids(cast.ana.id, cast.ben.id), [str(cast.ana.id)])]
    assert queries.matches_of(cast.ana.id) == ()
    (kept,) = queries.matches_of(cast.ana.id, running=False)
    assert (kept.id, kept.ended_at) == (match.id, at + DAY), "the history is kept"
    turn(at + DAY)
    assert len(told()) == 1, "ending its activity tells nothing twice"


def test_case_5_a_mentor_who_asks_for_somebody_else_leaves_no_mentee_behind(
    cast: Cast, at: datetime, match: Match
) -> None:
    ending.end(match_id=match.id, by=cast.ben.id, changes=True, at=at + DAY)
    ((_, changes),) = told()
    assert set(changes) == ids(cast.ana.id, cast.ben.id)


def test_an_end_is_for_those_in_it_and_comes_once(cast: Cast, at: datetime, match: Match) -> None:
    for other in (cast.cleo, cast.emil, cast.dora):
        with pytest.raises(NotFound):
            ending.end(match_id=match.id, by=other.id, at=at)
    ending.end(match_id=match.id, by=cast.ben.id, at=at)
    with pytest.raises(Invalid):
        ending.end(match_id=match.id, by=cast.ana.id, at=at)
    assert told() == [(ids(cast.ana.id, cast.ben.id), [])]


def test_case_5_a_mentor_who_leaves_leaves_a_mentee_who_is_offered_somebody(
    cast: Cast, at: datetime, match: Match
) -> None:
    people.deactivate(person_id=cast.ben.id, by=cast.emil.id, at=at + DAY)
    turn(at + DAY)
    assert told() == [(ids(cast.ana.id, cast.ben.id), [str(cast.ana.id)])]
    assert together.activity_of(match.id).state is ActivityState.ENDED


def test_a_mentee_who_leaves_leaves_a_free_place_and_nobody_to_be_offered(
    cast: Cast, at: datetime, match: Match
) -> None:
    activities.leave(activity_id=match.id, person_id=cast.ana.id, by=cast.ana.id, at=at + DAY)
    turn(at + DAY)
    assert told() == [(ids(cast.ana.id, cast.ben.id), [])]


def test_ending_it_on_another_page_ends_it_here(cast: Cast, at: datetime, match: Match) -> None:
    activities.end(activity_id=match.id, by=cast.ben.id, at=at + DAY)
    turn(at + DAY)
    assert told() == [(ids(cast.ana.id, cast.ben.id), [])]
    assert queries.matches_of(cast.ben.id) == ()


def test_leaving_a_programme_ends_its_matches_and_a_pause_does_not(
    cast: Cast, at: datetime, match: Match
) -> None:
    taking_part = EnrolmentRow.objects.create(
        programme=match.programme, person=cast.ben.id, came_by=CameBy.THEMSELVES, at=at,
        paused_until=(at + DAY).date(),
    )  # fmt: skip
    says = {"person_id": cast.ben.id, "programme_id": match.programme, "at": at + DAY}
    assert ending.leave_programme(**says) == 0
    taking_part.left_at = at
    taking_part.save()
    assert ending.leave_programme(**says) == 1
    assert told() == [(ids(cast.ana.id, cast.ben.id), [str(cast.ana.id)])]


def test_a_circle_goes_on_without_one_and_ends_with_the_last_two(cast: Cast, at: datetime) -> None:
    programme = programme_of(at, kind=ProgrammeKind.CIRCLES.value)
    some = (cast.ana.id, cast.ben.id, cast.cleo.id)
    (id,) = begin_all(
        programme, [paired(*some, round=a_round(programme, at))], by=None, at=at
    ).values()
    ending.end(match_id=id, by=cast.ana.id, changes=True, at=at + DAY)
    assert queries.match(id, reader=cast.ben.id).people == (cast.ben.id, cast.cleo.id)
    with pytest.raises(NotFound):
        queries.match(id, reader=cast.ana.id)
    activities.leave(activity_id=id, person_id=cast.cleo.id, by=cast.cleo.id, at=at + 2 * DAY)
    turn(at + 2 * DAY)
    assert told() == [
        (ids(cast.ana.id), [str(cast.ana.id)]),
        (ids(cast.ben.id, cast.cleo.id), [str(cast.ben.id)]),
    ]


def test_thanks_come_after_the_end_and_nothing_else_does(
    cast: Cast, at: datetime, match: Match
) -> None:
    ending.end(match_id=match.id, by=cast.ben.id, at=at)
    thanks = {"kind": LineKind.THANKS, "text": "You asked first.", "by": cast.ana.id, "at": at}
    running.write(match_id=match.id, **thanks)
    (line,) = running.kept(match.id, reader=cast.ben.id)
    assert line.text == "You asked first."
    with pytest.raises(Invalid):
        running.write(match_id=match.id, kind=LineKind.NOTE, text="x", by=cast.ana.id, at=at)


def test_who_gave_their_time_is_seen_and_who_took_it_is_not(
    cast: Cast, at: datetime, match: Match
) -> None:
    assert giving.given_by(cast.ben.id) == (), "nobody has met yet"
    running.met(match_id=match.id, check_in_id=None, by=cast.ana.id, at=at)
    ending.end(match_id=match.id, by=cast.ana.id, at=at + DAY)
    (given,) = giving.given_by(cast.ben.id)
    assert (given.programme, given.since, given.until) == ("First year", at, at + DAY)
    assert giving.given_by(cast.ana.id) == ()
