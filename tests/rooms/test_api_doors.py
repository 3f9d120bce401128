"""Who may come in through the API, with what, as far as the table says and no further."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from journeywork.api.app import api
from journeywork.api.doors import FOR_ANY_TOKEN, OPERATIONS
from journeywork.debriefs import actions as debriefs
from journeywork.engine.people import Person
from journeywork.engine.permissions import ROLES, SCOPES, granted
from journeywork.engine.work import WorkEvent
from journeywork.evidence import actions as evidence
from journeywork.kernel import jobs
from journeywork.kernel.ids import new_id
from journeywork.kernel.tenancy import within
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import indexing
from journeywork.knowledge.posts import actions as posts
from journeywork.people import actions as people
from journeywork.people import queries as directory
from journeywork.subscriptions import actions as subscriptions
from journeywork.work import actions as work
from journeywork.work import queries as episodes
from tests.conftest import Cast
from tests.rooms.calling import Calls

CARD = {"title": "Before a migration", "body": "Look at its locks first."}


@pytest.fixture
def calls(at: datetime) -> Calls:
    return Calls(at)


@pytest.fixture
def things(cast: Cast, at: datetime) -> dict[str, str]:
    """One of each thing that an operation can be about; Ana's, as far as it is anybody's."""
    card = knowledge.draft(title="Locks", body="Take few.", by=cast.ana.id, at=at)
    knowledge.publish_card(card_id=card.id, by=cast.ana.id, at=at)
    request = knowledge.miss(text="titanium on lathe two", by=cast.ana.id, at=at)
    assert request is not None
    event = WorkEvent(
        source="urn:test",
        id="1",
        type="change.proposed",
        to_handle="octo@nowhere.example",
        at=at - timedelta(hours=1),
        subject="change/1",
        by=cast.ana.id,
        title="A migration",
        place="ledger",
    )
    work.accept([event], by=None, at=at)
    work.digest(at=at)
    indexing.catch_up()
    episode = episodes.episode_of("change/1")
    assert episode is not None
    evidence.replay(since=at - timedelta(days=30), by=None, at=at)
    post = posts.write(text="Locks wait. #locks", by=cast.ana.id, at=at)
    debrief = debriefs.open_debrief(
        title="The locks", people_ids=[cast.ben.id], named=True, ends_at=at + timedelta(days=3),
        by=cast.ana.id, at=at,
    )  # fmt: skip
    return {
        "debrief_id": str(debrief.id),
        "post_id": str(post.id),
        "key": card.key,
        "request_id": str(request.id),
        "episode_id": str(episode.uuid),
        "offer_id": str(new_id()),
        "person": cast.ben.key,
        "team": cast.payments.key,
        "source_id": str(work.follow(kind="github", key="acme/payments", at=at)),
        "handle": "octo@nowhere.example",
        "job_id": str(failed_job(cast.org)),
        "webhook_id": webhook(at),
    }


def webhook(at: datetime) -> str:
    """Return the identifier of another system that is told."""
    made, _ = subscriptions.add(
        name="wiki", address="https://w.example", kinds=["card.published"], by=None, at=at
    )
    return str(made.id)


def failed_job(org: UUID) -> int:
    """Return the number of a job of `org` that failed as often as it may."""
    jobs.defer("turn_fact", org=str(org), fact="x")
    with connection.cursor() as cursor:
        for status in ("doing", "failed"):
            cursor.execute(
                "update procrastinate_jobs set status = %s where args->>'fact' = 'x'", [status]
            )
    return jobs.failed(org=org)[0].id


def examples(things: dict[str, str]) -> dict[str, tuple[str, str, Any]]:
    """Return for each operation a call that fits: method, path, body."""
    card, help_ = f"cards/{things['key']}", {"kind": "helped"}
    episode, offer = f"episodes/{things['episode_id']}", f"offers/{things['offer_id']}"
    skills: dict[str, Any] = {"offers": [{"name": "locks", "level": 3}], "wants": []}
    return {
        **administration(things),
        **written(f"posts/{things['post_id']}"),
        **looked_back(f"debriefs/{things['debrief_id']}"),
        "drafts.check": ("POST", "cards/check", {"body": "Look at its locks first."}),
        "upkeep.reports": ("GET", f"{card}/reports", None),
        "upkeep.versions": ("GET", f"{card}/versions", None),
        "asking.silence": ("GET", f"silences/{things['offer_id']}", None),
        "requests.wish": ("POST", "requests", {"text": "brass on lathe two"}),
        "requests.read": ("GET", f"requests/{things['request_id']}", None),
        "me.attention": ("GET", "me/attention", None),
        "me.helped": ("GET", "me/helped", None),
        "me.tokens": ("GET", "me/tokens", None),
        "me.end_token": ("DELETE", f"me/tokens/{things['offer_id']}", None),
        "evidence.run": ("POST", "replay", {"days": 30}),
        "evidence.progress": ("GET", "replay/progress", None),
        "evidence.mine": ("GET", "replay/mine", None),
        "evidence.file": ("GET", "replay/file", None),
        "asking.ask": ("POST", "ask", {"text": "how do I add a column"}),
        "asking.today": ("GET", "today", None),
        "asking.offers": ("GET", "offers", None),
        "asking.offer": ("GET", offer, None),
        "asking.respond": ("POST", f"{offer}/response", help_),
        "asking.silences": ("GET", "silences", None),
        "asking.responses": ("GET", "responses", None),
        "asking.policy": ("GET", "policy", None),
        "cards.find": ("GET", "cards", None),
        "cards.draft": ("POST", "cards", CARD),
        "cards.note": ("POST", "notes", {"text": "Locks wait for reports."}),
        "cards.similar": ("GET", "cards/similar?text=a+lock", None),
        "cards.read": ("GET", card, None),
        "cards.edit": ("PATCH", card, {"title": "Few locks"}),
        "cards.publish": ("POST", f"{card}/publish", None),
        "cards.archive": ("POST", f"{card}/archive", None),
        "cards.review": ("POST", f"{card}/review", None),
        "cards.outdated": ("POST", f"{card}/outdated", {"note": "No longer."}),
        "cards.adopt": ("POST", f"{card}/adopt", {}),
        "cards.respond": ("POST", f"{card}/response", help_),
        "requests.unanswered": ("GET", "requests", None),
        "requests.answer": (
            "POST",
            f"requests/{things['request_id']}/answer",
            {"card": things["key"]},
        ),
        "work.recent": ("GET", "episodes", None),
        "work.read": ("GET", episode, None),
        "work.time_line": ("GET", f"{episode}/time-line", None),
        "work.respond": ("POST", f"{episode}/response", help_),
        "people.colleagues": ("GET", "people", None),
        "people.read": ("GET", f"people/{things['person']}", None),
        "people.respond": ("POST", f"people/{things['person']}/response", help_),
        "people.teams": ("GET", "teams", None),
        "people.team": ("GET", f"teams/{things['team']}", None),
        "me.read": ("GET", "me", None),
        "me.change": ("PATCH", "me", {"findable": False}),
        "me.set_skills": ("PUT", "me/skills", skills),
        "me.pause": ("POST", "me/pause", {"until": None}),
        "me.snooze": ("POST", "me/snooze", {"until": None}),
        "me.choose_channels": ("PUT", "me/channels", {"channels": []}),
        "me.tasks": ("GET", "me/tasks", None),
        "evidence.replay": ("GET", "replay", None),
        # Last: it ends the token.
        "me.give_back": ("DELETE", "me/token", None),
    }


def written(one: str) -> dict[str, tuple[str, str, Any]]:
    """Return the same for posts, what one follows, and the questions of one's week."""
    calls: dict[str, tuple[str, str, Any]] = {
        "posts.find": ("GET", "posts", None),
        "posts.near": ("GET", "posts/near", None),
        "posts.write": ("POST", "posts", {"text": "Locks wait."}),
        "posts.read": ("GET", one, None),
        "posts.change": ("PATCH", one, {"text": "Locks wait long."}),
        "posts.reply": ("POST", f"{one}/replies", {"text": "They do."}),
        "posts.thank": ("PUT", f"{one}/thanks", None),
        "posts.unthank": ("DELETE", f"{one}/thanks", None),
        "posts.make_card": ("POST", f"{one}/card", {}),
        "posts.take_away": ("DELETE", one, None),
        "following.following": ("GET", "me/following", None),
        "following.reflection": ("GET", "me/reflection", None),
        "following.choose_time": ("PUT", "me/reflection", {"weekday": 5, "time": "16:00:00"}),
        "following.reflect": ("POST", "me/reflection", {"text": "Long."}),
        "following.never": ("DELETE", "me/reflection", None),
    }
    for what, path in (("person", "people/ben"), ("topic", "topics/reports")):
        calls[f"following.follow_{what}"] = ("PUT", f"me/following/{path}", None)
        calls[f"following.unfollow_{what}"] = ("DELETE", f"me/following/{path}", None)
    return calls


