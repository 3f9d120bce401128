"""Debriefs in the browser: three people in three browsers, and the whole life of a lesson."""

import re
from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from journeywork import flow
from journeywork.debriefs import actions, queries
from journeywork.engine.people import Person
from journeywork.engine.work import WorkEvent
from journeywork.kernel import clock, reactions
from journeywork.kernel.models import PublishedFact
from journeywork.knowledge import indexing
from journeywork.people import actions as organising
from journeywork.support import actions as support
from journeywork.work import actions as work
from tests.conftest import Cast
from tests.rooms.debriefing import opened, team_of, write
from tests.web.conftest import Site
from tests.web.looking import sound
from tests.web.stage import Stage

TRIED = ("What worked, and why?", "What would you do differently, and why?")


def turn(*events: WorkEvent) -> None:
    """What the worker does: events, the index, facts, until nothing is left."""
    at = clock.now()
    work.accept(events, by=None, at=at)
    while taken := work.digest(at=at):
        for step in flow.STREAM:
            step(taken, at)
    for fact in PublishedFact.objects.values_list("id", flat=True):
        reactions.turn(fact, flow.REACTIONS, at=at)
    indexing.rebuild()


def at_work(*people: Person) -> None:
    """Let some people be at work, whatever the time is where the tests run."""
    for person in people:
        organising.change_person(
            person_id=person.id,
            workdays=range(1, 8),
            starts=time(0),
            ends=time(23, 59),
            by=None,
            at=clock.now(),
        )


def change(
    cast: Cast,
    number: int,
    *,
    reworked: int,
    days_ago: float = 0,
    by: Person | None = None,
    path: str = "refunds/fees.py",
) -> list[WorkEvent]:
    """Ana (or `by`) proposes a change, Ben asks for more so many times, and it is merged."""
    who, subject, begun = (
        by or cast.ana,
        f"payments#{number}",
        clock.now() - timedelta(days=days_ago, hours=2),
    )

    def event(minutes: int, type: str, by: Person, **more: Any) -> WorkEvent:
        fields: dict[str, Any] = {
            "source": "test",
            "id": f"{subject}/{minutes}",
            "type": type,
            "at": begun + timedelta(minutes=minutes),
            "subject": subject,
            "by": by.id,
            "title": f"Charge the fee of refund {number} once",
            "place": "refunds",
            "paths": (path,),
            "labels": ("refunds",),
        }
        return WorkEvent(**(fields | more))

    found = [
        event(0, "change.proposed", who),
        event(5, "check.failed", who, check="ledger"),
    ]
    for n in range(reworked):
        found += [
            event(10 + 2 * n, "change.reviewed", cast.ben),
            event(11 + 2 * n, "change.reworked", who),
        ]
    return [*found, event(100, "change.merged", cast.ben)]


def test_a_change_teaches_the_next_one(site: Site) -> None:
    """Proposed, reworked, merged, looked back at, a lesson; offered next time, and applied."""
    cast = site.cast
    at_work(cast.ana, cast.ben, cast.dora)
    turn(*(e for n in range(25) for e in change(cast, 100 + n, reworked=1, days_ago=30 + n)))
    doras = (
        change(cast, 50 + n, reworked=0, days_ago=29, by=cast.dora, path="docs/x.md")
        for n in range(4)
    )
    turn(*(each for events in doras for each in events))
    support.set_policy(by=None, at=clock.now(), withheld=0.0)
    turn(*change(cast, 7, reworked=5))

    ana = site.enter(cast.ana)
    ana.goto("/")
    ana.get_by_role("link", name="Look back at “Charge the fee of refund 7 once”?").click()
    expect(ana.get_by_text("It was reworked 5 times;")).to_be_visible()
    assert sound(ana, "debrief-proposed") == []
    ana.get_by_label("With names: they stand beside what each wrote").check()
    ana.get_by_role("button", name="Open it").click()
    expect(ana.get_by_text("It was reworked 5 times. After a look by: Ben.")).to_be_visible()
    assert sound(ana, "debrief-write") == []
    _write(ana, "The pair found it.", "Ask for the key of the payment before the first draft.")

    ben = site.enter(cast.ben)
    ben.goto("/")
    ben.get_by_role("link", name="Charge the fee of refund 7 once", exact=True).click()
    expect(ben.get_by_text("The pair found it.")).to_have_count(0)
    _write(ben, "Nothing did.", "Look at it on the first day.")
    expect(ben.get_by_text("The pair found it.")).to_be_visible()
    assert sound(ben, "debrief-revealed") == []

    _draw_lesson(ben)
    turn()
    _publish(site, cast.ben)
    turn()
    turn(*change(cast, 8, reworked=0, by=cast.dora)[:1])
    dora = site.enter(cast.dora)
    dora.goto("/")
    expect(dora.locator("#offer")).to_contain_text("Charge with the key of the payment")
    turn(*change(cast, 8, reworked=0, by=cast.dora))
    dora.goto("/")
    dora.get_by_role("button", name="Applied, and it helped").click()
    expect(dora.get_by_role("button", name="Applied, and it helped")).to_have_count(0)
    dora.goto("/cards/?text=key")
    dora.get_by_role("link", name="Charge with the key of the payment").click()
    dora.get_by_role("link", name="The life of a lesson").click()
    expect(dora.get_by_text("You applied it")).to_be_visible()
    assert sound(dora, "lesson") == []


