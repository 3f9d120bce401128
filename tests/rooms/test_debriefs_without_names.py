"""Without names nothing ties a text to who wrote it: not a row, a log, a time or an order.

The database is searched as somebody would who has all of it, and the keys of the settings too.
A control shows that the search finds the writer where names stand beside what was written.
"""

import logging
from datetime import datetime, timedelta

import pytest
from django.db import connection

from journeywork.debriefs import actions, queries
from journeywork.debriefs.models import AnswerRow, AskKind, AskRow, DebriefRow
from journeywork.engine.debriefs import Debrief, DebriefState
from journeywork.engine.people import Person
from journeywork.kernel import erasure
from journeywork.kernel.errors import Denied, Invalid, NotFound
from tests.conftest import Cast
from tests.rooms.debriefing import (
    canary,
    every_row,
    opened,
    opened_rows,
    team_of,
    write,
)


def all_write(cast: Cast, debrief: Debrief, at: datetime) -> None:
    for number, person in enumerate(team_of(cast), start=1):
        write(debrief, person, at + timedelta(hours=number))


def links(cast: Cast, writer: Person) -> list[str]:
    """Return the rows that hold a writer and their text, to whoever may read any row."""
    everybody = [one.id for one in team_of(cast)]
    return [
        row
        for row in opened_rows(*everybody)
        if canary(writer) in row and str(writer.id) in row and row.count("canary of") == 1
    ]


def test_the_search_finds_the_writer_where_there_are_names(cast: Cast, at: datetime) -> None:
    all_write(cast, opened(cast, at, named=True), at)
    assert {key: len(links(cast, getattr(cast, key))) > 0 for key in ("ana", "ben", "dora")} == {
        "ana": True,
        "ben": True,
        "dora": True,
    }


def test_the_search_finds_nobody_where_there_are_none(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at)
    all_write(cast, debrief, at)
    assert [row for one in team_of(cast) for row in links(cast, one)] == []
    texts = {one.text for one in queries.answers(debrief.id, reader=cast.ana.id)}
    assert texts == {canary(one) for one in team_of(cast)}


def test_writing_changes_the_box_and_the_own_question_and_nothing_else(
    cast: Cast, at: datetime
) -> None:
    """No fact, no job, no line in the audit log, no look, no row with a time."""
    debrief = opened(cast, at)
    before = every_row()
    write(debrief, cast.ana, at + timedelta(hours=1))
    after = every_row()
    changed = {table for table in before if before[table] != after[table]}
    assert changed == {"debriefs_debrief", "debriefs_ask"}
    assert len(before["debriefs_ask"]) - len(after["debriefs_ask"]) == 1
    assert after["debriefs_ask"] < before["debriefs_ask"]


def test_who_passes_cannot_be_told_from_who_wrote(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at)
    write(debrief, cast.ana, at)
    wrote = len(_sealed_box())
    actions.write(debrief_id=debrief.id, by=cast.ben.id, answers={}, at=at, key="k")
    assert len(_sealed_box()) == wrote
    waits = AskRow.objects.filter(kind=AskKind.WRITE).values_list("person", flat=True)
    assert set(waits) == {cast.dora.id, cast.emil.id}


def test_what_is_revealed_has_no_author_no_time_and_no_order(cast: Cast, at: datetime) -> None:
    all_write(cast, opened(cast, at), at)
    with connection.cursor() as cursor:
        cursor.execute(
            "select column_name, data_type from information_schema.columns "
            "where table_name = 'debriefs_answer'"
        )
        columns = dict(cursor.fetchall())
    assert columns == {
        "org": "uuid",
        "id": "uuid",
        "debrief": "uuid",
        "question": "character varying",
        "text": "text",
    }
    ids = list(AnswerRow.objects.values_list("id", flat=True))
    assert {id.version for id in ids} == {4}  # Drawn, not counted: no time is in them.


def test_rows_lie_in_the_order_that_was_drawn(cast: Cast, at: datetime) -> None:
    """Where the rows lie on disk, and which transaction wrote them, tells nothing either."""
    debrief = opened(cast, at)
    drawn: list[int] = []

    def draw(below: int) -> int:
        drawn.append(below)
        return 0

    for person in team_of(cast):
        actions.write(
            debrief_id=debrief.id,
            by=person.id,
            answers={"happened": canary(person)},
            at=at,
            key=person.key,
            draw=draw,
        )
    assert drawn == [4, 3, 2]
    with connection.cursor() as cursor:
        cursor.execute("select distinct xmin::text from debriefs_answer")
        assert len(cursor.fetchall()) == 1


