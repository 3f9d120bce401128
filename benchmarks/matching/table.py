"""The measurements of our own engine: each yields its lines."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from benchmarks.matching.market import market
from benchmarks.matching.measure import Line, resident, timed
from journeywork.engine.matching.events import Leaves
from journeywork.engine.matching.market import NEVER, Market
from journeywork.engine.matching.plan import Dial
from journeywork.engine.matching.preparing import prepared, standing
from journeywork.engine.matching.rematching import rematch, why_not
from journeywork.engine.matching.sight import fits, sight
from journeywork.engine.matching.solving import Solution, solve
from journeywork.engine.matching.starting import Watching, look_through
from journeywork.engine.matching.working import begin, settle, worth_of
from journeywork.engine.matching.worths import worths

PLAIN = Dial(exponent=1, worst_first=False)


def warm() -> None:
    """Compile everything first: a first run is no measurement."""
    small = market(60)
    solution = solve(small)
    why_not(prepared(solution), 0, int(np.flatnonzero(small.capacity)[0]))
    rematch(standing(solution), [Leaves(0)])


def scores(one: Market) -> np.ndarray:
    """Every pair's fit, int32[n, m]."""
    seeker, giver = np.divmod(np.arange(one.n * one.m), one.m)
    return fits(sight(one), seeker, giver).reshape(one.n, one.m)


