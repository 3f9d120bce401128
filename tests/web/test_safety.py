"""Nothing that people write runs, and nobody gets in where they should not."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from journeywork.kernel import clock
from journeywork.knowledge import actions as knowledge
from journeywork.web.middleware import POLICY
from tests.conftest import Cast
from tests.web.conftest import Site, account_of

ATTEMPTS = """\
<script>window.caught = 1</script>
<img src=x onerror="window.caught = 2">
<svg onload="window.caught = 3"></svg>
[press](javascript:window.caught=4)
<a href="data:text/html,<script>parent.caught=5</script>">data</a>
<iframe srcdoc="<script>parent.caught=6</script>"></iframe>
<div style="background:url(javascript:window.caught=7)" onmouseover="window.caught=8">over</div>
<form action="/me/"><input name="theme" formaction="javascript:window.caught=9"></form>
`<script>window.caught = 10</script>`
"""


def test_scripts_in_markdown_do_not_run(site: Site) -> None:
    made = knowledge.draft(
        title='<script>window.caught = "title"</script>', body=ATTEMPTS, by=site.cast.ben.id,
        at=clock.now(),
    )  # fmt: skip
    card = knowledge.publish_card(card_id=made.id, by=site.cast.ben.id, at=clock.now())
    page = site.enter(site.cast.ana)
    for address in (f"/cards/{card.key}/", "/cards/"):
        page.goto(address)
        for link in page.locator(".prose a").all():
            link.hover()
        assert page.evaluate("window.caught ?? null") is None
    page.goto(f"/cards/{card.key}/")
    assert page.locator(".prose :is(script, svg, iframe, form, img, [style])").count() == 0


def test_the_policy_stops_what_would_slip_through(site: Site) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/")
    page.evaluate(
        """() => { const made = document.createElement('div');
        made.innerHTML = '<img src="/nothing" onerror="window.caught = 1">';
        document.body.append(made); }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.caught ?? null") is None


@pytest.mark.parametrize(
    "address", ["/", "/cards/", "/accounts/login/", "/nothing/", "/sign-in/x/"]
)
def test_every_answer_carries_the_policy(client: Client, cast: Cast, address: str) -> None:
    client.force_login(account_of(cast.ana.id), backend="journeywork.people.sign_in.Backend")
    answer = client.get(address)
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_a_card_of_another_organisation_is_not_there(site: Site) -> None:
    made = knowledge.draft(title="Ours", body="Ours.", by=site.cast.ben.id, at=clock.now())
    knowledge.publish_card(card_id=made.id, by=site.cast.ben.id, at=clock.now())
    page = site.enter(site.cast.outsider)
    answer = page.goto(f"/cards/{made.key}/")
    assert answer is not None
    assert answer.status == 404


def test_a_form_that_was_open_for_too_long_says_so(site: Site) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/write/")
    page.fill("#id_text", "A line that must not be lost")
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("h1")).to_have_text("This form has been open for too long")
    page.goto("/write/")
    assert page.locator("#id_text").input_value() == "A line that must not be lost"


def test_odd_input_gets_a_calm_page(site: Site) -> None:
    page = site.enter(site.cast.ana)
    answer = page.goto("/cards/?text=%00")
    assert answer is not None
    assert answer.status == 400
    expect(page.locator("h1")).to_have_text("This request did not arrive whole")
