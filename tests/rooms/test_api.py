"""What the API does, as stories: Ana asks, writes, is helped and answers; nobody sees it."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from journeywork.engine.knowledge import AppliesTo
from journeywork.engine.work import WorkEvent
from journeywork.evidence import actions as evidence
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import indexing
from journeywork.moments import actions as moments
from journeywork.people import queries as directory
from journeywork.support import actions as support
from journeywork.work import actions as work
from tests.conftest import Cast
from tests.rooms.calling import Calls

BODY = "Add the column without a default. Fill the old rows in batches. Then make it required."


@pytest.fixture
def calls(at: datetime) -> Calls:
    return Calls(at)


@pytest.fixture
def card(cast: Cast, at: datetime) -> str:
    """Ben's card about migrations, published and indexed."""
    made = knowledge.draft(
        title="Add a column to a large table",
        body=BODY,
        topics=("migrations",),
        applies_to=AppliesTo(paths=("migrations/**",), kinds=("migration",)),
        by=cast.ben.id,
        at=at,
    )
    knowledge.publish_card(card_id=made.id, by=cast.ben.id, at=at)
    indexing.catch_up()
    return made.key


@pytest.fixture
def offer(cast: Cast, card: str, at: datetime) -> UUID:
    """Ana's check has failed three times: Ben's card is offered to her."""
    del card
    events = [
        WorkEvent(
            source="urn:test",
            id=f"failed-{number}",
            type="check.failed",
            at=at - timedelta(minutes=30 - number),
            subject="change/1",
            by=cast.ana.id,
            title="Add a column to a large table",
            labels=("migration",),
            paths=("migrations/0058_reason.py",),
            check="migration-time",
            text="Filling the old rows in batches takes too long.",
        )
        for number in range(3)
    ]
    work.accept(events, by=None, at=at)
    seen = moments.detect(work.digest(at=at), at=at)
    (made,) = support.consider(seen, at=at, draw=lambda: 0.99)
    return made.id


def test_a_question_is_answered_with_a_card_and_its_reasons(
    cast: Cast, card: str, calls: Calls
) -> None:
    answer = calls.as_(cast.ana)("POST", "ask", {"text": "how do I add a column to a table"})
    assert answer.status == 200
    (found,) = answer.json["cards"]
    assert (found["key"], found["kind"]) == (card, "card")
    assert sum(part["value"] for part in found["parts"]) == pytest.approx(found["score"])
    assert answer.json["kind"] == "how-to"


def test_what_nobody_found_is_on_the_list_without_a_name_until_somebody_answers(
    cast: Cast, card: str, calls: Calls
) -> None:
    ana, ben = calls.as_(cast.ana), calls.as_(cast.ben)
    asked = ana("POST", "ask", {"text": "titanium on lathe two"})
    assert (asked.json["cards"], asked.json["episode"], asked.json["people"]) == ([], None, [])
    (waiting,) = ben("GET", "requests").items
    assert (waiting["text"], waiting["asked"]) == ("titanium on lathe two", 1)
    assert str(cast.ana.id) not in str(waiting)
    answered = ben("POST", f"requests/{waiting['id']}/answer", {"card": card})
    assert (answered.status, ben("GET", "requests").items) == (200, [])


@pytest.mark.parametrize("number", range(4))
def test_a_list_is_a_list_however_long(number: int, cast: Cast, calls: Calls, at: datetime) -> None:
    for each in range(number):
        knowledge.miss(text=f"wanted thing {'abcd'[each] * 3}", by=cast.ana.id, at=at)
    assert len(calls.as_(cast.ana)("GET", "requests").items) == number


