"""Who took part in what, for rooms that count people and tell no single one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from journeywork.activities.models import ActivityRow, CheckInRow, ParticipantRow
from journeywork.engine.activities import ActivityKind, CheckInState


def took_part(
    kind: ActivityKind, *, since: datetime, until: datetime, roles: Iterable[str] = ()
) -> frozenset[UUID]:
    """Return who took part in activities of a kind that ran in a time, in one of `roles`."""
    ran = ActivityRow.objects.filter(kind=kind, at__lt=until)
    ran = ran.filter(Q(ended_at=None) | Q(ended_at__gte=since))
    rows = _there(ran.values("id"), since, until)
    wanted = tuple(roles)
    rows = rows.filter(role__in=wanted) if wanted else rows
    return frozenset(rows.values_list("person", flat=True))


def met(*, since: datetime, until: datetime) -> frozenset[UUID]:
    """Return who takes part in activities of which a check-in took place in a time."""
    done = CheckInRow.objects.filter(state=CheckInState.DONE, at__gte=since, at__lt=until)
    rows = _there(done.values("activity"), since, until)
    return frozenset(rows.values_list("person", flat=True))


def begun(
    kind: ActivityKind, people: Iterable[UUID], *, since: datetime, role: str
) -> tuple[tuple[UUID, UUID, datetime], ...]:
    """Return (activity, person, when) of what some people began in a role since a time."""
    fresh = ActivityRow.objects.filter(kind=kind, at__gte=since).values_list("id", "at")
    times: dict[UUID, datetime] = dict(fresh)
    rows = ParticipantRow.objects.filter(
        activity__in=list(times), person__in=set(people), role=role, left_at=None
    )
    found = rows.order_by("activity", "person").values_list("activity", "person")
    return tuple((activity, person, times[activity]) for activity, person in found)


def _there(activities: object, since: datetime, until: datetime) -> QuerySet[ParticipantRow]:
    stayed = Q(left_at=None) | Q(left_at__gte=since)
    return ParticipantRow.objects.filter(stayed, activity__in=activities, joined_at__lt=until)
