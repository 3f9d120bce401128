"""Counting what came of the moments: by rule, by month, by person-week; never by person."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from journeywork.engine.moments import Moment
from journeywork.engine.options import OptionKind
from journeywork.engine.replay_report import FEWEST, Attention, Example, Month, RuleTally
from journeywork.engine.rules import Rule
from journeywork.engine.support import Decision, Offer

Week = tuple[int, int]


@dataclass(slots=True)
class _Counts:
    moments: int = 0
    offers: int = 0
    people: set[UUID] = field(default_factory=set)
    offered: Counter[OptionKind] = field(default_factory=Counter)
    silences: Counter[str] = field(default_factory=Counter)

    def add(self, made: Moment, decision: Decision) -> None:
        self.moments += 1
        self.people.add(made.person)
        if isinstance(decision, Offer):
            self.offers += 1
            self.offered[decision.option.kind] += 1
        else:
            self.silences[decision.reason.value] += 1

    def merge(self, other: "_Counts") -> None:
        self.moments += other.moments
        self.offers += other.offers
        self.people |= other.people
        self.offered += other.offered
        self.silences += other.silences

    def shown(self, key: str, title: str) -> RuleTally:
        return RuleTally(
            key=key,
            title=title,
            moments=self.moments,
            offers=self.offers,
            people=len(self.people) if len(self.people) >= FEWEST else None,
            offered=dict(self.offered.most_common()),
            silences=dict(self.silences.most_common()),
        )


class Tally:
    """Counts decisions, and the weeks in which people worked."""

    def __init__(self) -> None:
        self._rules: defaultdict[str, _Counts] = defaultdict(_Counts)
        self._whole = _Counts()
        self._months: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._months_people: defaultdict[str, set[UUID]] = defaultdict(set)
        self._weeks: dict[tuple[UUID, Week], int] = {}
        self._helped: set[UUID] = set()

    def worked(self, person: UUID, at: datetime) -> None:
        """Count that somebody did something in the week of `at`."""
        self._months_people[f"{at:%Y-%m}"].add(person)
        key = (person, at.isocalendar()[:2])
        if key not in self._weeks:
            self._weeks[key] = 0
            self._months[f"{at:%Y-%m}"]["person_weeks"] += 1

    def add(self, made: Moment, decision: Decision) -> None:
        """Count a moment and what came of it."""
        self._rules[made.rule].add(made, decision)
        self._whole.add(made, decision)
        month = self._months[f"{made.at:%Y-%m}"]
        month["moments"] += 1
        if isinstance(decision, Offer):
            month["offers"] += 1
            self._helped.add(made.person)
            key = (made.person, made.at.isocalendar()[:2])
            self._weeks[key] = self._weeks.get(key, 0) + 1

    def attention(self, rules: Sequence[Rule], examples: Sequence[Example]) -> Attention | None:
        """Return the counts; None where fewer than `FEWEST` people worked at all."""
        active = {person for person, _ in self._weeks}
        if len(active) < FEWEST:
            return None
        return Attention(
            moments=self._whole.moments,
            offers=self._whole.offers,
            people=len(self._helped) if len(self._helped) >= FEWEST else None,
            active=len(active),
            person_weeks=len(self._weeks),
            weekly=_weekly(self._weeks.values()),
            silences=dict(self._whole.silences.most_common()),
            rules=self._by_rule(rules),
            months=_months(self._months, self._months_people),
            examples=tuple(examples),
        )

    def _by_rule(self, rules: Sequence[Rule]) -> tuple[RuleTally, ...]:
        """Return a line for each rule; rules that concern few people share one."""
        shown, few = [], _Counts()
        for rule in rules:
            counts = self._rules.get(rule.key)
            if counts and len(counts.people) < FEWEST:
                few.merge(counts)
            elif counts:
                shown.append(counts.shown(rule.key, rule.title))
        shown.sort(key=lambda line: -line.moments)
        return (*shown, few.shown("", "")) if few.moments else tuple(shown)


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
    found: Mapping[str, Counter[str]], people: Mapping[str, set[UUID]]
) -> tuple[Month, ...]:
    """Return the months in which enough people worked for their figures to be nobody's."""
    return tuple(
        Month(
            first=f"{month}-01",
            moments=found[month]["moments"],
            offers=found[month]["offers"],
            person_weeks=found[month]["person_weeks"],
        )
        for month in sorted(found)
        if len(people.get(month, ())) >= FEWEST
    )
