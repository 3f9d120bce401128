"""What is private stays so because of the database's own policy: taken away, everybody reads.

The control to `rooms/test_reflections.py`, with rows that are committed and connections of their
own: the application's role, and the owner of the tables.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest

from journeywork.activities import actions
from journeywork.engine.activities import UNGUIDED, ActivityKind
from journeywork.kernel.schema import harden, scoped_models
from tests.conftest import TUESDAY, Cast
from tests.database import MAY_BEGIN_ANEW, NAME, cluster
from tests.fakes import stage

Link = psycopg.Connection[Any]
TABLE = "activities_reflection"


@pytest.fixture(scope="module")
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Cast, UUID]]:
    """Ana has written for herself, and shared it with nobody."""
    with django_db_blocker.unblock(), stage.committed("private", TUESDAY) as cast:
        yield cast, written(cast)


def written(cast: Cast) -> UUID:
    from journeywork.kernel.tenancy import within

    with within(cast.org):
        activity = actions.open_activity(
            kind=ActivityKind.MENTORING,
            title="First weeks",
            guide=UNGUIDED,
            participants={cast.ana.id: "mentee", cast.ben.id: "mentor"},
            by=cast.ana.id,
            at=TUESDAY,
        )
        return actions.write_reflection(
            activity_id=activity.id, stage="", question="", text="Mine", by=cast.ana.id, at=TUESDAY
        ).id


@pytest.fixture
def app(committed: tuple[Cast, UUID]) -> Iterator[Link]:
    with psycopg.connect(cluster.url("journeywork_app", NAME), autocommit=True) as link:
        link.execute("select set_config('journeywork.org', %s, false)", [str(committed[0].org)])
        yield link


@pytest.fixture
def owner(committed: tuple[Cast, UUID]) -> Iterator[Link]:
    with psycopg.connect(cluster.url("journeywork_owner", NAME), autocommit=True) as link:
        yield link


def seen(link: Link) -> list[UUID]:
    return [row[0] for row in link.execute(f"select id from {TABLE}").fetchall()]


def test_it_is_the_policy_that_hides_it(
    committed: tuple[Cast, UUID], app: Link, owner: Link, django_db_blocker: Any
) -> None:
    cast, reflection = committed
    before = seen(app)
    owner.execute(f"drop policy private_select on {TABLE}")
    try:
        without = seen(app)
    finally:
        with django_db_blocker.unblock():
            harden("owner")
        owner.execute(MAY_BEGIN_ANEW)
    assert (before, without, seen(app)) == ([], [reflection], [])
    app.execute("select set_config('journeywork.reader', %s, false)", [str(cast.ana.id)])
    assert seen(app) == [reflection]


@pytest.mark.parametrize(
    "statement",
    [
        f"drop policy private_select on {TABLE}",
        f"alter table {TABLE} disable row level security",
        f"alter policy private_select on {TABLE} using (true)",
        f"create or replace function {TABLE}_authors() returns setof uuid language sql as ''",
    ],
)
def test_the_application_cannot_take_it_down(app: Link, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement)


def test_every_private_table_has_a_policy_for_each_verb(owner: Link) -> None:
    found = owner.execute(
        "select polrelid::regclass::text, array_agg(polname::text order by polname) "
        "from pg_policy where not polpermissive and polroles = array['journeywork_app'::regrole::oid] "
        "group by polrelid"
    ).fetchall()
    verbs = [f"private_{verb}" for verb in ("delete", "insert", "select", "update")]
    private = {model._meta.db_table: verbs for model in scoped_models() if model.private_to}
    assert dict(found) == private
    assert TABLE in private