def test_today_shows_the_offer_and_why_and_the_answer_ends_it(
    cast: Cast, offer: UUID, card: str, calls: Calls
) -> None:
    ana = calls.as_(cast.ana)
    shown = ana("GET", "today").json
    assert shown["offer"]["id"] == str(offer)
    assert shown["offer"]["option"]["key"] == card
    assert "migration-time" in shown["offer"]["why_now"]
    assert [episode["key"] for episode in shown["episodes"]] == ["change/1"]
    assert (shown["spent_today"], shown["spent_this_week"]) == (1, 1)
    answered = ana("POST", f"offers/{offer}/response", {"kind": "helped", "note": "at once"})
    assert (answered.status, answered.json["kind"]) == (200, "helped")
    assert ana("GET", "today").json["offer"] is None
    assert [each["id"] for each in ana("GET", "offers").items] == [str(offer)]
    assert [each["kind"] for each in ana("GET", "responses").items] == ["helped"]


def test_an_offer_is_the_business_of_nobody_else(cast: Cast, offer: UUID, calls: Calls) -> None:
    for other in (cast.ben, cast.cleo, cast.dora, cast.emil, cast.outsider):
        call = calls.as_(other)
        assert call("GET", f"offers/{offer}").status == 404
        assert call("POST", f"offers/{offer}/response", {"kind": "helped"}).status == 404
        assert (call("GET", "offers").items, call("GET", "responses").items) == ([], [])
        assert call("GET", "silences").items == []
    assert calls.as_(cast.ana)("GET", "today").json["offer"]["id"] == str(offer)


def test_a_silence_says_why(cast: Cast, card: str, calls: Calls, at: datetime) -> None:
    del card
    calls.as_(cast.ana)("POST", "me/pause", {"until": "2026-04-01"})
    events = [
        WorkEvent(
            source="urn:test",
            id=str(number),
            type="check.failed",
            at=at - timedelta(minutes=9 - number),
            subject="change/2",
            by=cast.ana.id,
            check="forms",
        )
        for number in range(3)
    ]
    work.accept(events, by=None, at=at)
    support.consider(moments.detect(work.digest(at=at), at=at), at=at)
    (silence,) = calls.as_(cast.ana)("GET", "silences").items
    assert silence["reason"] == "paused by the person"
    assert silence["says"] == "You paused offers until Wednesday 1 April."


def test_a_card_is_drafted_published_changed_and_taken_out_of_use(cast: Cast, calls: Calls) -> None:
    ana, ben = calls.as_(cast.ana), calls.as_(cast.ben)
    written = {
        "title": "Read the control line first",
        "body": BODY,
        "kind": "checklist",
        "topics": ["settlement"],
        "applies_to": {"places": ["reconciler"], "paths": ["settlement/**"]},
        "review_days": 90,
    }
    made = ana("POST", "cards", written)
    key = made.json["key"]
    assert (made.status, made.json["state"], made.json["body"]) == (201, "draft", BODY)
    assert made.json["owner"] == {"id": str(cast.ana.id), "name": "Ana"}
    assert ben("GET", f"cards/{key}").status == 404
    assert ana("POST", f"cards/{key}/publish").json["state"] == "published"
    changed = ana("PATCH", f"cards/{key}", {"title": "The control line comes first"})
    assert (changed.json["title"], changed.json["body"]) == ("The control line comes first", BODY)
    assert changed.json["applies_to"]["paths"] == ["settlement/**"]
    assert ben("GET", f"cards/{key}").json["review_days"] == 90
    assert ben("PATCH", f"cards/{key}", {"title": "Mine"}).status == 403
    assert ana("POST", f"cards/{key}/archive").json["state"] == "archived"
    assert ben("GET", "cards").items == []


def test_a_line_is_kept_as_a_draft_of_a_lesson(cast: Cast, calls: Calls) -> None:
    note = {"text": "The bank says capture, and means refund.", "place": "reconciler"}
    kept = calls.as_(cast.ana)("POST", "notes", note)
    assert (kept.status, kept.json["kind"], kept.json["state"]) == (201, "lesson", "draft")
    assert kept.json["applies_to"]["places"] == ["reconciler"]


