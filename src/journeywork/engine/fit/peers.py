"""People who meet as peers: what two are worth to each other, and who meets whom this time.

Everybody stands on both sides of the market. Two may meet where each may have the other; what
they are worth to each other is the sum both ways, and its parts add up to it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.fit.market_of import Round, market_of
from journeywork.engine.fit.participants import Participant, Role
from journeywork.engine.fit.parts import hours_said, why
from journeywork.engine.fit.rules import Departments, Rules
from journeywork.engine.matching.market import NEVER, THOUSANDTHS, Market
from journeywork.engine.options import Part
from journeywork.engine.peers.circles import Outside, circles
from journeywork.engine.peers.gathering import Gathering
from journeywork.engine.peers.pool import NEVER as NOBODY_MAY
from journeywork.engine.peers.pool import Meeting, Pool, SatOut
from journeywork.engine.peers.rounds import Again, Because, Odd, plan

Matrix = NDArray[np.int64]
#: What is said of one of two, and so once for each of them.
_DIRECTED = frozenset({"skills", "goals", "seniority", "wishes"})
#: At most so many of one department sit in a circle whose rules prefer other departments.
MOST_ALIKE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Some who meet, by key; `parts` add up to `fit`, `again` says why who has met meets again."""

    people: tuple[str, ...]
    fit: int
    parts: tuple[Part, ...]
    again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """Somebody, by key, who meets nobody this time, and why."""

    key: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Who meets whom this time, and who meets nobody."""

    groups: tuple[Together, ...]
    alone: tuple[Alone, ...] = ()


def pairs_of(
    participants: Iterable[Participant],
    rules: Rules,
    *,
    on: date,
    seed: int = 0,
    odd: Odd = Odd.THREE,
    ahead: int = 0,
    sat_out: Mapping[str, Sequence[date]] | None = None,
) -> Met:
    """Return who meets whom in a round of two each; an odd one out makes a three, or waits.

    Who met before stands in `past` of the people, `sat_out` is when somebody had nobody. `ahead`
    is how many rounds shall be able to follow in which nobody meets again. The cool-down of the
    rules is not looked at: nobody meets again before they must.
    """
    whole = _everybody(participants, rules, on=on)
    found = plan(_pool(whole, sat_out or {}), odd=odd, ahead=ahead, seed=seed)
    groups = tuple(
        _together(whole, each.people, tuple(_says(whole, again) for again in each.again))
        for each in found.groups
    )
    alone = tuple(
        Alone(key=whole.who.seekers[each.person].key, says=_ALONE[each.because])
        for each in found.waits
    )
    return Met(groups=groups, alone=alone)


def circles_of(
    participants: Iterable[Participant],
    rules: Rules,
    *,
    on: date,
    least: int,
    most: int,
    seed: int = 0,
) -> Met:
    """Return who sits with whom in circles of `least` to `most`; with whom one sat counts less."""
    whole = _everybody(participants, rules, on=on)
    spread = rules.bars.departments in (Departments.PREFER_OTHER, Departments.OTHER)
    gathering = Gathering(
        fits=_fits(whole),
        kinds=_departments(whole.who.seekers),
        most_alike=MOST_ALIKE if spread else None,
        least=least,
        usual=(least + most) // 2,
        most=most,
        by_rules=_may(whole.unblocked),
    )
    found = circles(gathering, seed=seed)
    groups = tuple(_together(whole, each.people) for each in found.circles)
    alone = tuple(
        Alone(key=whole.who.seekers[person].key, says=_OUTSIDE[because])
        for person, because in found.outside
    )
    return Met(groups=groups, alone=alone)


def together(
    participants: Iterable[Participant], rules: Rules, keys: Sequence[str], *, on: date
) -> Together | None:
    """Return what some are worth to each other; None where two of them may not meet."""
    whole = _everybody(participants, rules, on=on)
    number = whole.who.seeker_number
    if not all(key in number for key in keys):
        return None
    people = [number[key] for key in keys]
    may = _may(whole.market)
    if not all(may[two] for two in combinations(people, 2)):
        return None
    return _together(whole, people)


def _everybody(participants: Iterable[Participant], rules: Rules, *, on: date) -> Round:
    """Return the round in which everybody who takes part stands on both sides."""
    both = [
        replace(each, role=Role.BOTH, places=1, taken=0, wanted=1)
        for each in participants
        if each.role is not Role.NONE and not each.paused(on)
    ]
    bars = replace(rules.bars, cool_down_days=0, least_gap=None, most_gap=None)
    return market_of(both, replace(rules, bars=bars), on=on)


def _may(market: Market) -> NDArray[np.bool_]:
    """Tell of each two whether both may have the other; nobody themselves."""
    may = np.ones((market.n, market.m), np.bool_)
    for table in market.tables:
        may &= table.points[table.left][:, table.right] != NEVER
    for listed in market.forbidden:
        may[listed.seeker, listed.giver] = False
    np.fill_diagonal(may, val=False)
    both: NDArray[np.bool_] = may & may.T
    return both


def _both_ways(market: Market) -> Matrix:
    """Return what each two are worth to each other, in points: the sum both ways.

    Below 0 where what counts against two outweighs the rest.
    """
    found = np.zeros((market.n, market.m), np.int64)
    for table in market.tables:
        points = np.where(table.points == NEVER, 0, table.points).astype(np.int64)
        found += points[table.left][:, table.right]
    for listed in market.bonuses:
        np.add.at(found, (listed.seeker, listed.giver), listed.points)
    _add_skills(found, market)
    both: Matrix = found + found.T
    return both


def _fits(whole: Round) -> NDArray[np.int32]:
    """Return what is compared: what two are worth from 0 on, NOBODY_MAY where they may not meet.

    Where some are worth less than 0, all are raised alike, so that their order stays.
    """
    may, worth = _may(whole.market), _both_ways(whole.market)
    raised = worth - worth[may].min(initial=0)
    return np.where(may, raised, NOBODY_MAY).astype(np.int32)


def _add_skills(found: Matrix, market: Market) -> None:
    """Add what is wanted times what is offered, column by column, rounded as everywhere."""
    if market.wanted is None or market.offered is None:
        return
    wanting, offering = (
        _by_column(market.wanted.row, market.n),
        _by_column(market.offered.row, market.m),
    )
    for column, (rows, points) in wanting.items():
        if column in offering:
            columns, levels = offering[column]
            worth = (np.outer(points, levels) + THOUSANDTHS // 2) // THOUSANDTHS
            found[np.ix_(rows, columns)] += worth


def _by_column(
    row: Callable[[int], dict[int, int]], count: int
) -> dict[int, tuple[NDArray[np.int64], NDArray[np.int64]]]:
    entries: dict[int, list[tuple[int, int]]] = {}
    for number in range(count):
        for column, value in row(number).items():
            entries.setdefault(column, []).append((number, value))
    arrays = {column: np.array(each, np.int64) for column, each in entries.items()}
    return {column: (each[:, 0], each[:, 1]) for column, each in arrays.items()}


def _pool(whole: Round, sat_out: Mapping[str, Sequence[date]]) -> Pool:
    number = whole.who.seeker_number
    met = {
        Meeting(min(mine, theirs), max(mine, theirs), past.on.toordinal())
        for each, mine in ((one, number[one.key]) for one in whole.who.seekers)
        for past in each.past
        if (theirs := number.get(past.partner, mine)) != mine
    }
    waited = [
        SatOut(number[key], day.toordinal())
        for key, days in sorted(sat_out.items())
        if key in number
        for day in days
    ]
    order = sorted(met, key=lambda each: (each.round, each.left, each.right))
    by_rules = _may(whole.unblocked)
    return Pool(fits=_fits(whole), met=order, sat_out=waited, by_rules=by_rules)


def _departments(people: Sequence[Participant]) -> NDArray[np.int32]:
    """Return a number for each department; whoever has none is a kind of their own."""
    named = [" ".join(each.department.casefold().split()) for each in people]
    kinds = {name: kind for kind, name in enumerate(sorted(set(named) - {""}))}
    alone = range(len(kinds), len(kinds) + len(people))
    return np.array(
        [kinds.get(name, own) for name, own in zip(named, alone, strict=True)], np.int32
    )


def _together(whole: Round, people: Sequence[int], again: tuple[str, ...] = ()) -> Together:
    parts = _summed(_parts(whole, people))
    return Together(
        people=tuple(whole.who.seekers[each].key for each in people),
        fit=int(sum(part.value for part in parts)),
        parts=parts,
        again=again,
    )


def _parts(whole: Round, people: Sequence[int]) -> Iterator[Part]:
    """Yield the parts of each two, both ways; what one brings the other says who to whom."""
    many = len(people) > 2  # noqa: PLR2004
    for pair in combinations(people, 2):
        for one, other in (pair, pair[::-1]):
            for part in why(whole, (one, other)).parts:
                if part.name == "note":
                    continue
                if part.name in _DIRECTED and part.says:
                    yield replace(part, says=_directed(whole, one, other, part))
                else:
                    yield replace(part, says="" if many else part.says)
        if many:
            yield Part(name="hours", value=0, says=_hours(whole, *pair))


def _directed(whole: Round, one: int, other: int, part: Part) -> str:
    """Say of two who brings what to whom; what is not on offer is not said among peers."""
    seeker, giver = whole.who.seekers[one].name, whole.who.givers[other].name
    if part.name == "seniority":
        return ""
    said = [each for each in part.says.split("; ") if not each.endswith(": not on offer")]
    if part.name == "wishes":
        return f"{seeker} wished for {giver}" if "of the mentee" in part.says else ""
    if part.name == "goals":
        return "; ".join(said)
    return "; ".join(f"{giver} for {seeker}: {each}" for each in said)


def _hours(whole: Round, one: int, other: int) -> str:
    minutes = whole.criteria.minutes(one, other)
    if minutes is None:
        return ""
    names = (whole.who.seekers[one].name, whole.who.seekers[other].name)
    return f"{names[0]} and {names[1]} have {hours_said(minutes[0])} working hours a week in common"


def _summed(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return one part for each criterion, with what is said of it, each sentence once."""
    values: dict[str, float] = {}
    says: dict[str, dict[str, None]] = {}
    for part in parts:
        values[part.name] = values.get(part.name, 0) + part.value
        told = says.setdefault(part.name, {})
        told.update(dict.fromkeys(each for each in part.says.split("; ") if each))
    return tuple(
        Part(name=name, value=value, says="; ".join(says[name])) for name, value in values.items()
    )


def _says(whole: Round, again: Again) -> str:
    """Say why two who have met before meet again; never what somebody keeps to themselves."""
    one, other = (whole.who.seekers[each].name for each in (again.left, again.right))
    times = "once" if again.times == 1 else f"{again.times} times"
    if again.because is Because.MET_ALL:
        return (
            f"{one} and {other} have met {times}: one of them has met everybody who may meet them"
        )
    if again.because is Because.ELSE_ALONE:
        return f"{one} and {other} have met {times}: else {again.alone} people would meet nobody"
    return f"{one} and {other} have met {times}: else somebody would meet nobody, or sit out again"


_OTHERWISE = "the rules leave people to meet, and the round as a whole came out otherwise"
_ALONE = {
    Because.ODD: "the number is odd, and you sat out least often, or longest ago",
    Because.NOBODY_MAY: "the rules leave nobody to meet",
    Because.OTHERWISE: _OTHERWISE,
}
_OUTSIDE = {
    Outside.NOBODY_MAY: "the rules leave too few to sit with",
    Outside.OTHERWISE: _OTHERWISE,
    Outside.TOO_FEW: "too few are left for another circle",
}
