"""The questions of a one-to-one's guide: each reads what they are asked, and one press takes it."""

from playwright.sync_api import Page, expect

from journeywork.coaching import talks
from journeywork.kernel import clock
from tests.web.conftest import Site
from tests.web.looking import sound

ALONE = "What is in your way, and what have you tried?"
LEADS = "Which decision could they take without you from now on?"
BOTH = "What do you know that I should know, too?"


def stages(page: Page) -> list[str]:
    return page.locator("details > summary").all_inner_texts()


def opened(page: Page, stage: str) -> None:
    page.locator("summary", has_text=stage).click()


def test_a_question_becomes_a_draft_or_a_point(site: Site) -> None:
    cast = site.cast
    talk = talks.begin(with_id=cast.ana.id, title="One-to-one", by=cast.dora.id, at=clock.now())
    ana, dora = site.enter(cast.ana), site.enter(cast.dora)
    for page, mine, others in (
        (ana, "Before: whoever is led", LEADS),
        (dora, "Before: whoever leads", ALONE),
    ):
        page.goto(f"/coaching/one-to-ones/{talk}/")
        expect(page.get_by_role("heading", name="Questions that may help")).to_be_visible()
        assert stages(page)[:3] == [mine, "Together", "At the close"]
        expect(page.get_by_text(others)).to_have_count(0)
    opened(ana, "Before: whoever is led")
    expect(ana.get_by_text(ALONE).first).to_be_visible()
    assert sound(ana, "talk-guide") == []
    ana.get_by_role("button").filter(has_text=f"Keep as my draft: {ALONE}").click()
    expect(ana.get_by_role("heading", name="Your drafts")).to_be_visible()
    expect(ana.locator(".private")).to_contain_text(ALONE)
    opened(ana, "Before: whoever is led")
    expect(ana.get_by_text("noted")).to_be_visible()
    dora.reload()
    expect(dora.locator("main")).not_to_contain_text(ALONE)
    opened(dora, "Together")
    dora.get_by_role("button").filter(has_text=f"Put it on the page: {BOTH}").click()
    expect(dora.get_by_label(BOTH)).to_be_visible()
    ana.reload()
    expect(ana.get_by_label(BOTH)).to_be_visible()
    assert sound(ana, "talk-guide-taken") == []


def test_it_works_without_scripts(site: Site) -> None:
    cast = site.cast
    talk = talks.begin(with_id=cast.ana.id, title="One-to-one", by=cast.dora.id, at=clock.now())
    ana = site.enter(cast.ana, java_script_enabled=False)
    ana.goto(f"/coaching/one-to-ones/{talk}/")
    opened(ana, "Together")
    ana.get_by_role("button").filter(has_text=f"Put it on the page: {BOTH}").click()
    expect(ana.get_by_label(BOTH)).to_be_visible()
