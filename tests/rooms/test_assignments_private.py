"""The pulse belongs to who taps it: by the room, and by the database itself in plain SQL.

The control takes the wall down, and everybody reads: so it is the wall that hides it.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from journeywork.assignments import actions, fading, queries
from journeywork.assignments.models import SignRow
from journeywork.engine.assignments import Assignment, Begun, Loan
from journeywork.kernel import erasure, sealed
from journeywork.kernel.models import AuditEntry, PublishedFact
from journeywork.kernel.reader import reading_as
from journeywork.kernel.schema import harden
from tests.conftest import TUESDAY, Cast
from tests.database import MAY_BEGIN_ANEW, NAME, cluster
from tests.fakes import stage
from tests.rooms.assigning import opened, running, tap
from tests.rooms.debriefing import every_row

TABLE = "assignments_sign"
DAY = timedelta(days=1)
DRIFTING, DROWNING, CALM = (3, 1, 3), (1, 3, 1), (3, 2, 3)


@pytest.fixture
def tapped(cast: Cast, at: datetime) -> Assignment:
    found = running(cast, at)
    tap(found, DROWNING, at)
    return found


def seen_in_sql(reader: UUID | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('journeywork.reader', %s, true)", [str(reader or "")])
        cursor.execute(f"select count(*) from {TABLE}")
        found = cursor.fetchone()
        cursor.execute("select set_config('journeywork.reader', '', true)")
    assert found
    return int(found[0])


def test_only_the_learner_reads_the_pulse(cast: Cast, tapped: Assignment) -> None:
    everybody = {"ana": cast.ana, "ben": cast.ben, "dora": cast.dora, "emil": cast.emil}
    through_the_room = {
        name: len(fading.own_signs(tapped.id, learner=one.id).pulses)
        for name, one in everybody.items()
    }
    in_sql = {name: seen_in_sql(one.id) for name, one in everybody.items()}
    assert through_the_room == in_sql == {"ana": 1, "ben": 0, "dora": 0, "emil": 0}
    assert seen_in_sql(None) == 0


def test_nobody_writes_one_for_another(cast: Cast, tapped: Assignment, at: datetime) -> None:
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        reading_as(cast.ben.id),
    ):
        SignRow.objects.create(
            assignment=tapped.id, author=cast.ana.id, kind="pulse", text="{}", at=at
        )
    with reading_as(cast.ben.id):
        assert SignRow.objects.filter(assignment=tapped.id).update(kind="change") == 0
        assert SignRow.objects.filter(assignment=tapped.id).delete()[0] == 0


def test_it_is_sealed_where_it_lies(cast: Cast, tapped: Assignment) -> None:
    with reading_as(cast.ana.id), connection.cursor() as cursor:
        cursor.execute(f"select text from {TABLE}")
        ((text,),) = cursor.fetchall()
    assert "confidence" not in text
    assert json.loads(sealed.unseal(text)) == {"confidence": 1, "effort": 3, "support": 1}


def told(cast: Cast, at: datetime, taps: tuple[int, int, int]) -> dict[str, Any]:
    """Return everything that others could read after somebody tapped: rows, facts, log, values.

    Two assignments that differ in nothing but the taps; what is the same but for its
    identifiers is written without them.
    """
    found = opened(cast, at)
    actions.answer_loan(assignment_id=found.id, given=True, hours=4, by=cast.dora.id, at=at)
    actions.start(assignment_id=found.id, by=cast.ana.id, at=at)
    before = set(PublishedFact.objects.values_list("id", flat=True))
    audited = set(AuditEntry.objects.values_list("id", flat=True))
    tap(found, taps, at + DAY)
    tap(found, taps, at + 2 * DAY)
    actions.settle(assignment_id=found.id, at=at + 3 * DAY)
    facts = PublishedFact.objects.exclude(id__in=before).order_by("id")
    inside = asdict(queries.assignment(found.id, reader=cast.ben.id))
    return {
        "mentor": json.loads(json.dumps(inside, default=str).replace(str(found.id), "ID")),
        "lender": queries.loan(found.id, lender=cast.dora.id).state,
        "facts": [(one.name, str(one.content).replace(str(found.id), "ID")) for one in facts],
        "log": AuditEntry.objects.exclude(id__in=audited).count(),
    }


def _without_ids(found: dict[str, Any]) -> dict[str, Any]:
    found["mentor"].pop("checkpoints")
    return found


def test_drifting_and_drowning_look_the_same_to_everybody_else(cast: Cast, at: datetime) -> None:
    """The control is calm: it does look different, so the comparison sees something."""
    drifts, drowns, calm = (
        _without_ids(told(cast, at, taps)) for taps in (DRIFTING, DROWNING, CALM)
    )
    assert drifts == drowns
    assert drifts["mentor"]["offer_support"]
    assert calm["mentor"] != drifts["mentor"]


def test_no_table_that_others_read_holds_the_taps(cast: Cast, tapped: Assignment) -> None:
    words = ("confidence", "drowning", "drifting", "productive", "strained")
    rows = every_row(cast.ben.id, cast.dora.id, cast.emil.id)
    assert rows[TABLE] == set()
    ours = {name: found for name, found in rows.items() if name.startswith("assignments_")}
    facts = {name: found for name, found in rows.items() if name.startswith("kernel_")}
    hits = [row for found in (*ours.values(), *facts.values()) for row in found]
    assert [row for row in hits if any(word in row for word in words)] == []
    assert len(hits) > 3


def test_no_value_that_leaves_the_room_has_a_place_for_it() -> None:
    names = {each.name for kind in (Assignment, Loan, Begun) for each in fields(kind)}
    assert names.isdisjoint({"pulse", "pulses", "reading", "confidence", "effort", "signs"})
    assert "offer_support" not in {each.name for each in fields(Loan)}


def test_the_learner_takes_it_out_and_the_lender_does_not(cast: Cast, tapped: Assignment) -> None:
    mine, lenders = erasure.collect(cast.ana.id), erasure.collect(cast.dora.id)
    assert len(mine[TABLE]) == 1
    assert TABLE not in lenders
    (row,) = lenders["assignments_assignment"]
    assert {"why", "level", "offer_support", "outcome"}.isdisjoint(row)
    erasure.erase(cast.ana.id)
    assert seen_in_sql(cast.ana.id) == 0


# --- the control ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Cast, UUID]]:
    """Ana has tapped, with rows that are committed."""
    from journeywork.kernel.tenancy import within

    with django_db_blocker.unblock(), stage.committed("taps", TUESDAY) as cast:
        with within(cast.org):
            found = running(cast, TUESDAY)
            tap(found, CALM, TUESDAY)
        yield cast, found.id


def test_it_is_the_policy_that_hides_it(
    committed: tuple[Cast, UUID], django_db_blocker: Any
) -> None:
    cast, _assignment = committed
    with (
        psycopg.connect(cluster.url("journeywork_app", NAME), autocommit=True) as app,
        psycopg.connect(cluster.url("journeywork_owner", NAME), autocommit=True) as owner,
    ):
        app.execute("select set_config('journeywork.org', %s, false)", [str(cast.org)])

        def seen() -> int:
            return len(app.execute(f"select id from {TABLE}").fetchall())

        before = seen()
        owner.execute(f"drop policy private_select on {TABLE}")
        try:
            without = seen()
        finally:
            with django_db_blocker.unblock():
                harden("owner")
            owner.execute(MAY_BEGIN_ANEW)
        assert (before, without, seen()) == (0, 1, 0)
        app.execute("select set_config('journeywork.reader', %s, false)", [str(cast.ben.id)])
        assert seen() == 0
        app.execute("select set_config('journeywork.reader', %s, false)", [str(cast.ana.id)])
        assert seen() == 1
