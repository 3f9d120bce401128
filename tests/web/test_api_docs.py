"""The API's own page, in a real browser: it works offline and within the pages' strict policy."""

from tests.web.conftest import Site


def test_the_api_can_be_browsed_without_a_token_and_without_the_internet(site: Site) -> None:
    page = site.enter(None)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.goto("/api/v1/docs")
    page.get_by_text("Ask before doing something").first.wait_for()
    page.get_by_text("/api/v1/today").first.click()
    page.get_by_text("Read what the page Today shows.").wait_for()
    elsewhere = [url for url in asked if not url.startswith((site.address, "data:", "blob:"))]
    assert elsewhere == []
    assert said == []