def looked_back(one: str) -> dict[str, tuple[str, str, Any]]:
    """Return the same for debriefs."""
    lesson = {"title": "Look first", "text": "At its locks.", "owner": "ben"}
    opens = {"title": "Locks", "people": ["ben"], "named": True, "ends_at": "2026-03-20T10:00:00Z"}
    return {
        "debriefs.find": ("GET", "debriefs", None),
        "debriefs.themes": ("GET", "debriefs/themes", None),
        "debriefs.open_one": ("POST", "debriefs", opens),
        "debriefs.read": ("GET", one, None),
        "debriefs.write": ("PUT", f"{one}/written", {"answers": {"happened": "It waited."}}),
        "debriefs.answers": ("GET", f"{one}/answers", None),
        "debriefs.lessons": ("GET", f"{one}/lessons", None),
        "debriefs.draw_lesson": ("POST", f"{one}/lessons", lesson),
        "debriefs.commitments": ("GET", f"{one}/commitments", None),
        "debriefs.agree": (
            "POST", f"{one}/commitments", {"text": "Look", "owner": "ben", "due": "2026-03-20"},
        ),
    }  # fmt: skip


#: What Ana wrote is hers alone to change, whatever somebody's role.
ANAS = {"posts.change", "posts.take_away"}


def webhooks(one: str) -> dict[str, tuple[str, str, Any]]:
    """Return the same for telling other systems."""
    new = {"name": "chat", "address": "https://c.example", "kinds": ["card.published"]}
    return {
        "kinds": ("GET", "admin/webhook-kinds", None),
        "webhooks": ("GET", "admin/webhooks", None),
        "add": ("POST", "admin/webhooks", new),
        "read": ("GET", one, None),
        "change": ("PATCH", one, {"name": "the wiki"}),
        "renew": ("POST", f"{one}/secret", {"overlap_hours": 24}),
        "try_out": ("POST", f"{one}/test", None),
        "pause": ("POST", f"{one}/pause", None),
        "resume": ("POST", f"{one}/resume", None),
        "deliveries": ("GET", f"{one}/deliveries", None),
        "dead_letters": ("GET", "admin/dead-letters", None),
        "again": ("POST", "admin/dead-letters/again", {}),
        "drop": ("POST", "admin/dead-letters/drop", {}),
        "remove": ("DELETE", one, None),
    }


