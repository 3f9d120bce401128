"""Forms keep what people write, whatever happens in between, and act once."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from journeywork.knowledge import queries as knowledge
from journeywork.people import queries
from tests.web.conftest import Site, account_of
from tests.web.stage import Stage

LINE = "Count the invoices before the nightly run"
PASSWORD = "correct horse battery staple"


def expire(page: Page) -> None:
    """End the session behind the reader's back."""
    from django.contrib.sessions.models import Session

    Session.objects.all().delete()
    assert [one for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME]


def sign_in_again(page: Page) -> None:
    """Sign in on the page where one has landed."""
    expect(page.locator("h1")).to_have_text("Sign in")
    page.get_by_label("E-mail").fill("ana@fairwater.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.fixture
def ana(site: Site) -> Page:
    """Ana's browser; she has a password."""
    account = account_of(site.cast.ana.id)
    account.set_password(PASSWORD)
    account.save()
    return site.enter(site.cast.ana)


def test_a_line_sent_after_the_session_ended_is_there_after_signing_in(ana: Page) -> None:
    ana.goto("/write/")
    ana.fill("#id_text", LINE)
    expire(ana)
    ana.get_by_role("button", name="Keep it").click()
    sign_in_again(ana)
    expect(ana.locator("#id_text")).to_have_value(LINE)
    expect(ana.locator("#draft-restored")).to_be_visible()
    ana.get_by_role("button", name="Keep it").click()
    expect(ana.locator("h1")).to_have_text(LINE)
    ana.goto("/write/")
    expect(ana.locator("#id_text")).to_have_value("")


def test_all_of_a_card_is_there_after_signing_in(ana: Page) -> None:
    ana.goto("/write/card/")
    ana.fill("#id_title", "Count first")
    ana.fill("#id_body", "Count, then run.")
    ana.get_by_label("Lesson").check()
    expire(ana)
    ana.get_by_role("button", name="Publish").click()
    sign_in_again(ana)
    expect(ana.locator("#id_title")).to_have_value("Count first")
    expect(ana.locator("#id_body")).to_have_value("Count, then run.")
    expect(ana.get_by_label("Lesson")).to_be_checked()


def test_a_change_to_a_draft_that_was_not_sent_is_newer_than_what_the_server_has(
    ana: Page, stage: Stage
) -> None:
    address = f"/cards/{stage.draft.key}/edit/"
    ana.goto(address)
    ana.fill("#id_body", "The bank answers 202 now, and means it.")
    ana.goto("/")
    ana.goto(address)
    expect(ana.locator("#id_body")).to_have_value("The bank answers 202 now, and means it.")
    ana.get_by_role("button", name="Take it away").click()
    expect(ana.locator("#id_body")).to_have_value(stage.draft.body)


def test_what_htmx_asks_after_the_session_ended_leads_to_signing_in(
    ana: Page, stage: Stage
) -> None:
    ana.goto("/")
    expire(ana)
    ana.get_by_role("button", name="It helped").click()
    expect(ana.locator("h1")).to_have_text("Sign in")
    sign_in_again(ana)
    expect(ana.locator("#offer h2")).to_have_text(stage.card.title)


def test_nobody_is_taken_away_while_writing(ana: Page) -> None:
    ana.goto("/write/")
    expire(ana)
    ana.locator("#id_text").press_sequentially(LINE, delay=10)
    expect(ana.locator("#signed-out")).to_be_visible()
    expect(ana.locator("#id_text")).to_have_value(LINE)
    ana.get_by_role("button", name="Keep it").click()
    sign_in_again(ana)
    expect(ana.locator("#id_text")).to_have_value(LINE)


def test_nobody_else_at_this_browser_reads_anas_draft(site: Site, ana: Page) -> None:
    ana.goto("/write/")
    ana.fill("#id_text", LINE)
    expire(ana)
    page = site.enter(site.cast.ben)
    ana.context.add_cookies(list(page.context.cookies()))  # type: ignore[misc]
    ana.goto("/write/")
    expect(ana.locator(".rail")).to_contain_text("Ben")
    expect(ana.locator("#id_text")).to_have_value("")


def test_signing_out_says_that_unsent_text_goes_and_takes_it_away(ana: Page) -> None:
    ana.goto("/write/")
    ana.fill("#id_text", LINE)
    ana.goto("/me/")
    ana.get_by_role("button", name="Sign out").click()
    expect(ana.locator("h1")).to_have_text("Sign out?")
    ana.get_by_role("button", name="Sign out").click()
    expect(ana.locator("h1")).to_have_text("Sign in")
    assert ana.evaluate("Object.keys(localStorage).length") == 0


def test_a_text_whose_way_was_cut_is_there_on_the_way_back(ana: Page) -> None:
    ana.goto("/write/")
    ana.fill("#id_text", LINE)
    ana.context.set_offline(True)
    ana.get_by_role("button", name="Keep it").click()
    ana.wait_for_timeout(300)
    ana.context.set_offline(False)
    ana.goto("/write/")
    expect(ana.locator("#id_text")).to_have_value(LINE)


def test_a_form_that_is_sent_twice_acts_once(site: Site, ana: Page) -> None:
    ana.goto("/write/")
    ana.fill("#id_text", LINE)
    sent = ana.evaluate("[...new FormData(document.getElementById('note'))]")
    for _ in range(2):
        answer = ana.context.request.post("/write/", form=dict(sent), max_redirects=0)
        assert answer.status == 302
    ana.goto(answer.headers["location"])
    expect(ana.locator(".messages")).to_contain_text("It is here once.")
    kept = knowledge.cards(owner=site.cast.ana.id, reader=site.cast.ana.id)
    assert [one.title for one in kept] == [LINE]


def test_going_back_and_sending_again_changes_nothing(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.emil)
    page.goto("/admin/invite/")
    page.fill("#id_name", "Frida")
    page.fill("#id_email", "frida@fairwater.example")
    page.get_by_role("button", name="Invite").click()
    expect(page.locator("h1")).to_have_text("Frida")
    page.go_back()
    page.fill("#id_name", "Frida")
    page.fill("#id_email", "frida@fairwater.example")
    page.get_by_role("button", name="Invite").click()
    expect(page.locator("#id_email_error")).to_contain_text("already belongs to somebody here")
    assert [one.name for one in queries.persons().values() if one.name == "Frida"] == ["Frida"]


def test_the_back_button_returns_to_the_question_and_its_answer(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/ask/")
    page.fill("#q", "charge the fee of an invoice")
    page.keyboard.press("Enter")
    page.locator("#answer").get_by_role("link", name=stage.card.title).click()
    expect(page.locator("h1")).to_have_text(stage.card.title)
    page.go_back()
    expect(page.locator("#q")).to_have_value("charge the fee of an invoice")
    expect(page.locator("#answer")).to_contain_text(stage.card.title)
    page.go_back()
    expect(page.locator("#answer")).not_to_contain_text(stage.card.title)


def test_what_was_pasted_stays_out_of_the_address(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/ask/")
    page.fill("#q", "fee of an invoice")
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_contain_text(stage.card.title)
    expect(page).to_have_url(f"{site.address}/ask/?q=fee+of+an+invoice")
    page.fill("#q", "error: the fee of an invoice\nfor the customer who must not be named")
    page.get_by_role("button", name="Ask").click()
    expect(page).to_have_url(f"{site.address}/ask/")


def test_a_refused_form_keeps_what_was_typed_in_every_field(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.emil)
    page.goto("/admin/invite/")
    page.fill("#id_name", "Frida")
    page.fill("#id_email", "not an address")
    page.get_by_label("Team lead").check()
    page.get_by_label("Payments").check()
    page.select_option("#id_zone_name", "Europe/Lisbon")
    page.get_by_role("button", name="Invite").click()
    expect(page.locator(".faults")).to_be_focused()
    assert page.locator("#id_name").input_value() == "Frida"
    assert page.locator("#id_zone_name").input_value() == "Europe/Lisbon"
    assert page.get_by_label("Team lead").is_checked()
    assert page.get_by_label("Payments").is_checked()


def test_every_form_works_without_scripts(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana, java_script_enabled=False)
    page.goto("/me/skills/")
    page.fill("#id_offered-0-name", "fees")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#id_offered-0-name")).to_have_value("fees")
    page.goto("/me/attention/")
    page.get_by_role("button", name="3 hours").click()
    expect(page.locator("main")).to_contain_text("Quiet until")
    page.goto(f"/cards/{stage.card.key}/")
    page.get_by_role("button", name="It is outdated").click()
    expect(page.locator(".messages")).to_contain_text("Its owner has been asked")
    page.goto(f"/requests/{stage.request}/")
    page.fill("#id_text", "Ask the bank.")
    page.locator(".head").get_by_role("button", name="Answer").click()
    expect(page.locator("h1")).to_have_text("What do I do when the settlement file is empty?")
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")


def test_administration_works_without_scripts(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.emil, java_script_enabled=False)
    page.goto("/admin/teams/")
    page.fill("#id_name", "Harbour")
    page.get_by_role("button", name="Add a team").click()
    expect(page.locator(".messages")).to_have_text("The team Harbour is there.")
    page.goto("/admin/rules/stuck_check/")
    page.get_by_role("button", name="Try it on the past").click()
    expect(page.locator("#tried")).to_contain_text("In the last 90 days")
    page.goto("/admin/audit/")
    page.get_by_role("button", name="Check that nothing was changed").click()
    expect(page.locator("#verdict")).to_contain_text("Nothing was changed")
