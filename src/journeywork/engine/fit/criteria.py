"""What everything but skills and goals counts for two people: points by their categories.

Each criterion is a small table: people fall into categories (their working time, their band,
their department), and points stand for two categories, or that it is barred.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.fit.hours import Shared, shared
from journeywork.engine.fit.participants import Participant
from journeywork.engine.fit.rules import UNIT, Departments, Rules
from journeywork.engine.matching.market import NEVER, Table
from journeywork.engine.people import WorkingTime

Category = TypeVar("Category", bound=Hashable)
_THIRD = 3


class Criterion(StrEnum):
    """What a table of the market is about, in the order of the market's tables."""

    HOURS = "hours"
    SPOKEN = "spoken"
    SENIORITY = "seniority"
    LANGUAGES = "languages"
    DEPARTMENT = "department"
    FRESHNESS = "freshness"


@dataclass(frozen=True, eq=False)
class Criteria:
    """The tables of a market by criterion, and the hours that lie behind one of them."""

    tables: dict[Criterion, Table]
    shared: Shared
    seeker_hours: NDArray[np.int32]
    giver_hours: NDArray[np.int32]

    def minutes(self, seeker: int, giver: int) -> tuple[int, int] | None:
        """Return the minutes a week in common, least and most of a year; None for not known."""
        row, column = int(self.seeker_hours[seeker]), int(self.giver_hours[giver])
        if row >= len(self.shared.least) or column >= self.shared.least.shape[1]:
            return None
        return int(self.shared.least[row, column]), int(self.shared.most[row, column])


def criteria(
    seekers: Sequence[Participant], givers: Sequence[Participant], rules: Rules, *, on: date
) -> Criteria:
    """Return the tables of all criteria for the people of a round on a day."""
    rows, left = _hours(seekers)
    columns, right = _hours(givers)
    both = shared(rows, columns, on=on)

    def by(of: Callable[[Participant], Category], points: "_Points[Category]") -> Table:
        return _table(seekers, givers, of, points)

    tables = {
        Criterion.HOURS: Table(left, right, _hour_points(both.least, rules)),
        Criterion.SPOKEN: by(lambda each: frozenset(each.languages), _spoken(rules)),
        Criterion.SENIORITY: by(lambda each: each.seniority, _seniority(rules)),
        Criterion.LANGUAGES: by(_languages_of, _liked(rules)),
        Criterion.DEPARTMENT: by(lambda each: " ".join(each.department.casefold().split()), _departments(rules)),
        Criterion.FRESHNESS: by(lambda each: _freshness(each, rules, on), _fresh(rules)),
    }  # fmt: skip
    return Criteria(tables, both, left, right)


_Points = Callable[[Category, Category], int]


def _table(
    seekers: Sequence[Participant],
    givers: Sequence[Participant],
    of: Callable[[Participant], Category],
    points: "_Points[Category]",
) -> Table:
    rows = {each: number for number, each in enumerate(dict.fromkeys(map(of, seekers)))}
    columns = {each: number for number, each in enumerate(dict.fromkeys(map(of, givers)))}
    cells = [[points(row, column) for column in columns] for row in rows]
    return Table(
        np.array([rows[of(each)] for each in seekers], np.int32),
        np.array([columns[of(each)] for each in givers], np.int32),
        np.array(cells, np.int32).reshape(len(rows), len(columns)),
    )


def _hours(each: Sequence[Participant]) -> tuple[list[WorkingTime], NDArray[np.int32]]:
    """Return the different working times, and which is whose; the number after the last: unknown."""
    known = dict.fromkeys(one.hours for one in each if one.hours is not None)
    numbers = {hours: number for number, hours in enumerate(known)}
    unknown = len(numbers)
    of = [unknown if one.hours is None else numbers[one.hours] for one in each]
    return list(numbers), np.array(of, np.int32)


def _hour_points(minutes: NDArray[np.int32], rules: Rules) -> NDArray[np.int32]:
    """Return the points of hours in common; hours that are not known bar nothing and add none."""
    enough = round(rules.scales.enough_hours * 60)
    points = rules.weights.hours * UNIT * np.minimum(minutes, enough).astype(np.int64) // enough
    points = np.where(minutes < round(rules.bars.least_hours * 60), NEVER, points)
    return np.pad(points.astype(np.int32), ((0, 1), (0, 1)))


def _spoken(rules: Rules) -> "_Points[frozenset[str]]":
    def points(one: frozenset[str], other: frozenset[str]) -> int:
        barred = rules.bars.common_language and one and other and not one & other
        return NEVER if barred else 0

    return points


def _languages_of(each: Participant) -> tuple[str, frozenset[str]]:
    return (each.languages[0] if each.languages else "", frozenset(each.languages))


def _liked(rules: Rules) -> "_Points[tuple[str, frozenset[str]]]":
    """Full points for the same best language, half where the mentee's is one of the mentor's."""
    whole = rules.weights.languages * UNIT

    def points(one: tuple[str, frozenset[str]], other: tuple[str, frozenset[str]]) -> int:
        if not one[0] or one[0] not in other[1]:
            return 0
        return whole if one[0] == other[0] else whole // 2

    return points


def _seniority(rules: Rules) -> "_Points[int | None]":
    whole, bars, scales = rules.weights.seniority * UNIT, rules.bars, rules.scales

    def points(one: int | None, other: int | None) -> int:
        if one is None or other is None:
            return 0
        gap = other - one
        low = bars.least_gap is not None and gap < bars.least_gap
        if low or (bars.most_gap is not None and gap > bars.most_gap):
            return NEVER
        beside = max(scales.best_gap_from - gap, gap - scales.best_gap_to, 0)
        return whole * max(0, _THIRD - beside) // _THIRD

    return points


def _departments(rules: Rules) -> "_Points[str]":
    wish, whole = rules.bars.departments, rules.weights.department * UNIT

    def points(one: str, other: str) -> int:
        if not one or not other or wish is Departments.ANY:
            return 0
        if wish in (Departments.PREFER_SAME, Departments.PREFER_OTHER):
            return whole if (one == other) is (wish is Departments.PREFER_SAME) else 0
        return 0 if (one == other) is (wish is Departments.SAME) else NEVER

    return points


def _freshness(each: Participant, rules: Rules, on: date) -> int:
    """Return how fresh it is what somebody said of themselves: 2, 1 or 0."""
    if each.confirmed_on is None:
        return 0
    days = (on - each.confirmed_on).days
    return 2 if days <= rules.scales.fresh_days else int(days <= 2 * rules.scales.fresh_days)


def _fresh(rules: Rules) -> "_Points[int]":
    return lambda one, other: rules.weights.freshness * UNIT * min(one, other) // 2