def _write(page: Page, *said: str) -> None:
    for question, text in zip(TRIED, said, strict=True):
        page.get_by_label(re.compile(re.escape(question))).fill(text)
    page.get_by_role("button", name="I have written").first.click()
    page.wait_for_load_state()


def _draw_lesson(page: Page) -> None:
    page.get_by_role("link", name="Draw a lesson").click()
    page.get_by_label("The lesson in one line").fill("Charge with the key of the payment")
    page.get_by_label("What to do, and why").fill("A retry without the key takes the fee twice.")
    assert sound(page, "lesson-new") == []
    page.get_by_role("button", name="Keep the lesson").click()
    page.get_by_role("link", name="Agree on something").click()
    page.get_by_label("What", exact=True).fill("Add the key to the checklist")
    assert sound(page, "commitment-new") == []
    page.get_by_role("button", name="Agreed").click()
    page.get_by_role("button", name="Done: Add the key to the checklist").click()
    expect(page.get_by_text("Did it help?", exact=True)).to_be_visible()


def _publish(site: Site, person: Person) -> None:
    page = site.enter(person)
    page.goto("/cards/?show=drafts")
    page.get_by_role("link", name="Charge with the key of the payment").click()
    page.get_by_role("button", name="Publish").click()
    page.wait_for_load_state()


def _debrief_of(person: Person) -> UUID:
    return queries.debriefs(reader=person.id)[0].id


@pytest.mark.parametrize("named", [pytest.param(True, marks=pytest.mark.long), False])
def test_two_write_and_the_third_sees_nothing_before_the_reveal(site: Site, named: bool) -> None:
    cast, at = site.cast, clock.now()
    people = [cast.ben.id, cast.dora.id]
    debrief = opened(cast, at, named=named, by=cast.ana.id, people_ids=people)
    address = f"/debriefs/{debrief.id}/"
    ana, ben, dora = (site.enter(one) for one in (cast.ana, cast.ben, cast.dora))
    for page, says in ((ana, "canary of Ana"), (ben, "canary of Ben")):
        page.goto(address)
        private = page.get_by_role("region", name="What you write")
        expect(private).to_contain_text("With names." if named else "Without names.")
        _write(page, says, says)
        expect(page.get_by_label(re.compile("What worked, and why"))).to_have_value(says)
    for page in (dora, site.enter(cast.dora, "phone")):
        page.goto(address)
        assert "canary" not in page.content()
        page.goto("/debriefs/")
        assert "canary" not in page.content()
    dora.goto(address)
    dora.get_by_role("button", name="I pass this time").click()
    expect(dora.locator("main")).to_contain_text("canary of Ana")
    for page in (ana, ben, dora):
        page.goto(address)
        content = page.content()
        assert content.count("canary of Ana") >= 2
        assert content.count("canary of Ben") >= 2
    found = queries.answers(debrief.id, reader=cast.dora.id)
    assert {one.author for one in found} == ({cast.ana.id, cast.ben.id} if named else {None})


