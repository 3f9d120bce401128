"""Counting what came of the moments: by rule, by month, by person-week; never by person."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from journeywork.engine.moments import Moment
from journeywork.engine.options import OptionKind
from journeywork.engine.replay_report import FEWEST, Attention, Example, Month, RuleTally
from journeywork.engine.rules import Rule
from journeywork.engine.support import Decision, Offer

Week = tuple[int, int]
Name = TypeVar("Name", OptionKind, str)


@dataclass(slots=True)
class _Times:
    """How often something came, and to whom."""

    times: int = 0
    people: set[UUID] = field(default_factory=set)

    def add(self, person: UUID) -> None:
        self.times += 1
        self.people.add(person)

    def merge(self, other: "_Times") -> None:
        self.times += other.times
        self.people |= other.people


@dataclass(slots=True)
class _Counts:
    all: _Times = field(default_factory=_Times)
    offers: _Times = field(default_factory=_Times)
    offered: defaultdict[OptionKind, _Times] = field(default_factory=lambda: defaultdict(_Times))
    silences: defaultdict[str, _Times] = field(default_factory=lambda: defaultdict(_Times))
    months: Counter[tuple[str, str]] = field(default_factory=Counter)
    weeks: Counter[tuple[UUID, Week]] = field(default_factory=Counter)

    def add(self, made: Moment, decision: Decision) -> None:
        month = f"{made.at:%Y-%m}"
        self.all.add(made.person)
        self.months[month, "moments"] += 1
        if isinstance(decision, Offer):
            self.offers.add(made.person)
            self.offered[decision.option.kind].add(made.person)
            self.months[month, "offers"] += 1
            self.weeks[made.person, made.at.isocalendar()[:2]] += 1
        else:
            self.silences[decision.reason.value].add(made.person)

    def merge(self, other: "_Counts") -> None:
        self.all.merge(other.all)
        self.offers.merge(other.offers)
        for kind, times in other.offered.items():
            self.offered[kind].merge(times)
        for reason, times in other.silences.items():
            self.silences[reason].merge(times)
        self.months += other.months
        self.weeks += other.weeks

    def shown(self, key: str, title: str) -> RuleTally:
        return RuleTally(
            key=key,
            title=title,
            moments=self.all.times,
            offers=self.offers.times,
            people=len(self.all.people),
            offered=_of_enough(self.offered),
            silences=_of_enough(self.silences),
        )


class Tally:
    """Counts decisions, and the weeks in which people worked."""

    def __init__(self) -> None:
        self._rules: defaultdict[str, _Counts] = defaultdict(_Counts)
        self._months: Counter[str] = Counter()
        self._months_people: defaultdict[str, set[UUID]] = defaultdict(set)
        self._weeks: set[tuple[UUID, Week]] = set()

    def worked(self, person: UUID, at: datetime) -> None:
        """Count that somebody did something in the week of `at`."""
        self._months_people[f"{at:%Y-%m}"].add(person)
        key = (person, at.isocalendar()[:2])
        if key not in self._weeks:
            self._weeks.add(key)
            self._months[f"{at:%Y-%m}"] += 1

    def add(self, made: Moment, decision: Decision) -> None:
        """Count a moment and what came of it."""
        self._rules[made.rule].add(made, decision)

    def attention(self, rules: Sequence[Rule], examples: Sequence[Example]) -> Attention | None:
        """Return the counts; None where fewer than `FEWEST` people worked at all.

        Rules that concern fewer than `FEWEST` people together are in none of the figures.
        """
        active = {person for person, _ in self._weeks}
        if len(active) < FEWEST:
            return None
        own, few = self._parted(rules)
        left_out = 0 < len(few.all.people) < FEWEST
        whole = _Counts()
        for counts in (*own.values(), *(() if left_out else (few,))):
            whole.merge(counts)
        helped, weeks = len(whole.offers.people), self._weeks | whole.weeks.keys()
        return Attention(
            moments=whole.all.times,
            offers=whole.offers.times,
            people=helped if helped >= FEWEST else None,
            active=len(active),
            person_weeks=len(weeks),
            weekly=_weekly(whole.weeks[week] for week in weeks),
            silences=_of_enough(whole.silences),
            rules=_lines(rules, own, None if left_out else few),
            months=_months(self._months, whole.months, self._months_people),
            examples=tuple(examples),
            left_out=left_out,
        )

    def _parted(self, rules: Sequence[Rule]) -> tuple[dict[str, _Counts], _Counts]:
        """Return the counts of rules that concern enough people, and those of all others."""
        own, few = {}, _Counts()
        for rule in rules:
            counts = self._rules.get(rule.key)
            if counts and len(counts.all.people) < FEWEST:
                few.merge(counts)
            elif counts:
                own[rule.key] = counts
        return own, few


def _lines(
    rules: Sequence[Rule], own: Mapping[str, _Counts], few: _Counts | None
) -> tuple[RuleTally, ...]:
    """Return a line for each rule; rules that concern few people share one."""
    shown = [own[rule.key].shown(rule.key, rule.title) for rule in rules if rule.key in own]
    shown.sort(key=lambda line: -line.moments)
    return (*shown, few.shown("", "")) if few and few.all.times else tuple(shown)


def _of_enough(found: Mapping[Name, _Times]) -> dict[Name, int]:
    """Return how often each came, the most first; what concerns few people is left out."""
    shown = {key: one.times for key, one in found.items() if len(one.people) >= FEWEST}
    return dict(sorted(shown.items(), key=lambda each: -each[1]))


def _weekly(offers: Iterable[int]) -> tuple[int, ...]:
    """Count weeks by their offers; the last number is of so many or more.

    Few weeks at the end are counted with those before: they may all be one person's.
    """
    counts = Counter(offers)
    weekly = [counts[number] for number in range(max(counts, default=0) + 1)]
    while len(weekly) > 2 and weekly[-1] < FEWEST:  # noqa: PLR2004 -- none, and some
        last = weekly.pop()
        weekly[-1] += last
    return tuple(weekly)


def _months(
    weeks: Mapping[str, int],
    counts: Mapping[tuple[str, str], int],
    people: Mapping[str, set[UUID]],
) -> tuple[Month, ...]:
    """Return the months in which enough people worked for their figures to be nobody's."""
    return tuple(
        Month(
            first=f"{month}-01",
            moments=counts[month, "moments"],
            offers=counts[month, "offers"],
            person_weeks=weeks[month],
        )
        for month in sorted(people)
        if len(people[month]) >= FEWEST
    )
