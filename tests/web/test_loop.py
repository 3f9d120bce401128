"""Help reaches Ana, she answers, and what she learned reaches the next one."""

import re

from playwright.sync_api import expect

from journeywork.engine.feedback import ResponseKind
from journeywork.feedback import queries as feedback
from journeywork.knowledge import actions as knowledge_actions
from journeywork.knowledge import queries as knowledge
from tests.web.conftest import Site
from tests.web.stage import Stage


def test_today_offers_one_thing_and_takes_an_answer(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/")
    assert page.locator("#offer h2").all_inner_texts() == [stage.card.title]
    assert page.locator("#offer .why").inner_text() == "You have not worked in billing/ before."
    page.get_by_role("button", name="Not useful here").click()
    expect(page.locator("main .message")).to_have_text(
        "Thank you. This will be offered less often, to everyone."
    )
    (answer,) = feedback.responses(site.cast.ana.id)
    assert (answer.kind, answer.target) == ("not_useful_here", stage.offer.id)
    page.reload()
    assert page.locator("#offer").count() == 0


def test_an_offer_is_opened_read_and_answered_on_its_card(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/")
    page.locator("#offer h2 a").click()
    expect(page.locator("h1")).to_have_text(stage.card.title)
    page.get_by_role("button", name="It helped").click()
    expect(page.locator("#feedback .message")).to_have_count(1)
    kinds = {answer.kind.value for answer in feedback.responses(site.cast.ana.id)}
    assert kinds == {"opened", "helped"}


def test_asking_leads_to_the_card_and_to_who_knows(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/ask/")
    page.fill("#q", "charge the fee of an invoice")
    page.get_by_role("button", name="Ask").click()
    card = page.locator("#answer").get_by_role("link", name=stage.card.title)
    card.click()
    expect(page.locator("h1")).to_have_text(stage.card.title)


def test_what_nobody_knows_is_asked_for_and_answered_by_ben(site: Site, stage: Stage) -> None:
    ana, ben = site.enter(site.cast.ana), site.enter(site.cast.ben)
    ana.goto("/ask/?q=zeppelin hangar doors")
    expect(ana.locator("#answer h2").first).to_have_text("Nobody has written this down yet")
    ben.goto("/requests/")
    ben.get_by_role("link", name="zeppelin hangar doors").first.click()
    ben.fill("#id_text", "Push, then pull.")
    ben.locator(".head").get_by_role("button", name="Answer").click()
    expect(ben.locator("h1")).to_have_text("zeppelin hangar doors")
    assert [one.text for one in knowledge.requests() if "zeppelin" in one.text] == []


def test_one_line_becomes_a_draft_and_then_a_card(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/write/")
    page.fill("#id_text", "Count the invoices before the nightly run")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("h1")).to_have_text("Count the invoices before the nightly run")
    expect(page.locator("main")).to_contain_text("Only people who may change it can read it.")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messages")).to_contain_text("Published.")
    found = knowledge.cards(owner=site.cast.ana.id)
    assert {card.state.value for card in found if card.title.startswith("Count")} == {"published"}


def test_the_editor_shows_similar_cards_and_the_five_minute_rule(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/write/card/")
    page.fill("#id_title", "Charging the fee")
    page.locator("#id_body").press_sequentially("Charge the fee once with charge_once", delay=5)
    expect(page.locator("#check")).to_contain_text(stage.card.title)
    expect(page.locator("#check .meter")).to_have_text("1 minute to read – of at most 5")
    page.fill("#id_body", "word " * 1400)
    expect(page.locator("#check .meter.over")).to_have_text(
        "7 minutes to read – a card takes at most 5; split it in two"
    )
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".faults")).to_contain_text("a card takes at most 5")
    assert page.locator("#id_body").input_value().startswith("word word")


def test_the_editor_shows_how_it_will_look(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/write/card/")
    page.fill("#id_body", "Use **one** key.")
    page.get_by_role("button", name="Show how it will look").click()
    expect(page.locator("#preview strong")).to_have_text("one")


def test_outdated_in_one_click_is_a_task_of_the_owner(site: Site, stage: Stage) -> None:
    ana, ben = site.enter(site.cast.ana), site.enter(site.cast.ben)
    ana.goto(f"/cards/{stage.card.key}/")
    ana.fill("#note", "The bank answers 202 now")
    ana.get_by_role("button", name="It is outdated").click()
    expect(ana.locator("#outdated")).to_contain_text("Its owner has been asked to look it over")
    ben.goto("/")
    waiting = ben.get_by_role("region", name="Waiting for you")
    expect(waiting).to_contain_text("The bank answers 202 now")
    waiting.get_by_role("link", name=stage.card.title).click()
    ben.get_by_role("button", name="It is still right").click()
    expect(ben.locator(".messages")).to_contain_text("right as it stands")
    assert knowledge.card(stage.card.id).trust == "fresh"


def test_a_pause_is_one_click_and_one_click_ends_it(site: Site) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/me/attention/")
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("main")).to_contain_text("Nothing is offered to you until")
    page.get_by_role("button", name="Offer help again").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def test_a_token_is_shown_once(site: Site) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/me/tokens/")
    page.fill("#id_name", "shell")
    page.get_by_role("button", name="Make a token").click()
    secret = page.locator("#secret").inner_text()
    assert re.fullmatch(r"jw_[a-z2-7_]+", secret)
    page.goto("/me/tokens/")
    assert secret not in page.content()
    page.get_by_role("button", name="Revoke shell").click()
    expect(page.locator("main")).to_contain_text("You have none.")


def test_what_ana_writes_survives_a_closed_tab(site: Site) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/write/card/")
    page.fill("#id_body", "Half a thought")
    page.goto("/")
    page.goto("/write/card/")
    assert page.locator("#id_body").input_value() == "Half a thought"


def test_a_lost_connection_is_said_and_the_answer_can_be_given_again(
    site: Site, stage: Stage
) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/")
    page.context.set_offline(True)
    page.get_by_role("button", name="It helped").click()
    expect(page.locator("#unsent")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="It helped").click()
    expect(page.locator("main .message")).to_contain_text("Good to know.")
    expect(page.locator("#unsent")).to_be_hidden()


def test_cards_are_found_while_one_types(site: Site, stage: Stage) -> None:
    page = site.enter(site.cast.ana)
    page.goto("/cards/")
    page.locator("#text").press_sequentially("refund", delay=20)
    expect(page.locator("#found .row")).to_have_count(1)
    assert page.locator("#found .name").inner_text() == stage.due.title
    page.locator("#found .name").click()
    expect(page.locator("h1")).to_have_text(stage.due.title)
    page.go_back()
    expect(page.locator("h1")).to_have_text("Cards")
    expect(page.locator("#found .row")).to_have_count(1)


def test_ben_reads_whom_his_card_helped(site: Site, stage: Stage) -> None:
    knowledge_actions.learn(
        card_id=stage.card.id, kind=ResponseKind.HELPED, by=site.cast.ana.id, at=stage.at
    )
    page = site.enter(site.cast.ben)
    page.goto("/cards/?show=mine")
    expect(page.locator("#found")).to_contain_text("It helped 1 colleague this month.")
