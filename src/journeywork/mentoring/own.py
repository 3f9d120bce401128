"""What somebody sees of programmes: theirs, those for them, why they have nobody, whom to wish for."""

from dataclasses import dataclass
from uuid import UUID

from journeywork.engine.fit.participants import Role
from journeywork.engine.mentoring import (
    Enrolment,
    Left,
    PairState,
    Programme,
    ProgrammeState,
    RoundState,
    StagedPair,
)
from journeywork.engine.people import Person, Skill
from journeywork.kernel.errors import NotFound
from journeywork.mentoring import queries
from journeywork.mentoring.enrolling import is_for
from journeywork.mentoring.left_over import left_over
from journeywork.mentoring.models import EnrolmentRow
from journeywork.mentoring.round_models import PairRow, RoundRow
from journeywork.mentoring.values import enrolment_of, left_of, pair_of
from journeywork.people import queries as people

#: So many mentors are shown who are called so, or offer it.
MOST_FOUND = 8
_GIVES = (Role.MENTOR.value, Role.BOTH.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A mentor of a programme, and what they offer in it."""

    person: Person
    offers: tuple[Skill, ...]


def programmes_for(
    person: Person,
) -> tuple[tuple[tuple[Programme, Enrolment], ...], tuple[Programme, ...]]:
    """Return the programmes somebody takes part in, and those that they could, the newest first."""
    every = queries.programmes(ProgrammeState.OPEN, ProgrammeState.CLOSED)
    mine = {one.programme: one for one in queries.enrolments_of(person.id)}
    inside = tuple((one, mine[one.id]) for one in every if one.id in mine)
    return inside, tuple(one for one in every if one.id not in mine and is_for(one, person))


def left_last(programme_id: UUID, person: UUID) -> Left | None:
    """Return why the newest round had nobody for somebody; None where it had, or they have now."""
    newest = RoundRow.objects.filter(
        programme=programme_id, state=RoundState.PUBLISHED, heals=False
    )
    last = newest.order_by("-number").values("id")[:1]
    row = left_over(person).filter(round__in=last).order_by("role").first()
    return left_of(row) if row else None


def mentors_called(programme_id: UUID, text: str, *, reader: UUID) -> tuple[Offered, ...]:
    """Return mentors of a programme who are called so, or offer it: `MOST_FOUND` and one more.

    That somebody helps is no secret; who wants to learn is, and is not told here.
    """
    wanted = text.strip().casefold()
    rows = EnrolmentRow.objects.filter(programme=programme_id, left_at=None, role__in=_GIVES)
    given = {row.person: enrolment_of(row).offers for row in rows.exclude(person=reader)}
    profiles = people.skills_offered(given)
    found = []
    for person in people.persons(given).values():
        said = given[person.id]
        offers = said if said is not None else profiles.get(person.id, ())
        if any(wanted in each.casefold() for each in (person.name, *(one.name for one in offers))):
            found.append(Offered(person=person, offers=offers))
    return tuple(found[: MOST_FOUND + 1]) if wanted else ()


def asked(pair_id: UUID, person: UUID) -> StagedPair:
    """Return a pair that waits for somebody's yes or no; NotFound for all others."""
    row = PairRow.objects.filter(id=pair_id, state=PairState.ASKED).first()
    if row is None or person not in pair_of(row).people:
        raise NotFound("pair")
    return pair_of(row)
