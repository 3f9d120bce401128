"""How many can have somebody at all by the rules, whatever the points: for a dry run.

The most pairs of a bipartite graph with capacities, by augmenting paths (Kuhn 1955). Sets of
mentors are the bits of whole numbers; whoever a search in vain has reached is never looked at
again. Blocks are left out, as in every count that somebody reads.
"""

import numpy as np

from journeywork.engine.fit.survey import Survey


def most_placed(survey: Survey, *, more: int = 0) -> int:
    """Return how many mentees can have a mentor at the same time; `more` places each."""
    market = survey.whole.market
    open_to = [_bits(survey.open_to(mentee)) for mentee in range(market.n)]
    return _placed(open_to, [int(places) + more for places in market.capacity])


def _placed(open_to: list[int], places: list[int]) -> int:
    free = sum(1 << mentor for mentor, left in enumerate(places) if left > 0)
    has: list[set[int]] = [set() for _ in places]
    of: dict[int, int] = {}
    dead = 0
    for mentee in range(len(open_to)):
        through, mentor, seen = _path(mentee, open_to, has, free, dead)
        if mentor < 0:
            dead = seen
            continue
        if len(has[mentor]) + 1 == places[mentor]:
            free &= ~(1 << mentor)
        _turned(through, mentor, has, of)
    return len(of)


def _path(
    mentee: int, open_to: list[int], has: list[set[int]], free: int, dead: int
) -> tuple[dict[int, int], int, int]:
    """Return who leads to each mentor reached, the free mentor at the end (-1), and all seen."""
    through: dict[int, int] = {}
    waiting, seen = [mentee], dead
    while waiting:
        who = waiting.pop()
        fresh = open_to[who] & ~seen
        if fresh & free:
            mentor = ((fresh & free) & -(fresh & free)).bit_length() - 1
            through[mentor] = who
            return through, mentor, seen
        seen |= fresh
        while fresh:
            mentor = (fresh & -fresh).bit_length() - 1
            fresh &= fresh - 1
            through[mentor] = who
            waiting.extend(has[mentor])
    return through, -1, seen


def _turned(through: dict[int, int], mentor: int, has: list[set[int]], of: dict[int, int]) -> None:
    """Give everybody on the way the next mentor, from the end back to where it began."""
    while True:
        who = through[mentor]
        before = of.get(who)
        has[mentor].add(who)
        of[who] = mentor
        if before is None:
            return
        has[before].discard(who)
        mentor = before


def _bits(flags: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> int:
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")