def test_outdated_is_the_owners_task_until_they_review_or_somebody_adopts(
    cast: Cast, card: str, calls: Calls
) -> None:
    ana, ben, dora = calls.as_(cast.ana), calls.as_(cast.ben), calls.as_(cast.dora)
    flagged = ana("POST", f"cards/{card}/outdated", {"note": "the tool is gone"})
    assert flagged.json["trust"] == "flagged"
    (task,) = ben("GET", "me/tasks").items
    assert task["says"] == "a colleague says it is outdated: the tool is gone"
    assert str(cast.ana.id) not in str(task)
    assert ben("POST", f"cards/{card}/review").json["trust"] == "fresh"
    assert ben("GET", "me/tasks").items == []
    adopted = dora("POST", f"cards/{card}/adopt", {"owner": "ana"})
    assert adopted.json["owner"]["name"] == "Ana"
    assert dora("POST", f"cards/{card}/adopt", {"owner": "nobody"}).status == 404


def test_cards_are_found_by_words_kind_trust_and_owner_page_by_page(
    cast: Cast, card: str, calls: Calls, at: datetime
) -> None:
    for number in range(3):
        made = knowledge.draft(
            title=f"Lesson {number}", body="A line.", by=cast.ana.id, at=at - timedelta(days=number)
        )
        knowledge.publish_card(card_id=made.id, by=cast.ana.id, at=at - timedelta(days=number))
    indexing.catch_up()
    ana = calls.as_(cast.ana)
    assert [each["key"] for each in ana("GET", "cards?text=fill+old+rows").items] == [card]
    assert len(ana("GET", "cards?mine=true").items) == 3
    assert ana("GET", "cards?trust=expired").items == []
    first = ana("GET", "cards?limit=2").json
    rest = ana("GET", f"cards?limit=2&cursor={first['next']}").json
    assert len({each["key"] for each in (*first["items"], *rest["items"])}) == 4
    assert rest["next"] is None
    assert [each["key"] for each in ana("GET", "cards/similar?text=column+table").items] == [card]


def test_a_piece_of_work_tells_who_did_what_by_name(cast: Cast, offer: UUID, calls: Calls) -> None:
    del offer
    dora = calls.as_(cast.dora)
    (episode,) = dora("GET", "episodes?state=open").items
    assert episode["owner"]["name"] == "Ana"
    assert episode["counts"]["failed_checks"] == 3
    events = dora("GET", f"episodes/{episode['uuid']}/time-line").items
    assert [(each["by"]["name"], each["check"]) for each in events] == [
        ("Ana", "migration-time")
    ] * 3
    assert dora("GET", "episodes?mine=true").items == []
    assert dora("GET", "episodes?subject=change/1").items == [episode]


def test_work_of_people_in_no_team_is_open_to_all(
    cast: Cast, offer: UUID, calls: Calls, at: datetime
) -> None:
    del offer
    event = WorkEvent(
        source="urn:test",
        id="emil-1",
        type="work.started",
        at=at - timedelta(hours=2),
        subject="course/1",
        by=cast.emil.id,
        title="A course on locks",
    )
    work.accept([event], by=None, at=at)
    work.digest(at=at)
    listed = {
        person.name: [each["key"] for each in calls.as_(person)("GET", "episodes").items]
        for person in (cast.cleo, cast.ben, cast.outsider)
    }
    assert listed == {"Cleo": ["course/1"], "Ben": ["change/1", "course/1"], "Oscar": []}
    ben = calls.as_(cast.ben)
    first = ben("GET", "episodes?limit=1").json
    (second,) = ben("GET", f"episodes?limit=1&cursor={first['next']}").items
    assert (first["items"][0]["key"], second["key"]) == ("change/1", "course/1")
    assert ben("GET", "episodes?mine=true").items == []


