"""Those who have nobody: why, and what would have to change. Told by counts, never by blocks."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from journeywork.engine.fit.parts import hours_said
from journeywork.engine.fit.survey import Bar, Survey, Taken

#: What a rule takes away, of so many that were left before it.
_TOOK = {
    Bar.LANGUAGE: "no language in common",
    Bar.HOURS: "too few working hours in common",
    Bar.SENIORITY: "not in the bands that the rules allow",
    Bar.DEPARTMENT: "not in a department that the rules allow",
    Bar.REPORTING: "in the reporting line",
    Bar.SAME_MANAGER: "the same manager",
    Bar.COOL_DOWN: "a pair too lately",
    Bar.MUTUAL: "would mentor each other",
}
NO_MENTORS = "there is no mentor in this round with a free place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """Somebody who has nobody: how many the rules leave, the reasons, and what would change it.

    `last` is the rule that took the last mentor, None where the rules leave some.
    """

    mentee: int
    left: int
    says: tuple[str, ...]
    changes: tuple[str, ...] = ()
    last: Bar | None = None


def unmatched(survey: Survey, mentee: int) -> Unmatched:
    """Return why a mentee has nobody."""
    taken = tuple(survey.taken(mentee))
    mentors = int((~survey.own(mentee)).sum())
    left = int(survey.open_to(mentee).sum())
    if not mentors:
        return Unmatched(mentee=mentee, left=0, says=(NO_MENTORS,))
    says = tuple(_took(each) for each in taken if each.left_after < each.left_before)
    if left:
        return Unmatched(mentee=mentee, left=left, says=(*says, *_left(left)))
    last = next(each.bar for each in taken if not each.left_after)
    changes = tuple(says for each in taken for says in _changes(survey, mentee, each))
    if not changes:
        changes = (_together(survey, mentee),)
    return Unmatched(mentee=mentee, left=0, says=says, changes=changes, last=last)


def relaxing(survey: Survey, mentees: Iterable[int]) -> dict[Bar, int]:
    """Return for how many of those without anybody each rule alone is in the way, most first."""
    found: Counter[Bar] = Counter()
    for mentee in mentees:
        found.update(each.bar for each in survey.taken(mentee) if each.alone)
    return dict(found.most_common())


def _took(each: Taken) -> str:
    gone = each.left_before - each.left_after
    return f"{_TOOK[each.bar]}: {gone} of {each.left_before}"


def _left(left: int) -> Iterator[str]:
    """Say that the rules leave some: why they have none of those is not told one by one."""
    if left == 1:
        yield "the rules leave one mentor, and the round as a whole came out otherwise"
    else:
        yield f"the rules leave {left} mentors, and the round as a whole came out otherwise"


def _changes(survey: Survey, mentee: int, each: Taken) -> Iterator[str]:
    """Say how many mentors a rule alone takes away, and what it would have to be."""
    whole, count = survey.whole, len(each.alone)
    if not count:
        return
    if each.bar is Bar.HOURS:
        found = (whole.criteria.minutes(mentee, mentor) for mentor in each.alone)
        most = max(minutes[0] for minutes in found if minutes)
        yield f"least_hours = {hours_said(most)} instead of {whole.rules.bars.least_hours:g} would do"
    elif each.bar is Bar.SENIORITY:
        yield from _bands(survey, mentee, each)
    elif each.bar is Bar.COOL_DOWN:
        days = max((whole.on - whole.met[mentee, mentor]).days for mentor in each.alone)
        yield f"cool_down_days = {days} instead of {whole.rules.bars.cool_down_days} would do"
    else:
        yield f"without the rule “{each.bar.value}” there would be {count}"


def _together(survey: Survey, mentee: int) -> str:
    """Say which rules keep away the mentor whom the fewest keep away."""
    away = survey.barred(mentee)
    many = np.sum(list(away.values()), axis=0)
    many[survey.own(mentee)] = len(away) + 1
    nearest = int(np.argmin(many))
    rules = ", ".join(f"“{bar.value}”" for bar, flags in away.items() if flags[nearest])
    return (
        f"no single rule is in the way: for the nearest mentor these would have to change: {rules}"
    )


def _bands(survey: Survey, mentee: int, each: Taken) -> Iterator[str]:
    who, bars = survey.whole.who, survey.whole.rules.bars
    mine = who.seekers[mentee].seniority or 0
    gaps = [(who.givers[mentor].seniority or 0) - mine for mentor in each.alone]
    low = [gap for gap in gaps if bars.least_gap is not None and gap < bars.least_gap]
    high = [gap for gap in gaps if bars.most_gap is not None and gap > bars.most_gap]
    if low:
        yield f"least_gap = {max(low)} instead of {bars.least_gap} would do"
    if high:
        yield f"most_gap = {min(high)} instead of {bars.most_gap} would do"
