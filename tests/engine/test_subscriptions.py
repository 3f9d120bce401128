"""What follows when another system does not take what it is told."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.subscriptions import (
    ASIDE,
    JITTER,
    LONGEST_WAIT,
    TOO_LONG,
    WAITS,
    DeliveryState,
    Outcome,
    failed_for_long,
    judged,
    reason_of,
    wait_after,
)

STATUSES = st.integers(min_value=100, max_value=599)
DRAWS = st.floats(min_value=0, max_value=1, exclude_max=True)


def test_a_delivery_is_tried_for_about_three_days() -> None:
    assert timedelta(days=3) <= sum(WAITS, timedelta()) <= timedelta(days=3.5)
    assert list(WAITS) == sorted(WAITS)
    life = [judged(Outcome(status=500), tries=n, draw=0.0) for n in range(1, len(WAITS) + 2)]
    assert [one.wait for one in life] == [*WAITS, None]
    assert {one.state for one in life[:-1]} == {DeliveryState.WAITING}
    assert life[-1].state is DeliveryState.DEAD


@given(STATUSES, st.integers(min_value=1, max_value=30), DRAWS)
def test_only_2xx_is_a_success_and_only_410_an_end(status: int, tries: int, draw: float) -> None:
    found = judged(Outcome(status=status), tries=tries, draw=draw)
    assert (found.state is DeliveryState.DELIVERED) == (200 <= status < 300)
    assert found.gone == (status == 410)
    assert (found.reason == "") == (found.state is DeliveryState.DELIVERED)
    assert (found.wait is None) == (found.state is not DeliveryState.WAITING)


@given(st.integers(min_value=1, max_value=30), DRAWS, st.integers(0, 10**6))
def test_waits_are_as_long_as_asked_within_a_day(tries: int, draw: float, asked: int) -> None:
    usual = WAITS[min(tries, len(WAITS)) - 1]
    wait = wait_after(tries, asked=timedelta(seconds=asked), draw=draw)
    assert usual <= wait <= max(usual * (1 + JITTER), LONGEST_WAIT)
    assert wait >= min(timedelta(seconds=asked), LONGEST_WAIT)


def test_a_receiver_in_trouble_holds_the_line_for_a_few_tries_only() -> None:
    down = [judged(Outcome(status=None, fault="x"), tries=n, draw=0.5).holds for n in range(1, 6)]
    assert down == [n < ASIDE for n in range(1, 6)]


@pytest.mark.parametrize("tries", [1, ASIDE, ASIDE + 5])
def test_who_asks_to_be_left_alone_is(tries: int) -> None:
    asked = Outcome(status=503, asked=timedelta(hours=2))
    found = judged(asked, tries=tries, draw=0.0)
    assert found.holds
    assert found.wait is not None
    assert found.wait >= timedelta(hours=2)


@pytest.mark.parametrize("status", [400, 413, 415, 422])
def test_what_one_delivery_is_refused_for_holds_nobody_up(status: int) -> None:
    assert not judged(Outcome(status=status), tries=1, draw=0.0).holds


@pytest.mark.parametrize("status", [302, 401, 403, 404, 408, 429, 500, 502, 503, 504])
def test_what_holds_for_all_makes_all_wait(status: int) -> None:
    assert judged(Outcome(status=status), tries=1, draw=0.0).holds


def test_three_days_without_anything_coming_through_are_too_long() -> None:
    since = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
    assert not failed_for_long(since, at=since + TOO_LONG - timedelta(seconds=1))
    assert failed_for_long(since, at=since + TOO_LONG)


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        (Outcome(status=None, fault="x.example cannot be found"), "x.example cannot be found"),
        (Outcome(status=500), "it answers with 500"),
        (Outcome(status=410), "it answers that it is gone (410)"),
        (Outcome(status=429), "it answers that this is too much at once (429)"),
        (Outcome(status=307), "it answers with a redirect (307), which is not followed"),
    ],
)
def test_each_failure_says_why(outcome: Outcome, says: str) -> None:
    assert reason_of(outcome) == says
