"""The first minutes, and the pages of somebody who is not in yet."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, expect

from journeywork.kernel import clock
from journeywork.kernel.tenancy import within
from journeywork.people import first_run, queries
from journeywork.web import errors
from tests.web.conftest import Site
from tests.web.looking import sound


@pytest.fixture
def fresh(live_server: Any, browser: Browser) -> Iterator[Page]:
    """A browser at an installation in which nobody has been yet."""
    context = browser.new_context(base_url=live_server.url)
    yield context.new_page()
    context.close()


def test_a_new_installation_asks_for_two_names(fresh: Page) -> None:
    fresh.goto(first_run.first_sign_in_link(at=clock.now()))
    fresh.get_by_role("button", name="Sign in").click()
    expect(fresh.locator("h1")).to_have_text("Welcome to Journeywork")
    assert sound(fresh, "start") == []
    fresh.get_by_role("button", name="Begin").click()
    expect(fresh.locator(".faults")).to_be_focused()
    fresh.fill("#id_organisation", "Fairwater")
    fresh.fill("#id_name", "Ana Ferreira")
    fresh.select_option("#id_zone_name", "Europe/Lisbon")
    fresh.get_by_role("button", name="Begin").click()
    expect(fresh.locator("h1")).to_have_text("Today")
    expect(fresh.locator(".rail")).to_contain_text("Ana Ferreira")
    (organisation,) = queries.organisations()
    with within(organisation.id):
        ana = queries.person_by_key("ana-ferreira")
    assert (organisation.name, ana.zone_name) == ("Fairwater", "Europe/Lisbon")


def test_a_page_asks_to_sign_in_and_comes_back(fresh: Page) -> None:
    fresh.goto("/cards/?text=fees")
    assert fresh.url.endswith("/accounts/login/?next=/cards/%3Ftext%3Dfees")


def test_somebody_without_a_seat_is_told_what_to_do(site: Site, browser: Browser) -> None:
    from django.conf import settings
    from django.test import Client

    from journeywork.people.models import Account

    account = Account.objects.create_user("stranger@fairwater.example")
    client = Client()
    client.force_login(account, backend="journeywork.people.sign_in.Backend")
    page = site.enter(None)
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.session.session_key or "",
                "url": site.address,
            }
        ]
    )
    page.goto("/")
    expect(page.locator("h1")).to_have_text("You are signed in, but belong nowhere yet")
    assert sound(page, "nowhere") == []


def test_the_look_is_a_choice(site: Site) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/me/")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(25, 22, 19)"


def test_a_database_that_does_not_answer_is_said_calmly(db: None) -> None:
    request = RequestFactory().get("/")
    try:
        refuse()
    except OperationalError:
        answer = errors.server_error(request)
    assert answer.status_code == 503
    assert "catching its breath" in answer.content.decode()


def refuse() -> None:
    raise OperationalError("connection refused")
