"""Leaving, being forgotten, and the demo that goes as it came."""

import json
from datetime import datetime
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from journeywork.engine.people import Skill
from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.looks import look
from journeywork.kernel.models import PublishedFact
from journeywork.kernel.schema import scoped_models
from journeywork.kernel.tenancy import within
from journeywork.people import actions, queries
from journeywork.people.models import Account, SeatRow, SignInLinkRow, TokenRow
from tests.conftest import Cast
from tests.database import NAME, cluster


def furnish(cast: Cast, at: datetime) -> None:
    """Give Ana some of everything."""
    actions.set_skills(
        person_id=cast.ana.id,
        offered=[Skill(name="Ledgers", level=4)],
        wanted=[],
        by=cast.ana.id,
        at=at,
    )
    actions.change_person(
        person_id=cast.ana.id,
        by=cast.ana.id,
        at=at,
        other_emails=["ana@home.example"],
        zone_name="Asia/Tokyo",
    )
    actions.issue_token(
        person_id=cast.ana.id,
        name="Ana's laptop",
        scopes=["read"],
        expires_at=at.replace(year=at.year + 1),
        by=cast.ana.id,
        at=at,
    )
    actions.sign_in_link(person_id=cast.ana.id, by=None, at=at)
    look(person_id=cast.ana.id, what="profile", by=cast.ben.id, at=at)


def test_ana_can_take_out_all_that_is_kept_about_her(cast: Cast, at: datetime) -> None:
    furnish(cast, at)
    told = queries.my_data(cast.ana.id)
    assert json.loads(json.dumps(told)) == told
    assert sorted(told) == [
        "kernel_look",
        "people_email",
        "people_membership",
        "people_person",
        "people_skill",
        "people_token",
    ]
    assert told["people_person"][0]["name"] == "Ana"
    assert told["people_skill"][0]["name"] == "Ledgers"
    assert "digest" not in told["people_token"][0]


def test_cleo_takes_out_nothing_of_ana(cast: Cast, at: datetime) -> None:
    furnish(cast, at)
    assert "Ledgers" not in json.dumps(queries.my_data(cast.cleo.id))


def test_who_leaves_has_no_way_in_and_their_cards_get_an_owner(cast: Cast, at: datetime) -> None:
    furnish(cast, at)
    actions.deactivate(person_id=cast.ana.id, by=cast.dora.id, at=at)
    ways = (
        SeatRow.objects.filter(person=cast.ana.id).count(),
        TokenRow.objects.filter(person=cast.ana.id).count(),
        SignInLinkRow.objects.count(),
        Account.objects.filter(email="ana@fairwater.example").count(),
    )
    left = PublishedFact.objects.filter(name="PersonLeft").values_list("content__person")
    assert (ways, list(left)) == ((0, 0, 0, 0), [(str(cast.ana.id),)])


def test_an_account_with_another_seat_stays(cast: Cast, at: datetime) -> None:
    with within(cast.other_org):
        there = actions.add_person(name="Ana", email="ana@fairwater.example", by=None, at=at)
    actions.deactivate(person_id=cast.ana.id, by=None, at=at)
    with within(cast.other_org):
        assert queries.account_of(there.id)
    with pytest.raises(NotFound):
        queries.account_of(cast.ana.id)


def test_who_comes_back_keeps_their_past(cast: Cast, at: datetime) -> None:
    actions.deactivate(person_id=cast.ana.id, by=None, at=at)
    back = actions.invite(person_id=cast.ana.id, by=cast.dora.id, at=at)
    assert (back.id, back.active, queries.account_of(back.id) is not None) == (
        cast.ana.id,
        True,
        True,
    )


def test_erasure_leaves_nothing_that_names_ana(cast: Cast, at: datetime) -> None:
    furnish(cast, at)
    for _ in range(2):
        actions.erase(person_id=cast.ana.id, by=cast.dora.id, at=at)
    erased = queries.person(cast.ana.id)
    assert (erased.name, erased.email, erased.zone_name, erased.active) == (
        "Someone who left",
        "",
        "UTC",
        False,
    )
    assert queries.person_by_email("ana@home.example") is None
    assert _rows_naming("Ana", "ana@", "Ledgers") == []
    assert queries.names([cast.ana.id]) == {cast.ana.id: "Someone who left"}
    assert audit.verify().broken is None


def test_two_people_can_be_erased(cast: Cast, at: datetime) -> None:
    for person in (cast.ana, cast.ben):
        actions.erase(person_id=person.id, by=None, at=at)
    keys = {queries.person(person.id).key for person in (cast.ana, cast.ben)}
    assert len(keys) == 2


def _rows_naming(*words: str) -> list[str]:
    """Return tables in which a row of this organisation still holds one of the words."""
    found = []
    for model in scoped_models():
        with connection.cursor() as cursor:
            cursor.execute(f"select row_to_json(t)::text from {model._meta.db_table} t")
            rows = [row[0] for row in cursor.fetchall()]
        found += [model._meta.db_table for row in rows if any(word in row for word in words)]
    return found


def test_a_demo_goes_with_everything_in_it(cast: Cast, at: datetime) -> None:
    demo = actions.create_organisation(key="demo", name="Demo", is_demo=True, at=at)
    with within(demo.id):
        actor = actions.add_person(name="Actor", email="actor@demo.example", by=None, at=at)
        look(person_id=actor.id, what="profile", by=uuid4(), at=at)
    actions.remove_organisation(org_id=demo.id, by=None, at=at)
    left = 0
    with within(demo.id):
        for model in scoped_models():
            left += model.objects.count()
    assert (left, SeatRow.objects.filter(org=demo.id).count()) == (0, 0)
    assert [org.key for org in queries.organisations()] == ["fairwater", "elsewhere"]
    assert Account.objects.filter(email="actor@demo.example").count() == 0
    assert len(queries.persons()) == 5


def test_only_a_demo_can_be_removed(cast: Cast, at: datetime) -> None:
    with pytest.raises(Invalid):
        actions.remove_organisation(org_id=cast.other_org, by=None, at=at)
    with pytest.raises(NotFound):
        actions.remove_organisation(org_id=uuid4(), by=None, at=at)


def test_the_database_itself_removes_no_other_organisation(cast: Cast) -> None:
    with (
        pytest.raises(DatabaseError, match="is no demo"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select journeywork_remove_demo(%s)", [cast.other_org])


def test_the_application_cannot_turn_an_organisation_into_a_demo(cast: Cast) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update people_organisation set is_demo = true")


@pytest.mark.django_db(transaction=True)
def test_removal_leaves_the_connection_where_it_was(at: datetime) -> None:
    demo = actions.create_organisation(key="demo", name="Demo", is_demo=True, at=at)
    actions.remove_organisation(org_id=demo.id, by=None, at=at)
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('journeywork.org', true)")
        assert cursor.fetchone()[0] in ("", None)
    with psycopg.connect(cluster.url("journeywork_app", NAME)) as link:
        assert link.execute("select count(*) from people_organisation").fetchone() == (0,)
