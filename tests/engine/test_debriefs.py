"""The box of a debrief without names, and when a debrief is revealed."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.debriefs import (
    QUESTIONS,
    Box,
    Closed,
    facilitator,
    faults,
    mine,
    poured_out,
    put,
    ready,
)

AT = datetime(2026, 3, 10, 10, tzinfo=UTC)
ANA, BEN, DORA, EMIL = (UUID(int=n) for n in range(1, 5))
PEOPLE = (ANA, BEN, DORA, EMIL)

answers = st.dictionaries(st.sampled_from(QUESTIONS), st.text(max_size=20), max_size=4)
writings = st.dictionaries(st.sampled_from(PEOPLE), answers, max_size=4)


def filled(written: dict[UUID, dict[str, str]]) -> Box:
    box = Box()
    for person, said in written.items():
        box = put(box, person=person, key=f"key of {person}", answers=said)
    return box


@given(writings)
def test_the_box_is_the_same_whoever_wrote_first(written: dict[UUID, dict[str, str]]) -> None:
    backwards = dict(reversed(written.items()))
    one, other = filled(written), filled(backwards)
    assert (list(one.entries.items()), one.done) == (list(other.entries.items()), other.done)


@given(writings, st.integers())
def test_what_comes_out_is_what_went_in_without_anything_beside_it(
    written: dict[UUID, dict[str, str]], seed: int
) -> None:
    out = poured_out(filled(written), Random(seed).randrange)
    put_in = [pair for said in written.values() for pair in said.items() if pair[1].strip()]
    assert Counter(out) == Counter(put_in)


def test_each_order_is_as_likely() -> None:
    box, draw = filled({one: {"worked": str(one.int)} for one in PEOPLE[:3]}), Random(7)
    orders = Counter(poured_out(box, draw.randrange) for _ in range(6000))
    assert len(orders) == 6
    assert all(850 < times < 1150 for times in orders.values())


def test_who_passes_looks_like_who_wrote() -> None:
    box = filled({ANA: {"worked": "The pair"}, BEN: {}})
    assert len(box.entries) == len(box.done) == 2
    assert mine(box, person=BEN, key=f"key of {BEN}") == {}


def test_only_the_own_key_opens_what_one_wrote_and_changes_it() -> None:
    box = filled({ANA: {"worked": "The pair"}})
    key = f"key of {ANA}"
    assert mine(box, person=ANA, key=key) == {"worked": "The pair"}
    assert mine(box, person=ANA, key="another") is None
    assert mine(box, person=BEN, key=key) is None  # The same browser, somebody else.
    again = put(box, person=ANA, key=key, answers={"worked": "The list"})
    assert poured_out(again, Random(1).randrange) == (("worked", "The list"),)
    with pytest.raises(Closed):
        put(box, person=ANA, key="another", answers={"worked": "Twice"})


def test_it_is_revealed_when_all_are_done_or_the_time_is_up() -> None:
    later = AT + timedelta(days=1)

    def now(done: tuple[UUID, ...], at: datetime = AT, *, named: bool = True) -> bool:
        return ready(named=named, people=PEOPLE[:3], done=done, ends_at=later, at=at)

    assert now((ANA, BEN, DORA))
    assert not now((ANA, BEN))
    assert now((ANA, BEN), later)
    assert not now((), later)


def test_without_names_two_who_wrote_wait_for_a_third_beyond_the_time() -> None:
    later = AT + timedelta(days=1)

    def now(done: tuple[UUID, ...]) -> bool:
        return ready(named=False, people=PEOPLE, done=done, ends_at=later, at=later)

    assert not now((ANA, BEN))
    assert now((ANA, BEN, DORA))


def test_what_cannot_be_opened_says_why() -> None:
    later = AT + timedelta(days=1)
    assert faults(named=False, people=PEOPLE[:2], ends_at=later, at=AT).keys() == {"named"}
    assert faults(named=True, people=PEOPLE[:2], ends_at=later, at=AT) == {}
    assert faults(named=True, people=PEOPLE[:1], ends_at=AT, at=AT).keys() == {"people", "ends_at"}


def test_whoever_has_led_least_recently_leads() -> None:
    last = {ANA: AT, BEN: AT - timedelta(days=9)}
    assert facilitator((ANA, BEN), last) == BEN
    assert facilitator((ANA, BEN), last, away={BEN}) == ANA
    assert facilitator((ANA, BEN, DORA), last) == DORA
    assert facilitator((ANA,), last, away={ANA}) == ANA
    assert facilitator((), last) is None
