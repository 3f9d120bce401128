"""From rows to the engine's values, and back where a value is kept in one column."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from journeywork.activities.models import (
    ActivityRow,
    CheckInRow,
    CommitmentRow,
)
from journeywork.engine.activities import (
    Activity,
    ActivityKind,
    ActivityState,
    CheckIn,
    CheckInState,
    GuideName,
    Participant,
)
from journeywork.engine.cadence import LENGTH, Cadence
from journeywork.engine.commitments import Commitment, Helped


def activity_of(row: ActivityRow, participants: Iterable[Mapping[str, Any]]) -> Activity:
    """Return the value of an activity's row with those who take part."""
    guide = GuideName(kind=row.guide_kind, key=row.guide_key, version=row.guide_version)
    return Activity(
        id=row.id,
        kind=ActivityKind(row.kind),
        title=row.title,
        state=ActivityState(row.state),
        guide=guide,
        stage=row.stage,
        episode=row.episode,
        participants=tuple(participant_of(each) for each in participants),
        by=row.by,
        at=row.at,
        ends_at=row.ends_at,
        paused_until=row.paused_until,
        cadence=cadence_of(row.cadence),
        ended_at=row.ended_at,
    )


def participant_of(kept: Mapping[str, Any]) -> Participant:
    """Return the value of a participant's row, as the database writes it in JSON."""
    return Participant(
        person=UUID(kept["person"]),
        role=kept["role"],
        joined_at=_time(kept["joined_at"]),
        left_at=_time(kept["left_at"]) if kept["left_at"] else None,
        name=kept.get("name") or "",
    )


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def cadence_of(kept: dict[str, Any] | None) -> Cadence | None:
    """Return the cadence that a column keeps, None for none."""
    if kept is None:
        return None
    return Cadence(
        every=kept["every"],
        unit=kept["unit"],
        weekday=kept["weekday"],
        at=time.fromisoformat(kept["at"]),
        zone=ZoneInfo(kept["zone"]),
        starts=date.fromisoformat(kept["starts"]),
        until=date.fromisoformat(kept["until"]) if kept["until"] else None,
    )


def kept_cadence(cadence: Cadence | None) -> dict[str, Any] | None:
    """Return a cadence as a column keeps it; `cadence_of` reads it back."""
    if cadence is None:
        return None
    return {
        "every": cadence.every,
        "unit": cadence.unit,
        "weekday": cadence.weekday,
        "at": cadence.at.isoformat(),
        "zone": str(cadence.zone),
        "starts": cadence.starts.isoformat(),
        "until": cadence.until.isoformat() if cadence.until else None,
    }


def commitment_of(row: CommitmentRow) -> Commitment:
    """Return the value of a commitment's row."""
    return Commitment(
        id=row.id,
        activity=row.activity,
        owner=row.owner,
        text=row.text,
        due=row.due,
        at=row.at,
        done_at=row.done_at,
        helped=Helped(row.helped) if row.helped else None,
    )


def check_in_of(row: CheckInRow) -> CheckIn:
    """Return the value of a check-in's row."""
    return CheckIn(
        id=row.id,
        activity=row.activity,
        planned=row.planned,
        at=row.at,
        state=CheckInState(row.state),
        moved=row.moved,
        length=timedelta(minutes=row.minutes) if row.minutes else LENGTH,
    )
