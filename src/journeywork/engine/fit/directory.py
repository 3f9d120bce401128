"""Who in the directory each row of a table of participants is.

By e-mail address first, then by id, which is the key here, then by a name that only one person
has. What is not sure is a fault: nobody is taken for somebody else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from journeywork.engine.fit import cells
from journeywork.engine.fit.cells import CellFault
from journeywork.engine.fit.columns import known
from journeywork.engine.fit.participants import Participant, Role
from journeywork.engine.fit.people_table import RowFault
from journeywork.engine.fit.references import Around
from journeywork.engine.tables import Row, WrittenTable

NOBODY = "is nobody here: correct it, leave the row out, or add them to the directory"
NOT_INVITED = "was never invited: leave the row out, or add them to the directory"
NO_ADDRESS = "is needed to add somebody to the directory"
SEVERAL = "“{name}” is the name of several people: give the id or the e-mail address"
OTHER_ADDRESS = "is not an address of “{key}” here"
TWO_PEOPLE = "belongs to somebody else than the id “{key}”"
LEFT = "does not work here any more: leave the row out"
TWICE = "stands in row {row} already"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody in the directory: whether they can sign in, and whether they have left."""

    id: UUID
    key: str
    name: str
    addresses: tuple[str, ...] = ()
    invited: bool = True
    left: bool = False

    @property
    def named(self) -> Participant:
        """Themselves, as somebody whom a row may name."""
        first = self.addresses[0] if self.addresses else ""
        return Participant(key=self.key, name=self.name, email=first, role=Role.NONE)


@dataclass(slots=True)
class Identified:
    """Who stands in which row (by its number), which rows are new people, and what is wrong."""

    who: dict[int, Known] = field(default_factory=dict)
    new: list[int] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)


class Directory:
    """Everybody here, found by address, key and name."""

    def __init__(self, people: Iterable[Known]) -> None:
        self.people = tuple(people)
        self.by_key = {_plain(one.key): one for one in self.people}
        self.by_address = {_plain(address): one for one in self.people for address in one.addresses}
        self.by_name: dict[str, list[Known]] = {}
        for one in self.people:
            if one.left:
                continue
            self.by_name.setdefault(_plain(one.name), []).append(one)

    def around(self, found: Mapping[int, Known]) -> Around:
        """Return who may be named beside the rows, where these are people found here."""
        there = {one.id for one in found.values()}
        beside = [one.named for one in self.people if one.id not in there and not one.left]
        return Around(
            people=beside,
            also={row: (one.key, *one.addresses) for row, one in found.items()},
        )


def identified(table: WrittenTable, directory: Directory, *, add: bool) -> Identified:
    """Return who each row is; with `add` whoever is nobody here is new, else a fault.

    Rows with the role none name nobody new: they stand there for the reporting line.
    """
    column, _ = known(table.headings)
    own = {ours: heading for heading, ours in reversed(column.items())}
    found, first = Identified(), dict[UUID, int]()
    for row in table.rows:
        cell = _Cells(row, own)
        unsure = next(_unsure(cell, directory), None)
        one = None if unsure else _who(cell, directory)
        wrong = [unsure] if unsure else [*_missing(cell, one, add=add)]
        if one is not None:
            found.who[row.number] = one
            before = first.setdefault(one.id, row.number)
            if before != row.number:
                wrong.append((cell.told_by, TWICE.format(row=before)))
        if not cell.bystander and (one is None or not one.invited):
            found.new.append(row.number)
        found.faults += (RowFault(row.number, own.get(ours, ours), says) for ours, says in wrong)
    return found


class _Cells:
    """The cells of a row that say who it is."""

    def __init__(self, row: Row, own: Mapping[str, str]) -> None:
        def read(name: str) -> str:
            return _said(cells.text, row.cells.get(own.get(name, ""), ""))

        self.email, self.key = read("email"), read("id")
        parts = (read(part) for part in ("first name", "last name"))
        self.name = read("name") or " ".join(part for part in parts if part)
        role = row.cells.get(own.get("role", ""), "")
        self.bystander = role.strip().casefold() in ("none", "not taking part")

    @property
    def told_by(self) -> str:
        """Our column in which it says who it is, "" where it says it in none."""
        said = {"email": self.email, "id": self.key, "name": self.name}
        return next((ours for ours, cell in said.items() if cell), "")


def _unsure(cell: _Cells, directory: Directory) -> Iterator[tuple[str, str]]:
    """Yield what makes it unsure who a row is."""
    by_address = directory.by_address.get(_plain(cell.email)) if cell.email else None
    by_key = directory.by_key.get(_plain(cell.key)) if cell.key else None
    if by_key and cell.email and by_address is None:
        yield "email", OTHER_ADDRESS.format(key=by_key.key)
    if by_key and by_address and by_key.id != by_address.id:
        yield "email", TWO_PEOPLE.format(key=by_key.key)
    if not cell.email and not cell.key and len(directory.by_name.get(_plain(cell.name), ())) > 1:
        yield "name", SEVERAL.format(name=cell.name)


def _who(cell: _Cells, directory: Directory) -> Known | None:
    if cell.email:
        return directory.by_address.get(_plain(cell.email))
    if cell.key:
        return directory.by_key.get(_plain(cell.key))
    same = directory.by_name.get(_plain(cell.name), ())
    return same[0] if len(same) == 1 else None


def _missing(cell: _Cells, one: Known | None, *, add: bool) -> Iterator[tuple[str, str]]:
    """Yield why somebody cannot take part who is not here, or cannot sign in."""
    if cell.bystander or not cell.told_by or (one and one.invited and not one.left):
        return
    if one and one.left:
        yield cell.told_by, LEFT
    elif not add:
        yield cell.told_by, NOT_INVITED if one else NOBODY
    elif not cell.email and not (one and one.addresses):
        yield "email", NO_ADDRESS


def _said(read: Callable[[str], str], cell: str) -> str:
    """Return a cell, "" for one that does not fit: that is told where the row is read."""
    try:
        return read(cell)
    except CellFault:
        return ""


def _plain(said: str) -> str:
    return " ".join(said.casefold().split())
