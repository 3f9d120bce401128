"""Emil asks how safe it is to speak here; five of payments say so, and read it together."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from journeywork.coaching import climate, queries
from journeywork.engine.climate import ITEMS
from journeywork.engine.people import Person
from journeywork.kernel import clock
from journeywork.kernel.tenancy import within
from journeywork.people import actions as people
from tests.web.conftest import Site
from tests.web.looking import sound
from tests.web.stage import Stage
from tests.web.test_query_budget import MOST, _statements, client_of


def say(page: Page, number: int) -> None:
    """Answer every sentence with a number, and put it in the box."""
    for group in page.locator("form#answer .picks").all():
        group.get_by_label(str(number), exact=True).check()
    page.get_by_role("button", name="Put it in the box").click()


def members(site: Site, stage: Stage, count: int) -> list[Person]:
    return [
        people.add_person(
            name=f"Person {n}",
            email=f"person-{n}@fairwater.example",
            teams=(site.cast.payments.id,),
            by=None,
            at=stage.at,
        )
        for n in range(count)
    ]


def test_asked_answered_and_told(site: Site, stage: Stage) -> None:
    emil = site.enter(site.cast.emil)
    emil.goto("/climate/")
    expect(emil.locator("main")).to_contain_text("Nobody has been asked yet.")
    emil.get_by_role("button", name="Ask everybody").click()
    expect(emil.locator("main")).to_contain_text("Everybody is being asked now.")

    ana = site.enter(site.cast.ana)
    ana.goto("/climate/")
    expect(ana.locator("main")).to_contain_text("kept without your name")
    assert sound(ana, "climate-answer") == []
    say(ana, 4)
    expect(ana.locator("main")).to_contain_text("It is in the box, without your name.")
    expect(ana.locator("form#answer")).to_have_count(0)
    assert sound(ana, "climate-answered") == []

    with within(site.cast.org):
        at = clock.now()
        asked = queries.asking(at=at)
        assert asked
        for each in members(site, stage, 5):
            climate.answer(
                asking_id=asked.id,
                team=site.cast.payments.id,
                answers={item.key: 6 for item in ITEMS if item.key != "valued"},
                by=each.id,
                at=at,
            )
        climate.close_due(at=at + timedelta(days=60))

    ana.reload()
    expect(ana.get_by_role("heading", name="Payments")).to_be_visible()
    expect(ana.get_by_role("row", name="Risks can be taken").first).to_contain_text("5.7")
    expect(ana.get_by_role("row", name="What I can do counts").first).to_contain_text(
        "too few answers"
    )
    assert sound(ana, "climate-told") == []
    emil.reload()
    expect(emil.get_by_role("heading", name="Everybody here")).to_be_visible()
    expect(emil.get_by_role("heading", name="Payments")).to_have_count(0)


def test_today_shows_it_while_it_is_open_for_me_and_asks_no_more(site: Site, stage: Stage) -> None:
    """With it Today sends no more statements than without: what is not asked makes room."""
    ana = client_of(site.cast.ana.id)
    without = _statements(ana, "/")
    with within(site.cast.org):
        at = clock.now()
        asked = climate.ask(closes_at=at + timedelta(days=9), by=site.cast.emil.id, at=at)
    page = site.enter(site.cast.ana)
    page.goto("/")
    expect(page.get_by_role("link", name="How safe is it to speak here?")).to_be_visible()
    assert _statements(ana, "/") <= without <= MOST
    assert sound(page, "today-climate") == []
    with within(site.cast.org):
        climate.answer(
            asking_id=asked.id,
            team=site.cast.payments.id,
            answers={"risk": 4},
            by=site.cast.ana.id,
            at=at,
        )
    page.reload()
    expect(page.get_by_role("link", name="How safe is it to speak here?")).to_have_count(0)
    assert _statements(ana, "/") <= MOST


def test_an_empty_answer_is_told_so(site: Site, stage: Stage) -> None:
    with within(site.cast.org):
        at = clock.now()
        climate.ask(closes_at=at + timedelta(days=9), by=site.cast.emil.id, at=at)
    page = site.enter(site.cast.ana)
    page.goto("/climate/")
    page.get_by_role("button", name="Put it in the box").click()
    expect(page.locator(".faults")).to_contain_text("answer at least one of them")


def test_a_day_that_is_too_near_is_refused(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.emil)
    page.goto("/climate/")
    page.get_by_label("Ask everybody until").fill(
        (clock.now() + timedelta(days=1)).date().isoformat()
    )
    page.get_by_role("button", name="Ask everybody").click()
    expect(page.locator(".faults")).to_contain_text("must be 3 to 60 days ahead")