def test_people_and_teams_show_what_is_offered_and_not_what_is_wanted(
    cast: Cast, calls: Calls
) -> None:
    ana, cleo = calls.as_(cast.ana), calls.as_(cast.cleo)
    skills = {"offers": [{"name": "refunds", "level": 4}], "wants": [{"name": "locks", "level": 2}]}
    assert ana("PUT", "me/skills", skills).json["wants"] == skills["wants"]
    shown = cleo("GET", "people/ana").json
    assert (shown["name"], shown["offers"]) == ("Ana", skills["offers"])
    hours = {"zone_name", "workdays", "starts", "ends", "at_work"}
    assert set(shown) == {"id", "key", "name", "teams", "offers", *hours}
    team = cleo("GET", "teams/payments").json
    assert [each["key"] for each in team["members"]] == ["ana", "ben", "dora"]
    assert [each["key"] for each in cleo("GET", "people?text=be").items] == ["ben"]
    assert [each["key"] for each in cleo("GET", "people?team=support").items] == ["cleo"]
    assert [each["key"] for each in cleo("GET", "people?limit=2").items] == ["ana", "ben"]


def test_hours_pause_snooze_and_channels_are_ones_own(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    ana = calls.as_(cast.ana)
    hours = {
        "zone_name": "Europe/Lisbon",
        "workdays": [1, 2, 3],
        "starts": "08:00",
        "ends": "14:00",
    }
    changed = ana("PATCH", "me", hours).json
    assert (changed["workdays"], changed["starts"], changed["findable"]) == (
        [1, 2, 3],
        "08:00:00",
        True,
    )
    assert ana("POST", "me/pause", {"until": "2026-03-20"}).json["paused_until"] == "2026-03-20"
    assert directory.person(cast.ana.id).paused_until == date(2026, 3, 20)
    assert ana("POST", "me/pause", {"until": None}).json["paused_until"] is None
    until = (at + timedelta(hours=2)).isoformat()
    assert ana("POST", "me/snooze", {"until": until}).status == 204
    yesterday = (at - timedelta(days=1)).isoformat()
    assert set(ana("POST", "me/snooze", {"until": yesterday}).faults) == {"until"}
    assert ana("PUT", "me/channels", {"channels": ["mail"]}).json["channels"] == ["mail"]
    assert ana("PUT", "me/channels", {"channels": []}).json["channels"] == []
    assert set(ana("PUT", "me/channels", {"channels": ["pigeon"]}).faults) == {"channel"}


def test_me_says_what_the_token_is(cast: Cast, calls: Calls) -> None:
    token = calls.as_(cast.ana, ("read",))("GET", "me").json["token"]
    assert (token["name"], token["scopes"]) == ("test", ["read"])
    assert "secret" not in str(token)


def test_the_promise_about_attention_can_be_read_by_everybody(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    support.set_policy(by=None, at=at, per_day=1)
    promise = calls.as_(cast.cleo, ("read",))("GET", "policy").json
    assert (promise["per_day"], promise["per_week"]) == (1, 6)


def test_a_past_piece_of_work_and_a_colleague_can_be_answered_too(
    cast: Cast, offer: UUID, calls: Calls
) -> None:
    del offer
    ben = calls.as_(cast.ben)
    (episode,) = ben("GET", "episodes").items
    assert ben("POST", f"episodes/{episode['uuid']}/response", {"kind": "helped"}).status == 200
    assert ben("POST", "people/ana/response", {"kind": "helped"}).status == 200
    assert ben("POST", "people/oscar/response", {"kind": "helped"}).status == 404
    assert len(ben("GET", "responses").items) == 2


def test_the_replay_can_be_read_once_there_is_one(
    cast: Cast, offer: UUID, calls: Calls, at: datetime
) -> None:
    del offer
    cleo = calls.as_(cast.cleo, ("read",))
    assert cleo("GET", "replay").status == 404
    evidence.replay(since=at - timedelta(days=30), by=cast.emil.id, at=at)
    report = cleo("GET", "replay").json
    assert report["events"] == 3
    assert str(cast.ana.id) not in str(report)
