"""Intervals and verdicts: known values, and the refusal to say more than there is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.estimates import Verdict, difference, mcnemar, mean, rate, share

WEEKS = [week for week in range(20) for _ in range(10)]


def drawn(seed: int = 1):  # type: ignore[no-untyped-def]
    source = np.random.default_rng(seed)
    return lambda n: source.integers(0, n, n)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (1, 10, 0.0179, 0.4042), (81, 263, 0.2553, 0.3662), (5, 5, 0.5655, 1)],
)
def test_wilsons_interval(hits: int, of: int, low: float, high: float) -> None:
    """81 of 263 is Newcombe's example (1998, Statistics in Medicine 17, 857-872)."""
    found = share(hits, of)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_lies_in_its_interval(hits: int, more: int) -> None:
    found = share(hits, hits + more)
    assert 0.0 <= found.low <= found.value <= found.high <= 1.0


def test_a_share_of_nothing_may_be_anything() -> None:
    assert (share(0, 0).low, share(0, 0).high) == (0.0, 1.0)
    with pytest.raises(ValueError, match="0 <= hits"):
        share(2, 1)


@pytest.mark.parametrize(
    ("ours", "theirs", "p"), [(0, 0, 1.0), (5, 5, 1.0), (0, 5, 0.0625), (8, 2, 0.109375)]
)
def test_mcnemar_is_exact(ours: int, theirs: int, p: float) -> None:
    assert mcnemar(ours, theirs) == pytest.approx(p)


def test_mcnemar_stays_a_chance_with_thousands_of_cases() -> None:
    assert 0.0 <= mcnemar(3000, 1000) < 1e-100


def test_a_clear_difference_is_told_and_its_sign_is_kept() -> None:
    ours, theirs = [1.0] * 200, [0.0, 0.5] * 100
    assert difference(ours, theirs, WEEKS, drawn()).verdict is Verdict.BETTER
    assert difference(theirs, ours, WEEKS, drawn()).verdict is Verdict.WORSE


def test_an_interval_that_covers_zero_decides_nothing() -> None:
    ours = [1.0, 0.0] * 100
    found = difference(ours, ours[::-1], WEEKS, drawn())
    assert found.verdict is Verdict.UNDECIDED
    assert found.low <= 0.0 <= found.high


@pytest.mark.parametrize("weeks", [WEEKS[:20], [1] * 200])
def test_few_cases_or_few_weeks_are_not_judged(weeks: list[int]) -> None:
    found = difference([1.0] * len(weeks), [0.0] * len(weeks), weeks, drawn())
    assert found.verdict is Verdict.TOO_FEW
    assert mean([1.0] * len(weeks), weeks, drawn()) is None


def test_whole_weeks_are_drawn_so_alike_weeks_widen_the_interval() -> None:
    alike = [float(week % 2) for week in WEEKS]
    mixed = [1.0, 0.0] * 100
    _, low, high = mean(alike, WEEKS, drawn()) or (0, 0, 0)
    _, close, closer = mean(mixed, WEEKS, drawn()) or (0, 0, 0)
    assert high - low > 0.3
    assert closer - close < 0.01


def test_the_same_draws_give_the_same_interval() -> None:
    values = [float(n % 3) for n in range(200)]
    assert mean(values, WEEKS, drawn(7)) == mean(values, WEEKS, drawn(7))


def test_a_rate_has_an_interval_also_for_no_events() -> None:
    value, low, high = rate(0, 10.0)
    assert (value, low) == (0.0, 0.0)
    assert high == pytest.approx(0.384, abs=1e-3)
    with pytest.raises(ValueError, match="exposure"):
        rate(1, 0.0)
