"""`python -m benchmarks.matching [--peers] [--size N]`: the table of what matching must reach.

Without arguments our own engine up to 10,000 mentees; --size adds one market of N mentees and
N / 2 mentors (and, from 100,000, N mentors), proven over every pair. --peers installs other
programs from the package index in an environment of their own (build/matching-peers) and runs
them on the same markets in the same run; what cannot be installed is skipped, and its line says
why. Times are CPU seconds; compare those of one run only.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from benchmarks.matching import table
from benchmarks.matching.beside import Peers, peers
from benchmarks.matching.market import market
from benchmarks.matching.measure import Line

UNASKED = {"openreview-matcher": "not looked for in the Python that was given"}


def beside_peers(peers: Peers) -> Iterator[Line]:
    """Each peer on the market where the bar stands."""
    yield from _same(peers, "mentor-match", 1000, 1 / 100, 1500)
    yield from _too_few_places(peers)
    yield _openreview(peers)
    yield from _same(peers, "scipy", 5000, 1 / 10, 600)
    line, cpu, given = table.sparse(10_000)
    yield line
    total = given.pop("total")
    theirs = peers.run("ortools", 300, **given)
    if isinstance(theirs, str):
        yield Line("   OR-tools flow", theirs)
        return
    figure = f"{theirs['cpu']:.3f} s CPU, ratio {cpu / theirs['cpu']:.2f}"
    equal = "equal total" if theirs["total"] == total else f"TOTAL {theirs['total']:,}"
    met = cpu <= theirs["cpu"] and theirs["total"] == total
    yield Line("   OR-tools min-cost flow, same pairs", f"{figure}, {equal}", "ratio <= 1", met)


def _openreview(peers: Peers) -> Line:
    """The comparison stands here for whoever has its package; none is in the public index."""
    why = peers.missing.get("openreview-matcher", "installed, but nobody has written how to ask it")
    return Line("   openreview-matcher, min-max", f"skipped: {why}", "30 times its speed")


def _same(peers: Peers, name: str, n: int, bar: float, limit: float) -> Iterator[Line]:
    line, cpu, solution = table.certified(n, None, table.PLAIN)
    yield line
    one = market(n)
    theirs = peers.run(name, limit, scores=table.scores(one), capacity=one.capacity)
    if isinstance(theirs, str):
        yield Line(f"   {name}", theirs)
        return
    equal = (theirs["placed"], theirs["total"]) == (solution.plan.placed, solution.plan.total)
    figure = f"{theirs['cpu']:.2f} s CPU, ratio {cpu / theirs['cpu']:.4f}"
    result = f"{figure}, {'equal' if equal else 'less'} ({theirs['placed']:,} placed)"
    met = cpu <= bar * theirs["cpu"] and theirs["placed"] <= solution.plan.placed
    yield Line(f"   {name}", result, f"ratio <= {bar:g}", met)


def _too_few_places(peers: Peers) -> Iterator[Line]:
    one = table.short(300)
    solution = table.solve(one)
    theirs = peers.run("mentor-match", 600, scores=table.scores(one), capacity=one.capacity)
    if isinstance(theirs, str):
        yield Line("   mentor-match, too few places", theirs)
        return
    ours = solution.plan.placed
    figure = f"{ours} placed against {theirs['placed']}"
    yield Line("300 with too few places: mentor-match", figure, ">=", ours >= theirs["placed"])


def own(size: int | None) -> Iterator[Line]:
    """The lines that need nobody else."""
    yield from table.thousand()
    yield table.certified(5000, None, table.Dial())[0]
    yield table.certified(10_000, None, table.Dial())[0]
    yield from table.worst_off(10_000)
    yield from table.leaves(10_000)
    yield from table.why_nots(10_000)
    if size:
        yield from table.huge(size, size // 2)
        if size >= 100_000:
            yield from table.huge(size, size)


def main() -> int:
    """Print the table; the exit code is 1 if a bar is not met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("--peers", action="store_true", help="other programs on the same markets")
    parser.add_argument("--size", type=int, help="one large market of this many mentees")
    parser.add_argument("--only-size", action="store_true", help="nothing but the large market")
    parser.add_argument("--python", type=Path, help="a Python that has the peers already")
    given = parser.parse_args()
    table.warm()
    missed = False
    for line in _lines(given):
        print(line, flush=True)
        missed = missed or line.met is False
    return int(missed)


def _lines(given: argparse.Namespace) -> Iterator[Line]:
    if given.only_size:
        yield from table.huge(given.size, given.size // 2)
        yield from table.huge(given.size, given.size)
        return
    yield from own(given.size)
    if not given.peers:
        return
    yield from beside_peers(Peers(given.python, UNASKED) if given.python else peers())


if __name__ == "__main__":
    raise SystemExit(main())
