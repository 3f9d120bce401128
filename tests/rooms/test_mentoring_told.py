"""What a coordinator sees: signals and figures of five or more, never a word or a rating."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from journeywork.activities import actions as activities
from journeywork.engine.fit.participants import Role
from journeywork.engine.lines import LineKind
from journeywork.engine.mentoring import CameBy, Programme
from journeywork.engine.mentoring_health import Signal
from journeywork.engine.people import Person
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.mentoring import ending, ratings, running
from journeywork.mentoring.beginning import begin_all
from journeywork.mentoring.health import health
from journeywork.mentoring.models import EnrolmentRow
from journeywork.mentoring.rating_models import ToldRow
from journeywork.people import actions as people
from tests.conftest import Cast
from tests.rooms.matches import a_round, matched, paired
from tests.rooms.matches import running as programme_of

DAY = timedelta(days=1)
APRIL = datetime(2026, 4, 2, 8, tzinfo=UTC)


def mentees(count: int, at: datetime) -> list[Person]:
    return [
        people.add_person(name=f"Mentee {n}", email=f"m{n}@fairwater.example", by=None, at=at)
        for n in range(count)
    ]


def begun(cast: Cast, at: datetime, count: int) -> tuple[Programme, list[Any]]:
    """Ben is the mentor of some people; all of them take part."""
    programme = programme_of(at)
    round, some = a_round(programme, at), mentees(count, at)
    pairs = [paired(one.id, cast.ben.id, round=round) for one in some]
    ids = begin_all(programme, pairs, by=None, at=at)
    for one, role, places in [
        (cast.ben, Role.MENTOR, count + 1),
        *((m, Role.MENTEE, 0) for m in some),
    ]:
        EnrolmentRow.objects.create(
            programme=programme.id, person=one.id, role=role, places=places,
            came_by=CameBy.THEMSELVES, at=at,
        )  # fmt: skip
    return programme, [(one, ids[pair.id]) for one, pair in zip(some, pairs, strict=True)]


def rated(cast: Cast, at: datetime, *useful: int) -> Programme:
    """As many mentees as answers have met and said what they thought."""
    programme, matches = begun(cast, at, len(useful))
    for (mentee, match), said in zip(matches, useful, strict=True):
        says = {"match_id": match, "by": mentee.id, "at": at + DAY}
        held = running.met(check_in_id=None, **says)
        ratings.rate(check_in_id=held.id, useful=said, **says)
    return programme


def test_case_9_of_four_people_nothing_is_told(cast: Cast, at: datetime) -> None:
    programme = rated(cast, at, 3, 3, 3, 1)
    assert ratings.tell_due(at=APRIL) == 0
    assert ratings.told(programme.id) is None
    learning = health(programme, at=APRIL).learning
    assert (learning.days, learning.met, learning.people, learning.changed) == (None,) * 4


def test_case_9_of_five_a_step_is_told_that_says_of_nobody_what_they_tapped(
    cast: Cast, at: datetime
) -> None:
    programme = rated(cast, at, 3, 3, 3, 2, 1)
    assert ratings.tell_due(at=APRIL) == 1
    told = ratings.told(programme.id)
    assert told is not None
    assert asdict(told) == {"month": date(2026, 3, 1), "size": 5, "least": 3, "most": 5}
    learning = health(programme, at=APRIL).learning
    assert (learning.days, learning.met, learning.people, learning.changed) == (1.0, 5, 5, 0)


@pytest.mark.parametrize(("useful", "step"), [(3, (3, 5)), (1, (0, 2))])
def test_case_9_what_all_or_nobody_tapped_is_never_told_as_that(
    cast: Cast, at: datetime, useful: int, step: tuple[int, int]
) -> None:
    """There is one form, and none of it has names: nobody's answer follows from what is told."""
    programme = rated(cast, at, *(useful,) * 5)
    ratings.tell_due(at=APRIL)
    told = ratings.told(programme.id)
    assert told is not None
    assert (told.least, told.most) == step


