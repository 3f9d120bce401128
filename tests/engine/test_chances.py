"""A chance says what a score cannot: whether the best there is is any good."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.chances import CURVES, DECLARED, Worth, of_person, of_text
from journeywork.engine.context import Context, QueryKind
from journeywork.engine.knowledge import AppliesTo
from journeywork.engine.options import OptionKind
from journeywork.engine.ranking import Candidate, rank

NOW = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
WORTH = Worth(utmost=60.0, terms=12)
SHARES = st.floats(0.0, 1.0)
KINDS = st.sampled_from(list(CURVES))


def chances(*words: float, worth: Worth = WORTH, **more: object) -> list[float]:
    pool = [
        Candidate(kind=OptionKind.CARD, id=UUID(int=n), title="t", words=score, **more)
        for n, score in enumerate(words)
    ]
    context = Context(text="", at=NOW, kind=QueryKind.HOW_TO, paths=("billing/refund.py",))
    return [option.chance for option in rank(pool, context, worth=worth)]


def test_the_best_of_many_alike_is_less_sure_than_one_far_ahead() -> None:
    alike, ahead = chances(30.0, 29.5, 29.0), chances(30.0, 8.0, 7.0)
    assert alike[0] < 0.3 < ahead[0]
    assert ahead[1] < alike[1]


def test_the_best_of_a_poor_lot_is_poor() -> None:
    assert chances(1.0)[0] < 0.15
    assert chances() == []


def test_more_of_a_question_said_is_surer_and_so_is_a_longer_question() -> None:
    base = {"words": 20.0, "ahead": 0.1}
    half, whole = Worth(40.0, 10), Worth(20.0, 10)
    assert of_text(OptionKind.CARD, worth=half, **base) < of_text(
        OptionKind.CARD, worth=whole, **base
    )
    longer = Worth(40.0, 40)
    assert of_text(OptionKind.CARD, worth=half, **base) < of_text(
        OptionKind.CARD, worth=longer, **base
    )


def test_a_card_that_names_the_work_at_hand_is_believed_a_little() -> None:
    (plain,) = chances(0.0)
    (named,) = chances(0.0, applies_to=AppliesTo(paths=("billing/**",)))
    (elsewhere,) = chances(0.0, applies_to=AppliesTo(paths=("shipping/**",)))
    assert named >= DECLARED > plain == elsewhere


@given(KINDS, SHARES, st.floats(-2, 2), SHARES, st.integers(0, 500))
def test_a_chance_is_one(
    kind: OptionKind, said: float, ahead: float, declared: float, terms: int
) -> None:
    worth = Worth(utmost=50.0, terms=terms)
    found = of_text(kind, words=said * 50, worth=worth, ahead=ahead, declared=declared)
    assert 0.0 <= found <= 1.0


@given(KINDS, st.floats(-1, 1), st.floats(0, 1))
def test_being_further_ahead_never_makes_it_less_likely(
    kind: OptionKind, ahead: float, more: float
) -> None:
    one = of_text(kind, words=10.0, worth=WORTH, ahead=ahead)
    assert one <= of_text(kind, words=10.0, worth=WORTH, ahead=ahead + more)


@given(SHARES, SHARES)
def test_a_larger_share_of_the_work_is_a_larger_chance(one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert 0.0 <= of_person(less) <= of_person(more) <= 1.0


@pytest.mark.parametrize(
    ("share", "chance"), [(0.1, 0.13), (0.25, 0.38), (0.35, 0.5), (0.55, 0.71)]
)
def test_what_was_measured_of_people(share: float, chance: float) -> None:
    """Shares of first suggestions, and how often they were right: benchmarks/calibration.py."""
    assert of_person(share) == pytest.approx(chance, abs=0.05)
