"""A round is tried out before it is one; who takes part goes out as a table and comes in again."""

import csv
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.fit.coverage import _placed
from journeywork.engine.fit.rules_file import RulesFault
from journeywork.engine.fit.survey import Bar
from journeywork.engine.mentoring import Programme, ProgrammeKind
from journeywork.engine.mentoring_templates import Plan
from journeywork.kernel import audit, looks
from journeywork.kernel.reader import reading_as
from journeywork.mentoring import exporting, importing, programmes, queries
from journeywork.mentoring.dry_run import DryRun, dry_run
from journeywork.mentoring.importing import Looked
from journeywork.mentoring.models import BlockRow, EnrolmentRow
from journeywork.people import actions as people_actions
from tests.conftest import Cast

HEAD = "email,role,wants,offers,places,seniority,department,paused until"


def begun(cast: Cast, at: datetime, *rows: str, kind: ProgrammeKind = ProgrammeKind.MENTORING,
          rules: str = "", head: str = HEAD) -> Programme:  # fmt: skip
    plan = Plan(name="Mentoring", kind=kind, rules=rules)
    made = programmes.set_up(plan=plan, by=cast.emil.id, at=at)
    text = "\n".join((head, *(row.replace(" ", "@fairwater.example,", 1) for row in rows)))
    importing.take_in(programme_id=made.id, text=text, by=cast.emil.id, at=at)
    return made


ROWS = (
    "ana mentee,Python; Zeppelins,,,2,,",
    "cleo mentee,Python,,,9,,",
    "dora mentor,,Python,1,4,,",
    "emil mentor,,Go,2,4,,2026-05-01",
)


def test_it_counts_and_says_who_has_nobody_and_which_rule_to_relax(
    cast: Cast, at: datetime
) -> None:
    found = dry_run(begun(cast, at, *ROWS), on=at.date())
    ana_reports = found.nobody[0]
    assert (found.seekers, found.givers, found.places, found.paused) == (2, 1, 1, 1)
    assert (found.alone, found.reached, found.reached_with) == (2, 0, 0)
    assert ana_reports.person == cast.ana.id
    assert ana_reports.says == ("in the reporting line: 1 of 1",)
    assert found.nobody[1].changes == ("least_gap = -5 instead of 0 would do",)
    assert dict(found.relaxing) == {Bar.SENIORITY: 1, Bar.REPORTING: 1}
    assert found.lacking == (("zeppelin", 1),)


def test_other_rules_are_tried_without_being_kept(cast: Cast, at: datetime) -> None:
    made = begun(cast, at, *ROWS)
    tried = dry_run(made, on=at.date(), rules="[bars]\nleast_gap = false\n")
    assert (tried.alone, tried.reached) == (1, 1)
    assert queries.programme(made.id).rules == ""
    assert dry_run(made, on=at.date()).alone == 1 + 1
    with pytest.raises(RulesFault, match="line 2"):
        dry_run(made, on=at.date(), rules="[bars]\nleast_gap = 400\n")


def test_a_place_more_is_tried_too(cast: Cast, at: datetime) -> None:
    rows = ("cleo mentee,Go,,,2,,", "emil mentee,Go,,,2,,", "ben mentor,,Go,1,3,,")
    found = dry_run(begun(cast, at, *rows), on=at.date())
    assert (found.alone, found.places, found.reached, found.reached_with) == (0, 1, 1, 2)


def test_nobody_can_tell_from_it_who_blocks_whom(cast: Cast, at: datetime) -> None:
    made = begun(cast, at, "cleo mentee,Go,,,2,,", "ben mentor,,Go,1,3,,")
    before = dry_run(made, on=at.date())
    with reading_as(cast.cleo.id):
        BlockRow.objects.create(author=cast.cleo.id, who=str(cast.ben.id), at=at)
    assert dry_run(made, on=at.date()) == before
    assert before.alone == 0


def test_peers_are_counted_alike(cast: Cast, at: datetime) -> None:
    rows = ("ana both,Go,Go,,,,", "ben both,Go,Go,,,,", "cleo both,Go,Go,,,,")
    found = dry_run(begun(cast, at, *rows, kind=ProgrammeKind.PEERS), on=at.date())
    assert (found.seekers, found.givers, found.alone, found.reached) == (3, 3, 0, 3)


def test_an_empty_programme_can_be_tried(cast: Cast, at: datetime) -> None:
    made = programmes.set_up(plan=Plan(name="x", kind=ProgrammeKind.BUDDY), by=cast.emil.id, at=at)
    assert dry_run(made, on=at.date()) == DryRun(
        seekers=0, givers=0, places=0, paused=0, full=0, alone=0, reached=0, reached_with=0
    )