def short(n: int) -> Market:
    """A market with a fifth of the places missing."""
    one = market(n)
    capacity = one.capacity.copy()
    capacity[: n // 10] = 0
    return replace(one, capacity=capacity)


def certified(n: int, m: int | None, dial: Dial, times: int = 3) -> tuple[Line, float, Solution]:
    """Solve to the proof."""
    one = market(n, m)
    cpu, wall, solution = timed(lambda: solve(one, dial), times)
    plan, proof = solution.plan, solution.plan.certificate
    what = (
        f"{one.n:,} x {one.m:,}, exponent {dial.exponent:g}"
        + ", worst-off first" * dial.worst_first
    )
    figure = f"{cpu:.2f} s CPU, {wall:.2f} s, gap {proof.gap}, {plan.placed:,} placed"
    return Line(what, f"{figure}, worst {plan.worst}", f"{proof.rounds} rounds"), cpu, solution


def thousand() -> Iterator[Line]:
    """N = 1,000 with the default dial."""
    line, _, solution = certified(1000, None, Dial())
    wall = timed(lambda: solve(market(1000)), 3)[1]
    met = solution.plan.certificate.proven and wall <= 1
    yield replace(line, bar="proven, <= 1 s wall", met=met)


def huge(n: int, m: int) -> Iterator[Line]:
    """A hundred thousand, once: the total, every pair proven."""
    line, cpu, solution = certified(n, m, PLAIN, 1)
    met = solution.plan.certificate.proven and cpu <= 180
    yield replace(line, bar="gap 0, <= 180 s CPU", met=met)
    yield Line("   most memory held", f"{resident():.2f} GiB", "<= 1 GiB", resident() <= 1)


def worst_off(n: int) -> Iterator[Line]:
    """The floor is proven, and what it costs of the total."""
    one = market(n)
    plain = solve(one, PLAIN).plan
    first = solve(one, replace(PLAIN, worst_first=True)).plan
    proof, share = first.certificate, first.total / plain.total
    figure = f"worst {plain.worst} -> {first.worst}, floor {proof.floor}, total {share:.5f}"
    met = proof.floor_proven and first.worst == proof.floor and share >= 0.999
    yield Line(f"{n:,}: worst-off first", figure, "floor proven, >= .999", met)


def leaves(n: int, leavers: int = 40) -> Iterator[Line]:
    """One busy mentor leaves, each time from the same standing match; then one after the other."""
    solution = solve(market(n), PLAIN)
    ready, _, kept = timed(lambda: standing(solution, 500), 1)
    busy = [int(j) for j in np.flatnonzero(solution.work.state.load >= 2)[:leavers]]
    cpu, changed, anew, totals, even = [], [], [], [], True
    for k, j in enumerate(busy):
        seconds, _, again = timed(lambda j=j: rematch(kept, [Leaves(j)]), 1)
        cpu.append(seconds)
        if k < 5:
            had_to = set(
                solution.work.state.theirs[solution.work.state.place[j] :][
                    : solution.work.state.load[j]
                ].tolist()
            )
            fresh = solve(again.solution.work.sight.market, PLAIN)
            before = {(p.seeker, p.giver) for p in solution.plan.pairs if p.seeker not in had_to}
            changed.append(len(before - {(p.seeker, p.giver) for p in again.solution.plan.pairs}))
            anew.append(len(before - {(p.seeker, p.giver) for p in fresh.plan.pairs}))
            totals.append(again.solution.plan.total / fresh.plan.total)
            even = even and again.solution.plan.placed == fresh.plan.placed
    yield Line(
        f"{n:,}: one mentor leaves (median of {len(busy)})",
        f"{np.median(cpu) * 1000:.2f} ms CPU, p95 {np.percentile(cpu, 95) * 1000:.1f}",
        "<= 5 ms", bool(np.median(cpu) <= 0.005),
    )  # fmt: skip
    yield Line("   to let the match stand, once", f"{ready * 1000:.0f} ms CPU")
    yield _one_after_the_other(kept, busy)
    yield Line(
        f"   pairs changed of those who need not (mean of {len(anew)})",
        f"{np.mean(changed):.1f} against {np.mean(anew):.1f} solved anew",
        "<= 1/5", sum(changed) <= sum(anew) / 5,
    )  # fmt: skip
    yield Line("   total of the new optimum, coverage", f"{min(totals):.5f}, {'equal' if even else 'less'}",
               ">= .999, equal", min(totals) >= 0.999 and even)  # fmt: skip


def _one_after_the_other(kept: Solution, busy: list[int]) -> Line:
    """The same mentors leave for good, none coming back, and nothing is made ready between."""
    cpu, now = [], kept
    for j in busy:
        seconds, _, again = timed(lambda now=now, j=j: rematch(now, [Leaves(j)]), 1)
        cpu.append(seconds)
        now = again.solution
    figure = f"{np.median(cpu) * 1000:.2f} ms CPU, p95 {np.percentile(cpu, 95) * 1000:.1f}"
    return Line("   the same one after the other", figure)


def why_nots(n: int, small: int = 300, pairs: int = 200) -> Iterator[Line]:
    """Why not: the time at n, and equality with a full re-solve in a smaller market."""
    draw = np.random.default_rng(7)
    whole = solve(market(n), PLAIN)
    ready, _, solution = timed(lambda: prepared(whole), 1)
    cpu = []
    for i, j in _allowed(solution, draw, pairs):
        cpu.append(timed(lambda i=i, j=j: why_not(solution, i, j), 1)[0])
    figure = f"{np.median(cpu) * 1000:.2f} ms CPU, p95 {np.percentile(cpu, 95) * 1000:.1f}"
    yield Line(
        f"{n:,}: why not (median of {pairs})", figure, "<= 5 ms", bool(np.median(cpu) <= 0.005)
    )
    yield Line("   to make the match ready for it, once", f"{ready * 1000:.0f} ms CPU")
    solution = prepared(solve(market(small), PLAIN))
    asked = list(_allowed(solution, draw, pairs))
    same = sum(_loss_anew(solution, i, j) == _exact(solution, i, j) for i, j in asked)
    under = sum(why_not(solution, i, j).bound <= why_not(solution, i, j).loss for i, j in asked)
    yield Line(f"   equal to a full re-solve at {small}; bound below", f"{same} and {under} of {pairs}",
               "all", same == under == pairs)  # fmt: skip


def _allowed(
    solution: Solution, draw: np.random.Generator, count: int
) -> Iterator[tuple[int, int]]:
    one = solution.work.sight.market
    while count:
        i, j = int(draw.integers(one.n)), int(draw.integers(one.m))
        fit = fits(solution.work.sight, np.array([i]), np.array([j]))[0]
        if fit != NEVER and one.capacity[j] and j not in solution.work.state.mine[i]:
            count -= 1
            yield i, j


def _exact(solution: Solution, i: int, j: int) -> tuple[int, int]:
    answer = why_not(solution, i, j)
    return answer.left_out, answer.points


def _loss_anew(solution: Solution, i: int, j: int) -> tuple[int, int]:
    """People and points lost if the pair is set and everything else solved from the beginning."""
    one = solution.work.sight.market
    demand, capacity = one.demand.copy(), one.capacity.copy()
    demand[i] -= 1
    capacity[j] -= 1
    plan = solve(replace(one, demand=demand, capacity=capacity), PLAIN).plan
    fit = int(fits(solution.work.sight, np.array([i]), np.array([j]))[0])
    return solution.plan.placed - plan.placed - 1, solution.plan.total - plan.total - fit


def sparse(n: int) -> tuple[Line, float, dict[str, object]]:
    """The assignment alone, on the candidates: what is held against a flow on the same pairs."""
    one = market(n)
    seen = sight(one)
    start = look_through(seen, Watching(None))
    table = worths(PLAIN, seen.lowest, seen.highest)

    def assign() -> int:
        work = begin(seen, start.pool, table)
        settle(work)
        return worth_of(work.state) - int(work.state.slot[1]) * int((work.state.held > 0).sum())

    cpu, _, total = timed(assign)
    line = Line(f"{n:,}: assignment on the candidates", f"{cpu:.3f} s CPU, total {total:,}")
    pool = start.pool
    edges = {"seeker": pool.seeker, "giver": pool.giver, "fit": pool.fit}
    return line, cpu, {**edges, "capacity": one.capacity, "n": n, "total": total}
