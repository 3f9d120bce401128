"""What stands in one cell of a table of participants; each fault says what was expected."""

from collections.abc import Mapping
from datetime import date, time

import re2

from journeywork.engine.fit.participants import Role, Wanted
from journeywork.engine.fit.skills import phrase
from journeywork.engine.gate import GateFault, check_text
from journeywork.engine.people import Skill

MOST_ENTRIES, LONGEST_NAME = 40, 80
#: The level of a skill for which none is given.
USUAL_LEVEL, USUAL_WEIGHT = 4, 2
_LEVELS = {"beginner": 1, "basic": 2, "intermediate": 3, "advanced": 4, "expert": 5}
_WEIGHTS = {"low": 1, "nice": 1, "medium": 2, "high": 3, "must": 3}
_ROLES = {
    "mentor": Role.MENTOR,
    "coach": Role.MENTOR,
    "buddy": Role.MENTOR,
    "mentee": Role.MENTEE,
    "protege": Role.MENTEE,
    "learner": Role.MENTEE,
    "new hire": Role.MENTEE,
    "both": Role.BOTH,
    "mentor mentee": Role.BOTH,
    "mentor and mentee": Role.BOTH,
    "mentee and mentor": Role.BOTH,
    "mentee mentor": Role.BOTH,
    "none": Role.NONE,
    "not taking part": Role.NONE,
}
_DAYS = (
    ("monday", "montag"),
    ("tuesday", "dienstag"),
    ("wednesday", "mittwoch"),
    ("thursday", "donnerstag"),
    ("friday", "freitag"),
    ("saturday", "samstag"),
    ("sunday", "sonntag"),
)
_SHORTEST_DAY = 2
_EMPTY = {"", "-", "\u2013", "n/a", "na", "none", "null"}
_HOURS = re2.compile(
    r"([0-9]{1,2})(?::([0-9]{2}))?\s*(?:-|\x{2013}|to|bis)\s*([0-9]{1,2})(?::([0-9]{2}))?"
)
_GRADED = re2.compile(r"(.*\S)\s*(?::\s*([0-9A-Za-z-]+)|\(\s*([0-9A-Za-z-]+)\s*\))")
_PAST = re2.compile(r"(.*\S)\s*[\s@:(]\s*([0-9]{4}-[0-9]{2}-[0-9]{2})\)?")
_ADDRESS = re2.compile(r"[^@\s]+@[^@\s]+")
_MOST_DIGITS = 6
#: What a formula that begins with a sign has, and a name has not.
_CALLS = frozenset("(|!")


class CellFault(ValueError):
    """A cell does not fit; says what was expected."""


def text(cell: str) -> str:
    """Return a cell on one line that can be stored, shown, and opened in a spreadsheet."""
    try:
        found = check_text(" ".join(cell.split()), longest=LONGEST_NAME, lines=False)
    except GateFault as fault:
        raise CellFault(fault.says) from None
    if found.startswith(("=", "@")) or (found.startswith(("+", "-")) and _CALLS & set(found)):
        raise CellFault("begins like a formula of a spreadsheet")
    return found


def address(cell: str) -> str:
    """Return an e-mail address."""
    found = text(cell)
    if found and not _ADDRESS.fullmatch(found):
        raise CellFault("does not look like an e-mail address")
    return found


def role(cell: str) -> Role | None:
    """Return a role, None for an empty cell."""
    words = " ".join("".join(s if s.isalnum() else " " for s in cell.casefold()).split())
    if not words:
        return None
    if words not in _ROLES:
        raise CellFault("must be mentor, mentee, both or none")
    return _ROLES[words]


def entries(cell: str) -> tuple[str, ...]:
    """Return the entries of a list: between semicolons, bars or lines; else between commas."""
    if cell.strip().casefold() in _EMPTY:
        return ()
    strong = cell.replace("|", ";").replace("\n", ";")
    parts = strong.split(";") if ";" in strong else cell.split(",")
    found = tuple(dict.fromkeys(text(part) for part in parts if part.strip()))
    if len(found) > MOST_ENTRIES:
        raise CellFault(f"takes at most {MOST_ENTRIES} entries")
    return found


def wanted(cell: str) -> tuple[Wanted, ...]:
    """Return skills to learn, each with how much it is wanted."""
    return tuple(
        Wanted(name=name, weight=grade or USUAL_WEIGHT)
        for name, grade in (_graded(entry, _WEIGHTS, 3) for entry in entries(cell))
    )


def offered(cell: str) -> tuple[Skill, ...]:
    """Return skills to teach, each with its level."""
    return tuple(
        Skill(name=name, level=grade or USUAL_LEVEL)
        for name, grade in (_graded(entry, _LEVELS, 5) for entry in entries(cell))
    )


