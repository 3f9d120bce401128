"""Ana takes part in a programme: she says what she wants, wishes, pauses, skips, leaves."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from journeywork.engine.fit.market_of import market_of
from journeywork.engine.fit.participants import Role, Wanted
from journeywork.engine.fit.rules import MENTORING
from journeywork.engine.mentoring import (
    CameBy,
    Possible,
    Programme,
    ProgrammeKind,
    ProgrammeState,
    Said,
)
from journeywork.engine.people import Person, Skill
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.ids import new_id
from journeywork.kernel.models import PublishedFact
from journeywork.mentoring import enrolling, previewing, queries
from journeywork.mentoring.taking_part import participants
from journeywork.people import actions as people
from tests.conftest import Cast
from tests.rooms.mentoring import enrol, programme, somebody

DAY = timedelta(days=1)
SQL = Said(role=Role.MENTEE, wants=(Wanted(name="SQL", weight=3),))


@pytest.fixture
def cohort(cast: Cast, at: datetime) -> Programme:
    """A programme in which Ben offers SQL and Cleo offers Rust."""
    made = programme(at, by=cast.emil)
    enrol(made, cast.ben, at, offers=["SQL"])
    enrol(made, cast.cleo, at, offers=["Rust"])
    return made


def facts(*names: str) -> list[str]:
    rows = PublishedFact.objects.filter(name__in=names).order_by("id")
    return list(rows.values_list("name", flat=True))


def aside(where: Programme, on: date) -> list[str]:
    """Return what the matching says of those who take no part on a day."""
    return [one.says for one in market_of(participants(where, on=on), MENTORING, on=on).aside]


def test_ana_takes_part_with_what_she_says(cast: Cast, cohort: Programme, at: datetime) -> None:
    made = enrolling.enrol(programme_id=cohort.id, said=SQL, by=cast.ana.id, at=at)
    assert (made.role, made.wants, made.came_by) == (Role.MENTEE, SQL.wants, CameBy.THEMSELVES)
    assert made.confirmed_on == at.date()
    assert queries.enrolments_of(cast.ana.id) == (made,)
    assert facts("Enrolled") == ["Enrolled"]


def test_what_she_does_not_say_is_what_her_profile_says(
    cast: Cast, cohort: Programme, at: datetime
) -> None:
    enrolling.enrol(programme_id=cohort.id, said=Said(role=Role.MENTEE), by=cast.ana.id, at=at)
    ana = cast.ana.id
    wanted = [Skill(name="Rust", level=5)]
    people.set_skills(person_id=ana, offered=[], wanted=wanted, by=ana, at=at)
    (me,) = [one for one in participants(cohort, on=at.date()) if one.key == str(ana)]
    assert me.wants == (Wanted(name="Rust", weight=3),)


def test_case_7_a_new_preference_counts_in_the_next_preview(
    cast: Cast, cohort: Programme, at: datetime
) -> None:
    """Not next week: the same moment, in the order of whom she is shown and in why."""
    enrolling.enrol(programme_id=cohort.id, said=SQL, by=cast.ana.id, at=at)
    before = previewing.preview(programme=cohort, person=cast.ana.id, at=at)
    rust = Said(role=Role.MENTEE, wants=(Wanted(name="Rust", weight=3),))
    enrolling.change(programme_id=cohort.id, said=rust, by=cast.ana.id, at=at)
    after = previewing.preview(programme=cohort, person=cast.ana.id, at=at)
    assert shown(before) == [(cast.cleo.id, ())]
    assert shown(after) == [(cast.cleo.id, ("Rust: offered at level 4",))]


def shown(found: Possible) -> list[tuple[UUID, tuple[str, ...]]]:
    return [(one.person.id, one.says) for one in found.some]


def test_the_preview_shows_five_of_all_who_are_possible_best_first(
    cast: Cast, cohort: Programme, at: datetime
) -> None:
    """Ben has the same manager as Ana, and is not possible; five of seven are shown."""
    fits = somebody("Finn Fits", at)
    enrol(cohort, fits, at, offers=["SQL"])
    for number in range(5):
        enrol(cohort, somebody(f"Mentor {number}", at), at, offers=["Rust"])
    enrolling.enrol(programme_id=cohort.id, said=SQL, by=cast.ana.id, at=at)
    found = previewing.preview(programme=cohort, person=cast.ana.id, at=at)
    assert (found.count, len(found.some), found.some[0].person.id) == (7, 5, fits.id)
    assert cast.ben.id not in dict(shown(found))


def test_a_mentor_reads_a_number_and_no_name(cast: Cast, cohort: Programme, at: datetime) -> None:
    for name in ("Una", "Vera"):
        enrol(cohort, somebody(name, at), at, wants=["Rust"])
    found = previewing.preview(programme=cohort, person=cast.cleo.id, at=at)
    assert (found.count, found.some) == (2, ())


def test_where_nobody_is_possible_it_says_why(cast: Cast, at: datetime) -> None:
    only = programme(at)
    enrol(only, cast.ben, at, offers=["SQL"])
    enrol(only, cast.ana, at, wants=["SQL"])
    found = previewing.preview(programme=only, person=cast.ana.id, at=at)
    assert (found.count, found.says) == (0, ("the same manager: 1 of 1",))


def test_case_8_a_pause_until_a_date_is_over_by_itself(
    cast: Cast, cohort: Programme, at: datetime
) -> None:
    """Nothing has to happen that day: no duty, no click."""
    enrolling.enrol(programme_id=cohort.id, said=SQL, by=cast.ana.id, at=at)
    until = at.date() + 20 * DAY
    enrolling.pause(programme_id=cohort.id, until=until, by=cast.ana.id, at=at)
    assert aside(cohort, until - DAY) == [f"paused until {until}"]
    assert aside(cohort, until) == []


def test_a_pause_ends_before_its_time_too(cast: Cast, cohort: Programme, at: datetime) -> None:
    enrolling.enrol(programme_id=cohort.id, said=SQL, by=cast.ana.id, at=at)
    enrolling.pause(programme_id=cohort.id, until=at.date() + 20 * DAY, by=cast.ana.id, at=at)
    enrolling.resume(programme_id=cohort.id, by=cast.ana.id, at=at)
    assert aside(cohort, at.date()) == []
    assert facts("Enrolled", "Unenrolled") == ["Enrolled", "Unenrolled", "Enrolled"]


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_pause_ends_on_a_day_to_come(
    cast: Cast, cohort: Programme, at: datetime, days: int
) -> None:
    until = at.date() + days * DAY
    with pytest.raises(Invalid, match="until"):
        enrolling.pause(programme_id=cohort.id, until=until, by=cast.ben.id, at=at)


def test_who_skips_is_left_aside(cast: Cast, cohort: Programme, at: datetime) -> None:
    enrolling.skip_next(programme_id=cohort.id, by=cast.ben.id, at=at)
    assert len(aside(cohort, at.date())) == 1
    enrolling.resume(programme_id=cohort.id, by=cast.ben.id, at=at)
    assert aside(cohort, at.date()) == []


def test_ana_leaves_and_comes_back_to_what_she_said(
    cast: Cast, cohort: Programme, at: datetime
) -> None:
    enrolling.enrol(programme_id=cohort.id, said=SQL, by=cast.ana.id, at=at)
    enrolling.leave(programme_id=cohort.id, by=cast.ana.id, at=at + DAY)
    assert queries.enrolments_of(cast.ana.id) == ()
    kept = queries.enrolment(cohort.id, cast.ana.id)
    assert kept
    assert kept.wants == SQL.wants
    with pytest.raises(NotFound):
        enrolling.leave(programme_id=cohort.id, by=cast.ana.id, at=at + DAY)
    again = enrolling.enrol(programme_id=cohort.id, said=SQL, by=cast.ana.id, at=at + 2 * DAY)
    assert (again.id, again.left_at) == (kept.id, None)
    assert facts("Enrolled", "Unenrolled") == ["Enrolled", "Unenrolled", "Enrolled"]


def test_case_12_who_leaves_the_house_takes_part_in_nothing(
    cast: Cast, cohort: Programme, at: datetime
) -> None:
    """Their places are free, nobody is matched with them, and what they had counts as it was."""
    other = programme(at)
    enrol(other, cast.ben, at, offers=["Rust"], wishes=[cast.ana.id])
    assert enrolling.leave_all(person_id=cast.ben.id, at=at) == 2
    assert queries.enrolments_of(cast.ben.id) == ()
    assert [one.key for one in participants(other, on=at.date())] == []
    assert facts("Unenrolled") == ["Unenrolled", "Unenrolled"]
    assert enrolling.leave_all(person_id=cast.ben.id, at=at) == 0


def test_five_wishes_in_order(cast: Cast, cohort: Programme, at: datetime) -> None:
    enrolling.enrol(programme_id=cohort.id, said=SQL, by=cast.ana.id, at=at)
    first = [cast.cleo.id, cast.ben.id]
    made = enrolling.wish(programme_id=cohort.id, wishes=first, by=cast.ana.id, at=at)
    assert made.wishes == tuple(first)
    assert wished(cohort, cast.ana, first[::-1], at) == tuple(first[::-1])
    assert wished(cohort, cast.ana, [], at) == ()


def wished(where: Programme, who: Person, wishes: list[UUID], at: datetime) -> tuple[UUID, ...]:
    return enrolling.wish(programme_id=where.id, wishes=wishes, by=who.id, at=at).wishes


def test_what_is_no_wish(cast: Cast, cohort: Programme, at: datetime) -> None:
    six = [somebody(f"Wish {n}", at).id for n in range(6)]
    for wrong in (six, [cast.ana.id, cast.ana.id], [cast.ben.id]):
        with pytest.raises(Invalid, match="wishes"):
            wished(cohort, cast.ben, wrong, at)
    for not_here in (new_id(), cast.outsider.id):
        with pytest.raises(NotFound):
            wished(cohort, cast.ben, [not_here], at)


def test_a_wish_for_who_has_left_goes_by_itself(
    cast: Cast, cohort: Programme, at: datetime
) -> None:
    gone = somebody("Gone Soon", at)
    wished(cohort, cast.ben, [gone.id, cast.cleo.id], at)
    people.deactivate(person_id=gone.id, by=None, at=at)
    assert wished(cohort, cast.ben, [gone.id, cast.cleo.id], at) == (cast.cleo.id,)


def test_a_programme_of_a_team_is_for_that_team(cast: Cast, at: datetime) -> None:
    theirs = programme(at, teams=[cast.payments.id])
    enrolling.enrol(programme_id=theirs.id, said=SQL, by=cast.ana.id, at=at)
    with pytest.raises(NotFound):
        enrolling.enrol(programme_id=theirs.id, said=SQL, by=cast.cleo.id, at=at)


@pytest.mark.parametrize("state", [ProgrammeState.DRAFT, ProgrammeState.CLOSED])
def test_nobody_comes_into_what_is_not_open(
    cast: Cast, at: datetime, state: ProgrammeState
) -> None:
    shut = programme(at, state=state)
    with pytest.raises(NotFound):
        enrolling.enrol(programme_id=shut.id, said=SQL, by=cast.ana.id, at=at)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("role", Said(role=Role.NONE)),
        ("wants", Said(wants=(Wanted(name=""),))),
        ("wants", Said(wants=(Wanted(name="SQL", weight=4),))),
        ("wants", Said(wants=tuple(Wanted(name=f"S{n}") for n in range(21)))),
        ("offers", Said(offers=(Skill(name="SQL", level=6),))),
        ("offers", Said(offers=(Skill(name="S\0L", level=3),))),
        ("goals", Said(goals=("x" * 121,))),
        ("seniority", Said(seniority=-1)),
        ("places", Said(places=0)),
        ("places", Said(places=11)),
        ("wanted", Said(wanted=4)),
    ],
)
def test_what_does_not_fit_is_refused_by_field(
    cast: Cast, cohort: Programme, at: datetime, field: str, wrong: Said
) -> None:
    with pytest.raises(Invalid) as refused:
        enrolling.enrol(programme_id=cohort.id, said=wrong, by=cast.ana.id, at=at)
    assert list(refused.value.faults) == [field]
    assert queries.enrolment(cohort.id, cast.ana.id) is None


def test_among_peers_everybody_takes_part_alike(cast: Cast, at: datetime) -> None:
    coffee = programme(at, kind=ProgrammeKind.PEERS)
    said = Said(role=Role.MENTEE, places=5, wanted=3)
    made = enrolling.enrol(programme_id=coffee.id, said=said, by=cast.ana.id, at=at)
    assert (made.role, made.places, made.wanted) == (Role.BOTH, 1, 1)
    enrol(coffee, cast.ben, at)
    found = previewing.preview(programme=coffee, person=cast.ana.id, at=at)
    assert (found.count, found.some) == (1, ())
