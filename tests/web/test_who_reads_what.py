"""What a page tells, and to whom: reports to who can act on them, work to who may see it."""

import re
from datetime import timedelta

import pytest

from journeywork.engine.people import Person
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import queries
from journeywork.people import actions as people
from tests.conftest import Cast
from tests.web.stage import Stage, episode_id, make_stage
from tests.web.test_query_budget import client_of

NOTE = "Mr K. was charged twice"
PASTED = "ZeppelinError: token=abc123\n  in the hangar of Mr K."


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return make_stage(cast)


def read(person: Person, address: str, status: int = 200) -> str:
    answer = client_of(person.id).get(address)
    assert answer.status_code == status
    return answer.content.decode()


def lead_elsewhere(stage: Stage) -> Person:
    """Cleo leads the support team, which has no part in Ben's cards."""
    cleo, at = stage.cast.cleo, stage.at
    people.change_person(person_id=cleo.id, roles=("team_lead",), by=None, at=at)
    people.lead_team(person_id=cleo.id, team_id=stage.cast.support.id, by=None, at=at)
    return cleo


def fields(page: str, form: str) -> dict[str, str]:
    """Return what the hidden fields of a form hold."""
    (inside,) = re.findall(rf'<form id="{form}".*?</form>', page, re.DOTALL)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', inside))


def test_a_team_sees_which_of_its_cards_wait(stage: Stage) -> None:
    knowledge.flag(card_id=stage.due.id, note=NOTE, by=stage.cast.ana.id, at=stage.at)
    page = read(stage.cast.ana, "/teams/payments/")
    assert re.findall(r'class="name" href="/cards/([^/]+)/"', page) == [stage.due.key] * 2
    assert "A colleague says it is outdated" in page
    assert NOTE not in page


def test_reports_are_read_by_who_may_change_the_card(stage: Stage) -> None:
    knowledge.flag(card_id=stage.card.id, note=NOTE, by=stage.cast.ana.id, at=stage.at)
    other = lead_elsewhere(stage)
    told = {
        each.key: (NOTE in page, "Change it" in page)
        for each in (stage.cast.ana, other, stage.cast.dora, stage.cast.emil)
        for page in [read(each, f"/cards/{stage.card.key}/")]
    }
    assert told == {
        "ana": (False, False),
        "cleo": (False, False),
        "dora": (True, True),
        "emil": (True, True),
    }


def test_who_may_not_change_a_card_is_told_before_they_write(stage: Stage) -> None:
    address = f"/cards/{stage.card.key}/edit/"
    for person in (stage.cast.ana, lead_elsewhere(stage)):
        read(person, address, status=403)
    for person in (stage.cast.ben, stage.cast.dora, stage.cast.emil):
        read(person, address)


def test_the_editor_does_not_name_the_card_itself_as_like_it(stage: Stage) -> None:
    ben = client_of(stage.cast.ben.id)
    page = ben.get(f"/cards/{stage.card.key}/edit/").content.decode()
    hidden = fields(page, "card")
    sent = {"card": hidden["card"], "title": stage.card.title, "body": stage.card.body}
    told = ben.post("/write/check/", sent).content.decode()
    assert re.findall(r'href="/cards/([^/]+)/"', told) == [stage.due.key]


def test_a_note_begins_with_the_place_of_work_one_may_see(stage: Stage) -> None:
    address = f"/write/?episode={episode_id(stage.cast)}"
    told = {
        each.key: fields(read(each, address), "note") for each in (stage.cast.ana, stage.cast.cleo)
    }
    kept = {
        key: {name: value for name, value in found.items() if name in ("place", "path")}
        for key, found in told.items()
    }
    assert kept == {"ana": {"place": "payments", "path": "billing/fees.py"}, "cleo": {}}


def test_what_was_pasted_stands_on_the_list_when_its_owner_puts_it_there(stage: Stage) -> None:
    ana = client_of(stage.cast.ana.id)
    before = queries.requests()
    page = ana.get("/ask/", {"q": PASTED}).content.decode()
    assert queries.requests() == before
    (line,) = re.findall(r'<textarea id="line"[^>]*>([^<]*)<', page)
    assert line == "ZeppelinError: token=*** in the hangar of Mr K."
    ana.post("/requests/new/", {"text": "What is a ZeppelinError, token=abc123?"})
    added = [each.text for each in queries.requests() if each not in before]
    assert added == ["What is a ZeppelinError, token=***"]


def test_who_looks_after_all_cards_finds_on_today_what_is_no_teams(stage: Stage) -> None:
    old = stage.at - timedelta(days=400)
    made = knowledge.draft(title="Emils", body="Old.", by=stage.cast.emil.id, at=old)
    knowledge.publish_card(card_id=made.id, by=stage.cast.emil.id, at=old)
    knowledge.remind_owners(at=stage.at - timedelta(days=9))
    nora = people.add_person(
        name="Nora", email="nora@fairwater.example", roles=("coordinator",), by=None, at=stage.at
    )
    shown = {each.name: made.title in read(each, "/") for each in (nora, stage.cast.ana)}
    assert shown == {"Nora": True, "Ana": False}
