"""Emil runs the installation: people, sources, rules, the budget, the log."""

import re

from playwright.sync_api import expect

from journeywork.kernel import audit, clock
from journeywork.moments import queries as moments
from journeywork.people import actions as people
from journeywork.people import queries
from journeywork.support import queries as support
from journeywork.work import queries as work
from tests.web.conftest import Site
from tests.web.stage import Stage


def test_emil_invites_somebody_and_hands_over_a_way_in(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.emil)
    page.goto("/admin/")
    page.get_by_role("link", name="Invite somebody").click()
    page.fill("#id_name", "Frida")
    page.fill("#id_email", "frida@fairwater.example")
    page.get_by_label("Payments").check()
    page.get_by_role("button", name="Invite").click()
    expect(page.locator(".messages")).to_have_text("Frida can sign in now.")
    assert queries.person_by_key("frida").teams == (site.cast.payments.id,)
    page.get_by_role("button", name="Make a sign-in link").click()
    link = page.locator("#secret").inner_text()
    frida = site.enter(None)
    frida.goto(link.replace(link.split("/sign-in/")[0], site.address))
    frida.get_by_role("button", name="Sign in").click()
    expect(frida.locator("h1")).to_have_text("Today")


def test_what_the_room_refuses_stands_beside_its_field(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.emil)
    page.goto("/admin/invite/")
    page.fill("#id_name", "Another Ana")
    page.fill("#id_email", "ana@fairwater.example")
    page.get_by_role("button", name="Invite").click()
    expect(page.locator("#id_email_error")).to_contain_text("already belongs to somebody here")
    assert page.locator("#id_name").input_value() == "Another Ana"


def test_emil_lets_somebody_go(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.emil)
    page.goto("/admin/people/cleo/")
    page.get_by_role("link", name="Left the organisation").click()
    page.get_by_role("button", name="Yes, they have left").click()
    expect(page.locator(".messages")).to_contain_text("Their cards get a new owner")
    assert not queries.person(site.cast.cleo.id).active


def test_ana_can_read_that_emil_looked(site: Site, stage: Stage) -> None:
    emil, ana = site.enter(site.cast.emil), site.enter(site.cast.ana)
    emil.goto("/admin/people/ana/")
    ana.goto("/me/privacy/")
    looked = ana.get_by_role("region", name="Who looked at what about you")
    expect(looked).to_contain_text("Emil")


def test_a_source_is_connected_with_a_secret_that_is_shown_once(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.emil)
    page.goto("/admin/sources/")
    page.get_by_label("GitHub").check()
    page.fill("#id_key", "acme/payments")
    page.get_by_role("button", name="Connect", exact=True).click()
    secret = page.locator("#secret").inner_text()
    assert re.fullmatch(r"[\w-]{43}", secret)
    (source,) = [one for one in work.sources() if one.key == "acme/payments"]
    assert (
        page.locator("#address")
        .inner_text()
        .endswith(f"/ingest/github/{site.cast.org}/{source.id}")
    )
    page.goto("/admin/sources/")
    assert secret not in page.content()
    page.get_by_role("button", name="Disconnect acme/payments").click()
    expect(page.locator("main")).to_contain_text("disconnected")


def test_a_rule_is_tried_on_the_past_and_put_in_force(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.emil)
    page.goto("/admin/rules/stuck_check/")
    page.get_by_label("Failures of this check in a row at least").fill("many")
    page.get_by_role("button", name="Put in force").click()
    expect(page.locator(".faults")).to_contain_text("must be a number")
    page.get_by_label("Failures of this check in a row at least").fill("5")
    page.get_by_role("button", name="Try it on the past").click()
    expect(page.locator("#tried")).to_have_text(
        "In the last 90 days it would have spoken 0 times, to 0 people."
    )
    page.get_by_role("button", name="Put in force").click()
    expect(page.locator(".messages")).to_have_text("In force from the next event on.")
    assert {condition.value for condition in moments.rule("stuck_check").when} == {
        "check.failed",
        5,
    }


def test_a_rule_about_the_present_is_not_tried_on_the_past(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.emil)
    for key in ("stuck_still", "changed_card"):
        page.goto(f"/admin/rules/{key}/")
        page.get_by_role("button", name="Try it on the past").click()
        expect(page.locator("#tried")).to_have_text(
            "It cannot be tried on the past: for how long work stood still, and which cards "
            "were new then, is not on record."
        )


def test_a_rule_is_switched_off_with_one_click(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.emil)
    page.goto("/admin/rules/")
    page.get_by_role("button", name="Switch off: About to do something risky").click()
    expect(
        page.get_by_role("button", name="Switch on: About to do something risky")
    ).to_be_visible()
    assert not moments.rule("risky_step").enabled


def test_the_budget_is_one_for_all(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.emil)
    page.goto("/admin/budget/")
    page.fill("#id_per_day", "1")
    page.fill("#id_withheld", "0")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messages")).to_be_visible()
    assert (support.policy().per_day, support.policy().withheld) == (1, 0.0)


def test_the_log_says_whether_it_was_changed(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.emil)
    page.goto("/admin/audit/")
    page.get_by_role("button", name="Check that nothing was changed").click()
    count = audit.head()[0]
    expect(page.locator("#verdict")).to_have_text(f"Nothing was changed: all {count} lines hold")


def test_a_member_sees_no_administration(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    answer = page.goto("/admin/audit/")
    assert answer is not None
    assert answer.status == 403
    page.goto("/")
    assert page.locator(".rail").get_by_text("Administration").count() == 0


def test_two_organisations_are_one_click_apart(site: Site, stage: Stage) -> None:
    from journeywork.kernel.tenancy import within

    with within(site.cast.other_org):
        people.add_person(name="Ana Elsewhere", email=site.cast.ana.email, by=None, at=clock.now())
    page = site.enter(site.cast.ana)
    page.goto("/me/")
    page.get_by_role("button", name="Elsewhere").click()
    expect(page.locator(".messages")).to_have_text("You are in Elsewhere now.")
    page.goto("/cards/")
    assert page.get_by_text(stage.card.title).count() == 0
