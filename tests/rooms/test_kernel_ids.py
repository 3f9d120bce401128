"""Identifiers: UUIDs of version 7 that stand in the order in which they were made."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from uuid import RFC_4122, UUID

import pytest

from journeywork.kernel.clock import now
from journeywork.kernel.ids import born, new_id, new_ids

MANY = 5_000


def ascend(ids: list[UUID]) -> bool:
    return all(one < other for one, other in pairwise(ids))


def test_an_id_is_a_uuid_of_version_7_and_tells_its_millisecond() -> None:
    before = now() - timedelta(milliseconds=1)
    made = new_id()
    assert (made.version, made.variant) == (7, RFC_4122)
    assert before <= born(made) <= now() + timedelta(seconds=1)


def test_a_later_id_is_greater() -> None:
    assert ascend([new_id() for _ in range(MANY)])


def test_a_batch_ascends_and_the_next_stands_after_it() -> None:
    assert ascend([*new_ids(MANY), *new_ids(MANY), new_id()])


def test_threads_share_one_order() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: [new_id() for _ in range(500)], range(16)))
    assert all(ascend(ids) for ids in made)
    assert len({made_id.int >> 64 for ids in made for made_id in ids}) == 16 * 500


def test_a_clock_that_stands_still_or_steps_back_keeps_the_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = new_id()
    stopped = time.time_ns() - 200_000_000
    monkeypatch.setattr(time, "time_ns", lambda: stopped)
    assert ascend([first, *[new_id() for _ in range(100)]])


def test_a_clock_that_was_wrong_and_is_set_right_is_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = time.time_ns()
    with monkeypatch.context() as wrong:
        wrong.setattr(time, "time_ns", lambda: here + 3600 * 10**9)
        new_id()
    made = new_id()
    assert abs(born(made) - now()) < timedelta(minutes=1)


def test_chance_fills_the_rest() -> None:
    tails = {made.int & (1 << 62) - 1 for made in new_ids(MANY)}
    assert len(tails) == MANY
