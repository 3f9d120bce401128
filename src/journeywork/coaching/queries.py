"""Eyes of coaching: what is being asked, and what was told together."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from journeywork.coaching.models import AskingRow, FigureRow, TurnRow
from journeywork.engine.people import Person
from journeywork.kernel.tenancy import current_org

#: How old may be what is known of whether people are being asked.
LATELY = timedelta(minutes=1)
_KNOWN: dict[UUID, tuple[datetime, "Asking | None"]] = {}


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


def asked_lately(*, at: datetime) -> Asking | None:
    """Return what is being asked, as it was known at most `LATELY` ago: mostly without a query.

    For pages that everybody opens all day, while people are asked a few times a year.
    """
    org = current_org()
    known = _KNOWN.get(org)
    if known is None or not timedelta() <= at - known[0] < LATELY:
        known = _KNOWN[org] = (at, asking(at=at))
    found = known[1]
    return found if found and found.closes_at > at else None


def forget() -> None:
    """Let the next page ask anew: what is being asked has just changed here."""
    _KNOWN.pop(current_org(), None)


def has_answered(person: UUID, asking_id: UUID) -> bool:
    """Tell whether somebody has answered what is being asked, to themselves."""
    return TurnRow.objects.filter(asking=asking_id, person=person).exists()


def waits_for(person: Person, *, at: datetime) -> Asking | None:
    """Return what somebody is being asked and has not answered; only people in a team are."""
    if not {*person.teams, *person.leads}:
        return None
    found = asking(at=at)
    if found and has_answered(person.id, found.id):
        return None
    return found


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
