"""Stretch assignments in the browser: learner, mentor and lender, from the proposal to the thanks."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, expect

from journeywork.assignments import actions, queries
from journeywork.assignments.models import SignRow
from journeywork.engine.people import Person
from journeywork.engine.scaffolding import Level
from journeywork.kernel import clock
from tests.conftest import Cast
from tests.fakes.post_office import PostOffice, post_office
from tests.rooms.assigning import coming, event, happen, history, opened, piece, running, tap
from tests.web.conftest import Site
from tests.web.looking import sound
from tests.web.stage import publish
from tests.web.test_debriefs import at_work, turn
from tests.web.test_query_budget import MOST, client_of

GOOD = "A refund that fails is tried again, once, and stands in the report."


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    """Letters leave for a real SMTP server."""
    with post_office() as found:
        settings.MAIL_WORKS = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        yield found


def mail() -> None:
    actions.send_letters(at=clock.now(), may_reach=lambda _person: True)


def mine(person: Person) -> UUID:
    return queries.assignments(reader=person.id)[0].id


def tapped(page: Page, *answers: str) -> None:
    """Tap once in each row of the pulse; the third tap is sent by itself."""
    for answer in answers:
        page.locator("#pulse").get_by_label(answer, exact=True).check()


def test_the_whole_story_of_a_stretch(site: Site, office: PostOffice) -> None:
    """Proposed by the work, lent from a letter, begun, felt, helped, ended, thanked for."""
    cast = site.cast
    at_work(cast.ana, cast.ben, cast.dora)
    history(cast, clock.now())
    publish(cast, clock.now(), "Retry refunds at a gateway")
    turn(coming(cast, clock.now(), to=cast.ana))

    ana = site.enter(cast.ana)
    ana.goto("/assignments/")
    expect(ana.get_by_text("New to you: gateway; on known ground: refunds")).to_be_visible()
    assert sound(ana, "assignment-proposed") == []
    ana.get_by_role("link", name="Retry refunds at the gateway").click()
    _open(ana)
    expect(ana.get_by_text("Dora is asked to lend the time.")).to_be_visible()

    mail()
    assert office.letters[-1]["To"] == "Dora <dora@fairwater.example>"
    _lend(site, office, cast.dora)

    ana.reload()
    ana.get_by_role("button", name="Begin").click()
    expect(ana.get_by_role("heading", name="Check-ins")).to_be_visible()
    tapped(ana, "Lost", "Too much", "I am alone")
    expect(ana.get_by_text("It is too much just now.")).to_be_visible()
    assert sound(ana, "assignment-drowning") == []

    ben = site.enter(cast.ben)
    _support(ben, office)
    _do_the_work(ana, cast)

    ana.get_by_role("link", name="It is done").click()
    expect(ana.get_by_text("Change proposed")).to_be_visible()
    ana.get_by_role("textbox", name="What can you do now").fill("I can change the gateway alone.")
    ana.get_by_role("textbox", name="Thanks to Dora").fill("Thank you for the four hours, Dora.")
    assert sound(ana, "assignment-end") == []
    ana.get_by_role("button", name="End it").click()
    expect(ana.get_by_text("You thanked Dora.")).to_be_visible()
    assert sound(ana, "assignment-over") == []

    turn()
    _thanked(site, office, cast.dora)
    ana.goto("/debriefs/")
    expect(
        ana.get_by_text("The stretch assignment “Retry refunds at the gateway” is over")
    ).to_be_visible()


def _open(page: Page) -> None:
    expect(page.get_by_text("Such work has been done by: Ben.")).to_be_visible()
    assert sound(page, "assignment-new") == []
    page.get_by_role("textbox", name="Why is it a stretch").fill("I know refunds, not the gateway.")
    page.get_by_role("textbox", name="What does good look like?").fill(GOOD)
    page.get_by_role("textbox", name="Checkpoints").fill(
        "A drawing\nThe first retry works\nIt is watched"
    )
    page.get_by_label("Who stands by as a mentor?").select_option("Ben")
    page.get_by_label("Retry refunds at a gateway").check()
    page.get_by_role("button", name="Open it").first.click()


def _lend(site: Site, office: PostOffice, lender: Person) -> None:
    """Dora answers from the letter: nobody is signed in."""
    found = re.search(r"/lend/\w+/", office.last_text())
    assert found
    page = site.enter(None)
    page.goto(found[0])
    expect(page.get_by_text("I know refunds, not the gateway.")).to_be_visible()
    assert sound(page, "lend") == []
    page.get_by_label("Hours a week").fill("41")
    page.get_by_role("button", name="Yes, on these terms").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert sound(page, "lend-wrong") == []
    page.get_by_label("Hours a week").fill("4")
    page.get_by_role("textbox", name="Anything else").fill("Not on Fridays")
    page.get_by_role("button", name="Yes, on these terms").click()
    expect(page.get_by_text("Lent. Ana can begin")).to_be_visible()
    assert page.goto(found[0]).status == 410  # type: ignore[union-attr]
    assert sound(page, "lend-gone") == []
    assert queries.loans(lender.id)[0].terms.says == "Not on Fridays"


def _support(page: Page, office: PostOffice) -> None:
    """Ben is told that now is the moment, and nothing else."""
    mail()
    assert office.letters[-1]["Subject"] == "Offer Ana support now"
    page.goto("/assignments/")
    expect(page.get_by_text("Offer support now")).to_be_visible()
    page.get_by_role("link", name="Retry refunds at the gateway").click()
    expect(page.get_by_text("Offer support now: ask Ana")).to_be_visible()
    said = page.content()
    assert [
        word for word in ("It drifts", "too much", "alone with it", "pulse") if word in said
    ] == []
    assert sound(page, "assignment-mentor") == []
    page.get_by_role("button", name="I have", exact=True).click()
    expect(page.get_by_text("Thank you for standing by.")).to_be_visible()


def _do_the_work(page: Page, cast: Cast) -> None:
    """Ana reaches both checkpoints alone; help fades, and she is told why."""
    page.goto(f"/assignments/{mine(cast.ana)}/")
    for point in ("A drawing", "The first retry works", "It is watched"):
        page.get_by_role("button", name=re.compile(f"^Reached alone ?: {point}")).click()
    tapped(page, "Sure", "A stretch", "Enough")
    expect(page.get_by_text("A good stretch.")).to_be_visible()
    at = clock.now()
    happen(
        event(at, "change.proposed", cast.ana, "refunds#99"),
        event(clock.now(), "change.merged", cast.ben, "refunds#99"),
        at=at,
    )
    before = queries.assignment(mine(cast.ana), reader=cast.ana.id).level
    actions.settle_all(at=clock.now())
    page.reload()
    expect(page.get_by_text("There is less help than before: 4 things done alone")).to_be_visible()
    assert queries.assignment(mine(cast.ana), reader=cast.ana.id).level == Level(before - 1)
    page.locator("summary", has_text="Choose for yourself").click()
    page.get_by_role("button", name="Close: every three days").click()
    expect(page.get_by_text("It stays so, whatever happens.")).to_be_visible()
    assert sound(page, "assignment") == []


def _thanked(site: Site, office: PostOffice, lender: Person) -> None:
    later = clock.now() + timedelta(days=1)
    actions.send_letters(at=later, may_reach=lambda _person: True)
    assert office.letters[-1]["Subject"] == "Ana says thank you"
    page = site.enter(lender)
    page.goto("/assignments/")
    page.get_by_role("link", name="Retry refunds at the gateway").click()
    expect(page.get_by_text("Thank you for the four hours, Dora.")).to_be_visible()
    assert sound(page, "loan") == []


def test_a_lender_says_no_signed_in_and_another_is_asked(site: Site) -> None:
    cast = site.cast
    found = opened(cast, clock.now())
    dora = site.enter(cast.dora)
    dora.goto("/assignments/")
    expect(dora.get_by_text("Waits for your answer")).to_be_visible()
    dora.get_by_role("link", name=found.title).click()
    expect(dora.get_by_role("button", name="No, not now")).to_be_visible()
    assert sound(dora, "loan-asked") == []
    dora.get_by_role("button", name="No, not now").click()
    expect(dora.get_by_text("They can ask somebody else")).to_be_visible()

    ana = site.enter(cast.ana)
    ana.goto(f"/assignments/{found.id}/")
    expect(ana.get_by_text("Dora cannot lend the time now.")).to_be_visible()
    ana.get_by_label("Who lends the time?").select_option("Choose somebody")
    ana.get_by_role("button", name="Ask", exact=True).click()
    expect(ana.get_by_role("alert")).to_be_visible()
    assert sound(ana, "assignment-refused") == []
    ana.get_by_label("Who lends the time?").select_option("Ben")
    ana.get_by_role("button", name="Ask", exact=True).click()
    expect(ana.get_by_text("Ben is asked to lend the time.")).to_be_visible()


def test_three_taps_work_without_scripts(site: Site) -> None:
    found = running(site.cast, clock.now())
    page = site.enter(site.cast.ana, java_script_enabled=False)
    page.goto(f"/assignments/{found.id}/")
    tapped(page, "Sure", "Little")
    page.get_by_role("button", name="Keep it").first.click()
    expect(page.get_by_text("One tap is missing here.")).to_be_visible()
    tapped(page, "Enough")
    page.get_by_role("button", name="Keep it").first.click()
    expect(page.get_by_text("It drifts.")).to_be_visible()
    assert SignRow.objects.count() == 0, "nobody but the learner reads it"


def test_others_find_no_such_page(site: Site) -> None:
    cast = site.cast
    found = running(cast, clock.now())
    tap(found, (1, 3, 1), clock.now())
    address = f"/assignments/{found.id}/"
    seen = {
        one.key: (client_of(one.id).get(address).status_code, client_of(one.id).get(f"{address}lend/").status_code)
        for one in (cast.ana, cast.ben, cast.emil, cast.dora, cast.cleo, cast.outsider)
    }  # fmt: skip
    assert seen == {
        "ana": (200, 404),
        "ben": (200, 404),
        "emil": (200, 404),
        "dora": (404, 200),
        "cleo": (404, 404),
        "oscar": (404, 404),
    }


def test_a_colleague_proposes_a_piece_of_work(site: Site) -> None:
    cast = site.cast
    happen(coming(cast, clock.now()), at=clock.now())
    dora = site.enter(cast.dora)
    dora.goto(f"/work/{piece().uuid}/")
    dora.get_by_role("link", name="Propose it to somebody").click()
    dora.get_by_label("To whom?").select_option("Ana")
    dora.get_by_role("textbox", name="Why them?").fill("You asked about gateways.")
    assert sound(dora, "assignment-propose") == []
    dora.get_by_role("button", name="Propose it").click()
    ana = site.enter(cast.ana)
    ana.goto("/assignments/")
    expect(ana.get_by_text("Dora proposes it: “You asked about gateways.”")).to_be_visible()
    ana.get_by_role("button", name=re.compile("^No ?: Retry refunds")).click()
    expect(ana.get_by_text("Nothing yet.")).to_be_visible()
    assert sound(ana, "assignments-empty") == []


def test_the_pages_take_few_queries(cast: Cast) -> None:
    at = clock.now()
    history(cast, at)
    happen(coming(cast, at, to=cast.ana), at=at)
    found = running(cast, at, episode=piece().uuid)
    for _ in range(5):
        tap(found, (3, 2, 3), at)
    client = client_of(cast.ana.id)
    sent = {}
    for address in ("/assignments/", f"/assignments/{found.id}/", f"/assignments/{found.id}/end/"):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        sent[address] = len([q for q in captured if "set_config('journeywork.org'" not in q["sql"]])
    assert {address: n for address, n in sent.items() if n > MOST} == {}