def test_without_names_another_browser_opens_nothing(site: Site) -> None:
    debrief = opened(site.cast, clock.now(), named=False)
    page = site.enter(site.cast.ana)
    page.goto(f"/debriefs/{debrief.id}/")
    _write(page, "canary", "canary")
    cookie = next(one for one in page.context.cookies() if one["name"] == "debrief_key")
    assert (cookie["httpOnly"], cookie["path"]) == (True, f"/debriefs/{debrief.id}/")
    other = site.enter(site.cast.ana)
    other.goto(f"/debriefs/{debrief.id}/")
    expect(other.get_by_text("You are done.", exact=False)).to_be_visible()
    assert "canary" not in other.content()
    assert sound(other, "debrief-locked") == []


def test_writing_needs_no_script_and_no_mouse(site: Site) -> None:
    debrief = opened(site.cast, clock.now(), named=True)
    page = site.enter(site.cast.ana, java_script_enabled=False)
    page.goto(f"/debriefs/{debrief.id}/")
    field = page.get_by_label(re.compile("What happened"))
    field.focus()
    page.keyboard.type("It was late.")
    page.get_by_role("button", name="I have written").last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is in.", exact=False)).to_be_visible()
    assert queries.written(debrief.id, reader=site.cast.ana.id) == {"happened": "It was late."}


def test_no_is_one_click(site: Site, stage: Stage) -> None:
    cast = site.cast
    turn(*(e for n in range(25) for e in change(cast, 100 + n, reworked=1, days_ago=30 + n)))
    turn(*change(cast, 7, reworked=5))
    page = site.enter(cast.ben)
    page.goto("/debriefs/")
    assert sound(page, "debriefs-proposed") == []
    page.get_by_role("button", name=re.compile("No.*Charge the fee of refund 7 once")).click()
    expect(page.get_by_text("Nothing to look back at yet.", exact=False)).to_be_visible()
    assert queries.waiting_for(cast.ben.id, at=clock.now()) == ()


def test_nothing_written_is_said_and_what_was_written_is_kept(site: Site) -> None:
    debrief = opened(site.cast, clock.now(), named=True)
    page = site.enter(site.cast.ana)
    page.goto(f"/debriefs/{debrief.id}/")
    page.get_by_role("button", name="I have written").first.click()
    expect(page.get_by_role("alert")).to_contain_text("You have written nothing yet.")
    page.get_by_label(re.compile("What happened")).fill("Half a sentence")
    page.goto("/")
    page.goto(f"/debriefs/{debrief.id}/")
    expect(page.get_by_label(re.compile("What happened"))).to_have_value("Half a sentence")


def test_a_stranger_finds_no_debrief(site: Site) -> None:
    cast, at = site.cast, clock.now()
    debrief = opened(cast, at, named=True, by=cast.ana.id, people_ids=[cast.ben.id])
    for person in (cast.ana, cast.ben):
        write(debrief, person, at)
    page = site.enter(cast.emil)
    answer = page.goto(f"/debriefs/{debrief.id}/")
    assert answer is not None
    assert answer.status == 404
    assert "canary" not in page.content()


def test_who_leads_takes_an_answer_away(site: Site) -> None:
    cast, at = site.cast, clock.now()
    debrief = opened(cast, at)
    for person in team_of(cast):
        write(debrief, person, at)
    leads = next(one for one in team_of(cast) if one.id == debrief.facilitator)
    page = site.enter(leads)
    page.goto(f"/debriefs/{debrief.id}/")
    page.get_by_role("button", name=re.compile("Take away.*canary of ana")).click()
    expect(page.get_by_text("canary of ana")).to_have_count(0)
    assert sound(page, "debrief-led") == []


def test_old_commitments_come_first(site: Site) -> None:
    cast, at = site.cast, clock.now()
    first = opened(cast, at, named=True)
    for person in team_of(cast):
        write(first, person, at)
    actions.commit_to(
        debrief_id=first.id,
        text="Add the key to the checklist",
        owner=cast.ana.id,
        due=at.date(),
        by=cast.ana.id,
        at=at,
    )
    later = opened(cast, at, named=True, title="The next one")
    page = site.enter(cast.ben)
    page.goto(f"/debriefs/{later.id}/")
    section = page.get_by_role("region", name="First: what you agreed on last time")
    expect(section).to_contain_text("Add the key to the checklist")
