"""Circles of many people: a greedy start, then guided swaps that cool down.

Whoever is moved goes to the circle of somebody whom they fit, in place of the one whom that costs
least (simulated annealing, Kirkpatrick, Gelatt & Vecchi 1983, Science 220; the guide is ours: of
swaps at random few are worth a look). A broken rule costs more than any fit can win.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.compiled import compiled
from journeywork.engine.peers.gathering import MOST, Gathering, sizes

#: Of each person's best partners so many guide them.
NEAR = 24
#: A circle's pairs count by its size, so that the mean of everybody weighs the same.
_ALL = 60
#: How warm it is at first and at last, in means of fit.
_WARM, _COLD = 0.4, 0.006


class Table(NamedTuple):
    """What a swap is weighed by: fits and kinds as in `Gathering`, and what a broken rule costs."""

    fits: NDArray[np.int32]
    kinds: NDArray[np.int32]
    alike: int
    penalty: int


def share(length: int) -> int:
    """Return what each pair of a circle counts: whole numbers, twice a sixtieth of a mean."""
    return 2 * _ALL // (length - 1)


def split(gathering: Gathering, *, seed: int, turns: int) -> list[list[int]]:
    """Return a split of everybody into circles of the usual sizes; rules may be broken in it."""
    lengths = sizes(
        gathering.size, least=gathering.least, usual=gathering.usual, most=gathering.most
    )
    draw = np.random.default_rng(seed)
    order = draw.permutation(gathering.size)
    fits = np.ascontiguousarray(gathering.fits, dtype=np.int32)
    kinds = np.zeros(len(fits), np.int32) if gathering.kinds is None else gathering.kinds
    alike = (
        MOST if gathering.most_alike is None or gathering.kinds is None else gathering.most_alike
    )
    kinds = kinds.astype(np.int32)
    seats = _greedy(fits, kinds, alike, np.array(lengths, dtype=np.int64), order)
    if turns and len(lengths) > 1:
        mean = float(fits[fits >= 0].mean()) if (fits >= 0).any() else 0.0
        warm, cold = (part * max(1.0, mean) * 2 * _ALL for part in (_WARM, _COLD))
        table = Table(fits, kinds, alike, int(warm) + 1)
        _cooled(table, seats, _near(fits), turns * len(fits), (warm, cold), draw)
    return [[int(each) for each in row if each >= 0] for row in seats]


def _near(fits: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return for each the numbers of those who fit best, the best first; int32 [people, near]."""
    few = min(NEAR, len(fits) - 1)
    own = fits.copy()
    np.fill_diagonal(own, -2)
    best = np.argpartition(-own, few - 1, axis=1)[:, :few]
    order = np.argsort(-np.take_along_axis(own, best, axis=1), axis=1, kind="stable")
    found: NDArray[np.int32] = np.take_along_axis(best, order, axis=1).astype(np.int32)
    return found


@compiled
def _greedy(
    fits: NDArray[np.int32],
    kinds: NDArray[np.int32],
    alike: int,
    lengths: NDArray[np.int64],
    order: NDArray[np.int64],
) -> NDArray[np.int32]:
    """Fill circle after circle with whoever fits those in it best; return seats, -1: empty.

    `order` int64 [people]: who begins a circle, and who comes first of those that fit the same.
    """
    people = len(fits)
    free = np.ones(people, dtype=np.bool_)
    seats = np.full((len(lengths), MOST), -1, dtype=np.int32)
    begin = 0
    for circle in range(len(lengths)):
        while not free[order[begin]]:
            begin += 1
        seats[circle, 0] = order[begin]
        free[order[begin]] = False
        for seat in range(1, lengths[circle]):
            best, most = -1, -(1 << 62)
            for place in range(begin, people):
                one = order[place]
                if not free[one]:
                    continue
                worth = 0
                same = 0
                for other in seats[circle, :seat]:
                    fit = fits[one, other]
                    worth += fit if fit >= 0 else -(1 << 40)
                    same += kinds[one] == kinds[other]
                if same >= alike:
                    worth -= 1 << 40
                if worth > most:
                    best, most = one, worth
            seats[circle, seat] = best
            free[best] = False
    return seats


@compiled
def _suits(
    table: Table, row: NDArray[np.int32], skip: int, one: "int | np.signedinteger[Any]"
) -> int:
    """Return what somebody is worth in a circle, at the seat `skip`, beside all who sit there."""
    worth, length, same = 0, 1, 0
    for place in range(MOST):
        other = row[place]
        if other < 0:
            break
        if place == skip:
            continue
        length += 1
        same += table.kinds[other] == table.kinds[one]
        fit = table.fits[one, other]
        worth += fit if fit >= 0 else -table.penalty
    if same >= table.alike:
        worth -= (same - table.alike + 1) * table.penalty
    return worth * (2 * _ALL // (length - 1))


@compiled
def _best_swap(
    table: Table, seats: NDArray[np.int32], mine: int, seat: int, theirs: int, guide: int
) -> tuple[int, int]:
    """Return with whom of a circle, but the guide, to swap the seat, and what that wins."""
    here, there = seats[mine], seats[theirs]
    one = here[seat]
    leaves = _suits(table, here, seat, one)
    found, gain = -1, -(1 << 62)
    for place in range(MOST):
        other = there[place]
        if other < 0:
            break
        if other == guide:
            continue
        wins = _suits(table, there, place, one) + _suits(table, here, seat, other)
        wins -= _suits(table, there, place, other) + leaves
        if wins > gain:
            found, gain = place, wins
    return found, gain


@compiled
def _cooled(
    table: Table,
    seats: NDArray[np.int32],
    near: NDArray[np.int32],
    turns: int,
    heats: tuple[float, float],
    draw: np.random.Generator,
) -> None:
    """Swap people between circles, ever less willing to lose by it; the best stands at the end."""
    people = len(near)
    heat, cold = heats
    fall = (cold / heat) ** (1.0 / max(1, turns))
    home = _homes(seats, people)
    now, best, kept = 0, 0, seats.copy()
    for _turn in range(turns):
        heat *= fall
        one = draw.integers(0, people)
        guide = near[one, draw.integers(0, near.shape[1])]
        mine, theirs = home[one], home[guide]
        if mine == theirs:
            continue
        seat = 0
        while seats[mine, seat] != one:
            seat += 1
        found, gain = _best_swap(table, seats, mine, seat, theirs, guide)
        if gain < 0 and draw.random() >= np.exp(gain / heat):
            continue
        other = seats[theirs, found]
        seats[mine, seat], seats[theirs, found] = other, one
        home[one], home[other] = theirs, mine
        now += gain
        if now > best:
            best = now
            kept[:] = seats
    seats[:] = kept


@compiled
def _homes(seats: NDArray[np.int32], people: int) -> NDArray[np.int32]:
    home = np.empty(people, dtype=np.int32)
    for circle in range(len(seats)):
        for one in seats[circle]:
            if one >= 0:
                home[one] = circle
    return home
