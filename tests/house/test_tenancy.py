"""Two walls keep organisations apart; here the second one is tried by hand, in plain SQL.

Every table is walked, so that a new one cannot be forgotten.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from django.apps import apps
from django.db import models

from journeywork.kernel.rows import OrgLeaf, Scoped
from journeywork.kernel.schema import APPEND_ONLY, scoped_models
from tests.conftest import TUESDAY, Cast
from tests.database import NAME, cluster
from tests.fakes import stage

#: Our own tables that belong to no organisation, and why.
SHARED = {
    "kernel.JobNote": "goes with its job, and jobs of the clock are for all organisations",
    "people.Account": "one account may have a seat in several organisations",
    "people.Organisation": "the list of organisations itself",
    "people.SeatRow": "says where an account belongs, before any organisation is in force",
    "people.SignInLinkRow": "is used before any organisation is in force",
}
#: Indices that do not lead with the organisation, and why.
OTHER_LEADS: dict[str, str] = {}

Link = psycopg.Connection[tuple[object, ...]]


@pytest.fixture(scope="module")
def committed(django_db_setup: None, django_db_blocker: object) -> Iterator[Cast]:
    """Two organisations that other connections can see; removed afterwards as the owner."""
    with django_db_blocker.unblock(), stage.committed("walls", TUESDAY) as cast:  # type: ignore[attr-defined]
        yield cast


@pytest.fixture
def app(committed: Cast) -> Iterator[Link]:
    with psycopg.connect(cluster.url("journeywork_app", NAME), autocommit=True) as link:
        yield link


@pytest.fixture
def owner(committed: Cast) -> Iterator[Link]:
    with psycopg.connect(cluster.url("journeywork_owner", NAME), autocommit=True) as link:
        yield link


def enter(link: Link, org: UUID | str) -> None:
    link.execute("select set_config('journeywork.org', %s, false)", [str(org)])


def tables() -> list[str]:
    return [model._meta.db_table for model in scoped_models()]


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("journeywork.")]


def test_every_model_belongs_to_an_organisation_or_says_why_not() -> None:
    shared = {model._meta.label for model in ours() if not issubclass(model, Scoped)}
    assert shared == SHARED.keys()


def test_every_model_is_a_row_or_a_leaf_of_the_kernel() -> None:
    wrong = [
        model._meta.label
        for model in scoped_models()
        if not (issubclass(model, OrgLeaf) or model._meta.pk.name == "id")
    ]
    assert wrong == []


def test_every_index_and_every_unique_key_leads_with_the_organisation() -> None:
    wrong = []
    for model in scoped_models():
        named = [(index.name, index.fields) for index in model._meta.indexes if index.fields]
        named += [
            (constraint.name, constraint.fields)
            for constraint in model._meta.constraints
            if isinstance(constraint, models.UniqueConstraint)
        ]
        wrong += [name for name, fields in named if fields[0] != "org" and name not in OTHER_LEADS]
        wrong += [
            f"{model._meta.label}.{field.name}"
            for field in model._meta.concrete_fields
            if (field.db_index or field.unique) and not field.primary_key
        ]
    assert wrong == []


def test_rooms_hold_each_others_rows_by_plain_identifiers() -> None:
    related = [
        f"{model._meta.label}.{field.name}"
        for model in scoped_models()
        for field in model._meta.get_fields()
        if field.is_relation
    ]
    assert related == []


def test_every_table_has_its_policy_and_forces_it_on_the_owner_too(owner: Link) -> None:
    held = owner.execute(
        "select c.relname from pg_class c join pg_policy p on p.polrelid = c.oid "
        "where c.relrowsecurity and c.relforcerowsecurity and p.polname = 'own_org' "
        "and p.polqual is not null and p.polwithcheck is not null"
    ).fetchall()
    assert sorted(set(tables())) == sorted(str(row[0]) for row in held)


def test_the_application_owns_nothing_and_passes_no_wall(app: Link) -> None:
    owned = app.execute(
        "select count(*) from pg_class where relowner = 'journeywork_app'::regrole"
    ).fetchone()
    role = app.execute(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles "
        "where rolname = current_user"
    ).fetchone()
    member = app.execute(
        "select pg_has_role('journeywork_app', 'journeywork_owner', 'member')"
    ).fetchone()
    assert (owned, role, member) == ((0,), (False, False, False, False), (False,))


def test_every_declared_reference_is_held_by_the_database(owner: Link) -> None:
    held = {
        (table, tuple(columns), target)
        for table, columns, target in owner.execute(
            "select c.conrelid::regclass::text, array_agg(a.attname::text order by k.place), "
            "c.confrelid::regclass::text from pg_constraint c "
            "cross join unnest(c.conkey) with ordinality k(number, place) "
            "join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number "
            "where c.contype = 'f' group by c.oid, 1, 3"
        ).fetchall()
    }
    wanted = {
        (model._meta.db_table, ("org", column), apps.get_model(label)._meta.db_table)  # noqa: TID251
        for model in scoped_models()
        for column, label in model.references.items()
    }
    assert wanted <= held


@pytest.mark.parametrize("statement", [
    "alter table people_person disable row level security",
    "drop policy own_org on people_person",
    "create policy mine on people_person using (true)",
    "set role journeywork_owner",
    "drop table people_person",
    "create or replace function journeywork_remove_demo(uuid) returns void language sql as ''",
])  # fmt: skip
def test_the_application_cannot_take_a_wall_down(app: Link, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement)


@pytest.mark.parametrize("org", ["", "none"])
def test_without_an_organisation_nothing_is_there(app: Link, org: str) -> None:
    if org != "none":
        enter(app, org)
    seen = {table: app.execute(f"select count(*) from {table}").fetchone() for table in tables()}
    assert seen == dict.fromkeys(tables(), (0,))


def test_another_organisations_rows_are_not_there(app: Link, committed: Cast) -> None:
    enter(app, committed.other_org)
    mine = {
        table: app.execute(
            f"select count(*) from {table} where org <> %s", [committed.other_org]
        ).fetchone()
        for table in tables()
    }
    here = app.execute("select key from people_person").fetchall()
    assert mine == dict.fromkeys(tables(), (0,))
    assert here == [("oscar",)]


def test_another_organisations_rows_cannot_be_changed_or_deleted(
    app: Link, committed: Cast
) -> None:
    enter(app, committed.other_org)
    changed = app.execute("update people_person set name = 'x' where org = %s", [committed.org])
    deleted = app.execute("delete from people_membership where org = %s", [committed.org])
    assert (changed.rowcount, deleted.rowcount) == (0, 0)


@pytest.mark.parametrize("table", tables())
def test_nothing_is_written_for_another_organisation(
    app: Link, committed: Cast, table: str
) -> None:
    """Whatever else a row would hold: the policy is asked before any constraint."""
    enter(app, committed.other_org)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        app.execute(f"insert into {table} (org, id) values (%s, %s)", [committed.org, uuid4()])


def test_a_row_cannot_be_moved_to_another_organisation(app: Link, committed: Cast) -> None:
    enter(app, committed.other_org)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        app.execute("update people_person set org = %s", [committed.org])


def test_a_reference_cannot_point_into_another_organisation(
    app: Link, committed: Cast, at: datetime
) -> None:
    enter(app, committed.other_org)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        app.execute(
            "insert into people_skill (id, org, person, name, level, wanted) "
            "values (%s, %s, %s, 'x', 1, false)",
            [uuid4(), committed.other_org, committed.ana.id],
        )


def test_the_owner_is_bound_too(owner: Link, committed: Cast) -> None:
    """A migration that forgets the organisation changes nothing rather than everything."""
    enter(owner, "")
    assert owner.execute("update people_person set name = 'x'").rowcount == 0


@pytest.mark.parametrize("label", APPEND_ONLY)
def test_append_only_tables_take_no_change(app: Link, committed: Cast, label: str) -> None:
    enter(app, committed.org)
    table = apps.get_model(label)._meta.db_table  # noqa: TID251
    # The tests themselves may truncate, to begin anew; the application may not (`harden`).
    for statement in (f"update {table} set org = org", f"delete from {table}"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(statement)