def goals(cell: str) -> tuple[str, ...]:
    """Return goals; each must have a word to be compared by."""
    return tuple(_named(goal) for goal in entries(cell))


def whole(cell: str, *, least: int, most: int, otherwise: int) -> int:
    """Return a whole number; `otherwise` for an empty cell."""
    digits = cell.strip().removesuffix(".0")
    if digits.casefold() in _EMPTY:
        return otherwise
    plain = digits.removeprefix("-")
    fits = plain.isascii() and plain.isdigit() and len(plain) <= _MOST_DIGITS
    if not fits or not least <= int(digits) <= most:
        raise CellFault(f"must be a whole number from {least} to {most}")
    return int(digits)


def seniority(cell: str, bands: Mapping[str, int]) -> int | None:
    """Return a band by its number or its name, None for an empty cell."""
    said = " ".join(cell.casefold().split())
    if said in _EMPTY:
        return None
    if said in bands:
        return bands[said]
    try:
        return whole(cell, least=0, most=100, otherwise=0)
    except CellFault:
        named = f", or one of: {', '.join(bands)}" if bands else ""
        raise CellFault(f"must be a whole number from 0 to 100{named}") from None


def day(cell: str) -> date | None:
    """Return a day such as 2026-05-01, None for an empty cell."""
    said = cell.strip()
    if said.casefold() in _EMPTY:
        return None
    try:
        return date.fromisoformat(said[:10] if said[10:11] in ("T", " ") else said)
    except ValueError:
        raise CellFault("must be a day such as 2026-05-01") from None


def past(entry: str) -> tuple[str, date]:
    """Return with whom and when last from an entry such as `e1003 2025-06-30`."""
    found = _PAST.fullmatch(entry)
    last = day(found[2]) if found else None
    if found is None or last is None:
        raise CellFault("needs whom and when last, such as e1003 2025-06-30")
    return found[1].rstrip("@:( "), last


def hours(cell: str) -> tuple[time, time]:
    """Return from when to when somebody works; an end before the start is a night shift.

    A whole day is from 0:00 to 0:00, which may be written 24:00.
    """
    if cell.strip().casefold() in _EMPTY:
        return time(9), time(17)
    found = _HOURS.fullmatch(cell.strip().casefold())
    try:
        if found:
            starts = time(int(found[1]), int(found[2] or 0))
            until = (int(found[3]), int(found[4] or 0))
            ends = time(*until) if until != (24, 0) else time(0)
            if starts != ends or starts == time(0):
                return starts, ends
    except ValueError:
        pass
    raise CellFault("must be hours such as 09:00-17:00")


def days(cell: str) -> frozenset[int]:
    """Return working days (Monday is 1) from `Mon-Thu`, `Mo-Fr`, `Mon, Wed` or `1-5`."""
    if cell.strip().casefold() in _EMPTY:
        return frozenset({1, 2, 3, 4, 5})
    found: set[int] = set()
    for part in cell.replace("\u2013", "-").replace(";", ",").split(","):
        first, _, last = part.strip().partition("-")
        begins, ends = _weekday(first), _weekday(last or first)
        found.update((begins + step - 1) % 7 + 1 for step in range((ends - begins) % 7 + 1))
    return frozenset(found)


def _weekday(said: str) -> int:
    said = said.strip().casefold()
    if said.isascii() and said.isdigit() and len(said) == 1 and 1 <= int(said) <= len(_DAYS):
        return int(said)
    plain = said.removesuffix(".")
    for number, names in enumerate(_DAYS, 1):
        named = any(name.startswith(plain) or plain == f"{name}s" for name in names)
        if (named and len(plain) >= _SHORTEST_DAY) or (
            plain == "sonnabend" and names[0] == "saturday"
        ):
            return number
    raise CellFault("must be days such as Mon-Fri")


def _graded(entry: str, grades: Mapping[str, int], most: int) -> tuple[str, int | None]:
    """Return a name and the grade behind it: `SQL:2`, `SQL (expert)`, `SQL`."""
    found = _GRADED.fullmatch(entry)
    said = (found[2] or found[3]).casefold() if found else ""
    if found and said in grades:
        return _named(found[1]), grades[said]
    if found and said.lstrip("-").isdigit():
        if not said.isdigit() or len(said) > 1 or not 1 <= int(said) <= most:
            raise CellFault(f"“{entry}” must have a number from 1 to {most}")
        return _named(found[1]), int(said)
    return _named(entry), None


def _named(name: str) -> str:
    if not phrase(name):
        raise CellFault(f"“{name}” has no word to be compared by")
    return name
