"""Everything can be read and written without JavaScript."""

from playwright.sync_api import expect

from journeywork.knowledge import queries as knowledge
from tests.web.conftest import Site, violations
from tests.web.stage import Stage


def test_ana_asks_answers_and_writes(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana, java_script_enabled=False)
    page.goto("/ask/")
    page.fill("#q", "charge the fee once")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("#answer h2 a").first).to_have_text(stage.card.title)
    page.goto("/")
    page.get_by_role("button", name="I knew it").click()
    expect(page.locator(".messages")).to_contain_text("You will see this one less often.")
    page.goto("/write/card/")
    page.fill("#id_title", "Without scripts")
    page.fill("#id_body", "It **works**.")
    page.get_by_role("button", name="Show how it will look").click()
    expect(page.locator("#preview strong")).to_have_text("works")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("h1")).to_have_text("Without scripts")
    assert knowledge.card_by_key("without-scripts").state == "published"


def test_faults_are_named_above_and_beside_and_the_input_is_kept(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana, java_script_enabled=False)
    page.goto("/write/card/")
    page.fill("#id_body", "A text without a title.")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".faults a")).to_have_attribute("href", "#id_title")
    expect(page.locator("#id_title")).to_have_attribute("aria-invalid", "true")
    assert page.locator("#id_body").input_value() == "A text without a title."


def test_a_form_with_faults_is_sound_too(site: Site) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/me/")
    page.fill("#id_name", "")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".faults")).to_be_focused()
    assert violations(page) == []


def test_ana_signs_in_with_a_link_once(site: Site) -> None:
    from journeywork.kernel import clock
    from journeywork.people import actions

    link = actions.sign_in_link(person_id=site.cast.ana.id, by=None, at=clock.now())
    page = site.enter(None, java_script_enabled=False)
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("Today")
    other = site.enter(None)
    other.goto(link)
    expect(other.locator("h1")).to_have_text("This link has been used, or is too old")
