"""Participants from a table: other tools' headings, encodings, and every row that does not fit."""

from dataclasses import replace
from datetime import date, time, tzinfo
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeywork.engine.fit.columns import COLUMNS, known, simple
from journeywork.engine.fit.participants import Participant, Past, Role, Wanted
from journeywork.engine.fit.people_table import Taken, participants
from journeywork.engine.fit.people_text import people_text
from journeywork.engine.people import Skill
from journeywork.engine.tables import TableFault, decoded, read_table, table_text
from tests.engine.matched import TUESDAY, crowds

KNOWN = available_timezones()
HEAD = "id,name,role,manager,places,offers,wants"


def zone_of(name: str) -> tzinfo | None:
    return ZoneInfo(name) if name in KNOWN else None


def read(text: str, **bands: int) -> Taken:
    return participants(read_table(text), zone_of=zone_of, bands=bands, on=TUESDAY)


def people(text: str, **bands: int) -> dict[str, Participant]:
    taken = read(text, **bands)
    assert taken.faults == ()
    return {each.key: each for each in taken.people}


def refused(text: str, **bands: int) -> list[str]:
    taken = read(text, **bands)
    assert taken.people == ()
    return [str(fault) for fault in taken.faults]


def test_the_example_of_every_column_is_read() -> None:
    ana = people(table_text([column.name for column in COLUMNS], _examples()))["e1042"]
    assert ana == Participant(
        key="e1042",
        name="Ana Costa",
        email="ana@fairwater.example",
        role=Role.MENTEE,
        wants=(Wanted(name="Python", weight=3), Wanted(name="SQL", weight=2)),
        offers=(Skill(name="Python", level=5), Skill(name="data visualisation", level=4)),
        goals=("change of career", "first lead role"),
        seniority=4,
        hours=ana.hours,
        zone_name="Europe/Lisbon",
        languages=("pt", "en"),
        department="Payments",
        chain=("e1007",),
        wishes=("e1011", "e1020"),
        places=2,
        taken=1,
        wanted=1,
        past=(Past(partner="e1003", on=date(2025, 6, 30)),),
        blocks=frozenset({"e1015"}),
        paused_until=date(2026, 5, 1),
        confirmed_on=date(2026, 2, 20),
    )
    assert ana.hours is not None
    assert (ana.hours.starts, ana.hours.ends, ana.hours.days) == (
        time(9),
        time(17),
        frozenset({1, 2, 3, 4}),
    )


def _examples() -> list[list[str]]:
    """Return a row of the examples, and those whom it names."""
    asked = {column.name: column.example for column in COLUMNS}
    asked |= {name: "" for name in asked if name.startswith("wish ")}
    others = [
        dict.fromkeys(asked, "") | {"id": key, "role": "none"}
        for key in ("e1003", "e1007", "e1011", "e1015", "e1020")
    ]
    return [list(row.values()) for row in (asked, *others)]


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Employee ID", "id"),
        ("SupervisorId", "manager"),
        ("Line-Manager", "manager"),
        ("TimeZone", "time zone"),
        ("E-mail address", "email"),
        ("Areas of Expertise", "offers"),
        ("SKILLS TO DEVELOP", "wants"),
        ("Max. mentees", "places"),
        ("Choice 2", "wish 2"),
    ],
)
def test_headings_of_other_tools_are_known(heading: str, column: str) -> None:
    assert known([heading]) == ({heading: column}, ())


def test_no_heading_means_two_columns() -> None:
    every = [simple(one) for column in COLUMNS for one in (column.name, *column.also)]
    assert [one for one in every if every.count(one) > 1] == []
    assert [one for column in COLUMNS for one in column.also if one != simple(one)] == []


