"""What a round finds, before anything is written: pairs with their reasons, and who has nobody.

Pure but for the progress that it tells. People come as the engine's participants, their keys
are the text of their ids.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from time import monotonic, process_time
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np

from journeywork.engine import lots
from journeywork.engine.fit.apart import Apart
from journeywork.engine.fit.market_of import Round as Whole
from journeywork.engine.fit.market_of import market_of
from journeywork.engine.fit.outcome import Matched
from journeywork.engine.fit.participants import Participant, Role
from journeywork.engine.fit.parts import why
from journeywork.engine.fit.rules import Rules
from journeywork.engine.fit.survey import Survey
from journeywork.engine.fit.unmatched import unmatched
from journeywork.engine.fit.yielding import matched, without_anybody
from journeywork.engine.matching.market import Market
from journeywork.engine.matching.plan import Dial, Progress, Watch
from journeywork.engine.mentoring import Choice, Counts, Proof
from journeywork.engine.options import Part
from journeywork.kernel.job_notes import tell

if TYPE_CHECKING:
    from journeywork.engine.matching.solving import Solution

Couple = tuple[UUID, UUID]
#: What the organiser may choose between: the first is what a round begins with.
DIALS: Mapping[str, Dial] = {
    "even": Dial(exponent=2, worst_first=True),
    "weakest": Dial(exponent=8, worst_first=True),
    "most": Dial(exponent=1, worst_first=False),
    "steady": Dial(exponent=1 / 8, worst_first=False),
}
USUAL = "even"
DRAWN_OUT = (
    "there were more people than places, and the lots fell to others: whoever waited comes "
    "first next time"
)
NO_MENTEE = "fewer people looked for a mentor than there were places, and others fitted better"
#: The stage before those of the solver (`engine.matching.plan.Progress`).
GETTING_READY = "getting ready"
_PIECES = 1000
#: Seconds after which the best so far is taken; choices are shown where one took few of them.
LONGEST, QUICK = 60.0, 5.0


@dataclass(frozen=True, slots=True)
class FoundPair:
    """Some who are brought together; `parts` add up to `fit`."""

    people: tuple[UUID, ...]
    fit: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class FoundLeft:
    """Somebody who has nobody, why, and what would change it."""

    person: UUID
    role: Role
    says: tuple[str, ...]
    changes: tuple[str, ...] = ()
    drawn_out: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """All that a round found."""

    pairs: tuple[FoundPair, ...]
    left: tuple[FoundLeft, ...]
    counts: Counts
    proof: Proof | None = None
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a round is to be matched.

    `locked` stay as they are, `dropped` are not brought together again. `waited` counts the
    rounds in vain, by person. With `draws` lots decide who has a place.
    """

    rules: Rules
    on: date
    seed: int = 0
    dial: str = USUAL
    draws: bool = False
    locked: frozenset[Couple] = frozenset()
    dropped: frozenset[Couple] = frozenset()
    waited: Mapping[UUID, int] = field(default_factory=dict)
    frontier: bool = True


def watch_for(seconds: float) -> Watch:
    """Return what tells the page how far it is, and stops after so many seconds."""
    ends = monotonic() + seconds

    def watch(far: Progress) -> bool:
        tell(far.stage, int(far.done * _PIECES), _PIECES)
        return monotonic() < ends

    return watch


def make_ready() -> None:
    """Let the solver be compiled for this machine: half a minute the first time, then nothing."""
    from journeywork.engine.matching.market import dense
    from journeywork.engine.matching.solving import solve

    tell(GETTING_READY, 0, 0)
    two = np.ones(2, np.int32)
    solve(dense(np.array([[8, 5], [9, 4]], np.int32), two, two))


def find(people: Sequence[Participant], wish: Wish) -> Found:
    """Return the best round of mentors and mentees there is, and what is proven of it."""
    make_ready()
    began = process_time()
    solved, drawn_out = solve_round(people, wish)
    cpu = process_time() - began
    held = {person for couple in wish.locked for person in couple}
    return Found(
        pairs=tuple(pairs_of(solved)),
        left=(*left_of(solved, held), *(_drawn(key) for key in sorted(drawn_out))),
        counts=counts_of(solved, wish, len(drawn_out)),
        proof=_proof(solved, cpu),
        choices=tuple(_choices(solved, wish)) if wish.frontier and cpu < QUICK else (),
    )


def solve_round(people: Sequence[Participant], wish: Wish) -> tuple[Matched, frozenset[str]]:
    """Return a round solved, and the keys of those whom the lots left out.

    The same people, the same wish: the same round, for whoever asks about it later.
    """
    from journeywork.engine.matching.solving import solve

    def solves(market: Market) -> "Solution":
        return solve(market, DIALS[wish.dial], seed=wish.seed, watch=watch_for(LONGEST))

    taking = list(held(people, wish))
    whole = market_of(taking, wish.rules, on=wish.on)
    out = _lots(whole, wish) if wish.draws else frozenset()
    if out:
        whole = market_of([_without(each, out) for each in taking], wish.rules, on=wish.on)
    return matched(whole, solves), out


