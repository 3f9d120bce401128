"""Who knows, measured: replays changes in time order and asks who would review each.

    python -m benchmarks.people FILE.jsonl.gz

A line of the file is one change: `time` (Unix seconds), `author`, `reviewers`, `files`, `text`.
The first half is warm-up. Prints one JSON line a set, with baselines beside ours: mean reciprocal rank, how often
the first suggestion was right, and the share of suggestions that fell on the busiest person.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import NAMESPACE_OID, UUID, uuid5

from journeywork.engine.context import Context, QueryKind
from journeywork.engine.options import Option
from journeywork.engine.who_knows import Knowers, Tuning
from journeywork.engine.work import Contribution, ContributionKind


class Method(Protocol):
    """Something that learns from changes and names people for the next one."""

    def add(self, change: Mapping[str, Any]) -> None:
        """Take in a change with its outcome."""

    def rank(self, change: Mapping[str, Any]) -> list[str]:
        """Return names, best first; the change's reviewers must not be looked at."""


class Popularity:
    """The plain baseline: who reviewed most so far; with `half_life` days, most lately."""

    def __init__(self, half_life: float | None = None) -> None:
        self._half_life = half_life
        self._sums: dict[str, tuple[float, float]] = {}

    def _now(self, name: str, time: float) -> float:
        weight, since = self._sums.get(name, (0.0, time))
        days = (time - since) / 86_400
        return weight * 0.5 ** (days / self._half_life) if self._half_life else weight

    def add(self, change: Mapping[str, Any]) -> None:
        """Count the reviewers."""
        for name in change["reviewers"]:
            self._sums[name] = (self._now(name, change["time"]) + 1.0, change["time"])

    def rank(self, change: Mapping[str, Any]) -> list[str]:
        """Return everybody but the author by weight."""
        names = [name for name in self._sums if name != change["author"]]
        return sorted(names, key=lambda name: (-self._now(name, change["time"]), name))


class Ours:
    """The product's own ranking, as Ask uses it."""

    def __init__(self, tuning: Tuning) -> None:
        self._knowers = Knowers(tuning)
        self._people: dict[UUID, str] = {}

    def add(self, change: Mapping[str, Any]) -> None:
        """Take in the change itself and its reviews."""
        ways = [
            (change["author"], ContributionKind.MERGED),
            *((n, ContributionKind.REVIEWED) for n in change["reviewers"]),
        ]
        for name, way in ways:
            self._people[known_as(name)] = name
            self._knowers.add(_contribution(change, name, way))

    def rank(self, change: Mapping[str, Any]) -> list[str]:
        """Return everybody but the author, and remember who was named first."""
        return [option.title for option in self.options(change, near=False)]

    def options(self, change: Mapping[str, Any], *, near: bool = True) -> tuple[Option, ...]:
        """Return whom the product would name, and remember who was named first."""
        context = _context(change)
        found = self._knowers.rank(context, self._people, limit=50, near=near)
        if found:
            self._knowers.asked(found[0].id, context.at)
        return found

    def walk(
        self, changes: list[Mapping[str, Any]]
    ) -> Iterator[tuple[Mapping[str, Any], tuple[Option, ...]]]:
        """Go through `changes`; from the middle on yield each that was reviewed, and options."""
        for place, change in enumerate(changes):
            if place >= len(changes) // 2 and change["reviewers"]:
                yield change, self.options(change)
            self.add(change)


def known_as(name: str) -> UUID:
    """Return the id under which somebody, or a change, is known."""
    return uuid5(NAMESPACE_OID, name)


def _at(change: Mapping[str, Any]) -> datetime:
    return datetime.fromtimestamp(change["time"], UTC)


def _contribution(change: Mapping[str, Any], name: str, way: ContributionKind) -> Contribution:
    return Contribution(
        person=known_as(name),
        episode=known_as(change["id"]),
        at=_at(change),
        kind=way,
        place="repository",
        paths=tuple(change["files"]),
        title=change["text"][:200],
        to=known_as(change["author"]) if way is not ContributionKind.MERGED else None,
    )


def _context(change: Mapping[str, Any]) -> Context:
    return Context(
        text=change["text"][:200],
        at=_at(change),
        person=known_as(change["author"]),
        kind=QueryKind.CHANGE,
        place="repository",
        paths=tuple(change["files"]),
    )


def measure(changes: list[Mapping[str, Any]], method: Method) -> dict[str, float | int]:
    """Replay strictly in time order; each change is asked about before it is learnt."""
    ranks, firsts = [], Counter[str]()
    for place, change in enumerate(changes):
        if place >= len(changes) // 2 and change["reviewers"]:
            named = method.rank(change)
            firsts.update(named[:1])
            ranks.append(
                min((named.index(n) + 1 for n in change["reviewers"] if n in named), default=0)
            )
        method.add(change)
    asked = len(ranks) or 1
    return {
        "mrr": round(sum(1 / rank for rank in ranks if rank) / asked, 4),
        "p@1": round(sum(rank == 1 for rank in ranks) / asked, 4),
        "busiest": round(max(firsts.values(), default=0) / asked, 4),
        "n": len(ranks),
    }


def changes_of(file: Path) -> list[Mapping[str, Any]]:
    """Return the changes of a file in the order of time."""
    with gzip.open(file, "rt") as read:
        return sorted((json.loads(line) for line in read), key=lambda one: one["time"])


def baseline_methods() -> Iterator[tuple[str, Method]]:
    """Yield the plain methods, and ours without spreading the load."""
    yield "popularity", Popularity()
    yield "activity, 90 days", Popularity(90)
    yield "without spreading", Ours(Tuning(load=0.0))


def main(file: str) -> None:
    """Print one line for each method; one clear line where the file is absent."""
    if not Path(file).is_file():
        print(f"skipped: {file} is not there")
        return
    changes = changes_of(Path(file))
    baselines = {name: measure(changes, method) for name, method in baseline_methods()}
    ours = measure(changes, Ours(Tuning()))
    print(json.dumps({"set": Path(file).name, **ours, "baselines": baselines}))


if __name__ == "__main__":
    main(sys.argv[1])
