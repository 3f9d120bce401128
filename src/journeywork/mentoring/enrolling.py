"""Hands of whoever takes part: they enrol, change what they said, wish, pause, skip and leave.

Each is done for oneself, at any time, and none needs a reason. What has begun with somebody goes
on through a pause; whoever leaves is out of the next round on the spot.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from journeywork.engine.fit.participants import MOST_WANTED, MOST_WISHES, Role, Wanted
from journeywork.engine.gate import GateFault, check_text
from journeywork.engine.mentoring import CameBy, Enrolment, Programme, ProgrammeState, Said
from journeywork.engine.people import Person, Skill
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.mentoring import queries
from journeywork.mentoring.facts import Enrolled, Unenrolled
from journeywork.mentoring.models import EnrolmentRow
from journeywork.mentoring.values import enrolment_of, kept_offers, kept_wants
from journeywork.people import queries as people

MOST_SKILLS, LONGEST_SKILL = 20, 80
MOST_GOALS, LONGEST_GOAL = 5, 120
#: More people than this nobody takes for themselves; whoever coordinates may say more.
MOST_OWN_PLACES = 10
#: The heaviest wish to learn, the highest level of a skill, the highest band.
HEAVIEST, HIGHEST_LEVEL, HIGHEST_BAND = 3, 5, 20
LONGEST_PAUSE = timedelta(days=366)
NOT_OPEN = "takes nobody in at the moment"


def is_for(programme: Programme, person: Person) -> bool:
    """Tell whether somebody may take part: it is open, and for them or for everybody."""
    mine = not programme.teams or not set(programme.teams).isdisjoint(person.teams)
    return programme.state is ProgrammeState.OPEN and mine


def enrol(*, programme_id: UUID, said: Said, by: UUID, at: datetime) -> Enrolment:
    """Take part from now on, or again, or with other words; a pause and a skip are over.

    Raises NotFound for a programme that is not for `by`, and Invalid by field.
    """
    programme, me = queries.programme(programme_id), people.person(by)
    if programme.state is ProgrammeState.DRAFT or not (
        is_for(programme, me) or _takes_part(programme_id, by)
    ):
        raise NotFound("programme")
    if programme.state is ProgrammeState.CLOSED:
        raise Invalid({"programme": NOT_OPEN})
    fitting = _fitting(said, programme)
    with transaction.atomic():
        row, is_new = EnrolmentRow.objects.select_for_update().get_or_create(
            programme=programme_id,
            person=by,
            defaults={"came_by": CameBy.THEMSELVES.value, "at": at},
        )
        out = is_new or row.left_at is not None
        if row.left_at is not None:
            row.came_by, row.at, row.waited = CameBy.THEMSELVES.value, at, 0
        _write(
            row, **fitting, left_at=None, paused_until=None, skips=False, confirmed_on=_day(me, at)
        )
        if out:
            publish(Enrolled(programme=programme_id, person=by, by=by, at=at))
    return enrolment_of(row)


def change(*, programme_id: UUID, said: Said, by: UUID, at: datetime) -> Enrolment:
    """Say other words of oneself; they count in the next preview and the next round.

    Raises NotFound for whoever takes no part, and Invalid by field.
    """
    fitting = _fitting(said, queries.programme(programme_id))
    with transaction.atomic():
        row = _held(programme_id, by)
        _write(row, **fitting, confirmed_on=_day(people.person(by), at))
    return enrolment_of(row)


def confirm(*, programme_id: UUID, by: UUID, at: datetime) -> Enrolment:
    """Say that all of it is still so: that is what keeps it fresh."""
    with transaction.atomic():
        row = _held(programme_id, by)
        _write(row, confirmed_on=_day(people.person(by), at))
    return enrolment_of(row)


def pause(*, programme_id: UUID, until: date, by: UUID, at: datetime) -> Enrolment:
    """Be matched with nobody until a day, on which it goes on by itself."""
    today = _day(people.person(by), at)
    if not today < until <= today + LONGEST_PAUSE:
        raise Invalid({"until": "must be a day after today, within a year"})
    with transaction.atomic():
        row = _held(programme_id, by)
        _write(row, paused_until=until)
        publish(Unenrolled(programme=programme_id, person=by, by=by, at=at))
    return enrolment_of(row)


def skip_next(*, programme_id: UUID, by: UUID, at: datetime) -> Enrolment:
    """Be left out of the next round, and of that alone."""
    with transaction.atomic():
        row = _held(programme_id, by)
        _write(row, skips=True)
        publish(Unenrolled(programme=programme_id, person=by, by=by, at=at))
    return enrolment_of(row)


def resume(*, programme_id: UUID, by: UUID, at: datetime) -> Enrolment:
    """Take part again now: a pause or a skip is over before its time."""
    with transaction.atomic():
        row = _held(programme_id, by)
        _write(row, paused_until=None, skips=False)
        publish(Enrolled(programme=programme_id, person=by, by=by, at=at))
    return enrolment_of(row)


def leave(*, programme_id: UUID, by: UUID, at: datetime) -> Enrolment:
    """Take part no more. What was said is kept for coming back, and read by nobody meanwhile."""
    with transaction.atomic():
        row = _held(programme_id, by)
        _leave(row, by, at)
    return enrolment_of(row)


def leave_all(*, person_id: UUID, at: datetime) -> int:
    """Somebody has left the organisation: they take part in nothing any more; return in how many.

    Their places are free for others in the next round, and their wishes go.
    """
    with transaction.atomic():
        rows = list(EnrolmentRow.objects.select_for_update().filter(person=person_id, left_at=None))
        for row in rows:
            row.wishes = []
            _leave(row, None, at)
    return len(rows)


def wish(*, programme_id: UUID, wishes: Sequence[UUID], by: UUID, at: datetime) -> Enrolment:
    """Say with whom one would like to be, the first wish first; [] takes them all back.

    Raises Invalid for too many, the same twice or oneself; NotFound for who is not here.
    """
    del at
    if len(wishes) > MOST_WISHES:
        raise Invalid({"wishes": f"can be {MOST_WISHES} at most"})
    if len(set(wishes)) < len(wishes):
        raise Invalid({"wishes": "has somebody twice"})
    if by in wishes:
        raise Invalid({"wishes": "cannot be oneself"})
    here = people.persons(wishes) if wishes else {}
    with transaction.atomic():
        row = _held(programme_id, by)
        if set(wishes) - here.keys() - set(row.wishes):
            raise NotFound("person")
        _write(row, wishes=[each for each in wishes if each in here])
    return enrolment_of(row)


def _held(programme_id: UUID, person: UUID) -> EnrolmentRow:
    """Return the row of somebody who takes part, held until the transaction ends."""
    rows = EnrolmentRow.objects.select_for_update()
    row = rows.filter(programme=programme_id, person=person, left_at=None).first()
    if row is None:
        raise NotFound("programme")
    return row  # type: ignore[no-any-return]


def _takes_part(programme_id: UUID, person: UUID) -> bool:
    mine = queries.enrolment(programme_id, person)
    return mine is not None and mine.left_at is None


def _leave(row: EnrolmentRow, by: UUID | None, at: datetime) -> None:
    _write(row, left_at=at, wishes=row.wishes, paused_until=None, skips=False)
    publish(Unenrolled(programme=row.programme, person=row.person, by=by, at=at))


def _write(row: EnrolmentRow, **columns: Any) -> None:
    for column, value in columns.items():
        setattr(row, column, value)
    row.save()


def _day(person: Person, at: datetime) -> date:
    return person.working_time.local_date(at)


def _fitting(said: Said, programme: Programme) -> dict[str, Any]:
    """Return the columns for what somebody says; Invalid by field."""
    if not programme.kind.two_sided:
        said = replace(said, role=Role.BOTH, places=1, wanted=1)
    faults = {field: says for field, says in _faults(said) if says}
    if faults:
        raise Invalid(faults)
    return {
        "role": said.role.value,
        "wants": kept_wants(said.wants),
        "offers": kept_offers(said.offers),
        "goals": list(said.goals),
        "seniority": said.seniority,
        "department": said.department.strip(),
        "places": said.places,
        "wanted": said.wanted,
    }


def _faults(said: Said) -> Iterable[tuple[str, str]]:
    if said.role is Role.NONE:
        yield "role", "must be one of those that a programme has"
    yield "wants", _wrong_wants(said.wants or ())
    yield "offers", _wrong_offers(said.offers or ())
    yield "goals", _wrong_texts(said.goals, most=MOST_GOALS, longest=LONGEST_GOAL)
    yield "department", _wrong_texts((said.department,), most=1, longest=LONGEST_GOAL, empty=True)
    if said.seniority is not None and not 0 <= said.seniority <= HIGHEST_BAND:
        yield "seniority", f"must be from 0 to {HIGHEST_BAND}"
    if not 1 <= said.places <= MOST_OWN_PLACES:
        yield "places", f"must be from 1 to {MOST_OWN_PLACES}"
    if not 1 <= said.wanted <= MOST_WANTED:
        yield "wanted", f"must be from 1 to {MOST_WANTED}"


def _wrong_wants(wants: Sequence[Wanted]) -> str:
    if any(not 1 <= each.weight <= HEAVIEST for each in wants):
        return "must weigh from 1 to 3 each"
    return _wrong_texts([each.name for each in wants], most=MOST_SKILLS, longest=LONGEST_SKILL)


def _wrong_offers(offers: Sequence[Skill]) -> str:
    if any(not 1 <= each.level <= HIGHEST_LEVEL for each in offers):
        return "must have a level from 1 to 5 each"
    return _wrong_texts([each.name for each in offers], most=MOST_SKILLS, longest=LONGEST_SKILL)


def _wrong_texts(texts: Sequence[str], *, most: int, longest: int, empty: bool = False) -> str:
    if len(texts) > most:
        return f"can be {most} at most"
    if any(len(each) > longest or not (each.strip() or empty) for each in texts):
        return f"must have from 1 to {longest} characters each"
    try:
        for each in texts:
            check_text(each)
    except GateFault as fault:
        return fault.says
    return ""
