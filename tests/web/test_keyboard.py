"""Ana never takes her hands off the keys."""

import pytest

from tests.web.conftest import Site
from tests.web.stage import Stage


@pytest.mark.parametrize(
    ("keys", "address"),
    [("/", "/ask/"), ("n", "/write/"), ("g c", "/cards/"), ("g w", "/work/"), ("g t", "/")],
)
def test_keys_lead_to_places(site: Site, keys: str, address: str) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/me/")
    for key in keys.split():
        page.keyboard.press(key)
    page.wait_for_url(f"{site.address}{address}")
    assert page.url == f"{site.address}{address}"


def test_question_mark_shows_all_keys_and_escape_hides_them(site: Site) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/")
    page.keyboard.press("?")
    assert page.locator("dialog#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog#keys").is_visible()


def test_keys_are_letters_where_one_writes(site: Site) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/write/")
    page.keyboard.type("n/g t?")
    assert page.url == f"{site.address}/write/"
    assert page.locator("#id_text").input_value() == "n/g t?"


def test_tab_reaches_the_page_first(site: Site) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/cards/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the page"
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("id") == "main"


def test_enter_asks_and_shift_enter_goes_on_writing(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/ask/")
    page.keyboard.type("charge the fee")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("once")
    page.keyboard.press("Enter")
    found = page.locator("#answer h2 a").first
    assert found.inner_text() == stage.card.title


def test_dates_show_the_exact_day_on_focus(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto(f"/cards/{stage.card.key}/")
    reviewed = page.locator(".margin time").first
    reviewed.focus()
    shown = reviewed.evaluate("element => getComputedStyle(element, '::after').content")
    assert shown == f'"{reviewed.get_attribute("data-exact")}"'
