"""Who had an opportunity is counted once a quarter, told in steps, and only read."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from journeywork.activities import actions as activities
from journeywork.activities import queries as together
from journeywork.activities import tallies
from journeywork.assignments.models import AssignmentRow
from journeywork.coaching import opportunity, practice
from journeywork.coaching import talks as one_to_ones
from journeywork.coaching.models import OpportunityRow
from journeywork.debriefs import actions as debriefs
from journeywork.engine.activities import UNGUIDED, ActivityKind
from journeywork.engine.opportunity import Chance
from journeywork.engine.people import Person
from journeywork.kernel import audit
from journeywork.kernel.tenancy import within
from journeywork.people import actions as people
from journeywork.people import queries as persons
from tests.conftest import Cast
from tests.rooms.assigning import opened, running
from tests.rooms.matches import matched

#: The first day after the quarter in which everything here happens.
OVER = datetime(2026, 4, 1, 4, tzinfo=UTC)


@pytest.fixture
def crew(cast: Cast, at: datetime) -> tuple[Person, ...]:
    """Six more people of payments: nine in all."""
    return tuple(
        people.add_person(
            name=f"Person {n}",
            email=f"p{n}@fairwater.example",
            teams=(cast.payments.id,),
            invited=True,
            by=None,
            at=at,
        )
        for n in range(6)
    )


def looked_back(who: tuple[Person, ...], at: datetime) -> None:
    first, *others = (one.id for one in who)
    made = debriefs.open_debrief(
        title="Fee", people_ids=others, named=True, ends_at=at + timedelta(days=1), by=first, at=at
    )
    for one in (first, *others):
        debriefs.write(debrief_id=made.id, by=one, answers={"happened": "It did"}, at=at)


def begin(kind: ActivityKind, roles: dict[UUID, str], at: datetime) -> UUID:
    first = next(iter(roles))
    return activities.open_activity(
        kind=kind, title="x", guide=UNGUIDED, participants=roles, by=first, at=at
    ).id


def told(reader: Person) -> dict[tuple[UUID | None, Chance], tuple[int, int, int]]:
    found = opportunity.last_told(reader)
    assert found
    return {(one.team, one.chance): (one.size, one.least, one.most) for one in found.figures}


def test_a_team_of_nine_is_told_by_halves(
    cast: Cast, at: datetime, crew: tuple[Person, ...]
) -> None:
    looked_back(crew[:5], at)
    running(cast, at)
    opened(cast, at, lender=None, title="Not begun yet")
    begin(ActivityKind.SHADOWING, {crew[0].id: "visitor", crew[1].id: "host"}, at)
    assert opportunity.tell_due(at=OVER)
    team = cast.payments.id
    found = told(crew[0])
    assert {chance: found[team, chance] for chance in Chance if (team, chance) in found} == {
        Chance.DEBRIEF: (9, 5, 9),
        Chance.STRETCH: (9, 0, 4),
        Chance.MENTOR: (9, 0, 4),
        Chance.SHADOWING: (9, 0, 4),
        Chance.TIME: (9, 0, 4),
    }
    # Cleo and Emil are two: they are in no figure, so there is nothing to subtract from.
    assert found[None, Chance.DEBRIEF] == (9, 5, 9)


def test_who_had_a_mentor_is_who_had_one_in_a_stretch_assignment(
    cast: Cast, at: datetime, crew: tuple[Person, ...]
) -> None:
    running(cast, at)
    had = opportunity._had(at - timedelta(days=1), at + timedelta(days=1))
    assert had[Chance.MENTOR] == had[Chance.STRETCH] == {cast.ana.id}
    AssignmentRow.objects.update(mentor=None)
    had = opportunity._had(at - timedelta(days=1), at + timedelta(days=1))
    assert (had[Chance.MENTOR], had[Chance.STRETCH]) == (frozenset(), {cast.ana.id})
    opportunity.tell_due(at=OVER)
    quarter = opportunity.last_told(crew[0])
    assert quarter
    assert (quarter.starts, quarter.counted) == (date(2026, 1, 1), frozenset(Chance))


def test_who_has_somebody_in_mentoring_had_a_mentor(cast: Cast, at: datetime) -> None:
    def had() -> frozenset[UUID]:
        return opportunity._had(at - timedelta(days=1), at + timedelta(days=1))[Chance.MENTOR]

    assert had() == frozenset()
    matched(cast, at)
    assert had() == {cast.ana.id}, "Ben gives his time, and is not counted for it"


def test_it_is_counted_once_and_stays_as_it_was_told(
    cast: Cast, at: datetime, crew: tuple[Person, ...]
) -> None:
    """Whoever comes after a day or another debrief changes nothing that can be compared."""
    assert opportunity.tell_due(at=OVER)
    before = told(crew[0])
    looked_back(crew, at)
    people.add_person(
        name="New", email="new@x.example", teams=(cast.payments.id,), by=None, at=OVER
    )
    assert not opportunity.tell_due(at=OVER + timedelta(days=1))
    assert told(crew[0]) == before
    assert [line.verb for line in audit.lines(limit=99) if "opportunity" in line.verb] == [
        "opportunity.told"
    ]


def test_a_team_is_told_to_itself_and_who_leads_it_and_to_nobody_else(
    cast: Cast, at: datetime, crew: tuple[Person, ...]
) -> None:
    opportunity.tell_due(at=OVER)
    assert cast.payments.id in {team for team, _ in told(persons.person(cast.dora.id))}
    for reader in (cast.cleo, cast.emil):
        assert {team for team, _ in told(reader)} <= {None}
    with within(cast.other_org):
        assert opportunity.last_told(cast.outsider) is None


def test_of_fewer_than_five_nothing_is_kept(cast: Cast, at: datetime) -> None:
    people.deactivate(person_id=cast.emil.id, by=None, at=at)
    looked_back((cast.ana, cast.ben, cast.dora), at)
    assert opportunity.tell_due(at=OVER)
    assert OpportunityRow.objects.count() == 0


def test_a_young_organisation_has_nothing_to_tell(cast: Cast, at: datetime) -> None:
    assert not opportunity.tell_due(at=at)
    assert opportunity.last_told(cast.dora) is None


def test_who_counts_took_part_in_that_time_and_role(cast: Cast, at: datetime) -> None:
    ana, ben = cast.ana.id, cast.ben.id
    made = begin(ActivityKind.ASSIGNMENT, {ana: "learner", ben: "mentor"}, at)
    kind, times = ActivityKind.ASSIGNMENT, {"since": at, "until": at + timedelta(days=9)}
    assert tallies.took_part(kind, **times) == {ana, ben}
    assert tallies.took_part(kind, roles=("learner",), **times) == {ana}
    before = {"since": at - timedelta(days=9), "until": at}
    assert tallies.took_part(kind, **before) == frozenset()
    activities.end(activity_id=made, by=ana, at=at + timedelta(days=1))
    after = {"since": at + timedelta(days=2), "until": at + timedelta(days=9)}
    assert tallies.took_part(kind, **after) == frozenset()
    assert together.activity_of(made).ended_at


def test_own_practice_counts_what_i_did_myself(cast: Cast, at: datetime) -> None:
    looked_back((cast.dora, cast.ana, cast.ben), at)
    talk = one_to_ones.begin(with_id=cast.ana.id, title="x", by=cast.dora.id, at=at)
    point = one_to_ones.add(
        talk_id=talk, text="What could I do better?", asks=True, put=True, by=cast.dora.id, at=at
    )
    one_to_ones.add(talk_id=talk, text="And I?", asks=True, by=cast.ana.id, at=at)
    one_to_ones.talked(talk_id=talk, points=[point.id], by=cast.ana.id, at=at)
    found = practice.practice(cast.dora.id, at=at + timedelta(days=2))
    assert (found.joined, found.asked, found.talks, found.climate) == (1, 1, 1, None)
    assert practice.practice(cast.ana.id, at=at).asked == 0  # A draft asks nobody.
    assert practice.practice(cast.cleo.id, at=at).joined == 0
