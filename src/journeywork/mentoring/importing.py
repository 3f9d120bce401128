"""People come into a programme from a table: looked through first, then all of them or nobody.

The directory says who somebody is, who leads them and when they work; the table says how they
take part. Whom somebody does not want to meet is theirs alone to say: it is not taken from here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django.db import connection, transaction

from journeywork.engine.fit.columns import known
from journeywork.engine.fit.directory import Directory, Identified, Known, identified
from journeywork.engine.fit.participants import Participant, Role
from journeywork.engine.fit.people_table import RowFault, Taken, participants
from journeywork.engine.mentoring import CameBy, Programme, ProgrammeState
from journeywork.engine.mentoring_templates import rules_of
from journeywork.engine.people import Person
from journeywork.engine.permissions import reach
from journeywork.engine.tables import TableFault, WrittenTable, read_table
from journeywork.kernel import audit
from journeywork.kernel.errors import Denied, Invalid
from journeywork.kernel.facts import publish_all
from journeywork.kernel.ids import new_id
from journeywork.kernel.locks import one_at_a_time
from journeywork.mentoring import queries
from journeywork.mentoring.facts import Enrolled
from journeywork.mentoring.models import EnrolmentRow
from journeywork.mentoring.taking_in import SET_BY, taken
from journeywork.people import actions as people_actions
from journeywork.people import queries as people

#: What a table may say and is not taken from it: blocks are private, and what runs is known here.
NOT_TAKEN = frozenset({"not with", "taken"})
CLOSED = "is closed: open it again to take people in"
CAME_AND_LEFT = "took part before and left: only they themselves can come back"
_AT_ONCE = 1000
_MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a table would do, or did: nothing where it has a fault.

    `joining` come into the programme, `changing` take part already and are said anew, `same` are
    as they were, `bystanders` stand there for the reporting line; `new` of them are added to the
    directory. Headings `aside` are not taken from a table, those `unread` are not known.
    """

    rows: int = 0
    faults: tuple[RowFault, ...] = ()
    joining: int = 0
    changing: int = 0
    same: int = 0
    bystanders: int = 0
    new: int = 0
    aside: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


class RowsRefused(Invalid):
    """A table has faults, and nobody of it was taken in; `rows` says which."""

    def __init__(self, rows: tuple[RowFault, ...]) -> None:
        super().__init__({f"row {each.row}, {each.heading}": each.says for each in rows})
        self.rows = rows


@dataclass(slots=True)
class _Reading:
    """What is to be written, as far as there are no faults."""

    looked: Looked
    joining: list[EnrolmentRow] = field(default_factory=list)
    changing: list[EnrolmentRow] = field(default_factory=list)
    newcomers: list[people_actions.Newcomer] = field(default_factory=list)
    let_in: list[UUID] = field(default_factory=list)


def look_through(
    *, programme_id: UUID, text: str, add: bool = False, by: UUID, at: datetime
) -> Looked:
    """Return what a table would do, and every fault in it; nothing is written.

    With `add` whoever is nobody here would be added: Denied without the permission people.write.
    """
    programme = queries.programme(programme_id)
    return _read(programme, text, _adder(by, add=add), add=add, at=at).looked


def take_in(*, programme_id: UUID, text: str, add: bool = False, by: UUID, at: datetime) -> Looked:
    """Take everybody in whom a table names, or nobody: raises RowsRefused with every fault.

    Whoever is added to the directory is told by a letter that they can sign in. Raises Denied
    as `look_through` does, and Invalid for a programme that is closed.
    """
    person = _adder(by, add=add)
    with transaction.atomic():
        one_at_a_time(f"enrolments {programme_id}")
        programme = queries.programme(programme_id)
        if programme.state is ProgrammeState.CLOSED:
            raise Invalid({"programme": CLOSED})
        reading = _read(programme, text, person, add=add, at=at)
        if reading.looked.faults:
            raise RowsRefused(reading.looked.faults)
        _write(programme, reading, by, at)
    return reading.looked


def _adder(by: UUID, *, add: bool) -> Person:
    person = people.person(by)
    if add and reach(person.roles, "people.write") is None:
        raise Denied("people.write")
    return person


def _read(programme: Programme, text: str, by: Person, *, add: bool, at: datetime) -> _Reading:
    try:
        table, aside = _without(read_table(text))
    except TableFault as fault:
        return _Reading(Looked(faults=(RowFault(fault.row, "", fault.says),)))
    if len(table.rows) > _MOST_ROWS:
        says = f"has more than {_MOST_ROWS} people: take them in by parts"
        return _Reading(Looked(faults=(RowFault(0, "", says),)))
    directory = Directory(_everybody())
    who = identified(table, directory, add=add)
    said = participants(
        table,
        zone_of=zone_of,
        bands=rules_of(programme.kind, programme.rules).bands,
        on=by.working_time.local_date(at),
        places=programme.places,
        around=directory.around(who.who),
    )
    looked = Looked(rows=said.rows, aside=aside, unread=said.unread)
    about_headings = bool(said.faults) and all(each.row == 1 for each in said.faults)
    faults = {*said.faults, *(() if about_headings else who.faults)}
    if faults:
        return _Reading(replace(looked, faults=tuple(sorted(faults))))
    return _counted(_Table(table, said, who, directory), programme, by, at, looked)