def test_every_writer_looks_the_same_in_the_database(cast: Cast, at: datetime) -> None:
    """Ana and Ben, who both only wrote, are left with as many rows, in the same tables."""
    before = every_row()
    all_write(cast, opened(cast, at), at)
    after = every_row()
    of = {
        person.key: {
            table: sum(str(person.id) in row for row in after[table] - before[table])
            for table in after
        }
        for person in (cast.ana, cast.ben)
    }
    del of["ana"]["debriefs_debrief"], of["ben"]["debriefs_debrief"]  # Who leads is named there.
    roles = "activities_participant"
    assert of["ana"].pop(roles) == of["ben"].pop(roles) == 1
    assert of["ana"] == of["ben"]
    assert after["debriefs_debrief"] != before["debriefs_debrief"]


def test_nothing_lies_open_at_rest_and_the_box_is_gone_after_the_reveal(
    cast: Cast, at: datetime
) -> None:
    debrief = opened(cast, at)
    for person in team_of(cast)[:3]:
        write(debrief, person, at)
    for row in (row for rows in every_row().values() for row in rows):
        assert "canary of" not in row
    write(debrief, cast.emil, at)
    for row in (row for rows in every_row().values() for row in rows):
        assert "canary of" not in row
    assert DebriefRow.objects.get().box == ""


def test_no_log_names_a_text_or_a_key(
    cast: Cast, at: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        all_write(cast, opened(cast, at), at)
    said = " ".join(record.getMessage() for record in caplog.records)
    sealed_only = [part for part in said.split("'") if "canary of" in part]
    assert sealed_only == []
    assert "browser of" not in said


def test_no_export_holds_what_anybody_wrote(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at)
    for person in team_of(cast)[:3]:
        write(debrief, person, at)
    assert _exported(cast) == set()
    write(debrief, cast.emil, at)
    assert _exported(cast) == set()


def test_an_export_holds_what_one_wrote_under_ones_name(cast: Cast, at: datetime) -> None:
    all_write(cast, opened(cast, at, named=True), at)
    assert _exported(cast) == {(one.key, canary(one)) for one in team_of(cast)}


def test_the_same_browser_opens_nothing_for_somebody_else(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at)
    write(debrief, cast.ana, at)
    key = "browser of ana"
    assert queries.written(debrief.id, reader=cast.ana.id, key=key) == {
        "happened": canary(cast.ana)
    }
    assert queries.written(debrief.id, reader=cast.ben.id, key=key) is None
    assert queries.written(debrief.id, reader=cast.ana.id, key="another") is None
    with pytest.raises(Invalid):
        actions.write(debrief_id=debrief.id, by=cast.ana.id, answers={}, at=at, key="another")


def test_it_waits_for_three_beyond_its_time(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at)
    late = debrief.ends_at + timedelta(hours=1)
    for person in (cast.ana, cast.ben):
        write(debrief, person, at)
    assert actions.reveal_due(at=late) == 0
    assert queries.debrief(debrief.id, reader=cast.ana.id).state is DebriefState.WRITING
    assert write(debrief, cast.dora, late)
    assert len(queries.answers(debrief.id, reader=cast.ben.id)) == 3


def test_who_leads_removes_and_unmasks_nobody(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at)
    all_write(cast, debrief, at)
    leads = debrief.facilitator
    assert leads is not None
    other = next(one for one in team_of(cast) if one.id != leads)
    gone = queries.answers(debrief.id, reader=leads)[0]
    with pytest.raises(Denied):
        actions.remove(debrief_id=debrief.id, answer_id=gone.id, by=other.id, at=at)
    actions.remove(debrief_id=debrief.id, answer_id=gone.id, by=leads, at=at)
    assert gone not in queries.answers(debrief.id, reader=other.id)
    assert {one.author for one in queries.answers(debrief.id, reader=leads)} == {None}
    assert [row for one in team_of(cast) for row in links(cast, one)] == []


def test_who_takes_no_part_finds_no_debrief_whatever_their_role(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at, by=cast.ana.id, people_ids=[one.id for one in team_of(cast)[:3]])
    for stranger in (cast.cleo, cast.emil):
        for ask in (queries.debrief, queries.answers, queries.written, queries.done):
            with pytest.raises(NotFound):
                ask(debrief.id, reader=stranger.id)  # type: ignore[operator]
        with pytest.raises(NotFound):
            write(debrief, stranger, at)


def test_closing_leaves_nothing_of_what_was_written(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at)
    write(debrief, cast.ana, at)
    leads = debrief.facilitator
    assert leads is not None
    closed = actions.close(debrief_id=debrief.id, by=leads, at=at)
    assert (closed.state, DebriefRow.objects.get().box) == (DebriefState.CLOSED, "")
    assert AnswerRow.objects.count() == 0


def _exported(cast: Cast) -> set[tuple[str, str]]:
    return {
        (one.key, canary(writer))
        for one in team_of(cast)
        for writer in team_of(cast)
        if canary(writer) in str(erasure.collect(one.id))
    }


def _sealed_box() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select box from debriefs_debrief")
        return str(cursor.fetchone()[0])
