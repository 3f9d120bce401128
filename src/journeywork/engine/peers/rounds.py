"""Rounds: who meets whom this time, and what is to be said where it is not as one would wish.

Nobody meets again before it must be. That looks ahead, too: pairs that fit well now may leave
pairs of which the next rounds cannot be made. So a round is taken only if as many rounds as are
planned can follow it without anybody meeting again; or if no such round was found, the one that
got furthest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.peers.pairing import Pairs, best_pairs, most_pairs
from journeywork.engine.peers.pool import MOST_FIT, NEVER, Pool

#: Looking ahead is for small pools; among more people enough pairs are left for years.
MOST_AHEAD = 64
TRIES = 200
#: So many people are tried as the third of an odd number.
MOST_THIRDS = 24
#: So much room there is for drawn numbers when pairs are drawn at random.
_ANY = 1 << 20
#: That so many would meet nobody is not told as a number: what people keep to themselves, which
#: is never told of, costs a round about as much, and both are said in the same words.
FEW_ALONE = 2


class Odd(StrEnum):
    """What is done where somebody is left over."""

    THREE = "three"
    SITS_OUT = "sits out"


class Because(StrEnum):
    """Why two meet again, or why somebody meets nobody, by what may be told of (`Pool.told`).

    OTHERWISE is said where that alone gives no reason, and where the reason is a small one.
    """

    MET_ALL = "one of them has met everybody who may meet them"
    ELSE_ALONE = "else others would meet nobody"
    ODD = "the number is odd, and this one sat out least, or longest ago"
    NOBODY_MAY = "nobody may meet them"
    OTHERWISE = "the round as a whole came out otherwise"


@dataclass(frozen=True, slots=True)
class Again:
    """Two who have met before meet again: how often they had, and why it must be.

    `alone`: so many more people would meet nobody if all met only whom they have not met; with
    ELSE_ALONE only, and more than `FEW_ALONE`.
    """

    left: int
    right: int
    times: int
    because: Because
    alone: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Two or three people who meet, the lowest number first; `again` names who met before."""

    people: tuple[int, ...]
    fit: int
    again: tuple[Again, ...] = ()


@dataclass(frozen=True, slots=True)
class Waits:
    """Somebody meets nobody this time."""

    person: int
    because: Because


@dataclass(frozen=True, slots=True)
class Round:
    """Who meets whom, and who does not; everybody stands in it once."""

    groups: tuple[Group, ...]
    waits: tuple[Waits, ...] = ()


def plan(pool: Pool, *, odd: Odd = Odd.THREE, ahead: int = 0, seed: int = 0) -> Round:
    """Return the next round of a pool.

    `ahead`: how many rounds are planned after it, to be kept free of meeting again. The same
    pool, the same seed: the same round.
    """
    pairs = _far_sighted(pool, odd=odd, ahead=ahead, seed=seed)
    groups, alone = _grouped(pool, pairs)
    if odd is Odd.THREE and alone:
        groups, alone = _with_thirds(pool, groups, alone, seed)
    again = [two for group in groups for two in _couples(group) if pool.times[two]]
    # How many would be alone: looked at only where somebody has not met all.
    lonely = 0 if all(_met_all(pool, two) for two in again) else _lonely(pool)
    return Round(
        groups=tuple(_group(pool, each, lonely) for each in sorted(groups)),
        waits=tuple(Waits(each, _why_alone(pool, each, len(alone), odd)) for each in alone),
    )


def _far_sighted(pool: Pool, *, odd: Odd, ahead: int, seed: int) -> Pairs:
    """Return the best pairs that leave room for the rounds ahead, or those that leave most."""
    fair = odd is Odd.SITS_OUT
    first = best_pairs(pool, fair=fair, seed=seed)
    fresh = pool.fresh()
    wanted = min(ahead, _rounds_left(fresh) - 1) if pool.size <= MOST_AHEAD else 0
    if wanted < 1 or not all(fresh[pair] for pair in first):
        return first
    draw = np.random.default_rng(seed)
    best, furthest = first, -1
    for attempt, found in enumerate(_variants(pool, first, draw, fair=fair)):
        reached = _reaches(_without(fresh, found), wanted, draw)
        if reached >= wanted:
            return found
        if reached > furthest:
            best, furthest = found, reached
        if attempt >= TRIES:
            break
    return best


