"""Identifiers that sort by time and say nothing else (UUID version 7, RFC 9562)."""

import secrets
import time
from datetime import UTC, datetime
from uuid import UUID

_MARKS = ~(0xF << 76 | 0x3 << 62)
_VERSION = 0x7 << 76 | 0x2 << 62


def new_id() -> UUID:
    """Return a UUIDv7: 48 bits of Unix milliseconds, then 74 random bits."""
    return new_ids(1)[0]


def new_ids(many: int) -> list[UUID]:
    """Return so many UUIDs of this moment."""
    moment = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 80
    chance = secrets.token_bytes(10 * many)
    return [
        UUID(int=(moment | int.from_bytes(chance[at : at + 10], "big")) & _MARKS | _VERSION)
        for at in range(0, 10 * many, 10)
    ]


def born(id: UUID) -> datetime:
    """Return when an id of ours was made, to the millisecond."""
    return datetime.fromtimestamp((id.int >> 80) / 1000, UTC)
