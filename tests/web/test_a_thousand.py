"""A coordinator brings a thousand people together: a real server, a real worker, a real browser."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from journeywork.config.cluster import throwaway_folder
from tests.fakes.thousand import thousand
from tests.flow.installation import Installation, wait_until

LINK = """
import django; django.setup()
from journeywork.kernel.clock import now
from journeywork.kernel.tenancy import within
from journeywork.people import actions, queries
from uuid import UUID
with within(UUID("{org}")):
    person = queries.person_by_email("{email}")
    print(actions.sign_in_link(person_id=person.id, by=None, at=now()))
"""
LEAVES = """
import django; django.setup()
from journeywork.kernel.clock import now
from journeywork.kernel.tenancy import within
from journeywork.people import actions
from uuid import UUID
with within(UUID("{org}")):
    actions.deactivate(person_id=UUID("{person}"), by=None, at=now())
"""
RUNNING = "select first, second from mentoring_match where ended_at is null"
ALONE = f"select count(*) from ({RUNNING} and first = %s) as mine"
ROUND = "/programmes/spring/rounds/1/"
#: Seconds: the solver is compiled once for a machine, and the machine may be busy.
PATIENCE = 240


@pytest.fixture
def whole() -> Iterator[Installation]:
    """Web and worker on a database of their own."""
    made = Installation(throwaway_folder("jw-thousand-"))
    made.start("web", "worker")
    yield made
    made.stop()


@pytest.fixture
def enter(whole: Installation, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Open the pages as somebody, by a one-time link."""
    contexts = []

    def opened(email: str) -> Page:
        link = whole.python(LINK.format(org=whole.org, email=email)).strip()
        context = browser.new_context(base_url=whole.address)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(link)
        button = page.get_by_role("button", name="Sign in")
        if button.count():
            button.click()
        expect(page.locator("nav").first).to_be_visible()
        return page

    yield opened
    for context in contexts:
        context.close()


def test_a_thousand_people_from_a_table_to_pairs_that_heal(
    whole: Installation, enter: Callable[[str], Page], tmp_path: Path
) -> None:
    table = tmp_path / "people.csv"
    table.write_text(thousand(), encoding="utf-8")
    page = enter("ana@fairwater.example")
    set_up(page)
    take_in(page, table)
    look_at(page)
    ask_why_not(page)
    publish(page)
    pairs = whole.rows(RUNNING)
    assert len(pairs) == len({first for first, _ in pairs}) == 700
    one_leaves(whole, pairs)
    somebody_else(whole, enter)


def set_up(page: Page) -> None:
    page.goto("/programmes/new/")
    page.get_by_role("link", name="Mentoring for half a year").click()
    page.fill("#id_name", "Spring")
    page.get_by_role("button", name="Set it up").first.click()
    expect(page).to_have_url(re.compile("/programmes/spring/$"))


def take_in(page: Page, table: Path) -> None:
    page.goto("/programmes/spring/people/import/")
    page.set_input_files("#id_file", table)
    page.get_by_label("Add people to the directory who are not in it yet").check()
    page.get_by_role("button", name="Look it through").first.click()
    expect(page.get_by_label("What would happen")).to_contain_text(
        "1000 people are new here", timeout=60_000
    )
    page.get_by_role("button", name="Take them in").click()
    expect(page.locator(".messages")).to_be_visible(timeout=60_000)
    page.goto("/programmes/spring/")
    page.get_by_role("button", name="Open it").first.click()
    expect(page.locator("main")).to_contain_text("700 look for somebody; 300 take somebody")


def look_at(page: Page) -> None:
    page.goto("/programmes/spring/rounds/")
    page.get_by_role("button", name="Match people").click()
    expect(page.locator("main")).to_contain_text("All pairs: 700", timeout=PATIENCE * 1000)
    expect(page.locator("main")).to_contain_text("It is proven that there is no better round")
    page.locator(".rows .name").first.click()
    expect(page.get_by_role("heading", name="Why these two")).to_be_visible()
    points = page.locator("tbody td:last-child").all_inner_texts()
    total = page.locator("tfoot strong").inner_text()
    assert sum(map(int, points)) == int(total)


def ask_why_not(page: Page) -> None:
    """Ask it of the first mentor found who is another."""
    page.fill("#q", "e09")
    page.locator("#why-not").get_by_role("button", name="Search").click()
    page.locator("#why-not").get_by_role("button", name="Why not?").first.click()
    answer = page.locator("#why-not .sheet p:not(.kind)").first
    expect(answer).to_contain_text(
        re.compile("cost the round|by a little|lower than|same manager|reporting|hours|band|leave"),
        timeout=PATIENCE * 1000,
    )


def publish(page: Page) -> None:
    page.goto(ROUND)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    expect(page.locator(".eyebrow")).to_have_text(
        re.compile("· published$"), timeout=PATIENCE * 1000
    )


def one_leaves(whole: Installation, pairs: list[tuple[object, ...]]) -> None:
    """A mentor works here no more: whoever had them has somebody else, and nobody else is moved."""
    mentor = pairs[0][1]
    mine = [first for first, second in pairs if second == mentor]
    whole.python(LEAVES.format(org=whole.org, person=mentor))
    wait_until(
        lambda: (
            all(whole.count(ALONE, each) == 1 for each in mine)
            and not any(second == mentor for _, second in whole.rows(RUNNING))
        ),
        "the round heals",
        log=lambda: whole.log("worker"),
        patience=PATIENCE,
    )
    after = set(whole.rows(RUNNING))
    assert {two for two in pairs if two[1] != mentor} <= after
    assert len(after) == len(pairs)


def somebody_else(whole: Installation, enter: Callable[[str], Page]) -> None:
    """A mentee asks for somebody else, is asked for no reason, and has them."""
    (email, before), *_ = whole.rows(
        "select email, second from people_person join mentoring_match on first = people_person.id "
        "where ended_at is null order by email limit 1"
    )
    page = enter(str(email))
    page.goto("/mentoring/")
    page.locator("a[href*='/mentoring/matches/']").first.click()
    page.get_by_text("Pause, end, or somebody else").click()
    page.get_by_role("button", name="Somebody else, please").click()
    expect(page.locator("main")).not_to_contain_text("Pause, end, or somebody else")
    wait_until(
        lambda: (
            [
                second
                for (second,) in whole.rows(
                    "select second from mentoring_match join people_person on people_person.id = first "
                    "where ended_at is null and email = %s",
                    email,
                )
                if second != before
            ]
            != []
        ),
        "somebody else is there",
        log=lambda: whole.log("worker"),
        patience=PATIENCE,
    )
