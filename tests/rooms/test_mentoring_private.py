"""What two write for each other is read by the two, and what each thought by that one alone.

By the room, by what people take out, and by the database itself in plain SQL. The control takes
the wall down, and everybody reads: so it is the wall that hides it.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from journeywork.activities import actions as activities
from journeywork.activities.line_models import LineRow
from journeywork.engine.lines import LineKind
from journeywork.engine.mentoring import Match
from journeywork.kernel import audit, erasure
from journeywork.kernel.errors import NotFound
from journeywork.kernel.models import PublishedFact
from journeywork.kernel.reader import reading_as
from journeywork.kernel.schema import harden
from journeywork.mentoring import ratings, running
from journeywork.people import actions as people
from tests.conftest import TUESDAY, Cast
from tests.database import MAY_BEGIN_ANEW, NAME, cluster
from tests.fakes import stage
from tests.rooms.matches import matched

WORDS = "I am afraid of the review"
LINES, RATINGS = "activities_line", "mentoring_rating"


@pytest.fixture
def match(cast: Cast, at: datetime) -> Match:
    """Ana wrote something for Ben, and each said what they thought of their session."""
    found = matched(cast, at)
    running.write(match_id=found.id, kind=LineKind.NOTE, text=WORDS, by=cast.ana.id, at=at)
    held = running.met(match_id=found.id, check_in_id=None, by=cast.ana.id, at=at)
    for person, useful in ((cast.ana, 1), (cast.ben, 3)):
        ratings.rate(match_id=found.id, check_in_id=held.id, useful=useful, by=person.id, at=at)
    return found


def raw(table: str, reader: UUID | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('journeywork.reader', %s, true)", [str(reader or "")])
        cursor.execute(f"select count(*) from {table}")
        found = cursor.fetchone()
        cursor.execute("select set_config('journeywork.reader', '', true)")
    assert found
    return int(found[0])


def seen(cast: Cast, table: str) -> dict[str, int]:
    names = ("ana", "ben", "cleo", "dora", "emil")
    return {name: raw(table, getattr(cast, name).id) for name in names}


def test_the_database_shows_a_note_to_the_two_alone(cast: Cast, match: Match) -> None:
    assert seen(cast, LINES) == {"ana": 1, "ben": 1, "cleo": 0, "dora": 0, "emil": 0}
    assert raw(LINES, None) == 0
    assert [one.text for one in running.kept(match.id, reader=cast.ben.id)] == [WORDS]
    assert running.kept(match.id, reader=cast.emil.id) == ()


def test_the_database_shows_a_rating_to_its_author_alone(cast: Cast, match: Match) -> None:
    assert seen(cast, RATINGS) == {"ana": 1, "ben": 1, "cleo": 0, "dora": 0, "emil": 0}
    assert raw(RATINGS, None) == 0
    assert list(ratings.mine(match.id, author=cast.ana.id).values()) == [1]
    assert list(ratings.mine(match.id, author=cast.ben.id).values()) == [3]
    assert ratings.mine(match.id, author=cast.emil.id) == {}


def test_whoever_comes_or_leaves_reads_what_was_written_while_they_were_there(
    cast: Cast, at: datetime, match: Match
) -> None:
    later = at + timedelta(days=1)
    activities.join(activity_id=match.id, person_id=cast.cleo.id, role="peer", by=None, at=later)
    assert raw(LINES, cast.cleo.id) == 0
    activities.leave(activity_id=match.id, person_id=cast.ben.id, by=cast.ben.id, at=later)
    running.write(
        match_id=match.id, kind=LineKind.NOTE, text="After", by=cast.ana.id,
        at=later + timedelta(hours=1),
    )  # fmt: skip
    assert (raw(LINES, cast.ben.id), raw(LINES, cast.ana.id), raw(LINES, cast.cleo.id)) == (1, 2, 1)


def test_whoever_works_here_no_more_reads_nothing_of_others(
    cast: Cast, at: datetime, match: Match
) -> None:
    people.deactivate(person_id=cast.ben.id, by=cast.emil.id, at=at)
    assert raw(LINES, cast.ben.id) == 0


def test_nobody_writes_for_another_or_changes_what_they_wrote(
    cast: Cast, at: datetime, match: Match
) -> None:
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        reading_as(cast.ben.id),
    ):
        LineRow.objects.create(activity=match.id, author=cast.ana.id, kind="note", text="x", at=at)
    with reading_as(cast.ben.id):
        assert LineRow.objects.filter(activity=match.id).update(kind="goal") == 0
        assert LineRow.objects.filter(activity=match.id).delete()[0] == 0
    (line,) = running.kept(match.id, reader=cast.ana.id)
    with pytest.raises(NotFound):
        activities.change_line(line_id=line.id, activity_id=match.id, text="x", by=cast.ben.id)
    with pytest.raises(NotFound):
        activities.drop_line(line_id=line.id, activity_id=match.id, by=cast.ben.id)
    activities.drop_line(line_id=line.id, activity_id=match.id, by=cast.ana.id)
    assert running.kept(match.id, reader=cast.ben.id) == ()


def test_it_is_sealed_and_nothing_tells_of_it(cast: Cast, match: Match) -> None:
    with reading_as(cast.ana.id), connection.cursor() as cursor:
        cursor.execute(f"select text from {LINES}")
        assert "afraid" not in cursor.fetchone()[0]
    facts = [json.dumps(one.content) for one in PublishedFact.objects.all()]
    assert [one for one in facts if "afraid" in one] == []
    assert [one.verb for one in audit.lines(limit=100) if "line" in one.verb] == []


def test_each_takes_out_and_takes_away_their_own(cast: Cast, at: datetime, match: Match) -> None:
    running.write(match_id=match.id, kind=LineKind.NOTE, text="Of Ben", by=cast.ben.id, at=at)
    anas = erasure.collect(cast.ana.id)
    assert [row["text"] for row in anas[LINES]] == [WORDS]
    assert [row["useful"] for row in anas[RATINGS]] == [1]
    assert LINES not in erasure.collect(cast.emil.id)
    assert LINES not in erasure.collect(cast.ana.id, private=False)
    erasure.erase(cast.ana.id)
    assert [one.text for one in running.kept(match.id, reader=cast.ben.id)] == ["Of Ben"]
    assert raw(RATINGS, cast.ana.id) == 0


# --- the control ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Ana has written for Ben, and rated, with rows that are committed."""
    from journeywork.kernel.tenancy import within

    with django_db_blocker.unblock(), stage.committed("pairs", TUESDAY) as cast:
        with within(cast.org):
            found = matched(cast, TUESDAY)
            says = {"kind": LineKind.NOTE, "text": WORDS, "by": cast.ana.id, "at": TUESDAY}
            running.write(match_id=found.id, **says)
            says = {"match_id": found.id, "by": cast.ana.id, "at": TUESDAY}
            held = running.met(check_in_id=None, **says)
            ratings.rate(check_in_id=held.id, useful=2, **says)
        yield cast


@pytest.mark.parametrize(("table", "bens"), [(LINES, 1), (RATINGS, 0)])
def test_it_is_the_policy_that_hides_it(
    committed: Cast, table: str, bens: int, django_db_blocker: Any
) -> None:
    with (
        psycopg.connect(cluster.url("journeywork_app", NAME), autocommit=True) as app,
        psycopg.connect(cluster.url("journeywork_owner", NAME), autocommit=True) as owner,
    ):
        app.execute("select set_config('journeywork.org', %s, false)", [str(committed.org)])

        def sees(reader: str) -> int:
            app.execute("select set_config('journeywork.reader', %s, false)", [reader])
            return len(app.execute(f"select id from {table}").fetchall())

        before = sees(str(committed.emil.id))
        owner.execute(f"drop policy private_select on {table}")
        try:
            without = sees(str(committed.emil.id))
        finally:
            with django_db_blocker.unblock():
                harden("owner")
            owner.execute(MAY_BEGIN_ANEW)
        assert (before, without, sees("")) == (0, 1, 0)
        readers = [sees(str(one.id)) for one in (committed.ana, committed.ben, committed.cleo)]
        assert readers == [1, bens, 0]
