"""Eyes of coaching: what is being asked, and what was told together."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from journeywork.coaching.models import AskingRow, FigureRow, TurnRow
from journeywork.engine.people import Person
from journeywork.kernel import waits

#: How it is called among what waits in all rooms.
CLIMATE = "climate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Everybody is asked about their team until `closes_at`; told once `closed_at`."""

    id: UUID
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was told of a group: the mean of each item that may be told, more is safer.

    `team` is None for the whole organisation. `whole` is the figure for all items, None where
    some item may not be told.
    """

    team: UUID | None
    items: dict[str, float]
    whole: float | None


def asking(*, at: datetime) -> Asking | None:
    """Return what is being asked just now."""
    row = AskingRow.objects.filter(closed_at=None, closes_at__gt=at).first()
    return asking_of(row) if row else None


def waits_for(person: Person, *, at: datetime) -> Asking | None:
    """Return what somebody is being asked and has not answered; only people in a team are."""
    if not {*person.teams, *person.leads}:
        return None
    row = _unanswered(person, at).first()
    return asking_of(row) if row else None


def waiting_for(person: Person, *, at: datetime) -> waits.Waits:
    """Return how to find the same, for a page that shows several rooms."""
    rows = _unanswered(person, at) if {*person.teams, *person.leads} else AskingRow.objects.none()
    return waits.waiting(rows, kind=CLIMATE, thing="id", at="closes_at")


def _unanswered(person: Person, at: datetime) -> "QuerySet[AskingRow]":
    answered = TurnRow.objects.filter(person=person.id).values("asking")
    running = AskingRow.objects.filter(closed_at=None, closes_at__gt=at)
    return running.exclude(id__in=answered)


def last_told(*, limit: int = 4) -> tuple[Asking, ...]:
    """Return the askings that were told, the latest first."""
    rows = AskingRow.objects.exclude(closed_at=None).order_by("-opened_at")[:limit]
    return tuple(asking_of(row) for row in rows)


def told(asking_id: UUID, *, reader: Person) -> tuple[Told, ...]:
    """Return what was told of the organisation, and of the teams that the reader is in or leads.

    A team's figures are for all of it at the same moment, and for nobody beside.
    """
    mine = Q(team=None) | Q(team__in={*reader.teams, *reader.leads})
    rows = list(FigureRow.objects.filter(mine, asking=asking_id).order_by("team"))
    groups = sorted({row.team for row in rows}, key=lambda team: (team is not None, str(team)))
    return tuple(_told(team, [row for row in rows if row.team == team]) for team in groups)


def asking_of(row: AskingRow) -> Asking:
    """Return the value of a row."""
    return Asking(
        id=row.id, opened_at=row.opened_at, closes_at=row.closes_at, closed_at=row.closed_at
    )


def _told(team: UUID | None, rows: list[FigureRow]) -> Told:
    means = {row.item: float(row.mean) for row in rows}
    whole = means.pop("", None)
    return Told(team=team, items=means, whole=whole)
