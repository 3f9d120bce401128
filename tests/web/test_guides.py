"""Dora takes a guide that comes along, makes it her own, and is told what is wrong with it."""

from playwright.sync_api import Page, expect

from journeywork.activities import guides_kept
from journeywork.engine.activities import ActivityKind
from journeywork.kernel import clock
from journeywork.kernel.tenancy import within
from tests.web.conftest import Site
from tests.web.looking import sound
from tests.web.stage import Stage

OURS = """\
---
kind: debrief
title: After a refund went wrong
says: Five minutes, standing.
---

## What happened {#happened minutes=5}

- What did the customer see first? {#seen}
  Word for word, if you can.
"""


def main(page: Page) -> str:
    return page.locator("main").inner_text()


def test_a_guide_is_copied_changed_and_offered(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.dora)
    page.goto("/guides/")
    page.get_by_role("link", name="After a change or a release").click()
    expect(page.locator("h1")).to_have_text("After a change or a release")
    page.get_by_role("link", name="Copy and change").click()
    text = page.get_by_label("The guide")
    assert text.input_value().startswith("---\nkind: debrief\n")
    text.fill(OURS.replace("- What", "What"))
    page.get_by_role("button", name="Show how it will look").click()
    expect(page.locator("#preview")).to_contain_text(
        "line 7: the stage asks nothing: questions begin with “- ”"
    )
    text.fill(OURS)
    page.get_by_role("button", name="Show how it will look").click()
    expect(page.locator("#preview")).to_contain_text("What did the customer see first?")
    assert sound(page, "guide-new-preview") == []
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("h1")).to_have_text("After a refund went wrong")
    expect(page.locator("main")).to_contain_text("Word for word, if you can.")
    assert sound(page, "guide-own") == []


def test_what_is_wrong_is_told_and_nothing_is_lost(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.dora)
    page.goto("/guides/new/?from=shadowing/law")
    broken = OURS.replace("minutes=5", "minutes=ages")
    page.get_by_label("The guide").fill(broken)
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".faults").first).to_contain_text(
        "line 7: minutes must be a whole number from 0 to 480"
    )
    assert page.get_by_label("The guide").input_value() == broken
    assert sound(page, "guide-fault") == []


def test_a_change_is_a_version_and_a_guide_can_be_retired(site: Site, stage: Stage) -> None:
    with within(site.cast.org):
        dora = site.cast.dora.id
        name = guides_kept.save_guide(text=OURS, by=dora, at=clock.now()).name
    page = site.enter(site.cast.dora)
    page.goto(f"/guides/debrief/{name.key}/edit/")
    assert sound(page, "guide-edit") == []
    page.get_by_label("The guide").fill(OURS.replace("first?", "first, and when?"))
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("main")).to_contain_text("first, and when?")
    page.get_by_role("link", name="Version 1").click()
    expect(page.locator("main")).to_contain_text("This is an earlier version.")
    assert "first, and when?" not in main(page)
    page.get_by_role("link", name="Read the newest").click()
    page.get_by_role("button", name="Offer it no more").click()
    expect(page.locator("main")).to_contain_text("What runs with it goes on.")
    with within(site.cast.org):
        titles = [one.guide.title for one in guides_kept.guides(ActivityKind.DEBRIEF)]
    assert "After a refund went wrong" not in titles


def test_whoever_does_the_work_reads_them_and_changes_none(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/guides/shadowing/health-care/")
    expect(page.get_by_role("link", name="Copy and change")).to_have_count(0)
    answer = page.goto("/guides/new/")
    assert answer is not None
    assert answer.status == 403