def test_it_is_told_once_and_one_more_tap_changes_nothing(cast: Cast, at: datetime) -> None:
    programme = rated(cast, at, 3, 3, 3, 2, 1)
    ratings.tell_due(at=APRIL)
    before = ToldRow.objects.count()
    match = matched(cast, at, key="another")
    held = running.met(match_id=match.id, check_in_id=None, by=cast.ana.id, at=APRIL)
    ratings.rate(match_id=match.id, check_in_id=held.id, useful=1, by=cast.ana.id, at=APRIL)
    assert ratings.tell_due(at=APRIL + DAY) == 0
    assert (ToldRow.objects.count(), before) == (1, 1)
    assert ratings.told(programme.id) is not None


def test_each_counts_once_by_the_last_session(cast: Cast, at: datetime) -> None:
    programme = rated(cast, at, 3, 3, 3, 3)
    match = matched(cast, at, key="another", name="Another")
    for day in range(3):
        says = {"match_id": match.id, "by": cast.ana.id, "at": at + day * DAY}
        held = running.met(check_in_id=None, **says)
        ratings.rate(check_in_id=held.id, useful=3, **says)
    assert ratings.tell_due(at=APRIL) == 0, "four here, and three sessions of one person there"
    assert ratings.told(programme.id) is None


def test_a_rating_is_of_a_session_of_ones_own(cast: Cast, at: datetime) -> None:
    match = matched(cast, at)
    held = running.met(match_id=match.id, check_in_id=None, by=cast.ana.id, at=at)
    for wrong, fault in (({"useful": 4}, Invalid), ({"by": cast.cleo.id}, NotFound)):
        with pytest.raises(fault):
            says: dict[str, Any] = {"useful": 2, "by": cast.ana.id, "check_in_id": held.id} | wrong
            ratings.rate(match_id=match.id, at=at, **says)
    for useful in (1, 3):
        ratings.rate(match_id=match.id, check_in_id=held.id, useful=useful, by=cast.ana.id, at=at)
    assert ratings.mine(match.id, author=cast.ana.id) == {held.id: 3}


def test_signals_say_who_has_not_met_and_who_is_quiet_and_no_more(cast: Cast, at: datetime) -> None:
    programme, matches = begun(cast, at, 3)
    (_, well), (mentee, quiet), (_, late) = matches
    held = running.met(match_id=quiet, check_in_id=None, by=mentee.id, at=at)
    running.write(match_id=quiet, kind=LineKind.NOTE, text="secret", by=mentee.id, at=at)
    now = at + timedelta(days=46)
    running.met(match_id=well, check_in_id=None, by=cast.ben.id, at=now)
    found = health(programme, at=now)
    assert (found.running, found.met, found.late, found.quiet) == (3, 2, 1, 1)
    signals = {one.match: one.signal for one in found.attention}
    assert signals == {late: Signal.NOT_MET, quiet: Signal.QUIET}
    assert {one.names for one in found.attention} == {"Mentee 1, Ben", "Mentee 2, Ben"}
    resting = {"activity_id": late, "until": None, "by": cast.ben.id, "at": now}
    activities.pause(**resting)
    assert [one.match for one in health(programme, at=now).attention] == [quiet]
    assert "secret" not in repr(found)
    assert held.id is not None


def test_load_tells_how_many_have_how_many(cast: Cast, at: datetime) -> None:
    programme, _ = begun(cast, at, 3)
    EnrolmentRow.objects.create(
        programme=programme.id, person=cast.dora.id, role=Role.MENTOR, places=2,
        came_by=CameBy.THEMSELVES, at=at,
    )  # fmt: skip
    load = health(programme, at=at).load
    assert load is not None
    assert (load.spread, load.free, load.mentors) == ({0: 1, 3: 1}, 3, 2)


def test_who_had_somebody_else_before_is_counted_among_five_or_more(
    cast: Cast, at: datetime
) -> None:
    programme, matches = begun(cast, at, 5)
    (mentee, match), *_ = matches
    ending.end(match_id=match, by=mentee.id, changes=True, at=at + DAY)
    again = paired(mentee.id, cast.dora.id, round=a_round(programme, at))
    begin_all(programme, [again], by=None, at=at + DAY)
    learning = health(programme, at=at + DAY).learning
    assert (learning.seek, learning.have, learning.people, learning.changed) == (5, 5, 5, 1)
