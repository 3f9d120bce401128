"""Reading the rules of a round from TOML: every fault with its line and what was expected.

like = "mentoring"            # where everything that is not said comes from

[weights]
skills = 60

[bars]
least_hours = 3
departments = "must differ"

[bands]                        # names of seniority, lowest first
names = ["junior", "senior", "lead"]

["also called"]                # other names of a skill
Kubernetes = ["our platform"]
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import re2

from journeywork.engine.fit.rules import PROGRAMMES, SETTINGS, Departments, Rules, Setting
from journeywork.engine.fit.skills import phrase

TABLES = ("weights", "bars", "scales", "bands", "also called")
MOST_NAMES, LONGEST_NAME = 200, 80
_AT = re2.compile(r"(.*) \(at (?:line ([0-9]+), column [0-9]+|end of document)\)")
_SETTINGS: Mapping[tuple[str, str], Setting] = {(one.table, one.name): one for one in SETTINGS}


class RulesFault(ValueError):
    """Rules do not fit: `faults` says on which line (from 1) what is wrong."""

    def __init__(self, faults: tuple[tuple[int, str], ...]) -> None:
        super().__init__("; ".join(f"line {line}: {says}" for line, says in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class WrittenRules:
    """What a rules file says: the rules, names of seniority with their numbers, and `like` what."""

    rules: Rules
    bands: Mapping[str, int]
    like: str = "mentoring"


@dataclass
class _Reading:
    lines: list[str]
    faults: list[tuple[int, str]] = field(default_factory=list)

    def wrong(self, says: str, table: str = "", name: str = "") -> None:
        """Note a fault at the line of a name in a table."""
        self.faults.append((self._line(table, name), says))

    def _line(self, table: str, name: str) -> int:
        """Return the line on which a name stands, else that of its table, else the first."""
        within, found = "", 1
        for number, line in enumerate(self.lines, 1):
            said = line.split("#", 1)[0].strip()
            if said.startswith("["):
                within = said.strip("[] \t").strip("\"'")
                found = number if within == table else found
            elif within == table and _key(said) == name:
                return number
        return found


def read_rules(text: str) -> WrittenRules:
    """Return the rules that a TOML file says; raises RulesFault with every fault in it."""
    reading = _Reading(text.splitlines())
    written = _toml(text)
    like = _like(written, reading)
    rules = PROGRAMMES[like]
    for name, value in written.items():
        if name != "like" and (name not in TABLES or not isinstance(value, dict)):
            says = f"“{name[:40]}” is not known; tables are: {', '.join(TABLES)}"
            reading.wrong(says, "" if not isinstance(value, dict) else name, name)
    for table in ("weights", "bars", "scales"):
        said = written.get(table)
        if isinstance(said, dict):
            values = _values(table, said, reading)
            rules = replace(rules, **{table: replace(getattr(rules, table), **values)})
    rules = replace(rules, also_called=_also_called(written.get("also called"), reading))
    _agree(rules, reading)
    bands = _bands(written.get("bands"), reading)
    if reading.faults:
        raise RulesFault(tuple(sorted(reading.faults)))
    return WrittenRules(rules, bands, like)


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        at = _AT.fullmatch(str(fault))
        line = int(at[2]) if at and at[2] else len(text.splitlines()) or 1
        says = at[1] if at else str(fault)
        raise RulesFault(((line, f"is not TOML: {says[:1].lower()}{says[1:]}"),)) from None
    except (ValueError, RecursionError):
        raise RulesFault(((1, "is not TOML"),)) from None


def _like(written: Mapping[str, Any], reading: _Reading) -> str:
    like = written.get("like", "mentoring")
    if isinstance(like, str) and like in PROGRAMMES:
        return like
    reading.wrong(f"like must be one of: {', '.join(PROGRAMMES)}", "", "like")
    return "mentoring"


def _values(table: str, said: Mapping[str, Any], reading: _Reading) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in said.items():
        setting = _SETTINGS.get((table, name))
        if setting is None:
            may = ", ".join(one for of, one in _SETTINGS if of == table)
            reading.wrong(f"“{name[:40]}” is not known; {table} are: {may}", table, name)
            continue
        fault, kept = _value(setting, value)
        if fault:
            reading.wrong(f"{name} {fault}", table, name)
        else:
            found[name] = kept
    return found


def _value(setting: Setting, value: object) -> tuple[str, Any]:
    """Return what is wrong with a value, or "" and the value as it is kept."""
    if setting.name == "departments":
        kinds = {kind.value: kind for kind in Departments}
        if isinstance(value, str) and value in kinds:
            return "", kinds[value]
        return f"must be one of: {', '.join(kinds)}", None
    if setting.name in FLAGS:
        return ("", value) if isinstance(value, bool) else ("must be true or false", None)
    if setting.name in _BOUNDS and value is False:
        return "", None
    exact = int if setting.name not in _IN_HOURS else (int, float)
    fits = isinstance(value, exact) and not isinstance(value, bool)
    if not fits or not setting.least <= value <= setting.most:  # type: ignore[operator]
        kind = "number" if setting.name in _IN_HOURS else "whole number"
        return f"must be a {kind} from {setting.least:g} to {setting.most:g}", None
    return "", value


#: What is on or off.
FLAGS = {"common_language", "reporting_line", "same_manager", "mutual", "cool_down_yields"}
_BOUNDS = {"least_gap", "most_gap"}
_IN_HOURS = {"least_hours", "enough_hours"}


def _agree(rules: Rules, reading: _Reading) -> None:
    bars, scales = rules.bars, rules.scales
    if bars.least_gap is not None and bars.most_gap is not None and bars.least_gap > bars.most_gap:
        reading.wrong(
            "least_gap is greater than most_gap: nobody would be left", "bars", "least_gap"
        )
    if scales.best_gap_from > scales.best_gap_to:
        reading.wrong("best_gap_from is greater than best_gap_to", "scales", "best_gap_from")
    if not rules.weights.most:
        reading.wrong("every weight is 0: nothing would count", "weights", "")


def _bands(said: object, reading: _Reading) -> dict[str, int]:
    if said is None:
        return {}
    named = said.get("names") if isinstance(said, dict) else None
    if not isinstance(said, dict) or set(said) != {"names"} or not _texts(named):
        reading.wrong('must be names = ["junior", "senior"], lowest first', "bands", "names")
        return {}
    plain = [" ".join(str(name).casefold().split()) for name in named or ()]
    if len(set(plain)) < len(plain):
        reading.wrong("a band stands twice", "bands", "names")
    return {name: number for number, name in enumerate(plain, 1)}


def _also_called(said: object, reading: _Reading) -> tuple[tuple[str, ...], ...]:
    groups = []
    for name, others in said.items() if isinstance(said, dict) else ():
        if not _texts(others) or not all(phrase(each) for each in (name, *others)):
            says = f'“{name[:40]}” must be followed by names, such as ["k8s", "our platform"]'
            reading.wrong(says, "also called", name)
        else:
            groups.append((name, *others))
    return tuple(groups)


def _texts(found: object) -> bool:
    return (
        isinstance(found, list)
        and 0 < len(found) <= MOST_NAMES
        and all(isinstance(each, str) and 0 < len(each) <= LONGEST_NAME for each in found)
    )


def _key(line: str) -> str:
    """Return the name before the equals sign, without quotation marks."""
    return line.split("=", 1)[0].strip().strip("\"'") if "=" in line else ""