@given(
    st.lists(st.integers(0, 31), max_size=7), st.lists(st.integers(0, 3), min_size=5, max_size=5)
)
def test_as_many_are_reached_as_can_be(open_to: list[int], places: list[int]) -> None:
    assert _placed(open_to, places) == _most(tuple(open_to), tuple(places))


def _most(open_to: tuple[int, ...], places: tuple[int, ...]) -> int:
    """Return the same by trying everything."""
    if not open_to:
        return 0
    first, rest = open_to[0], open_to[1:]
    best = _most(rest, places)
    for mentor, left in enumerate(places):
        if left and first >> mentor & 1:
            fewer = tuple(n - (one == mentor) for one, n in enumerate(places))
            best = max(best, 1 + _most(rest, fewer))
    return best


# Out, and in again


def test_what_goes_out_comes_in_again_as_it_was(cast: Cast, at: datetime) -> None:
    head = f"{HEAD},goals,wishes,past pairs"
    made = begun(
        cast, at, "ana mentee,Python:3,,,2,Pay,,first lead,dora,cleo 2025-06-30",
        "dora mentor,,Python,3,4,Pay,2026-05-01,,,", head=head,
    )  # fmt: skip
    before = queries.enrolments(made.id)
    text = exporting.export(made, by=cast.emil.id, at=at)
    again = importing.take_in(programme_id=made.id, text=text, by=cast.emil.id, at=at)
    assert again == Looked(rows=2, same=2, aside=("taken",))
    EnrolmentRow.objects.all().delete()
    importing.take_in(programme_id=made.id, text=text, by=cast.emil.id, at=at)
    told = [(one.person, one.role, one.wants, one.offers, one.places, one.wishes, one.past)
            for one in before]  # fmt: skip
    assert [(one.person, one.role, one.wants, one.offers, one.places, one.wishes, one.past)
            for one in queries.enrolments(made.id)] == told  # fmt: skip


def test_no_block_goes_out_and_no_cell_calculates(cast: Cast, at: datetime) -> None:
    made = begun(cast, at, "ana mentee,Python,,,,,", "ben mentor,,Python,1,,,")
    with reading_as(cast.ana.id):
        BlockRow.objects.create(author=cast.ana.id, who=str(cast.ben.id), at=at)
    EnrolmentRow.objects.filter(person=cast.ana.id).update(department="=1+1")
    ana, ben = csv.DictReader(StringIO(exporting.export(made, by=cast.emil.id, at=at)))
    assert (ana["name"], ana["department"], ben["name"]) == ("Ana", "'=1+1", "Ben")
    assert "not with" not in ana
    assert [cell for cell in ana.values() if "ben" in cell.casefold()] == []


def test_whoever_is_in_it_can_read_who_took_it_out(cast: Cast, at: datetime) -> None:
    made = begun(cast, at, "ana mentee,Python,,,,,")
    exporting.export(made, by=cast.emil.id, at=at)
    (seen,) = looks.looks(cast.ana.id)
    assert (seen.by, seen.what) == (cast.emil.id, exporting.LOOKED_AT)
    assert audit.lines(limit=1)[0].verb == "programme.exported"


def test_somebody_who_skips_goes_out_as_if_they_did_not(cast: Cast, at: datetime) -> None:
    made = begun(cast, at, "ana mentee,Python,,,,,")
    EnrolmentRow.objects.update(skips=True)
    assert "9999" not in exporting.export(made, by=cast.emil.id, at=at)


def test_the_table_of_the_guide_is_the_one_of_the_page() -> None:
    guide = Path(__file__).parents[2] / "docs" / "howto" / "people-to-fill-in.csv"
    assert guide.read_bytes().decode("utf-8-sig") == exporting.to_fill_in()


def test_the_table_to_fill_in_is_refused_as_long_as_its_examples_stand(
    cast: Cast, at: datetime
) -> None:
    made = programmes.set_up(
        plan=Plan(name="x", kind=ProgrammeKind.MENTORING), by=cast.emil.id, at=at
    )
    looked = importing.look_through(
        programme_id=made.id, text=exporting.to_fill_in(), by=cast.emil.id, at=at
    )
    assert [(each.row, each.heading, each.says[:14]) for each in looked.faults] == [
        (2, "email", "is nobody here"),
        (3, "email", "is nobody here"),
    ]
    ada = people_actions.add_person(
        name="Ada", email="ada@fairwater.example", roles=("administrator",), by=None, at=at
    )
    added: Any = importing.look_through(
        programme_id=made.id, text=exporting.to_fill_in(), add=True, by=ada.id, at=at
    )
    assert (added.faults, added.joining, added.unread, added.aside) == ((), 2, (), ())