def test_headings_that_nobody_knows_are_told() -> None:
    taken = read("name,role,shoe size\nAna,mentee,37\n")
    assert (len(taken.people), taken.unread) == (1, ("shoe size",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends(encoding: str, delimiter: str, end: str) -> None:
    rows = [["name", "role", "goals"], ["Zoë Ünal", "mentee", f'"one {delimiter} two"'], [""]]
    body = end.join(delimiter.join(row) for row in rows).encode(encoding)
    (found,) = people(decoded(body)).values()
    assert (found.name, found.role) == ("Zoë Ünal", Role.MENTEE)


def test_the_line_by_which_a_spreadsheet_names_its_delimiter() -> None:
    taken = read("sep=;\nname;role;wants\nAna, Costa;mentee;a, b, c\nBen;nobody;\n")
    assert [str(fault) for fault in taken.faults] == [
        "row 4, role: must be mentor, mentee, both or none"
    ]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (
            "name,role\nAna,mentee\nZoë,mentor\n".encode("latin-1"),
            "is not UTF-8 in line 3 (it looks like Latin-1 or Windows-1252): save it as CSV in UTF-8",
        ),
        (
            "name,role\nAna,mentee\n".encode("utf-16-le"),
            "is no text, or UTF-16 without its mark: save it as CSV in UTF-8",
        ),
        (b"\xff\xfea", "is not UTF-16 in line 1: save it as CSV in UTF-8"),
    ],
)
def test_an_encoding_is_never_guessed(body: bytes, says: str) -> None:
    with pytest.raises(TableFault) as fault:
        decoded(body)
    assert str(fault.value) == says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "row 1 has no headings"),
        (",,\nAna\n", "row 1 has no headings"),
        ("name,role,Name\n", "row 1 has the heading “Name” twice"),
        ('name,role\n"Ana,mentee\n', "row 2 cannot be read: unexpected end of data"),
        ('name,role\nAna,mentee\n"Be"n,mentor\n', "row 3 cannot be read: ',' expected after '\"'"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(text: str, says: str) -> None:
    with pytest.raises(TableFault) as fault:
        read_table(text)
    assert str(fault.value) == says


def test_rows_are_numbered_as_in_a_spreadsheet() -> None:
    text = 'name,role,goals\nAna,mentee,"one\ntwo"\n\nBen,nobody,\n'
    assert refused(text) == ["row 4, role: must be mentor, mentee, both or none"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("x,Xi,mentor,,-1,,", "row 3, places: must be a whole number from 0 to 100"),
        ("x,Xi,mentor,,two,,", "row 3, places: must be a whole number from 0 to 100"),
        ("x,Xi,mentor,,1e9,,", "row 3, places: must be a whole number from 0 to 100"),
        ("x,=cmd|' /C calc'!A0,mentor,,1,,", "row 3, name: begins like a formula of a spreadsheet"),
        ("x,@SUM(1),mentor,,1,,", "row 3, name: begins like a formula of a spreadsheet"),
        ("x,'=1+1,mentor,,1,,", "row 3, name: begins like a formula of a spreadsheet"),
        ("x,Xi,mentor,,1,=1+1,", "row 3, offers: begins like a formula of a spreadsheet"),
        (
            "x,Xi,mentor,zed,1,,",
            ("row 3, manager: “zed” is in no row; who does not take part may stand here with the "
            "role none"),
        ),
        ("x,Xi,mentor,x,1,,", "row 3, manager: is the person themselves"),
        ("ANA,Xi,mentor,,1,,", "row 3, id: stands in row 2 already"),
        ("x,Xi,boss,,1,,", "row 3, role: must be mentor, mentee, both or none"),
        ("x,Xi,,,1,,", "row 3, role: is empty, and they neither want nor offer anything"),
        ("x,Xi,mentor,,1,SQL:9,", "row 3, offers: “SQL:9” must have a number from 1 to 5"),
        ("x,Xi,mentee,,1,,SQL:0", "row 3, wants: “SQL:0” must have a number from 1 to 3"),
        ("x,Xi,mentor,,1,!!!,", "row 3, offers: “!!!” has no word to be compared by"),
        ("x,Xi,mentor,,1,,,,more", "row 3 has cells without a heading"),
        ("x,X\x00i,mentor,,1,,", "row 3, name: contains the character NUL"),
        ("x,X\u202ei,mentor,,1,,", "row 3, name: contains an invisible character that turns the direction of reading"),
        (f"x,{'x' * 99},mentor,,1,,", "row 3, name: is longer than 80 characters"),
        (
            '"x;y",Xi,mentor,,1,,',
            "row 3, id: is what others are named by in lists: it takes no ; and no |",
        ),
        (",,mentor,,1,,", "row 3, name: is empty, and no id and no e-mail address says who it is"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit_is_refused_with_its_number_and_nobody_is_taken_in(
    row: str, says: str
) -> None:
    assert refused(f"{HEAD}\nana,Ana,mentee,,,,SQL\n{row}\n") == [says]


def test_all_faults_are_told_at_once_in_order() -> None:
    text = f"{HEAD}\na,Ana,boss,,-1,,\nb,Ben,mentor,zed,1,,\na,Cleo,mentee,,1,,\n"
    assert [(fault.row, fault.heading) for fault in read(text).faults] == [
        (2, "places"),
        (2, "role"),
        (3, "manager"),
        (4, "id"),
    ]


def test_more_that_does_not_fit() -> None:
    head = "name,role,email,time zone,hours,days,past pairs,paused until,seniority,confirmed on"
    rows = [
        "Ana,mentee,ana,,,,,,,",
        "Ben,mentor,,Berlin,,,,,,",
        "Cleo,mentor,,,9-17,,,,,",
        "Dora,mentor,,Europe/Berlin,9-9,Funday,,,,",
        "Emil,mentor,,,,,Ana,tomorrow,boss,2027-01-01",
    ]
    assert refused("\n".join([head, *rows]), junior=1, senior=2) == [
        "row 2, email: does not look like an e-mail address",
        "row 3, time zone: “Berlin” is not a time zone such as Europe/Berlin",
        "row 4, time zone: is needed where working hours or days are given",
        "row 5, days: must be days such as Mon-Fri",
        "row 5, hours: must be hours such as 09:00-17:00",
        "row 6, confirmed on: lies ahead",
        "row 6, past pairs: needs whom and when last, such as e1003 2025-06-30",
        "row 6, paused until: must be a day such as 2026-05-01",
        "row 6, seniority: must be a whole number from 0 to 100, or one of: junior, senior",
    ]


def test_two_headings_that_mean_the_same_and_a_table_of_something_else() -> None:
    assert refused("name,skills,expertise\nAna,a,b\n") == [
        "row 1, expertise: means the same as “skills”: leave one of them out"
    ]
    assert refused("title,body\na,b\n") == [
        "row 1 has no heading that says who it is: id, name or email",
        "row 1 has none of the headings role, wants and offers",
    ]
    assert refused("name,role\n") == ["row 1 is followed by nobody"]


def test_who_is_meant_by_an_id_an_address_or_a_name_of_their_own() -> None:
    text = (
        "id,name,email,role,manager,wishes,not with\n"
        "a,Ana,ana@x.example,mentee,dora@x.example,Ben;c,BEN\n"
        "b,Ben,,mentor,Dora,,\nc,Cleo,,mentor,D,,\nd,Dora,dora@x.example,none,,,\n"
    )
    found = people(text)
    assert found["a"].chain == ("d",)
    assert found["a"].wishes == ("b", "c")
    assert found["a"].blocks == {"b"}
    assert refused(text + "e,Ben,,mentor,,,\n") == [
        "row 2, not with: names somebody who is in no row, or the person themselves",
        "row 2, wishes: “Ben” is the name of several people: give the id or the e-mail address",
    ]


def test_a_fault_in_not_with_does_not_repeat_the_name() -> None:
    assert refused("id,role,not with\na,mentee,Harald\n") == [
        "row 2, not with: names somebody who is in no row, or the person themselves"
    ]


def test_the_reporting_line_goes_to_the_top_and_never_round() -> None:
    text = "id,role,manager\na,mentee,b\nb,mentor,c\nc,none,\n"
    assert people(text)["a"].chain == ("b", "c")
    assert refused("id,role,manager\na,mentee,b\nb,mentor,c\nc,none,a\n") == [
        "row 2, manager: leads back to the person",
        "row 3, manager: leads back to the person",
        "row 4, manager: leads back to the person",
    ]


def test_a_role_is_told_from_what_is_wanted_and_offered() -> None:
    found = people("id,wants,offers\na,SQL,\nb,,SQL\nc,SQL,Go\n")
    assert [each.role for each in found.values()] == [Role.MENTEE, Role.MENTOR, Role.BOTH]


def test_bands_by_name_levels_in_words_and_other_ways_to_write() -> None:
    (ana,) = people(
        "name,role,level,offers,time zone,hours,days\n"
        "Ana,mentor,Senior,SQL (expert); Go: beginner,Europe/Berlin,22 to 6:30,Fri-Sun\n",
        junior=1,
        senior=2,
    ).values()
    assert ana.seniority == 2
    assert ana.offers == (Skill(name="SQL", level=5), Skill(name="Go", level=1))
    assert ana.hours is not None
    assert (ana.hours.starts, ana.hours.ends, ana.hours.days) == (time(22), time(6, 30), {5, 6, 7})


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_calculate_is_written_as_text_and_read_again(cell: str) -> None:
    text = table_text(["a", "b"], [[cell, -5]])
    assert text == f'"a","b"\r\n"\'{cell}","-5"\r\n'
    if cell.strip() == cell:
        assert read_table(text).rows[0].cells == {"a": cell, "b": "-5"}


def test_what_stands_behind_another_delimiter_begins_no_cell() -> None:
    """A spreadsheet that parts cells at semicolons sees quotes around all of it."""
    assert table_text(["name"], [["Ann;=1+1"]]) == '"name"\r\n"Ann;=1+1"\r\n'


@pytest.mark.parametrize(
    ("hours", "days", "expected"),
    [
        ("00:00-24:00", "Mo-Fr", (time(0), time(0), {1, 2, 3, 4, 5})),
        ("0-24", "Montag, Mittwochs; Do.", (time(0), time(0), {1, 3, 4})),
        ("16-24", "Di-Do", (time(16), time(0), {2, 3, 4})),
        ("9-17", "Fr-So", (time(9), time(17), {5, 6, 7})),
        ("9-17", "Tues, Thursday", (time(9), time(17), {2, 4})),
    ],
)
def test_whole_days_and_german_names_of_days_are_read(
    hours: str, days: str, expected: tuple[time, time, set[int]]
) -> None:
    head = "name,role,time zone,hours,days\n"
    (ana,) = people(f'{head}Ana,mentor,Europe/Berlin,{hours},"{days}"\n').values()
    assert ana.hours is not None
    assert (ana.hours.starts, ana.hours.ends, ana.hours.days) == expected
    assert list(people(people_text([ana])).values()) == [ana]


@pytest.mark.parametrize(
    ("hours", "days"), [("9-9", "Mon"), ("9-24:30", "Mon"), ("9-17", "m"), ("9-17", "monkey")]
)
def test_hours_and_days_that_are_none_are_refused(hours: str, days: str) -> None:
    assert len(refused(f"name,role,time zone,hours,days\nAna,mentor,UTC,{hours},{days}\n")) == 1


@given(crowds)
@settings(max_examples=40)
def test_what_is_written_is_read_back_as_it_was(crowd: list[Participant]) -> None:
    every = [_as_a_table_has_it(each) for each in crowd]
    back = people(people_text(every, blocks=True)).values()
    assert [replace(each, chain=()) for each in back] == every
    assert "not with" not in people_text(every)


def _as_a_table_has_it(one: Participant) -> Participant:
    """Return somebody as a table can say it: goals, wants and names once, zones by their name."""
    past = {each.partner: each for each in sorted(one.past, key=lambda each: each.on)}
    return replace(
        one,
        chain=(),
        wants=tuple({each.name: each for each in one.wants}.values()),
        offers=tuple({each.name: each for each in one.offers}.values()),
        past=tuple(past[key] for key in sorted(past)),
        zone_name=str(one.hours.zone) if one.hours else "",
    )


def test_a_skill_with_a_comma_in_its_name_stays_one() -> None:
    ana = Participant(
        key="ana", name="Costa, Ana", role=Role.MENTEE, wants=(Wanted(name="R, Shiny"),)
    )
    assert list(people(people_text([ana])).values()) == [ana]


@given(st.binary(max_size=300))
def test_whatever_bytes_come_a_table_is_read_or_refused(body: bytes) -> None:
    try:
        taken = participants(read_table(decoded(body)), zone_of=zone_of, bands={}, on=TUESDAY)
    except TableFault as fault:
        assert fault.says
    else:
        assert not (taken.people and taken.faults)


@given(st.lists(st.lists(st.text(max_size=12), min_size=9, max_size=9), min_size=1, max_size=4))
def test_whatever_cells_come_people_are_taken_in_or_all_are_refused(rows: list[list[str]]) -> None:
    head = ["id", "name", "role", "wants", "offers", "manager", "wishes", "hours", "past pairs"]
    taken = read(table_text(head, rows))
    assert bool(taken.people) != bool(taken.faults)
