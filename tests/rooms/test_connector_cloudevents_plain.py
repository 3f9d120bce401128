"""The quick lane of events: what it takes is what the close look takes, to the letter."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.connectors.cloud_event import Misfit, fitting, read
from journeywork.connectors.plain_event import plainly
from journeywork.engine.work import LIMITS, LONGEST_ENTRY, WorkEvent

AT = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
PLAIN = {
    "specversion": "1.0",
    "id": "1",
    "source": "https://git.example.org/payments",
    "type": "org.journeywork.change.proposed",
    "subject": "payments#412",
    "time": "2026-03-10T09:00:00Z",
    "traceparent": "00-1-1-01",
    "data": {
        "by": "ana@fairwater.example",
        "to": "0190a1b2-0000-7000-8000-000000000001",
        "title": "Charge the fee once",
        "paths": ["billing/charge.py"],
        "labels": ["bug"],
        "rating": 3,
        "url": "https://git.example.org/412",
        "sprint": {"number": 7},
    },
}
TIMES = (
    "2026-03-10T10:00:00+01:00", "2026-03-10T09:00:00", "2026-03-10", "20260310T090000Z",
    "2026-03-10 09:00:00z", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:00", "now",
    (AT + timedelta(hours=23)).isoformat(), (AT + timedelta(hours=25)).isoformat(), "",
)  # fmt: skip
ODD: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(-2000, 2000), st.floats(), st.text(max_size=5),
    st.sampled_from(["", " ", "\t", "1.0", "org.journeywork.", "javascript:alert(1)", *TIMES]),
    st.sampled_from([300, 301, 500, 501, 2001, 20_001]).map("x".__mul__),
    st.lists(st.sampled_from(["a", "", "x" * LONGEST_ENTRY, "x" * (LONGEST_ENTRY + 1), 1, None])),
    st.integers(0, max(LIMITS.values()) // 50).map(lambda n: ["a"] * n),
    st.dictionaries(st.sampled_from(["by", "kind", "to", "x"]), st.text(max_size=3)),
    st.just([{"by": "ben@fairwater.example", "kind": "reviewed"}]),
)  # fmt: skip
PLACES = st.sampled_from(
    [(name,) for name in (*PLAIN, "data_base64", "dataschema", "x")]
    + [("data", n) for n in ("by", "to", "title", "text", "place", "check", "url", "paths")]
    + [("data", n) for n in ("labels", "part_of", "helpers", "rating", "x", "by_handle")]
)


def closely(content: Any) -> WorkEvent | None:
    try:
        return fitting(read(content, at=AT), at=AT)
    except Misfit:
        return None


def changed(changes: list[tuple[tuple[str, ...], Any]], gone: list[tuple[str, ...]]) -> Any:
    content: Any = deepcopy(PLAIN)
    for where, value in [*((each, None) for each in gone), *changes]:
        holder = content if len(where) == 1 else content.get("data")
        if not isinstance(holder, dict):
            continue
        if (where, value) in changes:
            holder[where[-1]] = value
        else:
            holder.pop(where[-1], None)
    return content


def test_what_is_plain_takes_the_quick_lane() -> None:
    found = plainly(PLAIN, at=AT)
    assert found is not None
    assert found == closely(PLAIN)
    assert found.extra == {"traceparent": "00-1-1-01", "data": {"sprint": {"number": 7}}}


@given(st.lists(st.tuples(PLACES, ODD), max_size=2), st.lists(PLACES, max_size=2))
def test_the_quick_lane_takes_what_the_close_look_takes(
    changes: list[tuple[tuple[str, ...], Any]], gone: list[tuple[str, ...]]
) -> None:
    content = changed(changes, gone)
    found = plainly(content, at=AT)
    if found is not None:
        assert found == closely(content)


@pytest.mark.parametrize("time", TIMES)
def test_times_that_are_taken_are_the_same_times(time: str) -> None:
    content = PLAIN | {"time": time}
    found = plainly(content, at=AT)
    assert found is None or found == closely(content)


@pytest.mark.parametrize("content", [None, [], "x", 7, {}, {"data": 1}, PLAIN | {"data": None}])
def test_about_anything_else_it_is_in_doubt(content: Any) -> None:
    assert plainly(content, at=AT) is None
