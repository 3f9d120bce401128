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


def _there(activities: object, since: datetime, until: datetime) -> QuerySet[ParticipantRow]:
    stayed = Q(left_at=None) | Q(left_at__gte=since)
    return ParticipantRow.objects.filter(stayed, activity__in=activities, joined_at__lt=until)
