"""Reading rules that people write: every fault is named, with what was expected instead."""

from collections.abc import Mapping
from string import Formatter
from typing import Any, TypeVar

import re2

from journeywork.engine.measures import MEASURES
from journeywork.engine.moments import Need
from journeywork.engine.options import OptionKind
from journeywork.engine.rules import Condition, Rule, Test, Wanted

LONGEST_SENTENCE = 200
MOST_CONDITIONS = 12
MOST_WORDS = 200
HIGHEST_RANK = 1000
_KEY = re2.compile(r"[a-z][a-z0-9_]{1,59}")
_NUMERIC = {Test.AT_LEAST, Test.AT_MOST}
_LISTED = {Test.ONE_OF, Test.MENTIONS}
_FIELDS = {
    "key",
    "title",
    "need",
    "says",
    "when",
    "wants",
    "once_per",
    "rank",
    "fades",
    "enabled",
}
Choice = TypeVar("Choice", Need, OptionKind, Test)


class RuleFaults(ValueError):
    """A written rule does not fit: `faults` says per field what is wrong."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {says}" for field, says in faults.items()))
        self.faults = dict(faults)


def read_rule(written: Mapping[str, Any]) -> Rule:
    """Return the rule that `written` (plain values, as in YAML or JSON) describes.

    Raises RuleFaults naming every field that does not fit, not only the first.
    """
    faults: dict[str, str] = {
        str(field)[:60]: "is not a field of a rule" for field in written if field not in _FIELDS
    }
    rule = Rule(
        key=_key(written.get("key"), faults),
        title=_sentence("title", written.get("title"), faults),
        need=_choice("need", Need, written.get("need"), faults) or Need.MORE,
        says=_template("says", written.get("says"), faults),
        when=_conditions(written.get("when"), faults),
        wants=_wants(written.get("wants"), faults),
        once_per=_once_per(written.get("once_per"), faults),
        rank=_rank(written.get("rank", 100), faults),
        fades=_flag("fades", written.get("fades", True), faults),
        enabled=_flag("enabled", written.get("enabled", True), faults),
    )
    if faults:
        raise RuleFaults(faults)
    return rule


def written(rule: Rule) -> dict[str, Any]:
    """Return a rule as plain values; `read_rule` reads it back unchanged."""
    return {
        "key": rule.key,
        "title": rule.title,
        "need": rule.need.value,
        "says": rule.says,
        "when": [_written_condition(condition) for condition in rule.when],
        "wants": [kind.value for kind in rule.wants],
        "once_per": list(rule.once_per),
        "rank": rule.rank,
        "fades": rule.fades,
        "enabled": rule.enabled,
    }


def _written_condition(condition: Condition) -> dict[str, Any]:
    value = condition.value
    plain = list(value) if isinstance(value, tuple) else value
    return {
        "measure": condition.measure,
        "test": condition.test.value,
        "value": plain,
        "why": condition.why,
    }


def _key(found: object, faults: dict[str, str]) -> str:
    if isinstance(found, str) and _KEY.fullmatch(found):
        return found
    faults["key"] = "must be 2 to 60 small letters, digits and underscores, a letter first"
    return ""


def _sentence(field: str, found: object, faults: dict[str, str]) -> str:
    if isinstance(found, str) and 0 < len(found.strip()) <= LONGEST_SENTENCE:
        return found.strip()
    faults[field] = f"must be a text of 1 to {LONGEST_SENTENCE} characters"
    return ""


def _template(field: str, found: object, faults: dict[str, str]) -> str:
    text = _sentence(field, found, faults)
    try:
        for _, name, form, conversion in Formatter().parse(text):
            if name is not None and (name not in MEASURES or form or conversion):
                faults[field] = f"{{{name}}} is not a measure; these are: {', '.join(MEASURES)}"
    except ValueError:
        faults[field] = "has a brace without its other half; write {{ for a brace itself"
    return text


def _choice(
    field: str, among: type[Choice], found: object, faults: dict[str, str]
) -> Choice | None:
    for choice in among:
        if found == choice.value:
            return choice
    faults[field] = f"must be one of: {', '.join(choice.value for choice in among)}"
    return None


def _conditions(found: object, faults: dict[str, str]) -> tuple[Condition, ...]:
    if not isinstance(found, list) or not 0 < len(found) <= MOST_CONDITIONS:
        faults["when"] = f"must be a list of 1 to {MOST_CONDITIONS} conditions"
        return ()
    read = [_condition(f"when.{number}", each, faults) for number, each in enumerate(found)]
    return tuple(condition for condition in read if condition)


def _condition(field: str, found: object, faults: dict[str, str]) -> Condition | None:
    if not isinstance(found, dict) or not {"measure", "test", "value"} <= set(found):
        faults[field] = "must have measure, test, value, and may have why"
        return None
    measure = MEASURES.get(str(found["measure"]))
    if measure is None:
        faults[f"{field}.measure"] = f"must be one of: {', '.join(MEASURES)}"
        return None
    test = _choice(f"{field}.test", Test, found["test"], faults)
    if test is None:
        return None
    why = found.get("why", "")
    return Condition(
        measure=measure.name,
        test=test,
        value=_value(f"{field}.value", found["value"], test, faults, numeric=measure.numeric),
        why=_template(f"{field}.why", why, faults) if why else "",
    )


def _value(
    field: str, found: object, test: Test, faults: dict[str, str], *, numeric: bool
) -> Wanted:
    if test in _LISTED:
        return _listed(field, found, faults, numeric=numeric)
    if numeric:
        if isinstance(found, int | float) and not isinstance(found, bool):
            return found
        faults[field] = "must be a number"
    elif test in _NUMERIC:
        faults[field] = "cannot be compared as a number: this measure is a text"
    elif isinstance(found, str) and len(found) <= LONGEST_SENTENCE:
        return found
    else:
        faults[field] = f"must be a text of at most {LONGEST_SENTENCE} characters"
    return 0


def _listed(field: str, found: object, faults: dict[str, str], *, numeric: bool) -> Wanted:
    fits = isinstance(found, list) and 0 < len(found) <= MOST_WORDS and not numeric
    if fits and isinstance(found, list) and all(isinstance(each, str) for each in found):
        return tuple(str(each)[:LONGEST_SENTENCE] for each in found)
    faults[field] = f"must be a list of 1 to {MOST_WORDS} texts, for a measure that is a text"
    return ()


#: An opportunity is brought along, not looked for by a rule.
_SOUGHT = [kind.value for kind in OptionKind if kind is not OptionKind.OPPORTUNITY]


def _wants(found: object, faults: dict[str, str]) -> tuple[OptionKind, ...]:
    if not isinstance(found, list) or not found or OptionKind.OPPORTUNITY.value in found:
        faults["wants"] = f"must list some of: {', '.join(_SOUGHT)}"
        return ()
    read = [_choice("wants", OptionKind, each, faults) for each in found[: len(OptionKind)]]
    return tuple(dict.fromkeys(kind for kind in read if kind))


def _once_per(found: object, faults: dict[str, str]) -> tuple[str, ...]:
    if isinstance(found, list) and found and all(name in MEASURES for name in found):
        return tuple(found)
    faults["once_per"] = f"must list some of: {', '.join(MEASURES)}"
    return ()


def _rank(found: object, faults: dict[str, str]) -> int:
    if isinstance(found, int) and not isinstance(found, bool) and 0 < found <= HIGHEST_RANK:
        return found
    faults["rank"] = f"must be a whole number from 1 to {HIGHEST_RANK}"
    return HIGHEST_RANK


def _flag(field: str, found: object, faults: dict[str, str]) -> bool:
    if isinstance(found, bool):
        return found
    faults[field] = "must be true or false"
    return False
