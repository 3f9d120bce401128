"""The one place that reads the time. Tests and the replay set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_fixed: ContextVar[datetime | None] = ContextVar("fixed_time", default=None)


def now() -> datetime:
    """Return the current time in UTC, or the one set by `fixed`."""
    return _fixed.get() or datetime.now(UTC)  # noqa: TID251 -- this is that one place


@contextmanager
def fixed(at: datetime) -> Iterator[None]:
    """Within the block, `now()` returns `at` (aware; ValueError otherwise)."""
    if at.tzinfo is None:
        raise ValueError("a time needs its zone")
    token = _fixed.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
