"""One organisation at a time, held by the managers and once more by the database."""

from uuid import UUID

import pytest
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError

from journeywork.kernel.tenancy import NoOrganisation, current_org, within
from journeywork.people import presence, queries
from journeywork.people.models import PersonRow
from tests.conftest import Cast


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('journeywork.org', true), '')")
        return cursor.fetchone()[0]


@pytest.mark.usefixtures("db")
def test_outside_any_organisation_managers_refuse() -> None:
    with pytest.raises(NoOrganisation):
        PersonRow.objects.all()


def test_scopes_nest_and_come_back(cast: Cast) -> None:
    with within(cast.other_org):
        inner = (current_org(), setting())
    assert inner == (cast.other_org, str(cast.other_org))
    assert (current_org(), setting()) == (cast.org, str(cast.org))


def test_a_fault_within_leaves_the_organisation(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), within(cast.other_org):
        raise ZeroDivisionError
    assert (current_org(), setting()) == (cast.org, str(cast.org))


def test_a_broken_transaction_leaves_the_organisation(cast: Cast) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), within(cast.other_org):
        run("select 1/0")
    assert (current_org(), setting()) == (cast.org, str(cast.org))


@pytest.mark.django_db(transaction=True)
def test_a_connection_goes_back_to_the_pool_without_an_organisation(at: object) -> None:
    pool = connections["default"].pool  # type: ignore[attr-defined]
    connections["default"].close()
    with pool.connection() as link:
        link.execute("select set_config('journeywork.org', %s, false)", [str(UUID(int=1))])
        link.commit()
    held = [pool.getconn() for _ in range(pool.get_stats()["pool_size"])]
    seen = {
        link.execute("select current_setting('journeywork.org', true)").fetchone()[0]
        for link in held
    }
    for link in held:
        pool.putconn(link)
    assert seen - {None} <= {""}


def test_one_statement_finds_who_is_here(cast: Cast, django_assert_num_queries: object) -> None:
    account = queries.account_of(cast.ana.id)
    # And one more: the way back to the organisation of the fixture.
    with django_assert_num_queries(2), presence.present(account) as found:  # type: ignore[operator]
        assert found is not None
    assert (found.person, found.seat.org_name) == (cast.ana, "Fairwater")


def test_who_has_two_seats_takes_the_one_they_chose(cast: Cast, at: object) -> None:
    from journeywork.people import actions

    with within(cast.other_org):
        there = actions.add_person(name="Ana", email="ana@fairwater.example", by=None, at=at)
    account = queries.account_of(cast.ana.id)
    chosen = []
    for wanted in (None, cast.org, cast.other_org, UUID(int=7)):
        with presence.present(account, wanted) as found:
            assert found is not None
            chosen.append((found.person.id, current_org(), len(queries.persons())))
    here, elsewhere = (cast.ana.id, cast.org, 5), (there.id, cast.other_org, 2)
    assert chosen == [here, here, elsewhere, here]


def test_who_left_is_nowhere(cast: Cast, at: object) -> None:
    from journeywork.people import actions

    account = queries.account_of(cast.ana.id)
    actions.deactivate(person_id=cast.ana.id, by=None, at=at)
    with presence.present(account) as found:
        assert found is None
    assert setting() in ("", str(cast.org))


def test_a_statement_that_fails_is_the_fault_that_is_seen(cast: Cast) -> None:
    """Leaving the organisation in a broken transaction must not hide why it broke."""
    with (
        pytest.raises(DatabaseError, match="division by zero"),
        transaction.atomic(),
        within(cast.other_org),
    ):
        run("select 1/0")
