"""Ana and Ben learn together; Cleo must see nothing of it. Three people, three browsers."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from playwright.sync_api import Page, expect

from journeywork.activities import queries
from journeywork.activities.feeds import PER_MINUTE
from journeywork.engine.activities import ActivityState, CheckInState
from journeywork.engine.commitments import Helped
from journeywork.kernel import clock
from tests.conftest import Cast
from tests.web.conftest import Site
from tests.web.looking import look_at
from tests.web.stage import Stage, make_stage
from tests.web.test_pages import ADMINISTRATION, pages
from tests.web.test_query_budget import client_of

WORDS = "I did not dare to ask about the ledger"


def at_home(stage: Stage) -> str:
    return f"/activities/{stage.activity}/"


def write(page: Page, stage: Stage, text: str = WORDS) -> None:
    page.goto(at_home(stage))
    page.get_by_label("What do you want to keep of this?").fill(text)
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".messages")).to_contain_text("Only you can read it.")


def share(page: Page, name: str) -> None:
    page.locator("article", has_text=WORDS).get_by_role("link", name="Share").click()
    page.get_by_label(name, exact=True).check()
    page.get_by_role("button", name="Save").click()


def test_a_reflection_is_read_by_whom_ana_names_until_she_takes_it_back(
    site: Site, stage: Stage
) -> None:
    ana, ben, cleo = (site.enter(one) for one in (site.cast.ana, site.cast.ben, site.cast.cleo))
    write(ana, stage)
    mine = ana.locator("article", has_text=WORDS)
    expect(mine).to_contain_text("Only you can read this")
    ben.goto(at_home(stage))
    expect(ben.get_by_text(WORDS)).to_have_count(0)

    share(ana, "Ben")
    expect(mine).to_contain_text("You and Ben can read this")
    ben.goto(at_home(stage))
    expect(ben.locator("article", has_text=WORDS)).to_contain_text("Ana")
    assert look_at(ben, "activity-shared", "wide") == []
    answer = cleo.goto(at_home(stage))
    assert answer is not None
    assert answer.status == 404

    ana.goto("/me/privacy/")
    expect(ana.locator(".row", has_text="a reflection that you share")).to_contain_text("Ben")
    ana.goto(at_home(stage))
    mine.get_by_role("link", name="Change who can read it").click()
    ana.get_by_label("Nobody", exact=True).check()
    ana.get_by_role("button", name="Save").click()
    expect(mine).to_contain_text("Only you can read this")
    ben.goto(at_home(stage))
    expect(ben.get_by_text(WORDS)).to_have_count(0)


def test_it_all_works_without_scripts(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana, java_script_enabled=False)
    write(page, stage)
    share(page, "Somebody else here")
    expect(page.locator(".faults")).to_contain_text("Nobody here has this address.")
    page.get_by_label("Their e-mail address").fill("cleo@fairwater.example")
    page.get_by_role("button", name="Save").click()
    mine = page.locator("article", has_text=WORDS)
    expect(mine).to_contain_text("You and Cleo can read this")
    mine.get_by_role("link", name="Change", exact=True).click()
    page.get_by_label("What I wrote").fill("I ask now.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("article", has_text="I ask now.")).to_be_visible()
    page.locator("article", has_text="I ask now.").get_by_role(
        "link", name="Change", exact=True
    ).click()
    page.get_by_role("button", name="Delete it for good").click()
    expect(page.get_by_text("I ask now.")).to_have_count(0)


def test_what_was_committed_to_is_done_and_asked_whether_it_helped(
    site: Site, stage: Stage
) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/activities/")
    row = page.locator(".row", has_text="Try it on the next refund")
    row.get_by_role("button", name="Done").click()
    expect(row).to_contain_text("Did it help?")
    row.get_by_role("button", name="Partly").click()
    expect(row).to_have_count(0)
    (said,) = queries.commitments(owner=site.cast.ana.id)
    assert (bool(said.done_at), said.helped) == (True, Helped.PARTLY)


def test_ana_commits_to_something_more(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto(at_home(stage))
    page.get_by_role("button", name="Commit to it").click()
    expect(page.locator(".field.wrong")).to_have_count(2)
    page.get_by_label("What will you do?").fill("Show it to Emil")
    page.get_by_label("By when?").fill(f"{clock.now() + timedelta(days=3):%Y-%m-%d}")
    page.get_by_role("button", name="Commit to it").click()
    expect(page.locator(".row", has_text="Show it to Emil")).to_contain_text("Ana")


def test_check_ins_are_answered_and_skipped(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/")
    page.get_by_role("listitem").filter(has_text="A check-in").get_by_role("link").first.click()
    assert page.url == f"{site.address}{at_home(stage)}"
    page.get_by_role("button", name="Yes").first.click()
    page.get_by_role("button", name="Skip it").click()
    expect(page.locator(".messages")).to_contain_text("Nobody is told why.")
    found = [each.state for each in queries.check_ins([stage.activity])]
    assert (found.count(CheckInState.DONE), found.count(CheckInState.SKIPPED)) == (1, 1)


def test_it_rests_goes_on_and_is_left_without_a_word(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto(at_home(stage))
    page.get_by_text("Pause, leave or end").click()
    until = clock.now() + timedelta(days=20)
    page.get_by_label("Pause until").fill(f"{until:%Y-%m-%d}")
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.locator("form.message")).to_contain_text("and goes on by itself.")
    page.goto("/activities/")
    expect(page.locator(".row", has_text="Mentoring")).to_contain_text("rests until")
    page.goto(at_home(stage))
    page.get_by_role("button", name="Go on now").click()
    page.get_by_text("Pause, leave or end").click()
    page.get_by_role("button", name="Leave").click()
    expect(page.locator(".messages")).to_contain_text("You have left.")
    page.goto(at_home(stage))
    expect(page.locator("article", has_text="I look at the ledger first")).to_be_visible()
    found = queries.activity_of(stage.activity)
    assert (found.people, found.state) == ({site.cast.ben.id}, ActivityState.OPEN)


def test_the_keyboard_leads_there(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/me/")
    for key in ("g", "a"):
        page.keyboard.press(key)
    page.wait_for_url("**/activities/")
    page.goto(at_home(stage))
    page.get_by_label("What do you want to keep of this?").focus()
    page.keyboard.type(WORDS)
    page.keyboard.press("Control+Enter")
    expect(page.locator("article", has_text=WORDS)).to_be_visible()


# Calendar


def test_the_address_is_shown_once_and_leads_to_the_calendar(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/me/calendar/")
    page.get_by_role("button", name="Make an address").click()
    secret = page.locator("#secret").inner_text().rpartition("/calendar/")[2]
    answer = Client().get(f"/calendar/{secret}")
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200,
        "text/calendar; charset=utf-8",
        "private, no-store",
    )
    assert not answer.cookies
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) == len(queries.check_ins([stage.activity])) + 2
    assert look_at(page, "calendar-made", "wide") == []
    page.goto("/me/calendar/")
    expect(page.locator("#secret")).to_have_count(0)
    page.get_by_role("button", name="Take it back").click()
    assert Client().get(f"/calendar/{secret}").status_code == 404


def test_days_off_are_said_and_taken_back(site: Site) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/me/calendar/")
    first = clock.now() + timedelta(days=30)
    page.get_by_label("First day").fill(f"{first:%Y-%m-%d}")
    page.get_by_label("Last day").fill(f"{first - timedelta(days=3):%Y-%m-%d}")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".faults")).to_contain_text("must not be before the first day")
    page.get_by_label("Last day").fill(f"{first + timedelta(days=3):%Y-%m-%d}")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="I work then").click()
    expect(page.get_by_role("button", name="I work then")).to_have_count(0)


# Without a browser


@pytest.fixture
def set_up(cast: Cast) -> Stage:
    return make_stage(cast)


def test_who_fetches_too_often_is_told_when_to_come_back(set_up: Stage) -> None:
    ana = client_of(set_up.cast.ana.id)
    page = ana.post("/me/calendar/", {"act": "make"}).content.decode()
    secret = page.split('id="secret">')[1].split("<")[0].rpartition("/")[2]
    with clock.fixed(clock.now()):
        answers = [Client().get(f"/calendar/{secret}") for _ in range(PER_MINUTE + 1)]
    assert [each.status_code for each in answers] == [200] * PER_MINUTE + [429]
    assert int(answers[-1]["Retry-After"]) > 0


def taken_out(archive: bytes) -> dict[str, str]:
    """Return the files of an archive that somebody took out, by their names."""
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        return {Path(name).name: packed.read(name).decode() for name in packed.namelist()}


def test_nobody_finds_anas_words_on_any_page(set_up: Stage) -> None:
    """No manager, coordinator or administrator reads them: every page is opened by each."""
    mine = "I look at the ledger first now."
    found: dict[str, list[str]] = {}
    every: dict[str, Any] = pages(set_up) | ADMINISTRATION
    for person in (set_up.cast.ben, set_up.cast.cleo, set_up.cast.dora, set_up.cast.emil):
        client = client_of(person.id)
        found[person.key] = [
            name for name, address in every.items() if mine in client.get(address).content.decode()
        ]
    assert found == {"ben": [], "cleo": [], "dora": [], "emil": []}
    own = client_of(set_up.cast.ana.id)
    assert mine in own.get(at_home(set_up)).content.decode()
    assert mine in taken_out(own.get("/me/privacy/export/").content)["everything.json"]
