"""What decisions about a batch of people must know of each, in a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q

from journeywork.engine.attention import History, Policy
from journeywork.engine.people import Person
from journeywork.kernel.tenancy import current_org
from journeywork.moments import queries as moments
from journeywork.support.models import DigestRow, OfferRow, SeenRow, SnoozeRow

#: In one order for everybody, so that nobody waits for somebody who waits for them.
_HOLD = """
    select pg_advisory_xact_lock(hashtextextended(key, 0))
    from (select key from unnest(%s::text[]) as key order by key offset 0) as ordered
"""
#: The week of a push began at most this many days ago, wherever the person is.
WEEK = timedelta(days=9)


def hold(people: Iterable[UUID]) -> None:
    """Let no other transaction decide about these people until this one ends.

    Without it two workers could each spend the last offer of somebody's day.
    """
    keys = [f"attention {current_org()} {person}" for person in set(people)]
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [keys])


def wishes(people: Mapping[UUID, Person], rules: Iterable[str]) -> dict[UUID, History]:
    """Return what is known before options are looked for: pauses, snoozes, answers."""
    snoozed = dict(SnoozeRow.objects.filter(person__in=people).values_list("person", "until"))
    evidence, not_here = moments.evidence(rules), moments.not_here(people)
    return {
        id: History(
            working_time=person.working_time,
            paused_until=person.paused_until,
            snoozed_until=snoozed.get(id),
            evidence=evidence,
            not_here=not_here.get(id, {}),
        )
        for id, person in people.items()
    }


def offered(
    people: Sequence[UUID], options: Iterable[UUID], *, at: datetime
) -> dict[UUID, list[tuple[UUID, datetime]]]:
    """Return pushes (option, when) by person: those of the week, and of `options` ever.

    A digest that told of posts alone is a push too.
    """
    wanted = Q(at__gte=at - WEEK) | Q(option__in=set(options))
    offers = OfferRow.objects.filter(wanted, person__in=people)
    alone = DigestRow.objects.filter(person__in=people, offers=[], tried_at__gte=at - WEEK)
    rows = offers.values_list("person", "option", "at").union(
        alone.values_list("person", "id", "tried_at"), all=True
    )
    found: dict[UUID, list[tuple[UUID, datetime]]] = {id: [] for id in people}
    for person, option, when in sorted(rows, key=lambda row: row[2]):
        found[person].append((option, when))
    return found


def seen(
    people: Sequence[UUID], options: Iterable[UUID], policy: Policy, *, at: datetime
) -> dict[UUID, dict[UUID, datetime]]:
    """Return which of `options` the people saw lately, and when."""
    rows = SeenRow.objects.filter(
        person__in=people, option__in=set(options), at__gte=at - timedelta(days=policy.seen_days)
    )
    found: dict[UUID, dict[UUID, datetime]] = {id: {} for id in people}
    for person, option, when in rows.values_list("person", "option", "at"):
        found[person][option] = when
    return found
