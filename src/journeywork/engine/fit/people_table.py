"""Participants from a table: each row read by itself, then who means whom; all of it, or nothing.

Every fault names its row, its heading and what was expected. Where one row has a fault nobody is
taken in: a round with somebody missing is another round.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo
from typing import TypeVar

from journeywork.engine.fit import cells
from journeywork.engine.fit.cells import CellFault
from journeywork.engine.fit.columns import known
from journeywork.engine.fit.participants import (
    MOST_PLACES,
    MOST_WANTED,
    MOST_WISHES,
    Participant,
    Past,
    Role,
)
from journeywork.engine.fit.references import Around, Reference, resolved
from journeywork.engine.people import WorkingTime
from journeywork.engine.tables import Row, WrittenTable

#: Returns the time zone of a name such as Europe/Berlin, None where there is none.
ZoneOf = Callable[[str], tzinfo | None]
Value = TypeVar("Value")
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True, order=True)
class RowFault:
    """What is wrong in a row: its number as in a spreadsheet, the heading there, and what."""

    row: int
    heading: str
    says: str

    def __str__(self) -> str:
        """Say it in one line."""
        return (
            f"row {self.row}, {self.heading}: {self.says}"
            if self.heading
            else f"row {self.row} {self.says}"
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """What a table gives: the people, or the faults; `unread` are headings that nobody knows."""

    people: tuple[Participant, ...] = ()
    faults: tuple[RowFault, ...] = ()
    unread: tuple[str, ...] = ()
    rows: int = 0


@dataclass
class _Reading:
    """One row being read: its cells by our columns, and what was wrong so far."""

    row: Row
    column: Mapping[str, str]
    faults: list[RowFault] = field(default_factory=list)

    def cell(self, name: str) -> str:
        """Return a cell by our column, "" where the table has none."""
        return self.row.cells.get(self.column.get(name, ""), "")

    def read(self, name: str, how: Callable[[str], Value], otherwise: Other) -> Value | Other:
        """Return what a cell means, `otherwise` (and a fault) where it does not fit."""
        try:
            return how(self.cell(name))
        except CellFault as fault:
            self.wrong(name, str(fault))
            return otherwise

    def wrong(self, name: str, says: str) -> None:
        """Note a fault under the heading that the table itself has."""
        self.faults.append(RowFault(self.row.number, self.column.get(name, name), says))


def participants(
    table: WrittenTable,
    *,
    zone_of: ZoneOf,
    bands: Mapping[str, int],
    on: date,
    places: int = 1,
    around: Around | None = None,
) -> Taken:
    """Return the people of a table, or every fault in it.

    `bands` are names of seniority with their numbers. What happened before cannot lie after `on`.
    `places` is what an empty cell of that name means. `around` is who else may be named.
    """
    column, unread = known(table.headings)
    own = {ours: heading for heading, ours in reversed(column.items())}
    faults = list(_missing(column, own))
    people: list[tuple[Row, Participant, Reference]] = []
    for row in table.rows if not faults else ():
        reading = _Reading(row, own)
        if row.beyond:
            reading.faults.append(RowFault(row.number, "", "has cells without a heading"))
        people.append((row, *_person(reading, zone_of, bands, on, places)))
        faults += reading.faults
    found, wrong = resolved([(row.number, one, refers) for row, one, refers in people], around)
    faults += [RowFault(row, own.get(name, name), says) for row, name, says in wrong]
    if faults or not table.rows:
        empty = () if faults or table.rows else (RowFault(1, "", "is followed by nobody"),)
        return Taken((), tuple(sorted({*faults, *empty})), unread, len(table.rows))
    return Taken(tuple(found), (), unread, len(table.rows))


def _missing(column: Mapping[str, str], own: Mapping[str, str]) -> Iterator[RowFault]:
    if not {"name", "email", "id", "first name", "last name"} & own.keys():
        yield RowFault(1, "", "has no heading that says who it is: id, name or email")
    if not {"wants", "offers", "role"} & own.keys():
        yield RowFault(1, "", "has none of the headings role, wants and offers")
    for heading, ours in column.items():
        if own[ours] != heading:
            says = f"means the same as “{own[ours]}”: leave one of them out"
            yield RowFault(1, heading, says)


def _person(
    reading: _Reading, zone_of: ZoneOf, bands: Mapping[str, int], on: date, places: int
) -> tuple[Participant, Reference]:
    """Return somebody as their row says, and whom it names."""
    whole = _numbers(reading, places)
    name, email = _name(reading), reading.read("email", cells.address, "")
    key = reading.read("id", cells.text, "") or email.casefold() or name.casefold()
    if not key:
        reading.wrong("name", "is empty, and no id and no e-mail address says who it is")
    if {";", "|"}.intersection(key):
        reading.wrong("id", "is what others are named by in lists: it takes no ; and no |")
    wants, offers = (
        reading.read("wants", cells.wanted, ()),
        reading.read("offers", cells.offered, ()),
    )
    person = Participant(
        key=key,
        name=name or email or key,
        email=email,
        role=_role(reading, wants, offers),
        wants=wants,
        offers=offers,
        goals=reading.read("goals", cells.goals, ()),
        seniority=reading.read("seniority", lambda cell: cells.seniority(cell, bands), None),
        languages=tuple(each.casefold() for each in reading.read("languages", cells.entries, ())),
        department=reading.read("department", cells.text, ""),
        paused_until=reading.read("paused until", cells.day, None),
        confirmed_on=reading.read("confirmed on", lambda cell: _gone(cells.day(cell), on), None),
        places=whole["places"],
        taken=whole["taken"],
        wanted=whole["wanted"],
    )
    return _with_hours(person, reading, zone_of), _refers(reading, on)


def _name(reading: _Reading) -> str:
    whole = reading.read("name", cells.text, "")
    parts = (reading.read(part, cells.text, "") for part in ("first name", "last name"))
    return whole or " ".join(part for part in parts if part)


def _role(reading: _Reading, wants: Iterable[object], offers: Iterable[object]) -> Role:
    said = reading.read("role", cells.role, Role.NONE)
    if said is not None:
        return said
    if not wants and not offers:
        reading.wrong("role", "is empty, and they neither want nor offer anything")
        return Role.NONE
    return (Role.BOTH if offers else Role.MENTEE) if wants else Role.MENTOR


def _numbers(reading: _Reading, places: int) -> dict[str, int]:
    def number(column: str, most: int, usual: int) -> int:
        def whole(cell: str) -> int:
            return cells.whole(cell, least=0, most=most, otherwise=usual)

        return reading.read(column, whole, usual)

    return {
        "places": number("places", MOST_PLACES, places),
        "taken": number("taken", MOST_PLACES, 0),
        "wanted": number("mentors wanted", MOST_WANTED, 1),
    }


def _with_hours(person: Participant, reading: _Reading, zone_of: ZoneOf) -> Participant:
    """Return somebody with their working hours, where a time zone says whose clock it is."""
    zone_name = reading.read("time zone", cells.text, "")
    starts, ends = reading.read("hours", cells.hours, cells.hours(""))
    days = reading.read("days", cells.days, cells.days(""))
    if not zone_name:
        if reading.cell("hours") or reading.cell("days"):
            reading.wrong("time zone", "is needed where working hours or days are given")
        return person
    zone = zone_of(zone_name)
    if zone is None:
        reading.wrong("time zone", f"“{zone_name}” is not a time zone such as Europe/Berlin")
        return person
    hours = WorkingTime(zone=zone, days=days, starts=starts, ends=ends)
    return replace(person, hours=hours, zone_name=zone_name)


def _refers(reading: _Reading, on: date) -> Reference:
    numbered = [reading.cell(f"wish {number}") for number in range(1, MOST_WISHES + 1)]
    wishes = [*reading.read("wishes", cells.entries, ()), *filter(None, numbered)]
    if len(wishes) > MOST_WISHES:
        reading.wrong("wishes", f"takes at most {MOST_WISHES} people")
    return Reference(
        manager=reading.cell("manager").strip(),
        wishes=tuple(wishes),
        blocks=reading.read("not with", cells.entries, ()),
        past=reading.read("past pairs", lambda cell: _pasts(cell, on), ()),
    )


def _pasts(cell: str, on: date) -> tuple[Past, ...]:
    found = (cells.past(entry) for entry in cells.entries(cell))
    return tuple(Past(partner=who, on=_gone(last, on) or last) for who, last in found)


def _gone(day: date | None, on: date) -> date | None:
    if day is not None and day > on:
        raise CellFault("lies ahead")
    return day
