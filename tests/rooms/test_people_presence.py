"""Whoever signs in acts in one organisation, as one person, and nothing is open by mistake."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import AsyncClient, Client

from journeywork.kernel import clock
from journeywork.kernel.tenancy import within
from journeywork.people import actions, queries
from journeywork.people.models import Account
from tests.conftest import Cast

HERE, ELSEWHERE = "http://testserver/here/", "https://elsewhere.example/here/"

pytestmark = pytest.mark.urls("tests.fakes.doors")


def signed_in(person_id: UUID, org: UUID) -> Client:
    client = Client()
    with within(org):
        account = queries.account_of(person_id)
    client.force_login(Account.objects.get(id=account))
    return client


def test_ana_acts_as_ana_in_her_zone_and_language(cast: Cast, at: datetime) -> None:
    actions.change_person(
        person_id=cast.ana.id, zone_name="Asia/Tokyo", languages=["de"], by=None, at=at
    )
    assert signed_in(cast.ana.id, cast.org).get("/here/").json() == {
        "person": "ana",
        "org": str(cast.org),
        "org_name": "Fairwater",
        "reach": "own",
        "zone": "Asia/Tokyo",
        "language": "de",
    }


def test_a_page_costs_two_statements_before_it_begins(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    client = signed_in(cast.ana.id, cast.org)
    with django_assert_num_queries(3):  # session; who is here; back to the fixture's organisation
        client.get("/here/")


def test_nobody_is_asked_to_sign_in_and_comes_back(db: None) -> None:
    answers = [
        Client().get("/here/?a=1"),
        Client().get("/here/", headers={"HX-Request": "true", "HX-Current-URL": HERE}),
        Client().get("/here/", headers={"HX-Request": "true", "HX-Current-URL": ELSEWHERE}),
        Client().get("/here/", headers={"Accept": "application/json"}),
    ]
    assert [answer.status_code for answer in answers] == [302, 401, 401, 401]
    assert answers[0]["Location"] == "/accounts/login/?next=/here/%3Fa%3D1"
    assert answers[1]["HX-Redirect"] == "/accounts/login/?next=/here/"
    assert answers[2]["HX-Redirect"] == "/accounts/login/?next=/"


def test_the_outsider_is_in_their_own_organisation(cast: Cast) -> None:
    answer = signed_in(cast.outsider.id, cast.other_org).get("/here/").json()
    assert (answer["person"], answer["org"]) == ("oscar", str(cast.other_org))


def test_roles_decide_who_comes_in(cast: Cast) -> None:
    doors = {
        person.key: signed_in(person.id, person.org).get("/administrators/").status_code
        for person in (cast.ana, cast.dora, cast.emil, cast.outsider)
    }
    assert doors == {"ana": 403, "dora": 403, "emil": 403, "oscar": 200}


def test_what_nobody_declared_is_closed(cast: Cast) -> None:
    assert signed_in(cast.outsider.id, cast.other_org).get("/undeclared/").status_code == 404


def test_who_belongs_nowhere_is_told_so(db: None) -> None:
    client = Client()
    client.force_login(Account.objects.create_user("stranger@x.example"))
    assert client.get("/here/")["Location"] == "/nowhere/"


def test_who_left_is_out_at_once(cast: Cast, at: datetime) -> None:
    client = signed_in(cast.ana.id, cast.org)
    before = client.get("/here/").status_code
    actions.deactivate(person_id=cast.ana.id, by=None, at=at)
    assert (before, client.get("/here/").status_code) == (200, 302)


def test_a_changed_password_ends_other_sessions(cast: Cast) -> None:
    client = signed_in(cast.ana.id, cast.org)
    account = Account.objects.get(email="ana@fairwater.example")
    account.set_password("correct horse battery staple")
    account.save()
    assert client.get("/here/").status_code == 302


def test_an_inactive_account_is_out(cast: Cast) -> None:
    client = signed_in(cast.ana.id, cast.org)
    Account.objects.filter(email="ana@fairwater.example").update(is_active=False)
    assert client.get("/here/").status_code == 302


def test_a_one_time_link_signs_in_once(cast: Cast, at: datetime) -> None:
    with clock.fixed(at):
        link = actions.sign_in_link(person_id=cast.ana.id, by=None, at=at)
        first, second = Client(), Client()
        answers = [first.get(link), second.get(link)]
    assert [(answer.status_code, answer.headers.get("Location")) for answer in answers] == [
        (302, "/"),
        (410, None),
    ]
    assert first.get("/here/").json()["person"] == "ana"
    assert second.get("/here/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_under_asgi_the_view_sees_the_same_organisation(at: datetime) -> None:
    """Middleware and view run in threads of the server: the scope must be there too."""
    from asgiref.sync import async_to_sync

    org = actions.create_organisation(key="async", name="Async", at=at)
    with within(org.id):
        person = actions.add_person(name="Ana", email="ana@async.example", by=None, at=at)

    async def asked() -> Any:
        client = AsyncClient()
        await client.aforce_login(await Account.objects.aget(email="ana@async.example"))
        return (await client.get("/here/")).json()

    answer = async_to_sync(asked)()
    assert (answer["person"], answer["org"]) == (person.key, str(org.id))
