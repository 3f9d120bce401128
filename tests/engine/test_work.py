"""What keeps an event from being taken, and what is news."""

from datetime import UTC, datetime, timedelta

import pytest

from journeywork.engine.work import FRESH_FOR, WorkEvent, faults, fresh

NOW = datetime(2026, 3, 10, 10, tzinfo=UTC)


def event(**more: object) -> WorkEvent:
    full = {"source": "s", "id": "1", "type": "work.started", "at": NOW, "subject": "a"}
    return WorkEvent(**(full | more))


def test_a_plain_event_fits() -> None:
    assert faults(event(), at=NOW) == {}


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("id", " ", "is missing"),
        ("subject", "", "is missing"),
        ("title", "x" * 501, "is longer than 500"),
        ("paths", ("x",) * 301, "is longer than 300"),
        ("paths", ("",), "holds an empty entry or one longer than 500 characters"),
        ("labels", ("x" * 501,), "holds an empty entry or one longer than 500 characters"),
        ("at", NOW.replace(tzinfo=None), "has no time zone"),
        ("at", NOW + timedelta(days=2), "lies more than a day in the future"),
        ("rating", 100_000, "is not between -1000 and 1000"),
    ],
)
def test_what_does_not_fit_is_named(field: str, value: object, says: str) -> None:
    assert faults(event(**{field: value}), at=NOW) == {field: says}


def test_news_and_history() -> None:
    old, news = event(at=NOW - FRESH_FOR - timedelta(seconds=1)), event(at=NOW - FRESH_FOR)
    assert fresh([old, news], at=NOW) == (news,)
