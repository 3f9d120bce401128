"""Whoever is new takes part without asking: default-in is what is known to help new people.

They are told once, and pause, skip or leave by one click. Whoever has left, or was in before, is
never put in again. A whole directory that comes at once is a beginning here, and no newcomers.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from journeywork.engine.fit.participants import Role
from journeywork.engine.mentoring import CameBy, Programme, ProgrammeState
from journeywork.kernel.facts import publish
from journeywork.mentoring import letters, queries
from journeywork.mentoring.enrolling import is_for
from journeywork.mentoring.facts import Enrolled
from journeywork.mentoring.letter_words import NEWCOMER
from journeywork.mentoring.models import EnrolmentRow
from journeywork.people import leading
from journeywork.people import queries as people

#: So long everybody is new in a new organisation, and nobody is a newcomer to the others.
SETTLING = timedelta(days=14)
#: More people than this on one day, and a larger share of everybody, are a directory that came.
MOST_A_DAY, MOST_SHARE = 20, 10


def enrol_newcomers(*, at: datetime) -> int:
    """Let whoever is new take part where a programme says so; return how many came in."""
    asks = [one for one in queries.programmes(ProgrammeState.OPEN) if one.newcomer_days > 0]
    if not asks:
        return 0
    longest = max(one.newcomer_days for one in asks)
    new = _new(leading.came(since=at - timedelta(days=longest)))
    who = people.persons(new)
    return sum(
        _enrolled(programme, one.id, at)
        for programme in asks
        for one in who.values()
        if new[one.id] >= at - timedelta(days=programme.newcomer_days) and is_for(programme, one)
    )


def _new(came: Mapping[UUID, datetime]) -> dict[UUID, datetime]:
    """Return of those who came the ones who are new to the others."""
    first = leading.first_joined()
    many = _directories(came)
    return {
        id: when
        for id, when in came.items()
        if first and when - first >= SETTLING and when.date() not in many
    }


def _directories(came: Mapping[UUID, datetime]) -> frozenset[date]:
    """Return the days on which a whole directory came."""
    days = Counter(when.date() for when in came.values())
    if max(days.values(), default=0) <= MOST_A_DAY:
        return frozenset()
    most = people.how_many() / MOST_SHARE
    return frozenset(day for day, many in days.items() if many > MOST_A_DAY and many > most)


def _enrolled(programme: Programme, person: UUID, at: datetime) -> bool:
    with transaction.atomic():
        _row, is_new = EnrolmentRow.objects.get_or_create(
            programme=programme.id,
            person=person,
            defaults={
                "role": (Role.MENTEE if programme.kind.two_sided else Role.BOTH).value,
                "came_by": CameBy.DEFAULT.value,
                "places": programme.places,
                "at": at,
            },
        )
        if is_new:
            publish(Enrolled(programme=programme.id, person=person, at=at))
            letters.put(kind=NEWCOMER, thing=programme.id, person=person, at=at)
    return bool(is_new)
