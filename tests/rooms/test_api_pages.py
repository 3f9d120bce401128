"""What else the pages do, done by programs: writing, answering, looking back, oneself."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from journeywork.api.app import api
from journeywork.engine.feedback import ResponseKind
from journeywork.engine.work import Help, HelpKind, WorkEvent
from journeywork.evidence import actions as evidence
from journeywork.kernel import looks
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import indexing
from journeywork.knowledge import queries as cards
from journeywork.people import actions as people
from journeywork.support import actions as support
from journeywork.support import queries as help_out
from journeywork.work import actions as work
from tests.conftest import Cast
from tests.rooms.calling import Calls, walk
from tests.web.stage import moment


@pytest.fixture
def calls(at: datetime) -> Calls:
    return Calls(at)


@pytest.fixture
def card(cast: Cast, at: datetime) -> str:
    """Ben's card about fees, of the team Payments, published and indexed."""
    made = knowledge.draft(
        title="Charge a fee once",
        body="A retry of the charge may take the fee twice. Look the payment up first.",
        team=cast.payments.id,
        by=cast.ben.id,
        at=at,
    )
    knowledge.publish_card(card_id=made.id, by=cast.ben.id, at=at)
    indexing.catch_up()
    return made.key


def change(cast: Cast, at: datetime, number: int, **more: Any) -> WorkEvent:
    fields: dict[str, Any] = {
        "source": "git",
        "id": str(number),
        "type": "change.reviewed",
        "at": at - timedelta(minutes=60 - number),
        "subject": "change/1",
        "by": cast.ben.id,
        "to": cast.ana.id,
        "title": "Fee of an invoice",
    }
    return WorkEvent(**(fields | more))


@pytest.fixture
def piece(cast: Cast, at: datetime) -> str:
    """A piece of Ana's work that Ben helped with twice, in seven events."""
    helped = Help(by=cast.ben.id, to=cast.ana.id, kind=HelpKind.REVIEWED)
    events = [change(cast, at, 0, type="change.proposed", by=cast.ana.id, to=None)]
    events += [change(cast, at, number, helpers=(helped,)) for number in range(1, 7)]
    work.accept(events, by=None, at=at)
    while work.digest(at=at):
        pass
    return "change/1"


# Writing


def test_a_text_is_looked_at_before_it_is_kept(cast: Cast, card: str, calls: Calls) -> None:
    ana = calls.as_(cast.ana)
    text = {"title": "Fees", "body": "Charge the **fee** once.\n\n<script>alert(1)</script>"}
    looked = ana("POST", "cards/check", text).json
    assert (looked["minutes"], looked["most"], looked["fits"]) == (1, 5, True)
    assert "<strong>fee</strong>" in looked["html"]
    assert "<script>" not in looked["html"]
    assert [each["key"] for each in looked["similar"]] == [card]
    long = ana("POST", "cards/check", {"body": "word " * 3000}).json
    assert (long["fits"], long["advice"].startswith("This takes")) == (False, True)
    assert ana("GET", "cards?mine=true").items == []


def test_what_a_card_said_before_can_be_read(cast: Cast, card: str, calls: Calls) -> None:
    ben, cleo = calls.as_(cast.ben), calls.as_(cast.cleo)
    assert cleo("GET", f"cards/{card}/versions").items == []
    ben("PATCH", f"cards/{card}", {"body": "Use charge_once."})
    (before,) = cleo("GET", f"cards/{card}/versions").items
    assert (before["number"], before["body"][:7], before["by"]["name"]) == (1, "A retry", "Ben")


def test_reports_are_read_by_those_who_can_put_the_card_right(
    cast: Cast, card: str, calls: Calls
) -> None:
    calls.as_(cast.cleo)("POST", f"cards/{card}/outdated", {"note": "charge_once is gone"})
    for reader in (cast.ben, cast.dora, cast.emil):
        (report,) = calls.as_(reader)("GET", f"cards/{card}/reports").items
        assert report["says"] == "a colleague says it is outdated: charge_once is gone"
        assert str(cast.cleo.id) not in str(report)
    for other in (cast.ana, cast.cleo):
        assert calls.as_(other)("GET", f"cards/{card}/reports").status == 403


