"""A table of people comes into a programme: row by row refused with the reason, or all at once."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeywork.engine.fit.participants import Role, Wanted
from journeywork.engine.mentoring import CameBy, Enrolment, Programme, ProgrammeKind
from journeywork.engine.mentoring_templates import TEMPLATES, Plan
from journeywork.engine.people import Skill
from journeywork.engine.tables import TableFault, decoded
from journeywork.kernel import audit
from journeywork.kernel.errors import Denied, Invalid
from journeywork.kernel.models import PublishedFact
from journeywork.mentoring import importing, programmes, queries
from journeywork.mentoring.importing import Looked, RowsRefused
from journeywork.mentoring.models import BlockRow, EnrolmentRow
from journeywork.people import actions as people_actions
from journeywork.people import queries as people
from journeywork.people.models import Account, SeatRow
from tests.conftest import Cast

HEAD = "email,role,wants,offers,places,manager"


@pytest.fixture
def programme(cast: Cast, at: datetime) -> Programme:
    made = programmes.set_up(plan=TEMPLATES["cohort"].plan, by=cast.emil.id, at=at)
    return programmes.open_programme(programme_id=made.id, by=cast.emil.id, at=at)


@pytest.fixture
def ada(cast: Cast, at: datetime) -> UUID:
    """Ada administers: she may add people to the directory."""
    made = people_actions.add_person(
        name="Ada", email="ada@fairwater.example", roles=("administrator",), by=None, at=at
    )
    return made.id


def table(*rows: str, head: str = HEAD) -> str:
    return "\n".join((head, *rows)) + "\n"


class Import:
    """Take a table in, or look through it, as Emil who coordinates."""

    def __init__(self, programme: Programme, by: UUID, at: datetime) -> None:
        self.programme, self.by, self.at = programme, by, at

    def __call__(self, text: str, **more: Any) -> Looked:
        who = {"by": self.by, "at": self.at} | more
        return importing.take_in(programme_id=self.programme.id, text=text, **who)

    def look(self, text: str, **more: Any) -> Looked:
        who = {"by": self.by, "at": self.at} | more
        return importing.look_through(programme_id=self.programme.id, text=text, **who)

    def refused(self, text: str, **more: Any) -> list[str]:
        """Return the faults, told alike by looking and by taking; nothing was written."""
        before = everything()
        looked = self.look(text, **more)
        with pytest.raises(RowsRefused) as refusal:
            self(text, **more)
        assert refusal.value.rows == looked.faults
        assert everything() == before
        return [str(fault) for fault in looked.faults]

    def enrolled(self) -> dict[UUID, Enrolment]:
        return {each.person: each for each in queries.enrolments(self.programme.id)}


@pytest.fixture
def take(programme: Programme, cast: Cast, at: datetime) -> Import:
    return Import(programme, cast.emil.id, at)


def everything() -> tuple[int, ...]:
    """Return how many there are of all that an import may write."""
    facts, lines = PublishedFact.objects.count(), len(audit.lines(limit=1000))
    accounts = (Account.objects.count(), SeatRow.objects.count())
    return (EnrolmentRow.objects.count(), len(people.persons()), *accounts, facts, lines)


def test_people_come_in_as_the_table_says(take: Import, cast: Cast) -> None:
    head = (
        "email,role,wants,offers,goals,seniority,department,places,mentors wanted,wishes,"
        "past pairs,paused until,confirmed on"
    )
    looked = take(
        table(
            "ana@fairwater.example,mentee,Python:3; SQL,,first lead role,2,Payments,,2,ben,"
            "cleo 2025-06-30,2026-05-01,2026-03-01",
            "BEN@fairwater.example,mentor,,Python:5,,5,Support,3,,,,,",
            head=head,
        )
    )
    assert looked == Looked(rows=2, joining=2)
    ana, ben = (take.enrolled()[one.id] for one in (cast.ana, cast.ben))
    assert ana == replace(
        ana,
        role=Role.MENTEE,
        came_by=CameBy.ORGANISER,
        wants=(Wanted(name="Python", weight=3), Wanted(name="SQL", weight=2)),
        offers=None,
        goals=("first lead role",),
        seniority=2,
        department="Payments",
        places=2,
        wanted=2,
        wishes=(cast.ben.id,),
        past=((cast.cleo.id, date(2025, 6, 30)),),
        paused_until=date(2026, 5, 1),
        confirmed_on=date(2026, 3, 1),
    )
    assert (ben.role, ben.places, ben.offers) == (
        Role.MENTOR,
        3,
        (Skill(name="Python", level=5),),
    )


def test_looking_through_says_the_same_and_writes_nothing(take: Import) -> None:
    text, before = table("ana@fairwater.example,mentee,Go,,,"), everything()
    assert take.look(text) == Looked(rows=1, joining=1)
    assert everything() == before
    assert take(text) == Looked(rows=1, joining=1)
    assert take(text) == Looked(rows=1, same=1)


def test_a_second_table_changes_what_it_says_and_leaves_the_rest(take: Import, cast: Cast) -> None:
    take(table("ana@fairwater.example,mentee,Go,,2,", "ben@fairwater.example,mentor,,Go,2,"))
    looked = take(table("ana@fairwater.example,both", head="email,role"))
    assert looked == Looked(rows=1, changing=1)
    ana = take.enrolled()[cast.ana.id]
    assert (ana.role, ana.wants, len(take.enrolled())) == (
        Role.BOTH,
        (Wanted(name="Go", weight=2),),
        2,
    )


# What is refused, row by row


def test_wrong_encodings_are_refused_with_what_to_do(take: Import) -> None:
    body = table("ana@fairwater.example,mentee,Führung,,,").encode("latin-1")
    with pytest.raises(TableFault, match=r"is not UTF-8 in line 2 .* save it as CSV in UTF-8"):
        decoded(body)
    assert decoded(table("Führung").encode("utf-16")) == table("Führung")


def test_duplicates_are_refused_however_they_are_written(take: Import, cast: Cast) -> None:
    people_actions.change_person(
        person_id=cast.ben.id, by=None, at=take.at, other_emails=["b@old.example"]
    )
    rows = (
        "ana@fairwater.example,mentee,Go",
        "ben@fairwater.example,mentor,",
        "Ana@Fairwater.example,mentee,Go",
        "b@old.example,mentor,",
    )
    assert take.refused(table(*rows, head="email,role,wants")) == [
        "row 4, email: stands in row 2 already",
        "row 5, email: stands in row 3 already",
    ]


def test_an_unknown_manager_is_refused_and_one_of_the_directory_is_not(take: Import) -> None:
    rows = ("ana@fairwater.example,mentee,Go,,,dora", "ben@fairwater.example,mentor,,Go,,zed")
    assert take.refused(table(*rows)) == [
        "row 3, manager: “zed” is in no row, and nobody here is called that"
    ]
    assert take(table(rows[0])).joining == 1


@pytest.mark.parametrize("places", ["-1", "many", "1.5", "101", "=1+1"])
def test_places_that_are_none_are_refused(take: Import, places: str) -> None:
    assert take.refused(table(f"ben@fairwater.example,mentor,,Go,{places},")) == [
        "row 2, places: must be a whole number from 0 to 100"
    ]


@pytest.mark.parametrize(
    "cell", ["=HYPERLINK(1)", "@SUM(A1)", "+1+cmd(' /C calc')", "-2+3+cmd!A0", "'=1+1"]
)
@pytest.mark.parametrize("heading", ["name", "department", "offers"])
def test_formulas_are_refused(take: Import, cell: str, heading: str) -> None:
    text = table(f'ben@fairwater.example,mentor,"{cell}"', head=f"email,role,{heading}")
    assert take.refused(text) == [f"row 2, {heading}: begins like a formula of a spreadsheet"]


def test_every_fault_is_told_at_once_and_one_bad_row_keeps_all_out(take: Import) -> None:
    rows = (
        "ana@fairwater.example,mentee,Go,,,",
        "ben@fairwater.example,guru,,Go,-1,zed",
        "nobody@fairwater.example,mentor,,Go,1,",
    )
    assert take.refused(table(*rows)) == [
        "row 3, manager: “zed” is in no row, and nobody here is called that",
        "row 3, places: must be a whole number from 0 to 100",
        "row 3, role: must be mentor, mentee, both or none",
        "row 4, email: is nobody here: correct it, leave the row out, or add them to the directory",
    ]


def test_tables_that_are_none_are_refused(take: Import) -> None:
    assert take.refused("") == ["row 1 has no headings"]
    assert take.refused(table(head="email,role")) == ["row 1 is followed by nobody"]
    assert take.refused("colour\nred\n") == [
        "row 1 has no heading that says who it is: id, name or email",
        "row 1 has none of the headings role, wants and offers",
    ]
    assert take.refused('email,role\n"ana@fairwater.example,mentee\n') == [
        "row 2 cannot be read: unexpected end of data"
    ]


def test_nobody_is_taken_for_somebody_else(take: Import, cast: Cast, at: datetime) -> None:
    people_actions.add_person(
        name="Ana", email="ana2@fairwater.example", key="ana-2", by=None, at=at
    )
    by_name = table("Ana,mentee", "Ben,mentor", head="name,role")
    assert take.refused(by_name) == [
        "row 2, name: “Ana” is the name of several people: give the id or the e-mail address"
    ]
    crossed = table("ana,ben@fairwater.example,mentee", head="id,email,role")
    assert take.refused(crossed) == ["row 2, email: belongs to somebody else than the id “ana”"]
    moved = table("ana,ana@new.example,mentee", head="id,email,role")
    assert take.refused(moved) == ["row 2, email: is not an address of “ana” here"]
    assert take(table("ana-2,mentee", "Ben,mentor", head="id,role")).joining == 1 + 1


def test_whoever_left_the_organisation_or_the_programme_is_not_put_back(
    take: Import, cast: Cast, at: datetime
) -> None:
    people_actions.deactivate(person_id=cast.cleo.id, by=None, at=at)
    assert take.refused(table("cleo@fairwater.example,mentee", head="email,role")) == [
        "row 2, email: does not work here any more: leave the row out"
    ]
    text = table("ana@fairwater.example,mentee", head="email,role")
    take(text)
    EnrolmentRow.objects.filter(person=cast.ana.id).update(left_at=at)
    assert take.refused(text) == [
        "row 2, email: took part before and left: only they themselves can come back"
    ]


def test_a_closed_programme_takes_nobody_in(take: Import, cast: Cast, at: datetime) -> None:
    programmes.close(programme_id=take.programme.id, by=cast.emil.id, at=at)
    with pytest.raises(Invalid) as refusal:
        take(table("ana@fairwater.example,mentee", head="email,role"))
    assert refusal.value.faults == {"programme": "is closed: open it again to take people in"}
    assert take.enrolled() == {}


def test_blocks_are_not_taken_from_a_table(take: Import, cast: Cast) -> None:
    looked = take(table("ana@fairwater.example,mentee,ben,1", head="email,role,Do not match,taken"))
    assert looked == Looked(rows=1, joining=1, aside=("Do not match", "taken"))
    assert BlockRow.objects.count() == 0


def test_peers_take_part_alike(cast: Cast, at: datetime) -> None:
    plan = Plan(name="Coffee", kind=ProgrammeKind.PEERS)
    take = Import(programmes.set_up(plan=plan, by=cast.emil.id, at=at), cast.emil.id, at)
    take(table("ana@fairwater.example,mentee", "ben@fairwater.example,mentor", head="email,role"))
    assert {each.role for each in take.enrolled().values()} == {Role.BOTH}


def test_who_came_is_told_where_the_programme_is_open(take: Import, cast: Cast) -> None:
    text = table("ana@fairwater.example,mentee", head="email,role")
    draft = Import(
        programmes.set_up(plan=TEMPLATES["cohort"].plan, by=cast.emil.id, at=take.at),
        cast.emil.id,
        take.at,
    )
    draft(text)
    assert PublishedFact.objects.filter(name="Enrolled").count() == 0
    take(text)
    assert PublishedFact.objects.filter(name="Enrolled").count() == 1


# People who are not in the directory


NEW = "name,email,role,time zone,hours,days,languages,manager,offers"
ZED = "Zed Neu,zed@fairwater.example,mentor,Europe/Berlin,08:00-16:00,Mon-Thu,de; en,dora,Go"
YAN = "Yan,yan@fairwater.example,mentee,,,,,zed@fairwater.example,"


def test_a_coordinator_alone_adds_nobody_to_the_directory(take: Import, cast: Cast) -> None:
    before = everything()
    for way in (take, take.look):
        with pytest.raises(Denied, match=r"people\.write"):
            way(table(ZED, head=NEW), add=True)
    assert everything() == before


def test_an_administrator_adds_them_with_their_hours_and_managers(
    take: Import, ada: UUID, cast: Cast
) -> None:
    looked = take(table(ZED, YAN, head=NEW), add=True, by=ada)
    assert looked == Looked(rows=2, joining=2, new=2)
    zed, yan = (people.person_by_email(f"{one}@fairwater.example") for one in ("zed", "yan"))
    assert zed
    assert yan
    assert (zed.key, zed.name, zed.roles) == ("zed-neu", "Zed Neu", ("member",))
    assert (zed.zone_name, zed.working_time.days) == ("Europe/Berlin", frozenset({1, 2, 3, 4}))
    assert (zed.languages, zed.reports_to, yan.reports_to) == (("de", "en"), cast.dora.id, zed.id)
    assert people.account_of(zed.id) != people.account_of(yan.id)
    assert set(take.enrolled()) == {zed.id, yan.id}
    assert PublishedFact.objects.filter(name="PersonInvited", content__person=str(zed.id)).exists()


def test_somebody_known_from_the_history_is_let_in(take: Import, ada: UUID, at: datetime) -> None:
    from journeywork.engine.people import Author

    author = Author(name="Gil", email="gil@fairwater.example")
    people_actions.add_people((author,), by=None, at=at)
    text = table("gil@fairwater.example,mentee", head="email,role")
    assert take.refused(text) == [
        "row 2, email: was never invited: leave the row out, or add them to the directory"
    ]
    assert take(text, add=True, by=ada) == Looked(rows=1, joining=1, new=1)
    gil = people.person_by_email("gil@fairwater.example")
    assert gil
    assert (gil.known_only, people.account_of(gil.id) is None) == (False, False)


def test_whoever_cannot_be_added_is_a_fault_of_their_row(take: Import, ada: UUID) -> None:
    rows = ("No Address,,mentee", "Odd,odd@odd,mentee", "Ana,ana@fairwater.example,mentee")
    assert take.refused(table(*rows, head="name,email,role"), add=True, by=ada) == [
        "row 2, email: is needed to add somebody to the directory"
    ]
    assert take.refused(table(*rows[1:], head="name,email,role"), add=True, by=ada) == [
        "row 2, email: does not look like an e-mail address"
    ]


def test_somebody_with_an_account_elsewhere_is_not_taken_over(
    take: Import, ada: UUID, cast: Cast
) -> None:
    (says,) = take.refused(
        table("oscar@fairwater.example,mentee", head="email,role"), add=True, by=ada
    )
    assert says.startswith("row 2, email: belongs to an account of another organisation here")


# Many


def crowd(count: int) -> str:
    rows = (
        f"Person {n},p{n}@fairwater.example,{'mentor' if n % 3 == 0 else 'mentee'},Python; Go,"
        f"SQL:4,{'' if n < 10 else f'p{n // 10}@fairwater.example'},{n % 5}"
        for n in range(count)
    )
    return table(*rows, head="name,email,role,wants,offers,manager,seniority")


def statements(take: Import, text: str, **more: Any) -> tuple[Looked, int]:
    with CaptureQueriesContext(
        connection,
    ) as sent:
        looked = take(text, **more)
    return looked, len(sent)


def test_a_thousand_people_come_in_by_as_many_statements_as_ten(
    take: Import, ada: UUID, cast: Cast, at: datetime
) -> None:
    _, few = statements(take, crowd(10), add=True, by=ada)
    again = Import(
        programmes.set_up(plan=TEMPLATES["cohort"].plan, by=cast.emil.id, at=at), ada, at
    )
    looked, many = statements(again, crowd(1000), add=True)
    assert looked == Looked(rows=1000, joining=1000, new=990)
    assert many <= few <= 40, (few, many)
    assert len(again.enrolled()) == 1000
    changed, later = statements(again, crowd(1000).replace("Go,", "Rust,"))
    assert changed == Looked(rows=1000, changing=1000)
    assert later <= few
