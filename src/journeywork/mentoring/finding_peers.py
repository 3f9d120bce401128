"""What a round of peers or circles finds: who meets whom, and who sits out and why.

Everybody both gives and takes. The fit of two is what both directions add up to, and so are the
reasons. Who met whom in earlier rounds stands in `Met`: nobody meets again before it must be.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.fit.market_of import Round as Whole
from journeywork.engine.fit.market_of import market_of
from journeywork.engine.fit.participants import MOST_PLACES, Participant, Role
from journeywork.engine.fit.parts import why
from journeywork.engine.mentoring import Counts
from journeywork.engine.options import Part
from journeywork.engine.peers.circles import circles
from journeywork.engine.peers.gathering import Gathering
from journeywork.engine.peers.pool import NEVER, Meeting, Pool, SatOut
from journeywork.engine.peers.rounds import Again, Group, Odd, plan
from journeywork.mentoring.finding import Couple, Found, FoundLeft, FoundPair, Wish, make_ready

#: So many rounds ahead are kept free of meeting again, in pools that are small enough for it.
AHEAD = 12
#: Reasons told of a group of more than two.
TOLD = 4
WISHED = "one of them wished for the other"
_DIRECTED = ("seniority", "past", "note", "cool-down")


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """History: who met whom in which round, and who sat out in which."""

    met: tuple[tuple[UUID, UUID, int], ...] = ()
    sat_out: tuple[tuple[UUID, int], ...] = ()


def find_pairs(people: Sequence[Participant], wish: Wish, met: Met, *, sits_out: bool) -> Found:
    """Return the next round of pairs; an odd one is a third somewhere, or `sits_out`."""
    make_ready()
    whole, fits = _taking(people, wish)
    at = _numbers(whole)
    pool = Pool(
        fits,
        [Meeting(at[a], at[b], n) for a, b, n in met.met if a in at and b in at],
        [SatOut(at[each], n) for each, n in met.sat_out if each in at],
    )
    odd = Odd.SITS_OUT if sits_out else Odd.THREE
    found = plan(pool, odd=odd, ahead=AHEAD, seed=wish.seed)
    ids = list(at)
    pairs = tuple(_pair(whole, group) for group in found.groups)
    left = tuple(
        FoundLeft(ids[each.person], Role.BOTH, (each.because.value,)) for each in found.waits
    )
    return _found(pairs, left, wish)


def find_circles(people: Sequence[Participant], wish: Wish, *, least: int, most: int) -> Found:
    """Return circles of `least` to `most` people, no two of a department where it can be."""
    make_ready()
    whole, fits = _taking(people, wish)
    ids = list(_numbers(whole))
    usual = (least + most) // 2
    found = circles(Gathering(fits, least=least, usual=usual, most=most), seed=wish.seed)
    pairs = tuple(_pair(whole, Group(each.people, 0)) for each in found.circles)
    left = tuple(
        FoundLeft(ids[person], Role.BOTH, (because.value,)) for person, because in found.outside
    )
    return _found(pairs, left, wish)


def reasons(
    people: Iterable[Participant], wish: Wish, group: Sequence[UUID]
) -> tuple[int, tuple[Part, ...]]:
    """Return the fit and the reasons of some who are put together by hand."""
    whole, _ = _taking([each for each in people if UUID(each.key) in group], wish)
    return _reasons(whole, range(len(whole.who.seekers)))


def _taking(people: Iterable[Participant], wish: Wish) -> tuple[Whole, NDArray[np.int32]]:
    """Return a market in which everybody gives and takes, and how well each two fit."""
    busy = {person for couple in wish.locked for person in couple}
    taking = [
        replace(each, role=Role.BOTH, places=MOST_PLACES, taken=0, wanted=1)
        for each in people
        if UUID(each.key) not in busy
    ]
    whole = market_of(taking, wish.rules, on=wish.on)
    fits = _fits(whole)
    at = _numbers(whole)
    for first, second in wish.dropped:
        if first in at and second in at:
            fits[at[first], at[second]] = fits[at[second], at[first]] = NEVER
    return whole, fits


def _numbers(whole: Whole) -> dict[UUID, int]:
    return {UUID(each.key): number for number, each in enumerate(whole.who.seekers)}


def _fits(whole: Whole) -> NDArray[np.int32]:
    """Return int32[n, n], the same both ways, NEVER where either way is barred."""
    from journeywork.engine.matching.market import NEVER as BARRED
    from journeywork.engine.matching.sight import fits, sight

    many = len(whole.who.seekers)
    if not many:
        return np.zeros((0, 0), np.int32)
    rows, columns = np.divmod(np.arange(many * many), many)
    seen = sight(whole.market, 0)
    found = fits(seen, rows.astype(np.int32), columns.astype(np.int32)).reshape(many, many)
    never = (found == BARRED) | (found == BARRED).T
    both = np.maximum(found + found.T, 0)
    return np.where(never, NEVER, both).astype(np.int32)


def _pair(whole: Whole, group: Group) -> FoundPair:
    fit, parts = _reasons(whole, group.people)
    ids = [UUID(whole.who.seekers[each].key) for each in group.people]
    return FoundPair(tuple(ids), fit, (*parts, *(_again(whole, each) for each in group.again)))


def _again(whole: Whole, again: Again) -> Part:
    one, other = (whole.who.seekers[each].name for each in (again.left, again.right))
    often = "once" if again.times == 1 else f"{again.times} times"
    return Part(
        name="again", value=0, says=f"{one} and {other} met {often} before: {again.because.value}"
    )


def _reasons(whole: Whole, people: Sequence[int]) -> tuple[int, tuple[Part, ...]]:
    """Return points of all couples both ways, and the parts that add up to them."""
    points: dict[str, float] = {}
    says: dict[str, dict[str, None]] = {}
    for one, other in combinations(people, 2):
        for two in ((one, other), (other, one)):
            try:
                parts = why(whole, two).parts
            except ValueError:  # Put together by hand in spite of a rule: no points then.
                continue
            for part in parts:
                points[part.name] = points.get(part.name, 0) + part.value
                says.setdefault(part.name, {}).update(dict.fromkeys(_said(part)))
    found = tuple(
        Part(name=name, value=value, says="; ".join(list(says[name])[:TOLD]))
        for name, value in points.items()
        if name not in ("note", "cool-down")
    )
    return int(sum(points.values())), found


def _said(part: Part) -> Iterator[str]:
    """Yield what a part says of two peers: nothing of who mentors whom."""
    if not part.says or part.name in _DIRECTED:
        return
    if part.name == "wishes":
        yield WISHED
        return
    yield from (each for each in part.says.split("; ") if not each.endswith(": not on offer"))


def _found(pairs: tuple[FoundPair, ...], left: tuple[FoundLeft, ...], wish: Wish) -> Found:
    meet = sum(len(pair.people) for pair in pairs)
    held = sum(len(couple) for couple in wish.locked)
    counts = Counts(
        seekers=meet + held + len(left),
        givers=meet + held + len(left),
        places=0,
        pairs=len(pairs) + len(wish.locked),
        placed=meet + held,
        left=len(left),
        worst=min((pair.fit for pair in pairs), default=0),
    )
    return Found(pairs, left, counts)


def history(
    matches: Iterable[tuple[Sequence[UUID], int]], sat_out: Iterable[tuple[UUID, int]]
) -> Met:
    """Return the history of people who met, with the number of the round of each."""
    met = [(*couple, number) for group, number in matches for couple in combinations(group, 2)]
    return Met(met=tuple(met), sat_out=tuple(sat_out))


def couples_of(groups: Iterable[Sequence[UUID]]) -> frozenset[Couple]:
    """Return each two of some groups."""
    return frozenset(couple for group in groups for couple in combinations(group, 2))

