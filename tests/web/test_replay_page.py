"""The replay as somebody sees it: on its way, done, too little to say anything; in any look."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from journeywork.evidence import actions, queries
from journeywork.evidence.models import ReplayRow, ReplayState
from journeywork.kernel import clock
from journeywork.kernel.tenancy import within
from journeywork.people import actions as people
from journeywork.people import first_run
from journeywork.work import actions as work
from tests.rooms.test_evidence import history
from tests.web.conftest import LOOKS, Site, shoot, violations

SPAN = timedelta(weeks=40)


@pytest.fixture
def told(site: Site, at: datetime) -> datetime:
    """Thirty weeks of work by eight people; returns the time of a replay that is done."""
    crowd = [
        people.add_person(name=f"Crowd {n}", email=f"c{n}@fairwater.example", by=None, at=at).id
        for n in range(7)
    ]
    work.accept(history([*crowd, site.cast.ana.id], at), by=None, at=at)
    while work.digest(at=at):
        pass
    actions.replay(since=at - SPAN, by=None, at=at)
    return at


def ask_for(site: Site) -> Any:
    """Let a replay wait for a worker that is not there."""
    at = clock.now()
    return actions.ask_for(since=at - SPAN, by=site.cast.emil.id, at=at)


@pytest.mark.parametrize("look", LOOKS)
def test_a_report_is_sound_in_every_look(site: Site, told: datetime, look: str) -> None:
    page = site.enter(site.cast.emil, look)
    page.goto("/replay/")
    expect(page.locator("h2").first).to_have_text("What would people have noticed?")
    expect(page.locator("figure svg")).to_have_count(6)
    page.evaluate("document.querySelectorAll('.replay details').forEach(one => one.open = true)")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shoot(page, f"replay-report-{look}")


def test_ana_reads_her_own_moments_and_emil_does_not(site: Site, told: datetime) -> None:
    anas, emils = site.enter(site.cast.ana), site.enter(site.cast.emil)
    anas.goto("/replay/")
    emils.goto("/replay/")
    expect(anas.get_by_role("heading", name="Your own moments")).to_be_visible()
    expect(emils.get_by_role("heading", name="Your own moments")).to_have_count(0)
    expect(anas.get_by_role("button", name="Run it again")).to_have_count(0)


def test_a_report_is_german_where_the_reader_is(site: Site, told: datetime) -> None:
    people.change_person(person_id=site.cast.ana.id, languages=("de",), by=None, at=told)
    page = site.enter(site.cast.ana)
    page.goto("/replay/")
    expect(page.locator("h2").first).to_have_text("Was hätte man bemerkt?")
    expect(page.locator("figure").first).to_contain_text("angeboten")
    page.locator(".own details").first.click()
    expect(page.locator(".own")).not_to_contain_text("You are between two steps")


def test_a_replay_on_its_way_shows_how_far_it_is_and_then_its_report(
    site: Site, told: datetime
) -> None:
    ReplayRow.objects.all().delete()
    asked = ask_for(site)
    page = site.enter(site.cast.emil)
    page.goto("/replay/")
    expect(page.locator("#progress")).to_contain_text("In the queue")
    expect(page.get_by_role("link", name="ask something")).to_be_visible()
    expect(page.get_by_role("button", name="Run the replay")).to_have_count(0)
    assert violations(page) == []
    shoot(page, "replay-running-wide")
    ReplayRow.objects.filter(id=asked).update(state=ReplayState.RUNNING, done=40, total=160)
    expect(page.locator("#progress")).to_contain_text("40 of 160 events")
    assert page.locator("#replay-share").evaluate("one => one.value") == 0.25
    actions.run(replay_id=asked, at=clock.now())
    expect(page.locator("h2").first).to_have_text("What would people have noticed?")
    expect(page.locator("#progress")).to_have_count(0)


def test_a_replay_that_breaks_says_so_and_can_be_run_again(site: Site) -> None:
    asked = ask_for(site)
    page = site.enter(site.cast.emil)
    page.goto("/replay/")
    expect(page.locator("#progress")).to_contain_text("In the queue")
    ReplayRow.objects.filter(id=asked).update(state=ReplayState.FAILED, fault="the disk is full")
    expect(page.locator("#progress")).to_contain_text("the disk is full")
    page.get_by_label("Look back").select_option("3 months")
    page.get_by_role("button", name="Run the replay").click()
    expect(page.locator("#progress")).to_contain_text("In the queue")
    going = queries.progress()
    assert going is not None
    assert going.id != asked


def test_too_little_to_say_is_said_in_a_sentence(site: Site, at: datetime) -> None:
    actions.replay(since=at - SPAN, by=None, at=at)
    page = site.enter(site.cast.emil)
    page.goto("/replay/")
    expect(page.locator(".replay .found")).to_contain_text("too short to judge by")
    headings = page.locator(".replay h2").all_inner_texts()
    assert headings == ["How this was worked out, and what it cannot know"]


def test_the_first_page_after_the_two_names_is_the_replay(
    live_server: Any, browser: Browser, db: None
) -> None:
    """In German, because the browser is."""
    link = first_run.first_sign_in_link(at=clock.now())
    with within(first_run.first_organisation(at=clock.now()).id):
        actions.ask_for(since=clock.now() - SPAN, by=None, at=clock.now())
    context = browser.new_context(base_url=live_server.url, locale="de-DE")
    try:
        page = context.new_page()
        page.goto(link)
        page.get_by_role("button", name="Anmelden").click()
        page.fill("#id_organisation", "Fairwater")
        page.fill("#id_name", "Ana Ferreira")
        page.get_by_role("button", name="Beginnen").click()
        expect(page.locator("h1")).to_have_text("Rückschau")
        expect(page.locator("#progress")).to_contain_text("In der Warteschlange")
    finally:
        context.close()


def test_the_file_opens_by_itself_without_a_server(
    site: Site, told: datetime, tmp_path: Path
) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/replay/")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Save it as one file").click()
    file = tmp_path / "report.html"
    coming.value.save_as(file)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    expect(page.locator("h1")).to_contain_text("What would have been offered")
    expect(page.locator(".made")).to_contain_text("Fairwater")
    assert violations(page) == []
    assert asked == [file.as_uri()]
