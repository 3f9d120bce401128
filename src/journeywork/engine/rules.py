"""Rules that see moments: data an organisation can read, change and try out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter
from typing import Any

from journeywork.engine.experience import Familiarity
from journeywork.engine.measures import MEASURES, Value, shown
from journeywork.engine.moments import BREAKPOINTS, CardChange, Finding, Need, Sight
from journeywork.engine.options import OptionKind
from journeywork.engine.work import WorkEvent

Wanted = int | float | str | tuple[str, ...]


class Test(StrEnum):
    """How a condition compares what is measured with its value."""

    __test__ = False

    AT_LEAST = "at least"
    AT_MOST = "at most"
    IS = "is"
    IS_NOT = "is not"
    ONE_OF = "is one of"
    MENTIONS = "mentions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing that must hold; `why` says so in words that may name measures in braces."""

    measure: str
    test: Test
    value: Wanted
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When all of `when` hold there is a moment of `need`, told as `says`.

    `wants` are the kinds of option that make sense, best first. `once_per` names the
    measures that make two sightings the same moment. `rank` orders rules that see the same
    event: 1 speaks first. `fades` tells that the rule falls silent for people who do well
    without it.
    """

    key: str
    title: str
    need: Need
    says: str
    when: tuple[Condition, ...]
    wants: tuple[OptionKind, ...]
    once_per: tuple[str, ...]
    rank: int
    fades: bool = True
    enabled: bool = True


def holds(condition: Condition, sight: Sight) -> bool:
    """Tell whether `condition` holds; what was never measured holds nothing."""
    found = MEASURES[condition.measure].read(sight)
    return found is not None and _TESTS[condition.test](found, condition.value)


def _mentions(found: Any, wanted: Any) -> bool:
    listed = (wanted,) if isinstance(wanted, str) else wanted
    return any(word in found for word in listed)


_TESTS: Mapping[Test, Any] = {
    Test.AT_LEAST: lambda found, wanted: found >= wanted,
    Test.AT_MOST: lambda found, wanted: found <= wanted,
    Test.IS: lambda found, wanted: found == wanted,
    Test.IS_NOT: lambda found, wanted: found != wanted,
    Test.ONE_OF: lambda found, wanted: found in wanted,
    Test.MENTIONS: _mentions,
}


def detect(
    event: WorkEvent,
    familiarity: Familiarity,
    rules: Sequence[Rule],
    *,
    idle_hours: float = 0.0,
    changed: CardChange | None = None,
) -> tuple[Finding, ...]:
    """Return what the rules see at `event`, first rank first; nothing without a person.

    `familiarity` is what was known before the event (`Experience.familiarity`).
    """
    if familiarity.person is None:
        return ()
    sight = Sight(event=event, familiarity=familiarity, idle_hours=idle_hours, changed=changed)
    found = [
        _finding(rule, sight)
        for rule in rules
        if rule.enabled and all(holds(condition, sight) for condition in rule.when)
    ]
    return tuple(sorted(found, key=lambda finding: finding.rank))


def _finding(rule: Rule, sight: Sight) -> Finding:
    known, event = sight.familiarity, sight.event
    assert known.person is not None
    seen = {c.measure: _noted(c, sight) for c in rule.when}
    news = sight.changed if _about_change(rule) else None
    return Finding(
        rule=rule.key,
        need=rule.need,
        person=known.person,
        at=event.at,
        event=event,
        says=worded(rule.says, sight),
        reasons=tuple(worded(c.why, sight) for c in rule.when if c.why),
        because={MEASURES[name].says: shown(value) for name, value in seen.items()},
        wants=rule.wants,
        once=_once(rule, sight),
        rank=rule.rank,
        breakpoint=event.type in BREAKPOINTS,
        unaided=known.unaided if rule.fades else 0.0,
        about=news.card if news else None,
        news_at=news.at if news else None,
    )


def _noted(condition: Condition, sight: Sight) -> Value:
    """Return what a condition saw: of many words only those it looked for."""
    found = MEASURES[condition.measure].read(sight)
    if isinstance(found, frozenset):
        looked = (condition.value,) if isinstance(condition.value, str) else condition.value
        return found & frozenset(looked) if isinstance(looked, tuple) else found
    return found


def _about_change(rule: Rule) -> bool:
    return any(condition.measure == "changed_card" for condition in rule.when)


def _once(rule: Rule, sight: Sight) -> str:
    parts = [str(shown(MEASURES[name].read(sight))) for name in rule.once_per]
    return "|".join([rule.key, str(sight.familiarity.person), *parts])


def worded(template: str, sight: Sight) -> str:
    """Fill the measures named in braces; a faulty template would have been refused."""
    pieces = []
    for text, name, _, _ in Formatter().parse(template):
        pieces.append(text)
        if name is not None:
            pieces.append(str(shown(MEASURES[name].read(sight))))
    return "".join(pieces)