def administration(things: dict[str, str]) -> dict[str, tuple[str, str, Any]]:
    """Return the same for what administrators do."""
    person, team = f"admin/people/{things['person']}", f"admin/teams/{things['team']}"
    rule, job = "admin/rules/stuck_check", f"admin/jobs/{things['job_id']}"
    written: dict[str, Any] = {
        "title": "Stuck",
        "need": "solve",
        "says": "It has failed again",
        "when": [{"measure": "type", "test": "is", "value": "check.failed"}],
        "wants": ["card"],
        "once_per": ["subject"],
    }
    named = {"handle": things["handle"], "person": things["person"]}
    new = {"name": "Frida", "email": "frida@fairwater.example"}
    pages = {
        "people": {
            "accounts": ("GET", "admin/people", None),
            "invite": ("POST", "admin/people", new),
            "read": ("GET", person, None),
            "change": ("PATCH", person, {"zone_name": "Europe/Lisbon"}),
            "let_in": ("POST", f"{person}/invite", None),
            "leave": ("POST", f"{person}/leave", None),
            "erase": ("POST", f"{person}/erase", None),
        },
        "teams": {
            "add": ("POST", "admin/teams", {"name": "Ledger"}),
            "change": ("PATCH", team, {"name": "Payments and fees"}),
        },
        "sources": {
            "sources": ("GET", "admin/sources", None),
            "connect": ("POST", "admin/sources", {"kind": "gitlab", "key": "acme/fees"}),
            "disconnect": ("DELETE", f"admin/sources/{things['source_id']}", None),
            "set_aside": ("GET", "admin/set-aside", None),
            "again": ("POST", "admin/set-aside/again", None),
        },
        "authors": {
            "unknown": ("GET", "admin/authors", None),
            "name": ("POST", "admin/authors", named),
        },
        "rules": {
            "rules": ("GET", "admin/rules", None),
            "read": ("GET", rule, None),
            "put": ("PUT", rule, written),
            "switch": ("POST", f"{rule}/switch", {"enabled": False}),
            "preview": ("POST", f"{rule}/preview", written),
            "reset": ("DELETE", rule, None),
            "change_policy": ("PATCH", "admin/policy", {"per_day": 1}),
        },
        "audit": {
            "lines": ("GET", "admin/audit", None),
            "verify": ("POST", "admin/audit/verify", None),
        },
        "jobs": {
            "failed": ("GET", "admin/jobs", None),
            "again": ("POST", f"{job}/again", None),
            "give_up": ("DELETE", job, None),
        },
        "webhooks": webhooks(f"admin/webhooks/{things['webhook_id']}"),
        "demo": {
            "read": ("GET", "admin/demo", None),
            "load": ("POST", "admin/demo", None),
            "remove": ("DELETE", "admin/demo", None),
        },
    }
    return {
        f"administration.{page}.{name}": call
        for page, calls in pages.items()
        for name, call in calls.items()
    }


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
    assert denied == expected | ANAS | (not_mine if role == "member" else set())


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_reaches_no_further_than_its_scopes(
    scope: str, cast: Cast, things: dict[str, str], calls: Calls, at: datetime
) -> None:
    call = calls.as_(somebody("administrator", cast, at), (scope,))
    denied = {name for name, example in examples(things).items() if call(*example).status == 403}
    allowed = SCOPES[scope].permissions
    assert denied == ANAS | {name for name, key in OPERATIONS.items() if key not in allowed}


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
    assert len(found) == 55
    lists = ("cards", "requests", "episodes", "offers", "silences", "responses", "teams")
    lists += ("me/helped", "admin/sources", "admin/set-aside", "admin/authors", "admin/jobs")
    lists += ("admin/webhooks", "admin/dead-letters", "posts", "posts/near", "debriefs")
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
