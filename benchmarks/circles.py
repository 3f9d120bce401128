"""`python -m benchmarks.circles [--size N]`: circles and rounds beside what they must reach.

Circles: N people (2,000) with complementary skills, goals and levels; hours, languages and blocks
forbid pairs, and of a department at most two sit together. The greedy start is the peer: both on
one instance, CPU seconds of one run. For twenty people CP-SAT proves the optimum beside ours,
where OR-tools is installed.
"""

import argparse
import time
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.peers.circles import Circles, circles
from journeywork.engine.peers.gathering import Gathering, allowed
from journeywork.engine.peers.pool import NEVER, Meeting, Pool
from journeywork.engine.peers.rounds import plan

SKILLS, FAMILIES, DEPARTMENTS, ZONES = 500, 25, 15, 10
_HOURS, _LEAST_OVERLAP = 8, 2


def gathering(people: int, seed: int = 0) -> Gathering:
    """Return people as they are in a company: most skills go with the department."""
    draw = np.random.default_rng(seed)
    ranks = 1 / np.arange(1, DEPARTMENTS + 1)
    departments = draw.choice(DEPARTMENTS, people, p=ranks / ranks.sum())
    own = [draw.choice(FAMILIES, 4, replace=False) for _ in range(DEPARTMENTS)]
    wanted, offered = (np.zeros((people, SKILLS), np.float32) for _ in range(2))
    for one in range(people):
        families = own[departments[one]]
        for _ in range(draw.integers(3, 7)):
            wanted[one, _skill(draw, families)] = draw.integers(1, 4)
        for _ in range(draw.integers(4, 10)):
            offered[one, _skill(draw, families)] = draw.uniform(0.4, 1)
    wanted /= wanted.sum(axis=1, keepdims=True)
    gives = wanted @ offered.T
    goals, levels = draw.integers(0, 8, people), draw.integers(1, 8, people)
    fits = 3000 * (gives + gives.T) + 1500 * (goals[:, None] == goals)
    fits += 1500 * (1 - np.abs(levels[:, None] - levels) / 6)
    whole = fits.astype(np.int32)
    whole[_never(draw, people)] = NEVER
    return Gathering(whole, departments.astype(np.int32), 2)


def _skill(draw: np.random.Generator, families: NDArray[np.int64]) -> int:
    each = SKILLS // FAMILIES
    common = 1 / np.arange(1, each + 1) ** 0.9
    at_home = draw.random() < 0.75
    family = draw.choice(families) if at_home else draw.integers(FAMILIES)
    return int(family * each + draw.choice(each, p=common / common.sum()))


def _never(draw: np.random.Generator, people: int) -> NDArray[np.bool_]:
    """Tell of each two whether hours, languages or a block keep them apart."""
    zones = draw.integers(0, ZONES, people)
    overlap = _HOURS - 1.5 * np.abs(zones[:, None] - zones)
    languages = np.where(draw.random(people) < 0.88, 1, 0) | (1 << draw.integers(1, 6, people))
    blocks = np.triu(draw.random((people, people)) < 0.005, k=1)
    apart: NDArray[np.bool_] = (overlap < _LEAST_OVERLAP) | ((languages[:, None] & languages) == 0)
    return apart | blocks | blocks.T


def _timed(does: Callable[[], Circles]) -> tuple[Circles, float]:
    begin = time.process_time()
    return does(), time.process_time() - begin


def beside_greedy(people: int) -> None:
    """Print swaps beside the greedy start on one instance."""
    of = gathering(people)
    greedy, cpu_greedy = _timed(lambda: circles(of, turns=0))
    swapped, cpu = _timed(lambda: circles(of))
    broken = sum(not allowed(of, each.people) for each in swapped.circles)
    ratio = float(swapped.fit / greedy.fit)
    print(f"greedy, {people:,} people: {cpu_greedy:.2f} s CPU, outside {len(greedy.outside)}")
    print(
        f"swaps,  {people:,} people: {cpu:.2f} s CPU (bar 5), {ratio:.3f} x greedy (bar 1.05), "
        f"circles that break a rule {broken} (bar 0), outside {len(swapped.outside)}"
    )


def beside_proof(people: int = 20) -> None:
    """Print ours beside CP-SAT's optimum on instances of few people."""
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        print("CP-SAT: skipped, OR-tools is not installed")
        return
    equal = 0
    seeds = range(5)
    for seed in seeds:
        of = gathering(people, seed)
        groups = [each for each in combinations(range(people), 5) if allowed(of, each)]
        model = cp_model.CpModel()
        taken = [model.new_bool_var("") for _ in groups]
        sits: list[list[int]] = [[] for _ in range(people)]
        for number, group in enumerate(groups):
            for person in group:
                sits[person].append(number)
        for mine in sits:
            model.add_exactly_one(taken[number] for number in mine)
        worths = [sum(int(of.fits[two]) for two in combinations(each, 2)) for each in groups]
        model.maximize(cp_model.LinearExpr.weighted_sum(taken, worths))
        solver = cp_model.CpSolver()
        possible = solver.solve(model) == cp_model.OPTIMAL
        found, cpu = _timed(lambda of=of: circles(of))  # type: ignore[misc]
        if possible:
            equal += found.fit == Fraction(round(solver.objective_value), 2 * people)
        else:
            equal += bool(found.outside)
        print(f"{people} people, seed {seed}: ours {cpu:.2f} s CPU, CP-SAT possible: {possible}")
    print(f"equal to CP-SAT's optimum: {equal} of {len(seeds)}")


def rounds(people: int = 1000, number: int = 4) -> None:
    """Print what rounds of pairs cost, one after another."""
    fits = gathering(people).fits
    met: list[Meeting] = []
    begin, again = time.process_time(), 0
    for at in range(number):
        found = plan(Pool(fits, met), ahead=number - at - 1)
        again += sum(len(group.again) for group in found.groups)
        for group in found.groups:
            met += [Meeting(*two, at) for two in combinations(group.people, 2)]
    cpu = (time.process_time() - begin) / number
    print(f"rounds of {people:,} people: {cpu:.2f} s CPU each, {again} who meet again in {number}")


def main() -> None:
    """Print all lines."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.circles", description=__doc__)
    parser.add_argument("--size", type=int, default=2000)
    size = parser.parse_args().size
    circles(gathering(30), turns=1)  # Compiled before anything is measured.
    circles(gathering(12), turns=1)
    beside_greedy(size)
    beside_proof()
    rounds()


if __name__ == "__main__":
    main()
