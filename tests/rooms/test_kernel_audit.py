"""The audit log tells on whoever tampers with it, even as the owner of the tables."""

import json
from datetime import datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError

from journeywork.kernel import anchors, audit
from journeywork.kernel.tenancy import within
from tests.conftest import Cast
from tests.database import NAME, cluster

OWNER = "journeywork_owner"


def write(count: int, at: datetime, by: UUID | None = None) -> None:
    for number in range(count):
        audit.record(
            verb="card.published",
            object=f"card:{number}",
            by=by,
            at=at,
            detail={"title": "Zoë", "n": number, "deep": [{"a": None, "b": True}]},
        )


def as_owner(statement: str, *values: object) -> None:
    """Tamper as the owner of the tables does, in the transaction of the test."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('journeywork.org', %s, true)", [str(current())])
        cursor.execute(statement, values)


def current() -> UUID:
    from journeywork.kernel.tenancy import current_org

    return current_org()


def test_an_untouched_log_holds_and_numbers_its_lines(org: UUID, at: datetime) -> None:
    first = audit.head()[0]
    write(5, at)
    assert audit.head()[0] == first + 5
    assert audit.verify() == audit.Verdict(
        lines=first + 5, broken=None, says=f"all {first + 5} lines hold"
    )


def test_lines_come_newest_first_by_pages(org: UUID, at: datetime) -> None:
    write(5, at)
    newest = audit.lines(limit=2)
    older = audit.lines(limit=2, before=newest[-1].number)
    assert [line.object for line in (*newest, *older)] == [f"card:{n}" for n in (4, 3, 2, 1)]


def test_each_organisation_has_a_log_of_its_own(cast: Cast, at: datetime) -> None:
    before = audit.head()
    with within(cast.other_org):
        write(3, at)
        theirs = audit.lines(limit=3)
    assert audit.head() == before
    assert [line.verb for line in theirs] == ["card.published"] * 3


def test_a_fraction_is_refused_because_it_may_come_back_otherwise(org: UUID, at: datetime) -> None:
    with pytest.raises(TypeError):
        audit.record(verb="x", object="y", by=None, at=at, detail={"share": 0.1})


def test_a_line_stands_exactly_if_what_it_tells_of_does(org: UUID, at: datetime) -> None:
    before = audit.head()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(1, at)
        raise ZeroDivisionError
    assert audit.head() == before


@pytest.mark.parametrize(
    "statement",
    [
        "update kernel_auditentry set verb = 'x'",
        "delete from kernel_auditentry",
        "update kernel_look set what = 'x'",
        "delete from kernel_look",
        "update kernel_publishedfact set name = 'x'",
        "delete from kernel_publishedfact",
    ],
)
def test_the_application_may_only_append(org: UUID, statement: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        as_owner(statement)


@pytest.fixture
def log(transactional_db: None, at: datetime) -> UUID:
    """A committed log of eight lines, anchored at the sixth."""
    from journeywork.people import actions

    org = actions.create_organisation(key="tampered", name="Tampered", at=at).id
    with within(org):
        write(5, at)
        anchors.anchor(at=at)
        write(2, at)
    return org


def tamper(org: UUID, statement: str) -> None:
    with psycopg.connect(cluster.url(OWNER, NAME)) as link:
        link.execute("select set_config('journeywork.org', %s, false)", [str(org)])
        assert link.execute(statement).rowcount > 0


@pytest.mark.parametrize(
    ("statement", "broken", "says"),
    [
        ("set verb = 'card.archived' where number = 4", 4, "was changed after it was written"),
        ("set at = at + interval '1 microsecond' where number = 2", 2, "was changed after"),
        ("set by = gen_random_uuid() where number = 3", 3, "was changed after"),
        ("set detail = '{\"n\": 9}' where number = 5", 5, "was changed after"),
        ("set digest = repeat('a', 64) where number = 1", 1, "was changed after"),
        ("set number = 30 where number = 3", 3, "is missing: line 4 follows"),
    ],
)
def test_a_changed_line_is_named(log: UUID, statement: str, broken: int, says: str) -> None:
    tamper(log, f"update kernel_auditentry {statement}")
    with within(log):
        verdict = audit.verify()
    assert (verdict.broken, verdict.lines) == (broken, broken - 1)
    assert says in verdict.says


def test_a_removed_line_is_named(log: UUID) -> None:
    tamper(log, "delete from kernel_auditentry where number = 4")
    with within(log):
        assert audit.verify().broken == 4


def test_an_end_that_was_cut_off_is_seen_by_the_anchor_alone(log: UUID) -> None:
    tamper(log, "delete from kernel_auditentry where number > 4")
    with within(log):
        assert (audit.verify().broken, anchors.verify().broken) == (None, 5)


def test_a_chain_written_anew_is_seen_by_the_anchor_alone(log: UUID) -> None:
    """Whoever has the database and our code can make a chain that holds."""
    with within(log):
        rows = list(audit._walk())
        previous = rows[2].digest
        for row in rows[3:]:
            row.verb, row.previous = "nothing.happened", previous
            row.digest = previous = audit._digest(row)
    with psycopg.connect(cluster.url(OWNER, NAME)) as link:
        link.execute("select set_config('journeywork.org', %s, false)", [str(log)])
        for row in rows[3:]:
            link.execute(
                "update kernel_auditentry set verb=%s, previous=%s, digest=%s where number=%s",
                [row.verb, row.previous, row.digest, row.number],
            )
    with within(log):
        assert (audit.verify().broken, anchors.verify().broken) == (None, 6)


def test_the_anchor_is_written_once_a_head_and_survives_a_torn_line(
    log: UUID, at: datetime
) -> None:
    with within(log):
        heads = [anchors.anchor(at=at) for _ in range(3)]
        file = anchors._file()
        with file.open("a") as torn:
            torn.write('{"at": "2026-')
        known, verdict = anchors.read(), anchors.verify()
        anchors.forget()
    assert heads == [8, 8, 8]
    assert (sorted(known), verdict.broken) == ([6, 8], None)


def test_a_log_longer_than_a_page_is_walked_to_its_end(org: UUID, at: datetime) -> None:
    write(30, at)
    total = audit.head()[0]
    assert len(list(audit._walk(page=7))) == total


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_make_one_chain(at: datetime) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from journeywork.people import actions

    org = actions.create_organisation(key="busy", name="Busy", at=at).id

    def busy(_: int) -> None:
        with within(org):
            write(10, at, by=uuid4())
        connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(busy, range(4)))
    with within(org):
        assert audit.verify().says == "all 41 lines hold"


def test_detail_is_plain_json(org: UUID, at: datetime) -> None:
    who = uuid4()
    audit.record(verb="x", object="y", by=None, at=at, detail={"who": who, "when": at, "s": (1,)})
    detail = audit.lines(limit=1)[0].detail
    assert detail == {"who": str(who), "when": at.isoformat(), "s": [1]}
    assert json.dumps(dict(detail))
