"""A real browser against the real pages, on a real database."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from journeywork.engine.people import Person
from journeywork.people.presence import CHOSEN
from tests.conftest import Cast
from tests.web.stage import Stage, make_stage
from tools import browser as chromium

SCREENSHOTS = Path(__file__).parent.parent.parent / "screenshots"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
LOOKS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1360, "height": 900}, "color_scheme": "light"},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "color_scheme": "light",
        "has_touch": True,
    },
    "dark": {"viewport": {"width": 1360, "height": 900}, "color_scheme": "dark"},
}


AXE = Axe().axe_script

# Two browsers may share a busy machine: what shall come is waited for, and comes at once as a rule.
expect.set_options(timeout=30_000)


@dataclass(frozen=True)
class Site:
    """The running pages: `enter` opens them as somebody, in some look."""

    address: str
    cast: Cast
    enter: Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    found = chromium.find()
    if found is None:
        pytest.fail("no Chromium here: `make test` brings one")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(found), args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def site(live_server: Any, cast: Cast, browser: Browser) -> Iterator[Site]:
    """The pages with the cast in them; every context that was opened is closed again.

    Limits of tries are counted by address, and all tests have the same: each begins at none.
    """
    cache.clear()
    opened: list[BrowserContext] = []

    def enter(person: Person | None, look: str = "wide", **more: Any) -> Page:
        context = browser.new_context(**LOOKS[look], base_url=live_server.url, **more)
        opened.append(context)
        if person is not None:
            context.add_cookies([_cookie(person, live_server.url)])
        page = context.new_page()
        page.set_default_timeout(30_000)
        return page

    yield Site(address=live_server.url, cast=cast, enter=enter)
    for context in opened:
        context.close()


@pytest.fixture
def stage(site: Site) -> Stage:
    """The stage with everything on it."""
    return make_stage(site.cast)


def _cookie(person: Person, address: str) -> Any:
    from django.conf import settings

    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": session_of(person),
        "url": address,
    }


def session_of(person: Person) -> str:
    """Sign somebody in and return the key of their session."""
    from django.test import Client

    client = Client()
    client.force_login(account_of(person.id), backend="journeywork.people.sign_in.Backend")
    session = client.session
    session[CHOSEN] = str(person.org)  # The same address may have a seat elsewhere too.
    session.save()
    return session.session_key or ""


def account_of(person_id: UUID) -> Any:
    """Return the account behind a person's seat."""
    from journeywork.people.models import SeatRow

    return SeatRow.objects.select_related("account").get(person=person_id).account


def violations(page: Page, *, rules: Sequence[str] = ()) -> list[str]:
    """Return what axe finds on a page, a line each; of its `rules` alone where they are named.

    A document is given axe once. Nobody reads what it has to say of that which is right: it is
    as long as the page.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    found = page.evaluate("async options => (await axe.run(options)).violations", options)
    return [
        f"{one['id']}: {node['html'][:160]} {node['any'][:1]}"
        for one in found
        for node in one["nodes"]
    ]


def shoot(page: Page, name: str) -> None:
    """Save a picture of the page under `screenshots/`."""
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")
