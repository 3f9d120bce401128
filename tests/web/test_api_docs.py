"""The API's own pages, in a real browser: they work offline and within the strict policy."""

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Site, shoot, violations


@pytest.mark.parametrize("look", ["wide", "phone", "dark"])
def test_the_api_can_be_browsed_without_a_token_and_without_the_internet(
    site: Site, look: str
) -> None:
    page = site.enter(None, look)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.goto("/api/v1/docs")
    page.locator("summary", has_text="Find cards").click()
    page.get_by_text("List published cards and one's own drafts").wait_for()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    shoot(page, f"api-{look}")
    page.get_by_role("link", name="CardOut").first.click()
    page.get_by_text("How many people said that it helped.").first.wait_for()
    assert [url for url in asked if not url.startswith(site.address)] == []
    assert said == []


def test_the_reference_can_be_read_without_scripts(site: Site) -> None:
    page = site.enter(None, java_script_enabled=False)
    page.goto("/api/v1/docs")
    page.locator("summary", has_text="Ask before doing something").click()
    expect(page.get_by_text("Find at most three cards")).to_be_visible()


def test_every_link_of_the_reference_leads_to_something(site: Site) -> None:
    page = site.enter(None)
    page.goto("/api/v1/docs")
    broken = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.hash.slice(1))"
        ".filter(id => !document.getElementById(id))"
    )
    assert broken == []


def test_operations_can_be_tried_in_the_browser_without_the_internet(site: Site) -> None:
    page = site.enter(None)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.goto("/api/v1/docs")
    there = page.get_by_role("link", name="Try it here").get_attribute("href")
    page.goto(there or "")
    page.get_by_text("/api/v1/today").first.click()
    page.get_by_text("Read what the page Today shows.").wait_for()
    elsewhere = [url for url in asked if not url.startswith((site.address, "data:", "blob:"))]
    assert elsewhere == []
    assert said == []
