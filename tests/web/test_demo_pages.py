"""The demo fills every page; its pictures are those of the documentation."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from playwright.sync_api import expect

from journeywork.connectors.demo import loading
from journeywork.engine.support import Offer, Silence
from journeywork.kernel import clock
from journeywork.kernel.reasons import said
from journeywork.kernel.tenancy import within
from journeywork.people import queries as people
from journeywork.support import queries as support
from tests.web.conftest import Site
from tests.web.looking import look_at, walk

PAGES = {
    "demo-today": "/",
    "demo-ask": "/ask/?q=add a column to the refunds table",
    "demo-cards": "/cards/",
    "demo-work": "/work/?team=payments",
    "demo-silences": "/silences/",
    "demo-requests": "/requests/",
    "demo-teams": "/teams/",
    "demo-person": "/people/ben/",
    "demo-team": "/teams/payments/",
    "demo-debriefs": "/debriefs/",
    "demo-activities": "/activities/",
    "demo-assignments": "/assignments/",
    "demo-shadowing": "/shadowing/",
    "demo-growth": "/growth/",
    "demo-posts": "/posts/",
    "demo-climate": "/climate/",
    "demo-guides": "/guides/",
    "demo-calendar": "/me/calendar/",
}
#: page -> the list it is opened from, and the beginning of the addresses that lead to it
INNER = {
    "demo-debrief": ("/debriefs/", "/debriefs/0"),
    "demo-assignment": ("/assignments/", "/assignments/0"),
    "demo-offer-to-watch": ("/shadowing/", "/shadowing/offers/0"),
    "demo-guide": ("/guides/", "/guides/debrief/"),
}


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_the_demo_is_sound(site: Site, size: str) -> None:
    demo = loading.load(at=clock.now())
    with within(demo.id):
        page = site.enter(people.person_by_key("ana"), size)
        assert walk(page, PAGES, size) == {}
        page.goto("/")
        assert page.locator("#offer").count() == 1
        page.goto("/cards/?text=column")
        page.locator(".rows a.name").first.click()
        expect(page.locator(".prose")).to_have_count(1)
        assert look_at(page, "demo-card", size) == []
        for name, (whole, begins) in INNER.items():
            page.goto(whole)
            link = page.locator(f"main a[href^='{begins}']").last.get_attribute("href")
            page.goto(link or "")
            assert look_at(page, name, size) == [], name
        dora = site.enter(people.person_by_key("dora"), size)
        assert walk(dora, {"demo-coaching": "/coaching/"}, size) == {}


def test_every_reason_that_the_demo_gives_is_known_in_german(site: Site) -> None:
    demo = loading.load(at=clock.now())
    with within(demo.id), translation.override("de"):
        found = set(sentences())
        assert sorted(text for text in found if said(text) == text) == []


def sentences() -> Iterator[str]:
    """Yield every reason that anybody in the demo was given."""
    for person in people.persons():
        decisions = (*support.offers(person), *support.silences(person))
        for decision in decisions:
            yield from _of(decision)


def _of(decision: Offer | Silence) -> Iterator[str]:
    for option in decision.candidates:
        yield from (part.says for part in option.parts if part.says)
    if isinstance(decision, Silence):
        yield decision.says
        return
    yield from (decision.why_now, *decision.why_not_next)