def test_cards_are_found_by_who_looks_after_them_and_by_team(
    cast: Cast, card: str, calls: Calls
) -> None:
    ana = calls.as_(cast.ana)
    found = {
        query: [each["key"] for each in ana("GET", f"cards?{query}").items]
        for query in ("owner=ben", "owner=ana", "team=payments", "team=support")
    }
    assert found == {"owner=ben": [card], "owner=ana": [], "team=payments": [card], "team=support": []}  # fmt: skip
    assert ana("GET", "cards?owner=nobody").status == 404


def test_an_author_sees_how_many_were_helped(cast: Cast, card: str, calls: Calls) -> None:
    shown = cards.card_by_key(card)
    for reader in (cast.ana, cast.dora):
        knowledge.learn(card_id=shown.id, kind=ResponseKind.HELPED, by=reader.id, at=calls.at)
    assert calls.as_(cast.ben)("GET", "me/helped").items == [{"card": str(shown.id), "people": 2}]
    assert calls.as_(cast.ana)("GET", "me/helped").items == []


# Questions without an answer


def test_a_question_is_put_on_the_list_and_answered_in_words(cast: Cast, calls: Calls) -> None:
    ana, ben = calls.as_(cast.ana), calls.as_(cast.ben)
    asked = ana("POST", "requests", {"text": "Who pays for lunch?"})
    assert (asked.status, asked.json["asked"]) == (201, 1)
    address = f"requests/{asked.json['id']}"
    assert ben("GET", address).json["fitting"] == []
    answered = ben("POST", f"{address}/answer", {"text": "The one who broke the build."})
    assert answered.status == 200
    (made,) = ben("GET", "cards?mine=true").items
    assert (made["title"], made["state"]) == ("Who pays for lunch?", "published")
    assert ana("GET", address).status == 404
    assert ana("GET", "requests").items == []


@pytest.mark.parametrize("answer", [{}, {"text": " "}, {"text": "Me.", "card": "locks"}])
def test_an_answer_is_a_card_or_a_text(
    answer: dict[str, str], cast: Cast, calls: Calls, at: datetime
) -> None:
    made = knowledge.miss(text="who pays for lunch", by=cast.ana.id, at=at)
    assert made is not None
    refused = calls.as_(cast.ben)("POST", f"requests/{made.id}/answer", answer)
    assert (refused.status, list(refused.faults.values())) == (
        422,
        ["Value error, takes either a card or a text"],
    )


def test_a_question_without_words_is_refused(cast: Cast, calls: Calls) -> None:
    refused = calls.as_(cast.ana)("POST", "requests", {"text": "???"})
    assert (refused.status, set(refused.faults)) == (422, {"text"})


