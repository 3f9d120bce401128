"""Examples that stand for at least five people: told as finely as that allows, no finer.

Whoever reads the history could work out whose first change in a folder it was on a given day.
So an example is placed in the finest stretch of time and part of the work in which at least
`FEWEST` people had a moment of the same rule; where there is none, it is not told.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from journeywork.engine.moments import Moment
from journeywork.engine.options import OptionKind
from journeywork.engine.parts_of_work import folders
from journeywork.engine.replay_report import FEWEST, Example
from journeywork.engine.support import Decision, Offer

PER_RULE = 4
MOST_REASONS = 3
#: Of one rule so many moments are looked at for examples, drawn from all.
_KEPT = 400


@dataclass(frozen=True, slots=True)
class _Told:
    person: UUID
    at: datetime
    places: tuple[str, ...]
    example: Example


class Veil:
    """Collects moments and tells examples of them. `draw` yields numbers in [0, 1)."""

    def __init__(self, draw: Callable[[], float], public: Callable[[UUID], bool]) -> None:
        """`public` tells whether everybody may see the title of an earlier piece of work."""
        self._draw = draw
        self._public = public
        self._people: defaultdict[tuple[str, str, str], set[UUID]] = defaultdict(set)
        self._told: defaultdict[tuple[str, bool], list[_Told]] = defaultdict(list)
        self._count: defaultdict[tuple[str, bool], int] = defaultdict(int)

    def add(self, made: Moment, decision: Decision) -> None:
        """Take in a moment and what came of it."""
        places = _places(made)
        for when, where in _grains(made.at, places):
            self._people[made.rule, when, where].add(made.person)
        told = _Told(made.person, made.at, places, self._example(made, decision))
        self._keep((made.rule, isinstance(decision, Offer)), told)

    def examples(self, rules: Sequence[str]) -> tuple[Example, ...]:
        """Return up to `PER_RULE` examples of each rule, offers first, no two alike."""
        return tuple(example for rule in rules for example in self._of(rule))

    def _of(self, rule: str) -> list[Example]:
        offers = self._veiled(rule, offered=True)
        silences = self._veiled(rule, offered=False)
        told = offers[: PER_RULE - min(1, len(silences))]
        return [*told, *silences[: PER_RULE - len(told)]]

    def _veiled(self, rule: str, *, offered: bool) -> list[Example]:
        """Return examples, those told most finely first, by lot among equals."""
        found = [
            (*placed, self._draw())
            for one in self._told[rule, offered]
            if (placed := self._placed(rule, one))
        ]
        found.sort(key=lambda each: (each[0], each[2]))
        # One of a kind: another silence for the same reason would tell nothing new.
        alike: dict[object, Example] = {}
        for _, each, _ in found:
            alike.setdefault(each.title or each.colleague or each.reason, each)
        return list(alike.values())

    def _placed(self, rule: str, one: _Told) -> tuple[int, Example] | None:
        for rank, (when, where) in enumerate(_grains(one.at, one.places)):
            people = len(self._people[rule, when, where])
            if people >= FEWEST:
                return rank, replace(one.example, when=when, where=where, people=people)
        return None

    def _keep(self, key: tuple[str, bool], told: _Told) -> None:
        """Keep a fair sample of fixed size (Vitter 1985, algorithm R)."""
        self._count[key] += 1
        kept = self._told[key]
        if len(kept) < _KEPT:
            kept.append(told)
            return
        place = int(self._draw() * self._count[key])
        if place < _KEPT:
            kept[place] = told

    def _example(self, made: Moment, decision: Decision) -> Example:
        empty = Example(rule=made.rule, when="", where="", people=0)
        if not isinstance(decision, Offer):
            return replace(empty, reason=decision.reason.value)
        option = decision.option
        person = option.kind is OptionKind.PERSON
        shown = option.kind is not OptionKind.EPISODE or self._public(option.id)
        strong = sorted((part for part in option.parts if part.value > 0), key=lambda p: -p.value)
        return replace(
            empty,
            offered=option.kind,
            title=option.title if shown and not person else "",
            colleague=option.id if person else None,
            because=tuple(part.name for part in strong[:MOST_REASONS]),
        )


def _places(made: Moment) -> tuple[str, ...]:
    """Return where it was, the finest part first, the whole place last."""
    place, paths = made.context.place, made.context.paths
    common = (
        [folder for folder in folders(paths[0]) if all(p.startswith(folder) for p in paths)]
        if paths
        else []
    )
    return (*(f"{place}: {folder}" for folder in reversed(common)), place)


def _grains(at: datetime, places: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (time, place) from fine to coarse; where it was tells more than when."""
    for where in places:
        for when in (f"{at:%Y-%m}", f"{at.year} Q{(at.month + 2) // 3}", f"{at.year}"):
            yield when, where
    yield "", places[-1]
    yield "", ""
