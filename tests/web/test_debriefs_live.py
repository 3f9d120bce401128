"""A live debrief in the browser: by plain forms, and with three people in three browsers."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from journeywork.config.cluster import throwaway_folder
from journeywork.debriefs import actions, queries
from journeywork.engine.people import Person
from journeywork.kernel import clock
from tests.flow.installation import Installation
from tests.flow.test_live import STAGE
from tests.rooms.debriefing import opened, team_of, write
from tests.web.conftest import LOOKS, Site
from tests.web.looking import sound
from tests.web.stage import episode_id, make_stage
from tests.web.test_query_budget import MOST, client_of
from tests.web.test_query_budget import _statements as statements

HAPPENED = "A card under “What happened?”"


def _come(page: Page) -> None:
    page.get_by_role("button", name="I am here").click()
    page.wait_for_load_state()


def _put_up(page: Page, text: str) -> None:
    page.get_by_label(HAPPENED).fill(text)
    page.get_by_role("region", name="What happened?").get_by_role(
        "button", name="Put it up"
    ).click()


def _leader(site: Site, debrief: Any) -> Person:
    return next(one for one in team_of(site.cast) if one.id == debrief.facilitator)


def test_the_board_works_without_scripts_and_without_a_mouse(site: Site) -> None:
    cast = site.cast
    debrief = opened(cast, clock.now(), live=True)
    for person in (cast.ben, cast.dora):
        actions.come(debrief_id=debrief.id, by=person.id, key=person.key)
    page = site.enter(cast.ana, java_script_enabled=False)
    page.goto(f"/debriefs/{debrief.id}/")
    expect(page.get_by_text("2 are here.")).to_be_visible()
    page.get_by_role("button", name="I am here").focus()
    page.keyboard.press("Enter")
    page.get_by_label(HAPPENED).focus()
    page.keyboard.type("The fee came twice")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    column = page.get_by_role("region", name="What happened?")
    expect(column.locator("[data-card] [data-text]")).to_have_text("The fee came twice")
    page.get_by_role("button", name=re.compile("^Vote.*The fee came twice")).click()
    expect(page.get_by_text("You have 4 votes left.")).to_be_visible()
    page.locator("summary", has_text=re.compile("Group.*The fee came twice")).click()
    page.get_by_label("or a new one:").fill("The fee")
    page.get_by_role("button", name="Put it there").click()
    group = page.get_by_role("region", name="The fee", exact=True)
    expect(group.locator("[data-votes]")).to_have_text("1")
    page.get_by_role("button", name="Take a vote back").click()
    page.get_by_role("button", name="Take away").click()
    expect(page.locator("[data-card]")).to_have_count(0)


def test_live_is_chosen_when_opening_and_what_it_means_is_said_before_typing(site: Site) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/debriefs/new/")
    page.get_by_label("What do you look back at?").fill("The fee")
    for name in ("Ben", "Dora"):
        page.get_by_label(name, exact=True).check()
    page.get_by_label("Without names").check()
    page.get_by_label("Live: all write on one board, at one time").check()
    page.get_by_label("Guide").select_option(label="After a demanding case or shift")
    assert sound(page, "debrief-open-live") == []
    page.get_by_role("button", name="Open it").click()
    private = page.get_by_role("region", name="How this works")
    expect(private).to_contain_text("Nothing that is kept tells who wrote it.")
    expect(page.get_by_label(HAPPENED)).to_have_count(0)
    assert sound(page, "debrief-live-empty") == []
    found = queries.debriefs(reader=site.cast.ana.id)[0]
    assert (found.live, found.named) == (True, False)


def test_somebody_more_is_let_in_on_the_page(site: Site) -> None:
    cast = site.cast
    people = [cast.ben.id, cast.dora.id]
    debrief = opened(cast, clock.now(), by=cast.ana.id, people_ids=people)
    page = site.enter(cast.ana)
    page.goto(f"/debriefs/{debrief.id}/")
    box = page.get_by_label("Their e-mail addresses, with commas between them.")
    box.fill("nobody@fairwater.example")
    page.get_by_role("button", name="Let them take part").click()
    expect(page.get_by_text("nobody@fairwater.example is the address of nobody")).to_be_visible()
    box.fill("emil@fairwater.example")
    page.get_by_role("button", name="Let them take part").click()
    page.wait_for_load_state()
    assert cast.emil.id in queries.debrief(debrief.id, reader=cast.ana.id).people


def test_whoever_leads_holds_it_live_while_nobody_has_written(site: Site) -> None:
    debrief = opened(site.cast, clock.now(), named=True)
    page = site.enter(_leader(site, debrief))
    page.goto(f"/debriefs/{debrief.id}/")
    page.get_by_role("button", name="Hold it live").click()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        _put_up(page, "The fee came twice")  # To load anew would break off what is under way.
    page.reload()
    expect(page.get_by_role("button", name="Each writes alone")).to_have_count(0)
    assert sound(page, "debrief-live") == []


def test_only_whoever_leads_ends_a_debrief(site: Site) -> None:
    """Ending it by the address of any activity closes nothing for the others."""
    debrief = opened(site.cast, clock.now())
    leads = _leader(site, debrief)
    other = next(one for one in team_of(site.cast) if one.id != leads.id)
    for person, status in ((other, 403), (leads, 200)):
        page = site.enter(person)
        page.goto("/debriefs/")
        answer = page.request.post(
            f"/activities/{debrief.id}/act/",
            form={"act": "end", "csrfmiddlewaretoken": _token(page, debrief.id)},
            headers={"Referer": site.address},
        )
        assert answer.status == status
    assert queries.debrief(debrief.id, reader=other.id).state == "closed"


def _token(page: Page, id: Any) -> str:
    page.goto(f"/debriefs/{id}/")
    found: str = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
    return found


def test_pages_of_debriefs_take_few_queries(site: Site) -> None:
    cast, at = site.cast, clock.now()
    make_stage(cast)
    named = opened(cast, at, named=True)
    for person in team_of(cast):
        write(named, person, at)
    for number in range(3):
        actions.commit_to(
            debrief_id=named.id,
            text=f"{number}",
            owner=cast.ana.id,
            due=at.date(),
            by=cast.ana.id,
            at=at,
        )
    pages = {
        "written": opened(cast, at, named=True, episode=episode_id(cast)),
        "live": opened(cast, at, live=True, named=True),
        "revealed": named,
    }
    for number in range(30):
        actions.write_card(
            debrief_id=pages["live"].id, question="worked", text=f"{number}", by=cast.ben.id
        )
    client = client_of(cast.ana.id)
    found = {name: statements(client, f"/debriefs/{one.id}/") for name, one in pages.items()}
    assert {name: n for name, n in found.items() if n > MOST} == {}


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    """A real server: the one that the other tests use has no streams."""
    found = Installation(throwaway_folder("jw-board-"))
    try:
        found.start("web")
        yield found
    finally:
        found.stop()
        shutil.rmtree(found.place)


Enter = Callable[..., Page]


@pytest.fixture
def enter(running: Installation, browser: Browser) -> Iterator[Enter]:
    opened_here: list[BrowserContext] = []

    def enter(session: str, look: str = "wide") -> Page:
        context = browser.new_context(**LOOKS[look], base_url=running.address)
        opened_here.append(context)
        context.add_cookies([{"name": "sessionid", "value": session, "url": running.address}])
        page = context.new_page()
        page.set_default_timeout(30_000)
        return page

    yield enter
    for context in opened_here:
        context.close()


@pytest.mark.parametrize("named", [False, pytest.param(True, marks=pytest.mark.long)])
def test_three_people_at_one_board(running: Installation, enter: Enter, named: bool) -> None:
    """Two write, group and vote; the third sees it at once, and no reload is needed."""
    code = STAGE.replace("ORG", running.org).replace("MANY", "3").replace("NAMED", str(named))
    held = json.loads(running.python(code))
    order = sorted(held["sessions"], key=lambda one: one != held["leads"])
    ana, ben, dora = (enter(held["sessions"][id]) for id in order)
    for page in (ana, ben, dora):
        page.goto(f"/debriefs/{held['debrief']}/")
        if not named:
            _come(page)
    _put_up(ana, "The fee came twice")
    _put_up(ben, "The retry had no key")
    for page in (ana, ben, dora):
        expect(page.locator("[data-card]")).to_have_count(2)
    expect(ana.get_by_role("button", name="Take away")).to_have_count(2)  # She leads.
    expect(ben.get_by_role("button", name="Take away")).to_have_count(1)
    expect(dora.get_by_role("button", name="Take away")).to_have_count(0)
    dora.get_by_role("button", name=re.compile("^Vote.*The retry had no key")).click()
    expect(dora.get_by_text("You have 4 votes left.")).to_be_visible()
    ana.locator("summary", has_text=re.compile("Group.*The fee came twice")).click()
    first = ana.locator("[data-card]", has_text="The fee came twice")
    first.get_by_label("or a new one:").fill("The fee")
    first.get_by_role("button", name="Put it there").click()
    second = ben.locator("[data-card]", has_text="The retry had no key")
    ben.locator("summary", has_text=re.compile("Group.*The retry had no key")).click()
    second.get_by_label("Put it into").select_option(label="The fee")
    second.get_by_role("button", name="Put it there").click()
    for page in (ana, ben, dora):
        group = page.get_by_role("region", name="The fee", exact=True)
        expect(group.locator("[data-card]")).to_have_count(2)
        there = page.locator("[data-card]", has_text="The retry had no key")
        expect(there.locator("[data-votes]")).to_have_text("1")
    expect(ana.locator("[data-mine]:visible")).to_have_count(0)  # Nobody sees whose vote it was.
    expect(dora.locator("[data-author]:visible")).to_have_count(2 if named else 0)
    assert sound(dora, f"debrief-board-{'named' if named else 'nameless'}") == []
    ana.get_by_role("button", name="We are done").click()
    expect(dora.get_by_role("link", name="Draw a lesson")).to_be_visible()
    expect(dora.get_by_text(re.compile("1 vote"))).to_be_visible()


def _board(running: Installation, enter: Enter) -> tuple[Page, Page]:
    """Two at a board with names, two cards on it, and a group with the first of them."""
    code = STAGE.replace("ORG", running.org).replace("MANY", "3").replace("NAMED", "True")
    held = json.loads(running.python(code))
    order = sorted(held["sessions"], key=lambda one: one != held["leads"])
    ana, ben = (enter(held["sessions"][id]) for id in order[:2])
    for page in (ana, ben):
        page.goto(f"/debriefs/{held['debrief']}/")
        expect(page.get_by_label(HAPPENED)).to_be_visible()
    for number, text in enumerate(("The fee came twice", "The retry had no key"), 1):
        _put_up(ana, text)
        expect(ana.locator("[data-card]")).to_have_count(number)
    ana.locator("summary", has_text=re.compile("Group.*The fee came twice")).click()
    first = ana.locator("[data-card]", has_text="The fee came twice")
    first.get_by_label("or a new one:").fill("The fee")
    first.get_by_role("button", name="Put it there").click()
    for page in (ana, ben):
        expect(_in_group(page)).to_have_text(["The fee came twice"])
    return ana, ben


def _in_group(page: Page) -> Locator:
    return page.get_by_role("region", name="The fee", exact=True).locator("[data-text]")


def _in_none(page: Page) -> Locator:
    column = page.get_by_role("region", name="What happened?")
    return column.locator('[data-group=""] [data-text]')


BOTH = ["The fee came twice", "The retry had no key"]


def test_a_card_is_dragged_into_a_group_and_out_of_it(running: Installation, enter: Enter) -> None:
    ana, ben = _board(running, enter)
    loose = ana.locator("[data-card]", has_text="The retry had no key").locator("[data-text]")
    loose.drag_to(_in_group(ana))
    for page in (ana, ben):
        expect(_in_group(page)).to_have_text(BOTH)
        expect(_in_none(page)).to_have_count(0)
    _put_up(ben, "Nobody looked")
    expect(_in_none(ana)).to_have_text(["Nobody looked"])
    ana.locator("[data-card]", has_text="The retry had no key").locator("[data-text]").drag_to(
        _in_none(ana)
    )
    for page in (ana, ben):
        expect(_in_group(page)).to_have_text(["The fee came twice"])
        expect(_in_none(page)).to_have_text(["Nobody looked", "The retry had no key"])
    # The control: a card of another question goes into no group of this one.
    worked = ana.locator('[data-question="worked"]')
    worked.get_by_role("textbox").fill("The alarm came")
    worked.get_by_role("button", name="Put it up").click()
    expect(worked.locator("[data-text]")).to_have_text(["The alarm came"])
    worked.locator("[data-text]").drag_to(_in_group(ana))
    _put_up(ben, "Sent after it")
    expect(_in_none(ana)).to_have_text(["Nobody looked", "The retry had no key", "Sent after it"])
    expect(worked.locator("[data-text]")).to_have_text(["The alarm came"])


def test_what_dragging_does_keys_do_too_and_stay_where_they_were(
    running: Installation, enter: Enter
) -> None:
    ana, ben = _board(running, enter)
    opens = ana.locator("summary", has_text=re.compile("Group.*The retry had no key"))
    opens.focus()
    ana.keyboard.press("Enter")
    ana.keyboard.press("Tab")
    expect(ana.get_by_label("Put it into").and_(ana.locator(":focus"))).to_have_count(1)
    ana.keyboard.press("ArrowDown")
    ana.keyboard.press("Tab")
    ana.keyboard.press("Tab")
    ana.keyboard.press("Enter")
    for page in (ana, ben):
        expect(_in_group(page)).to_have_text(BOTH)
    expect(opens).to_be_focused()
    ana.keyboard.press("Enter")
    ana.keyboard.press("Tab")
    ana.keyboard.press("ArrowUp")
    ana.keyboard.press("Tab")
    ana.keyboard.press("Tab")
    ana.keyboard.press("Enter")
    for page in (ana, ben):
        expect(_in_none(page)).to_have_text(["The retry had no key"])
    expect(opens).to_be_focused()


def test_the_evidence_has_a_page_of_its_own_without_scripts(site: Site) -> None:
    make_stage(site.cast)
    debrief = opened(site.cast, clock.now(), named=True, episode=episode_id(site.cast))
    page = site.enter(site.cast.ana, java_script_enabled=False)
    page.goto(f"/debriefs/{debrief.id}/")
    page.get_by_role("link", name="How it went").click()
    expect(page.get_by_role("region", name="How it went")).to_be_visible()
    page = site.enter(site.cast.ana)
    page.goto(f"/debriefs/{debrief.id}/how-it-went/")
    assert sound(page, "debrief-evidence") == []
