"""Ana never takes her hands off the keys."""

import pytest
from playwright.sync_api import expect

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
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).not_to_be_visible()


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
    expect(page.locator(":focus")).to_have_text("Skip to the page")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_id("main")


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


#: What a hand on the keyboard must reach: everything that can be pressed or filled in.
REACHABLE = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter((each) => each.checkVisibility({visibilityProperty: true}) && !each.disabled
        && !each.closest('dialog:not([open])'))
    .filter((each) => each.type !== 'radio' || each.checked
        || !document.querySelector(`input[name="${each.name}"]:checked`))
    .map((each, number) => { each.dataset.reach = number; return number; })"""
FOCUSED = """() => {
    const each = document.activeElement, look = getComputedStyle(each);
    const seen = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2;
    return [Number(each.dataset.reach ?? -1), seen];
}"""


@pytest.mark.parametrize(
    "address",
    ["/", "/ask/?q=charge the fee", "/cards/", "/write/card/", "/me/", "/me/tokens/", "/silences/"],
)
@pytest.mark.parametrize("size", ["wide", "phone"])
def test_everything_is_reached_in_the_order_of_the_page_and_is_seen(
    site: Site, stage: Stage, address: str, size: str
) -> None:
    page = site.enter(site.cast.ana, size)
    page.goto(address)
    page.evaluate("document.activeElement?.blur()")
    page.evaluate(
        "document.body.prepend(Object.assign(document.createElement('i'), {tabIndex: -1}))"
    )
    page.evaluate("document.body.firstChild.focus()")
    there = page.evaluate(REACHABLE)
    reached: list[list[object]] = []
    while len(reached) < len(there):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED)
        if not reached or reached[-1][0] != now[0]:  # A time of day has stops within its field.
            reached.append(now)
    assert reached == [[number, True] for number in there]


def test_what_is_folded_out_of_the_bar_goes_away_with_escape(site: Site) -> None:
    page = site.enter(site.cast.ana, "phone")
    page.goto("/")
    more = page.locator(".bar summary")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".bar").get_by_role("link", name="Teams")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".bar").get_by_role("link", name="Teams")).not_to_be_visible()
    assert more.evaluate("element => element === document.activeElement")


def test_keys_are_found_without_knowing_one(site: Site) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/")
    page.locator(".rail").get_by_role("button", name="Keys").click()
    expect(page.locator("dialog#keys")).to_be_visible()