def test_the_list_of_questions_goes_on_where_it_stopped(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    for number, word in enumerate(("brass", "copper", "iron", "tin", "zinc")):
        for asker in (cast.ana, cast.ben, cast.cleo)[: 1 + number % 3]:
            knowledge.miss(text=f"{word} on lathe two", by=asker.id, at=at)
    ana = calls.as_(cast.ana)
    whole = ana("GET", "requests").items
    assert (len(whole), walk(ana, "requests", limit=2)) == (5, whole)
    assert [each["asked"] for each in whole] == [3, 2, 2, 1, 1]


# Work


def test_helping_is_visible_and_being_helped_is_not(cast: Cast, piece: str, calls: Calls) -> None:
    (episode,) = calls.as_(cast.dora)("GET", f"episodes?subject={piece}").items
    assert episode["helpers"] == [
        {"by": {"id": str(cast.ben.id), "name": "Ben"}, "ways": ["reviewed"]}
    ]


def test_a_teams_work_is_for_the_team(cast: Cast, piece: str, calls: Calls) -> None:
    found = {
        person.name: calls.as_(person)("GET", "episodes?team=payments")
        for person in (cast.ana, cast.dora, cast.cleo, cast.emil, cast.outsider)
    }
    keys = {
        name: [each["key"] for each in answer.items] if answer.status == 200 else answer.status
        for name, answer in found.items()
    }
    assert keys == {"Ana": [piece], "Dora": [piece], "Cleo": 404, "Emil": 404, "Oscar": 404}


def test_a_long_time_line_is_read_in_pieces(cast: Cast, piece: str, calls: Calls) -> None:
    ana = calls.as_(cast.ana)
    (episode,) = ana("GET", f"episodes?subject={piece}").items
    line = f"episodes/{episode['uuid']}/time-line"
    whole = ana("GET", line).items
    assert len(whole) == 7
    assert walk(ana, line, limit=3) == whole


def test_who_was_helped_is_not_told_to_others(
    cast: Cast, piece: str, calls: Calls, at: datetime
) -> None:
    review = WorkEvent(
        source="urn:test", id="review-1", type="change.reviewed", at=at, subject=piece,
        by=cast.ben.id, to=cast.ana.id,
    )  # fmt: skip
    work.accept([review], by=None, at=at)
    work.digest(at=at)
    dora = calls.as_(cast.dora)
    (episode,) = dora("GET", f"episodes?subject={piece}").items
    told = dora("GET", f"episodes/{episode['uuid']}/time-line").items
    assert [each["to"] for each in told if each["id"] == "review-1"] == [None]


# Help, and oneself


def test_people_come_with_reasons_and_without_numbers(cast: Cast, piece: str, calls: Calls) -> None:
    del piece
    indexing.catch_up()
    (ben,) = calls.as_(cast.ana)("POST", "ask", {"text": "fee of an invoice"}).json["people"]
    assert (ben["key"], ben["score"], {part["value"] for part in ben["parts"]}) == (
        "ben",
        None,
        {None},
    )
    assert [part["says"] for part in ben["parts"] if part["says"]] != []


def test_a_silence_is_read_with_all_that_was_looked_at_and_by_nobody_else(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    support.consider([moment(cast, at, breakpoint=False)], at=at, draw=lambda: 0.9)
    (kept,) = help_out.silences(cast.ana.id)
    shown = calls.as_(cast.ana)("GET", f"silences/{kept.id}").json
    assert (shown["says"], shown["propensity"]) == (kept.says, 0.9)
    for other in (cast.ben, cast.dora, cast.emil, cast.outsider):
        assert calls.as_(other)("GET", f"silences/{kept.id}").status == 404
    assert calls.as_(cast.ana)("GET", f"offers/{kept.id}").status == 404


def test_attention_is_told_with_what_one_wished(cast: Cast, calls: Calls, at: datetime) -> None:
    ana = calls.as_(cast.ana)
    ana("POST", "me/pause", {"until": "2026-03-20"})
    ana("POST", "me/snooze", {"until": (at + timedelta(hours=2)).isoformat()})
    told = ana("GET", "me/attention").json
    assert told == {
        "spent_today": 0,
        "per_day": 2,
        "spent_this_week": 0,
        "per_week": 6,
        "paused_until": "2026-03-20",
        "snoozed_until": "2026-03-10T12:00:00Z",
        "channels": [],
    }


def test_ones_name_and_languages_are_ones_own_to_change(cast: Cast, calls: Calls) -> None:
    ana = calls.as_(cast.ana)
    changed = ana("PATCH", "me", {"name": "Ana Ferreira", "languages": ["de", "en"]}).json
    assert (changed["name"], changed["languages"]) == ("Ana Ferreira", ["de", "en"])
    assert changed["workdays"] == [1, 2, 3, 4, 5]


def test_tokens_are_listed_without_secrets_and_ended(cast: Cast, calls: Calls) -> None:
    ana, weak = calls.as_(cast.ana), calls.as_(cast.ana, ("read",))
    listed = ana("GET", "me/tokens").items
    (read,) = [each["id"] for each in listed if each["scopes"] == ["read"]]
    assert (len(listed), {each["name"] for each in listed}) == (2, {"test"})
    assert not any(secret in str(listed) for secret in calls._tokens.values())
    assert weak("GET", "me/tokens").status == 403
    assert calls.as_(cast.ben)("DELETE", f"me/tokens/{read}").status == 404
    assert ana("DELETE", f"me/tokens/{read}").status == 204
    assert weak("GET", "me").status == 401


def test_whoever_is_looked_at_can_read_so(cast: Cast, calls: Calls) -> None:
    shown = calls.as_(cast.cleo)("GET", "people/ana").json
    assert (shown["starts"], shown["ends"], shown["at_work"]) == ("09:00:00", "17:00:00", True)
    assert [(each.by, each.what) for each in looks.looks(cast.ana.id)] == [
        (cast.cleo.id, "profile")
    ]


def test_a_team_says_who_leads_it_and_what_needs_looking_over(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    old = at - timedelta(days=400)
    made = knowledge.draft(title="Old", body="Old.", team=cast.payments.id, by=cast.ben.id, at=old)
    knowledge.publish_card(card_id=made.id, by=cast.ben.id, at=old)
    people.deactivate(person_id=cast.ben.id, by=None, at=at)
    knowledge.remind_owners(at=at - timedelta(days=30))
    team = calls.as_(cast.cleo)("GET", "teams/payments").json
    assert {each["key"]: each["leads"] for each in team["members"]} == {"ana": False, "dora": True}
    assert [each["title"] for each in team["due"]] == ["Old"]
    assert [each["key"] for each in calls.as_(cast.cleo)("GET", "teams?limit=1").items] == [
        "payments"
    ]
    teams = walk(calls.as_(cast.cleo), "teams")
    assert [each["key"] for each in teams] == ["payments", "support"]


# The replay


def test_a_replay_is_asked_for_once_and_ones_own_part_is_ones_own(
    cast: Cast, piece: str, calls: Calls, at: datetime
) -> None:
    del piece
    failed = {"type": "check.failed", "by": cast.ana.id, "to": None, "check": "ledger"}
    work.accept([change(cast, at, number, **failed) for number in range(10, 13)], by=None, at=at)
    work.digest(at=at)
    emil, ana = calls.as_(cast.emil), calls.as_(cast.ana)
    assert ana("POST", "replay", {"days": 30}).status == 403
    assert (ana("GET", "replay/progress").json, ana("GET", "replay/file").status) == (None, 404)
    assert emil("POST", "replay", {"days": 30}).status == 202
    first = ana("GET", "replay/progress").json
    assert (first["waiting"], first["done"], first["fault"]) == (True, 0, "")
    assert emil("POST", "replay", {"days": 90}).status == 202
    assert ana("GET", "replay/progress").json == first
    evidence.replay(since=at - timedelta(days=30), by=None, at=at + timedelta(seconds=1))
    later = Calls(at + timedelta(minutes=1), calls._tokens)
    assert later.as_(cast.ana)("GET", "replay").json["events"] == 10
    page = later.as_(cast.cleo)("GET", "replay/file")
    assert page.headers["Content-Type"].startswith("text/html")
    assert later.as_(cast.ana)("GET", "replay/mine").json["moments"] == 1
    assert later.as_(cast.cleo)("GET", "replay/mine").json is None


# All of it


def lists() -> list[str]:
    """Return the addresses of all operations that take a limit, ids filled with nonsense."""
    return [
        re.sub(r"\{\w+_id\}", str(UUID(int=1)), path.removeprefix("/api/v1/")).format(key="x")
        for path, verbs in api.get_openapi_schema()["paths"].items()
        for parameter in verbs.get("get", {}).get("parameters", ())
        if parameter["name"] == "limit" and "similar" not in path
    ]


@pytest.mark.parametrize("path", lists())
@pytest.mark.parametrize("limit", ["0", "201", "-1", "ten", "9" * 30, "1.5", ""])
def test_a_limit_that_makes_no_sense_is_named(
    path: str, limit: str, cast: Cast, calls: Calls
) -> None:
    people.change_person(person_id=cast.emil.id, roles=("administrator",), by=None, at=calls.at)
    answer = calls.as_(cast.emil)("GET", f"{path}?limit={limit}")
    assert (answer.status, set(answer.faults)) == (422, {"limit"})


def test_every_list_comes_in_pages() -> None:
    open_ended, pages = [], 0
    for path, verbs in api.get_openapi_schema()["paths"].items():
        operation = verbs.get("get", {})
        schema = _answer(operation)
        names = {each["name"] for each in operation.get("parameters", ())}
        is_page = str(schema.get("$ref", "")).endswith("Page")
        pages += is_page
        if schema.get("type") == "array" or is_page != (names >= {"limit", "cursor"}):
            open_ended.append(path)
    assert open_ended == []
    assert pages > 20  # The control: lists there are.


def _answer(operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("responses", {}).get(200, {}).get("content", {})
    found: dict[str, Any] = content.get("application/json", {}).get("schema", {})
    return found