def held(people: Iterable[Participant], wish: Wish) -> Iterator[Participant]:
    """Yield people with what is locked taken off, and barred from whom they were parted."""
    apart: dict[str, set[str]] = {}
    takes: dict[str, int] = {}
    has: dict[str, int] = {}
    for first, second in wish.locked | wish.dropped:
        apart.setdefault(str(first), set()).add(str(second))
        apart.setdefault(str(second), set()).add(str(first))
    for first, second in wish.locked:
        has[str(first)] = has.get(str(first), 0) + 1
        takes[str(second)] = takes.get(str(second), 0) + 1
    for each in people:
        yield replace(
            each,
            taken=each.taken + takes.get(each.key, 0),
            wanted=max(0, each.wanted - has.get(each.key, 0)),
            blocks=each.blocks | frozenset(apart.get(each.key, ())),
        )


def _lots(whole: Whole, wish: Wish) -> frozenset[str]:
    """Return the keys of those whom the lots leave out: all others can be placed together."""
    survey = Survey(whole)
    waited = {str(person): count for person, count in wish.waited.items()}
    barred: dict[int, list[int]] = {}
    for mentee, mentor in whole.apart[Apart.BLOCK]:
        barred.setdefault(mentee, []).append(mentor)
    may = {}
    for number, each in enumerate(whole.who.seekers):
        flags = survey.open_to(number)
        flags[barred.get(number, [])] = False
        if flags.any():
            may[each.key] = flags
    order = lots.in_order(may, waited, wish.seed)
    inside = lots.let_in([may[key] for key in order], whole.market.capacity)
    return frozenset(key for place, key in enumerate(order) if place not in inside)


def _without(each: Participant, out: Collection[str]) -> Participant:
    """Return somebody as they take part where the lots left them out as a mentee."""
    if each.key not in out:
        return each
    return replace(each, role=Role.MENTOR if each.gives else Role.NONE)


def pairs_of(solved: Matched) -> Iterator[FoundPair]:
    """Yield the pairs of a round with their reasons."""
    whole = solved.whole
    for pair in solved.plan.pairs:
        found = why(whole, (pair.seeker, pair.giver))
        who = (whole.who.seekers[pair.seeker], whole.who.givers[pair.giver])
        yield FoundPair(tuple(UUID(each.key) for each in who), found.points, found.parts)


def left_of(solved: Matched, held: Collection[UUID]) -> Iterator[FoundLeft]:
    """Yield who has nobody; whoever has somebody by a locked pair is not alone."""
    whole, survey = solved.whole, Survey(solved.whole)
    for mentee in sorted(without_anybody(solved)):
        person = UUID(whole.who.seekers[mentee].key)
        if person not in held:
            told = unmatched(survey, mentee)
            yield FoundLeft(person, Role.MENTEE, told.says, told.changes)
    busy = {pair.giver for pair in solved.plan.pairs}
    for mentor, each in enumerate(whole.who.givers):
        if mentor not in busy and UUID(each.key) not in held:
            yield FoundLeft(UUID(each.key), Role.MENTOR, (NO_MENTEE,))


def _drawn(key: str) -> FoundLeft:
    return FoundLeft(UUID(key), Role.MENTEE, (DRAWN_OUT,), drawn_out=True)


def counts_of(solved: Matched, wish: Wish, drawn_out: int = 0) -> Counts:
    """Return how many a round had."""
    plan, market = solved.plan, solved.whole.market
    placed = {UUID(solved.whole.who.seekers[pair.seeker].key) for pair in plan.pairs}
    locked = {first for first, _ in wish.locked}
    seeking = {UUID(each.key) for each in solved.whole.who.seekers} | locked
    return Counts(
        seekers=len(seeking) + drawn_out,
        givers=market.m,
        places=int(market.capacity.sum()) + len(wish.locked),
        pairs=len(plan.pairs) + len(wish.locked),
        placed=len(placed | locked),
        left=len(seeking - placed - locked) + drawn_out,
        worst=plan.worst or 0,
    )


def _proof(solved: Matched, cpu: float) -> Proof:
    sure = solved.plan.certificate
    return Proof(
        total=sure.total,
        bound=sure.bound,
        proven=sure.proven,
        covered=sure.covered,
        floor=sure.floor or 0,
        floor_proven=sure.floor_proven,
        cpu=round(cpu, 2),
    )


def _choices(solved: Matched, wish: Wish) -> Iterator[Choice]:
    """Yield what each dial would give, for the same people and what is lifted now."""
    from journeywork.engine.matching.frontier import frontier

    market = solved.whole.market
    if not solved.plan.pairs:
        return
    found = frontier(market, tuple(DIALS.values()), seed=wish.seed, watch=watch_for(LONGEST))
    for name, each in zip(DIALS, found, strict=True):
        yield Choice(
            name=name,
            placed=each.placed,
            total=each.total,
            worst=each.worst or 0,
            blocking=each.blocking,
            much=each.much,
        )
