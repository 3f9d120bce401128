"""Who may come in through the API, with what, as far as the table says and no further."""

from datetime import datetime, timedelta

import pytest

from journeywork.api.app import api
from journeywork.api.doors import FOR_ANY_TOKEN, OPERATIONS
from journeywork.engine.people import Person
from journeywork.engine.permissions import ROLES, SCOPES, granted
from journeywork.kernel.tenancy import within
from journeywork.knowledge import actions as knowledge
from journeywork.people import actions as people
from journeywork.people import queries as directory
from tests.conftest import Cast
from tests.rooms.api_examples import OWN, examples
from tests.rooms.api_examples import things as every_thing
from tests.rooms.calling import Calls


@pytest.fixture
def calls(at: datetime) -> Calls:
    return Calls(at)


@pytest.fixture
def things(cast: Cast, at: datetime) -> dict[str, str]:
    """One of each thing that an operation can be about; Ana's, as far as it is anybody's."""
    return every_thing(cast, at)


def somebody(role: str, cast: Cast, at: datetime) -> Person:
    """Return a person in Ana's team who has this role alone."""
    made = people.add_person(
        name=role, email="", roles=(role,), teams=(cast.payments.id,), by=None, at=at
    )
    people.lead_team(person_id=made.id, team_id=cast.payments.id, by=None, at=at)
    return directory.person(made.id)


def test_every_operation_is_declared_and_has_an_example_here(things: dict[str, str]) -> None:
    described = {
        operation["operationId"]
        for verbs in api.get_openapi_schema()["paths"].values()
        for operation in verbs.values()
    }
    assert described == {*OPERATIONS, *FOR_ANY_TOKEN}
    assert described == set(examples(things))


@pytest.mark.parametrize("role", ROLES)
def test_roles_reach_what_the_table_says(
    role: str, cast: Cast, things: dict[str, str], calls: Calls, at: datetime
) -> None:
    call = calls.as_(somebody(role, cast, at))
    denied = {name for name, example in examples(things).items() if call(*example).status == 403}
    # A member's cards are their own: what Ana wrote is not theirs to change.
    not_mine = {"cards.edit", "cards.publish", "cards.archive", "cards.review", "upkeep.reports"}
    expected = {name for name, key in OPERATIONS.items() if granted((role,), key) is None}
    assert denied == expected | OWN | (not_mine if role == "member" else set())


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_reaches_no_further_than_its_scopes(
    scope: str, cast: Cast, things: dict[str, str], calls: Calls, at: datetime
) -> None:
    call = calls.as_(somebody("administrator", cast, at), (scope,))
    denied = {name for name, example in examples(things).items() if call(*example).status == 403}
    allowed = SCOPES[scope].permissions
    assert denied == OWN | {name for name, key in OPERATIONS.items() if key not in allowed}


def test_another_organisation_finds_none_of_it(
    cast: Cast, things: dict[str, str], calls: Calls
) -> None:
    call = calls.as_(cast.outsider)
    about_a_thing = {
        name: example
        for name, example in examples(things).items()
        if any(thing in example[1] for thing in things.values())
    }
    found = {name: call(*example).status for name, example in about_a_thing.items()}
    assert found == dict.fromkeys(about_a_thing, 404)
    assert len(found) > 40  # The control: there is much to find.
    lists = ("cards", "requests", "episodes", "offers", "silences", "responses", "teams")
    lists += ("me/helped", "admin/sources", "admin/set-aside", "admin/authors", "admin/jobs")
    lists += ("admin/webhooks", "admin/dead-letters", "posts", "posts/near", "debriefs")
    lists += ("assignments", "assignments/loans", "assignments/proposals")
    lists += ("mentoring/programmes", "mentoring/matches", "mentoring/proposed", "programmes")
    assert {name: call("GET", name).items for name in lists} == {name: [] for name in lists}
    assert [each["name"] for each in call("GET", "people").items] == [cast.outsider.name]


def test_cleo_of_another_team_sees_neither_anas_work_nor_her_drafts(
    cast: Cast, things: dict[str, str], calls: Calls, at: datetime
) -> None:
    secret = knowledge.draft(title="Not yet", body="Still thinking.", by=cast.ana.id, at=at)
    cleo, ana = calls.as_(cast.cleo), calls.as_(cast.ana)
    assert cleo("GET", f"episodes/{things['episode_id']}").status == 404
    assert cleo("GET", f"episodes/{things['episode_id']}/time-line").status == 404
    assert cleo("GET", "episodes").items == []
    assert cleo("GET", "episodes?subject=change/1").items == []
    assert cleo("GET", f"cards/{secret.key}").status == 404
    assert ana("GET", f"cards/{secret.key}").json["state"] == "draft"
    assert [each["key"] for each in ana("GET", "episodes").items] == ["change/1"]
    assert [each["key"] for each in cleo("GET", "cards").items] == [things["key"]]


@pytest.mark.parametrize("token", ["", "jw_nonsense", "jw_" + "a" * 26 + "_" + "b" * 60])
def test_without_a_valid_token_nothing_is_answered(token: str, cast: Cast, calls: Calls) -> None:
    del cast
    answer = calls.call("GET", "me", token=token)
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_revoked_an_expired_and_a_leavers_token_end_at_once(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    ana, ben, later = calls.as_(cast.ana), calls.as_(cast.ben), Calls(at + timedelta(days=31))
    assert (ana("GET", "me").status, ben("GET", "me").status) == (200, 200)
    later._tokens = calls._tokens
    assert later.as_(cast.ana)("GET", "me").status == 401
    people.deactivate(person_id=cast.ben.id, by=None, at=at)
    assert ben("GET", "me").status == 401
    assert ana("DELETE", "me/token").status == 204
    assert ana("GET", "me").status == 401


def test_no_token_makes_another_token(cast: Cast, calls: Calls) -> None:
    del calls, cast
    assert not any("token.write" in scope.permissions for scope in SCOPES.values())
    assert [key for key in OPERATIONS.values() if key == "token.write"] == []


def test_the_organisation_of_the_token_is_left_again(cast: Cast, calls: Calls) -> None:
    from journeywork.kernel.tenancy import current_org

    with within(cast.other_org):
        calls.as_(cast.ana)("GET", "me")
        assert current_org() == cast.other_org