def _variants(
    pool: Pool, first: Pairs, draw: np.random.Generator, *, fair: bool
) -> Iterator[Pairs]:
    """Yield the best pairs several times, then others, further and further from the best."""
    spread = 1
    while True:
        for _ in range(TRIES // 8):
            yield first
        noise = draw.integers(0, spread + 1, size=pool.fits.shape, dtype=np.int32)
        both = np.triu(noise, k=1)
        room = np.minimum(pool.fits, MOST_FIT - spread)
        fits = np.where(pool.allowed, room + both + both.T, NEVER)
        first = best_pairs(replace(pool, fits=fits.astype(np.int32)), fair=fair)
        spread = min(spread * 8, _ANY // 2)


def _reaches(fresh: NDArray[np.bool_], wanted: int, draw: np.random.Generator) -> int:
    """Return how many rounds can follow, drawn at random, in which nobody meets again."""
    full = len(fresh) // 2
    for reached in range(wanted):
        noise = draw.integers(1, _ANY, size=fresh.shape)
        found = most_pairs(fresh, noise + noise.T)
        if len(found) < full:
            return reached
        fresh = _without(fresh, found)
    return wanted


def _without(fresh: NDArray[np.bool_], pairs: Pairs) -> NDArray[np.bool_]:
    left = fresh.copy()
    for one, other in pairs:
        left[one, other] = left[other, one] = False
    return left


def _rounds_left(fresh: NDArray[np.bool_]) -> int:
    """Return how many rounds there can be at most: whoever has fewest left to meet says so.

    Where the number is odd everybody sits out once in that time.
    """
    if not len(fresh):
        return 0
    return int(fresh.sum(axis=1).min()) + len(fresh) % 2


def _grouped(pool: Pool, pairs: Pairs) -> tuple[list[tuple[int, ...]], list[int]]:
    paired = {person for pair in pairs for person in pair}
    return list(pairs), [each for each in range(pool.size) if each not in paired]


def _with_thirds(
    pool: Pool, groups: list[tuple[int, ...]], alone: list[int], seed: int
) -> tuple[list[tuple[int, ...]], list[int]]:
    """Let who is left over be a third somewhere; where that means meeting again, let others be.

    Of an odd number anybody can be the third: a few are tried, those who cost least are taken.
    """
    best = _taken_in(pool, groups, alone)
    if pool.size % 2 == 0 or len(alone) != 1:
        return best
    order = np.random.default_rng(seed).permutation(pool.size)[:MOST_THIRDS].tolist()
    for person in order:
        if _cost(pool, *best)[:2] == (0, 0):
            break
        fits = pool.fits.copy()
        fits[person, :] = fits[:, person] = NEVER
        pairs = best_pairs(replace(pool, fits=fits), fair=False, seed=seed)
        tried = _taken_in(pool, *_grouped(pool, pairs))
        best = min(best, tried, key=lambda each: _cost(pool, *each))
    return best


def _cost(
    pool: Pool, groups: Sequence[tuple[int, ...]], alone: Sequence[int]
) -> tuple[int, int, int]:
    couples = [each for group in groups for each in _couples(group)]
    again = sum(int(pool.times[each]) for each in couples)
    return len(alone), again, -sum(int(pool.fits[each]) for each in couples)


def _taken_in(
    pool: Pool, pairs: Sequence[tuple[int, ...]], alone: Sequence[int]
) -> tuple[list[tuple[int, ...]], list[int]]:
    """Let who is left over be a third where both of a pair may meet them; one to a pair."""
    groups, left = list(pairs), []
    for person in alone:
        fits = [each for each in pairs if each in groups and all(pool.allowed[person, list(each)])]
        if not fits:
            left.append(person)
            continue
        taken = min(fits, key=lambda each: _burden(pool, person, each))
        groups.remove(taken)
        groups.append(tuple(sorted((*taken, person))))
    return groups, left


def _burden(pool: Pool, person: int, pair: Sequence[int]) -> tuple[int, int, int, tuple[int, ...]]:
    both = list(pair)
    times, last = pool.times[person, both], pool.last[person, both]
    return int(times.sum()), int(last.max()), -int(pool.fits[person, both].sum()), tuple(pair)


def _group(pool: Pool, people: tuple[int, ...], lonely: int) -> Group:
    couples = list(_couples(people))
    return Group(
        people=people,
        fit=min(int(pool.fits[couple]) for couple in couples),
        again=tuple(_again(pool, *each, lonely) for each in couples if pool.times[each]),
    )


def _again(pool: Pool, left: int, right: int, lonely: int) -> Again:
    because = Because.OTHERWISE
    if _met_all(pool, (left, right)):
        because = Because.MET_ALL
    elif lonely > FEW_ALONE:
        because = Because.ELSE_ALONE
    alone = lonely if because is Because.ELSE_ALONE else 0
    return Again(left, right, int(pool.times[left, right]), because, alone)


def _met_all(pool: Pool, two: tuple[int, int]) -> bool:
    return any((pool.times[one, pool.told[one]] > 0).all() for one in two)


def _lonely(pool: Pool) -> int:
    """Return how many more would meet nobody if nobody met again, as far as it may be told."""
    fresh = pool.told & (pool.times == 0)
    return 2 * (len(most_pairs(pool.told)) - len(most_pairs(fresh)))


def _why_alone(pool: Pool, person: int, alone: int, odd: Odd) -> Because:
    if not pool.told[person].any():
        return Because.NOBODY_MAY
    turn = alone == 1 and pool.size % 2 and pool.waited[person] == pool.waited.min()
    return Because.ODD if turn and odd is Odd.SITS_OUT else Because.OTHERWISE


def _couples(people: Sequence[int]) -> Iterator[tuple[int, int]]:
    for at, one in enumerate(people):
        for other in people[at + 1 :]:
            yield one, other