class _Table:
    """A table without faults of its own: people, and who they are."""

    def __init__(
        self, table: WrittenTable, said: Taken, who: Identified, directory: Directory
    ) -> None:
        self.own = {ours: heading for heading, ours in known(table.headings)[0].items()}
        self.people = {row.number: one for row, one in zip(table.rows, said.people, strict=True)}
        fresh = {number for number in who.new if number not in who.who}
        self.person = {number: one.id for number, one in who.who.items()}
        self.person |= {number: new_id() for number in sorted(fresh)}
        self.fresh = sorted(fresh)
        self.let_in = [who.who[number].id for number in who.new if number in who.who]
        self.ids = {one.key: one.id for one in directory.people}
        self.ids |= {
            one.key: self.person[number]
            for number, one in self.people.items()
            if number in self.person
        }

    def fault(self, number: int, ours: str, says: str) -> RowFault:
        """Return a fault under the heading that the table has for a column of ours."""
        return RowFault(number, self.own.get(ours, ours), says)

    def told_by(self) -> str:
        """Return our column that says who somebody is."""
        return next((ours for ours in ("email", "id", "name") if ours in self.own), "name")


def _counted(
    table: _Table, programme: Programme, by: Person, at: datetime, looked: Looked
) -> _Reading:
    """Return what is to be written, and the faults that only the directory knows."""
    reading = _Reading(looked, let_in=table.let_in)
    reading.newcomers = [
        _newcomer(table, table.people[number], table.person[number], by) for number in table.fresh
    ]
    faults = list(_refused(table, reading.newcomers, by))
    rows = EnrolmentRow.objects.filter(programme=programme.id)
    if connection.in_atomic_block:  # What somebody changes of their own meanwhile is not lost.
        rows = rows.select_for_update()
    before = {row.person: row for row in rows}
    same = bystanders = 0
    for number, said in table.people.items():
        if said.role is Role.NONE:
            bystanders += 1
            continue
        person = table.person[number]
        row = before.get(person) or _begun(programme, person, at)
        if row.left_at is not None:
            faults.append(table.fault(number, table.told_by(), CAME_AND_LEFT))
        elif not taken(row, said, table.own.keys(), programme, table.ids, new=person not in before):
            same += 1
        else:
            (reading.changing if person in before else reading.joining).append(row)
    reading.looked = replace(
        looked,
        faults=tuple(sorted(faults)),
        joining=len(reading.joining),
        changing=len(reading.changing),
        same=same,
        bystanders=bystanders,
        new=len(reading.newcomers) + len(reading.let_in),
    )
    return reading


def _begun(programme: Programme, person: UUID, at: datetime) -> EnrolmentRow:
    return EnrolmentRow(
        programme=programme.id, person=person, came_by=CameBy.ORGANISER.value, at=at
    )


def _newcomer(table: _Table, said: Participant, id: UUID, by: Person) -> people_actions.Newcomer:
    """Return somebody new to the directory; what the table does not say is as for who adds them."""
    hours = said.hours or by.working_time
    return people_actions.Newcomer(
        id=id,
        name=said.name,
        email=said.email,
        zone_name=said.zone_name or by.zone_name,
        workdays=tuple(sorted(hours.days)),
        starts=hours.starts,
        ends=hours.ends,
        languages=said.languages or by.languages[:1],
        reports_to=table.ids.get(said.chain[0]) if said.chain else None,
    )


def _refused(
    table: _Table, newcomers: Iterable[people_actions.Newcomer], by: Person
) -> Iterator[RowFault]:
    """Yield why some cannot be added to the directory."""
    numbers = {id: number for number, id in table.person.items()}
    of = {"zone_name": "time zone", "workdays": "days", "starts": "hours", "ends": "hours"}
    for id, wrong in people_actions.faults_of_many(list(newcomers), by=by.id).items():
        for name, says in wrong.items():
            yield table.fault(numbers[id], of.get(name, name), says)


def _write(programme: Programme, reading: _Reading, by: UUID, at: datetime) -> None:
    if reading.newcomers or reading.let_in:
        people_actions.add_many(reading.newcomers, known=reading.let_in, invited=True, by=by, at=at)
    # Whoever comes by themselves at this very moment is there once, as the table says.
    EnrolmentRow.objects.bulk_create(
        [*reading.joining, *reading.changing],
        update_conflicts=True,
        unique_fields=("org", "programme", "person"),
        update_fields=tuple(SET_BY),
        batch_size=_AT_ONCE,
    )
    if programme.state is ProgrammeState.OPEN:
        publish_all(
            Enrolled(programme=programme.id, person=row.person, by=by, at=at)
            for row in reading.joining
        )
    found = reading.looked
    audit.record(
        verb="programme.imported",
        object=f"programme:{programme.id}",
        by=by,
        at=at,
        detail={"key": programme.key, "count": found.joining + found.changing},
    )


def _without(table: WrittenTable) -> tuple[WrittenTable, tuple[str, ...]]:
    """Return a table without what is not taken from one, and the headings of that."""
    aside = tuple(
        heading for heading, ours in known(table.headings)[0].items() if ours in NOT_TAKEN
    )
    kept = tuple(heading for heading in table.headings if heading not in aside)
    return replace(table, headings=kept), aside


def _everybody() -> Iterator[Known]:
    """Yield everybody here, those who left too, with all their addresses."""
    addresses: dict[UUID, list[str]] = {}
    for address, person in people.people_by_email().items():
        addresses.setdefault(person, []).append(address)
    for one in people.persons(active_only=False).values():
        further = [address for address in addresses.get(one.id, ()) if address != one.email]
        yield Known(
            id=one.id,
            key=one.key,
            name=one.name,
            addresses=(one.email, *further) if one.email else tuple(further),
            invited=not one.known_only,
            left=not one.active,
        )


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() if "/" in name or name == "UTC"}


def zone_of(name: str) -> tzinfo | None:
    """Return a time zone by its name, such as Europe/Berlin; None where there is none."""
    found = _zones().get(name.strip().casefold().replace(" ", "_"))
    return ZoneInfo(found) if found else None
