"""What comes in an address: read kindly, never trusted."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from journeywork.engine.gate import GateFault, check_whole

Kind = TypeVar("Kind", bound=StrEnum)


def identifier(text: str | None) -> UUID | None:
    """Return the identifier in `text`, None when it is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def whole(text: str | None) -> int | None:
    """Return the whole number in `text`, None when it is none that the database can hold."""
    try:
        return check_whole(text or "", field="", least=0)
    except GateFault:
        return None


def chosen(kind: type[Kind], text: str | None) -> Kind | None:
    """Return the member of `kind` with the value `text`, None when there is none."""
    try:
        return kind(text) if text else None
    except ValueError:
        return None


def placed(at: datetime, id: UUID) -> str:
    """Return where a list that begins with the latest goes on, as `place` reads it."""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat()}Z{id}"


def place(text: str | None) -> tuple[datetime, UUID] | None:
    """Return the place that `placed` wrote, None when it is none."""
    when, _mark, last = (text or "").partition("Z")
    id = identifier(last)
    try:
        at = datetime.fromisoformat(when).replace(tzinfo=UTC) if id else None
    except ValueError:
        return None
    return (at, id) if at and id else None
