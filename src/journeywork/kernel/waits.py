"""What waits for somebody in several rooms, in one statement however many they are.

A room says how to find what waits there (`waiting`), in columns that are alike everywhere; whoever
shows it puts the rooms side by side (`together`). No room sees another's table.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, F, QuerySet, TextField, UUIDField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

_COLUMNS = (
    "wait_kind",
    "wait_id",
    "wait_thing",
    "wait_title",
    "wait_says",
    "wait_at",
    "wait_beside",
)
_NOTHING = Cast(Value(None), UUIDField())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Something that waits: `thing` is what it is about, `beside` a second one, if there is any."""

    kind: str
    id: UUID
    thing: UUID
    title: str
    says: str
    at: datetime
    beside: UUID | None = None


@dataclass(frozen=True, slots=True)
class Waits:
    """How to find what waits in one room: each way is a part of the one statement."""

    rows: "tuple[QuerySet[Any, Any], ...]"


def waiting(
    rows: "QuerySet[Any]",
    *,
    kind: Combinable | str,
    thing: Combinable | str,
    at: Combinable | str,
    title: Combinable | str = "",
    says: Combinable | str = "",
    beside: Combinable | None = None,
) -> Waits:
    """Return how to find these rows; a text is taken as it is, but for `thing` and `at`: columns."""
    found = {
        "wait_kind": _text(kind),
        "wait_id": F("id"),
        "wait_thing": Cast(F(thing) if isinstance(thing, str) else thing, UUIDField()),
        "wait_title": _text(title),
        "wait_says": _text(says),
        "wait_at": Cast(F(at) if isinstance(at, str) else at, DateTimeField()),
        "wait_beside": _NOTHING if beside is None else Cast(beside, UUIDField()),
    }
    return Waits((rows.order_by().annotate(**found).values_list(*_COLUMNS),))


def either(*ways: Waits) -> Waits:
    """Return how to find what waits in a room in which there are several ways to wait."""
    return Waits(tuple(rows for way in ways for rows in way.rows))


def together(*rooms: Waits, most: int) -> tuple[Wait, ...]:
    """Return what waits in these rooms, the oldest first, `most` at most."""
    first, *others = either(*rooms).rows
    found = first.union(*others, all=True) if others else first
    return tuple(
        Wait(kind=kind, id=id, thing=thing, title=title, says=says, at=at, beside=beside)
        for kind, id, thing, title, says, at, beside in found.order_by("wait_at", "wait_id")[:most]
    )


def _text(given: Combinable | str) -> Cast:
    return Cast(Value(given) if isinstance(given, str) else given, TextField())
