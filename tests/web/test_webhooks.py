"""Emil tells another system, sees what did not arrive, and decides."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from journeywork.engine.subscriptions import DeliveryState, SubscriptionState
from journeywork.kernel import clock
from journeywork.kernel.outgoing import Allowance
from journeywork.people import actions as people
from journeywork.subscriptions import actions, queries, sending
from tests.conftest import Cast
from tests.fakes.outbound import Day
from tests.fakes.receiver import Receiver, answer, receiving
from tests.web.conftest import Site, violations
from tests.web.looking import walk
from tests.web.stage import Stage
from tests.web.test_pages import SIZES
from tests.web.test_query_budget import MOST, _statements, client_of


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.INSIDE = frozenset({"127.0.0.1"})
    with receiving() as made:
        yield made


@pytest.fixture
def day(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Day:
    """Three days ago, so that what is in vain is a dead letter by now."""
    monkeypatch.setattr(sending, "ALLOWANCE", Allowance(seconds=2, size=64 * 1024))
    return Day(stage.cast, clock.now() - timedelta(days=3.5))


def in_vain(day: Day, receiver: Receiver) -> Any:
    """A webhook with a dead letter, two that wait, and one that arrived before."""
    line = day.subscribe(receiver)
    day.publish_card("Charge a fee twice")
    day.work(line)
    receiver.usual = answer(503)
    day.happens(3)
    day.work_until(line, lambda: queries.subscription(line.id).dead == 1)
    return line


def test_one_is_added_with_a_secret_that_is_shown_once(
    site: Site, stage: Stage, receiver: Receiver
) -> None:
    page = site.enter(site.cast.emil)
    page.goto("/admin/webhooks/")
    expect(page.locator("main")).to_contain_text("no names")
    page.get_by_role("link", name="Add one").click()
    page.get_by_role("button", name="Add it").click()
    expect(page.locator(".faults")).to_contain_text("Name: This is still empty.")
    page.fill("#id_name", "The wiki")
    page.fill("#id_address", "http://10.0.0.1/")
    page.get_by_label("Colleagues can read a card from now on").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("#id_address_error")).to_contain_text("10.0.0.1 is not a public address")
    page.fill("#id_address", receiver.address)
    page.get_by_role("button", name="Add it").click()
    secret = page.locator("#secret").inner_text()
    (made,) = queries.subscriptions()
    assert (secret[:6], made.name, made.kinds) == ("whsec_", "The wiki", ("card.published",))
    page.goto(f"/admin/webhooks/{made.id}/")
    assert secret not in page.content()


def test_a_test_shows_by_itself_whether_it_arrived(
    site: Site, stage: Stage, receiver: Receiver
) -> None:
    day = Day(stage.cast, clock.now())
    line = day.subscribe(receiver)
    page = site.enter(site.cast.emil)
    page.goto(f"/admin/webhooks/{line.id}/")
    page.get_by_role("button", name="Send a test").click()
    row = page.locator("#deliveries .row").first
    expect(row).to_contain_text("waits")
    sending.run(line.id, now=clock.now)
    expect(row).to_contain_text("delivered")
    receiver.replies.append(answer(404))
    page.get_by_role("button", name="Send a test").click()
    sending.run(line.id, now=clock.now)
    expect(page.locator("#deliveries .row").first).to_contain_text("it answers with 404")
    assert page.locator("#deliveries").get_attribute("hx-get") is None


def test_dead_letters_are_tried_again_and_dropped(
    site: Site, stage: Stage, day: Day, receiver: Receiver
) -> None:
    line = in_vain(day, receiver)
    page = site.enter(site.cast.emil)
    page.goto("/admin/webhooks/")
    expect(page.get_by_role("region", name="Dead letters")).to_contain_text("it answers with 503")
    expect(page.locator(".tabs")).to_contain_text("one has stopped")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".messages")).to_have_text("1 dead letter is tried again.")
    page.get_by_role("link", name="wiki").click()
    expect(page.locator("main .message.attention")).to_contain_text("It was paused by itself")
    receiver.usual, receiver.heard = answer(204), []
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".messages")).to_contain_text("It goes on")
    sending.run(line.id, now=clock.now)
    assert [one.event["data"]["new"] for one in receiver.heard] == [1, 2, 3]
    page.reload()
    assert page.get_by_role("region", name="Dead letters").count() == 0


def test_one_is_changed_renewed_paused_and_removed(
    site: Site, stage: Stage, receiver: Receiver
) -> None:
    day = Day(stage.cast, clock.now())
    line = day.subscribe(receiver)
    page = site.enter(site.cast.emil)
    page.goto(f"/admin/webhooks/{line.id}/")
    page.get_by_text("Name, address, and what it is told").click()
    page.fill("#id_name", "Our wiki")
    page.get_by_label("A card is out of use").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_have_text("Our wiki")
    assert "card.archived" not in queries.subscription(line.id).kinds
    page.get_by_text("A new secret", exact=True).click()
    page.get_by_role("button", name="Change the secret").click()
    expect(page.locator("#secret")).not_to_have_text(receiver.secrets[0])
    expect(page.locator("main .facts")).to_contain_text("signs too, until")
    page.get_by_role("button", name="Pause").click()
    assert queries.subscription(line.id).state is SubscriptionState.PAUSED
    page.get_by_text("Remove it", exact=True).click()
    page.get_by_role("button", name="Yes, remove it").click()
    expect(page.locator(".messages")).to_have_text("Removed. It is told nothing any more.")
    assert queries.subscriptions() == ()


def test_adding_twice_by_going_back_adds_one(site: Site, stage: Stage, receiver: Receiver) -> None:
    page = site.enter(site.cast.emil)
    _add(page, receiver)
    page.reload()
    assert [one.name for one in queries.subscriptions()] == ["wiki"]
    assert page.locator("#secret").count() == 0


def _add(page: Page, receiver: Receiver) -> None:
    page.goto("/admin/webhooks/add/")
    page.fill("#id_name", "wiki")
    page.fill("#id_address", receiver.address)
    page.get_by_label("A card is out of use").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("#secret")).to_be_visible()


def test_it_is_added_with_the_keyboard_alone(site: Site, stage: Stage, receiver: Receiver) -> None:
    page = site.enter(site.cast.emil)
    page.goto("/admin/webhooks/add/")
    page.locator("#id_name").focus()
    page.keyboard.type("wiki")
    page.keyboard.press("Tab")
    page.keyboard.type(receiver.address)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator("#id_name").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#secret")).to_be_visible()
    assert page.evaluate("document.activeElement.matches('[data-focus]')")


@pytest.mark.parametrize("look", SIZES)
def test_every_page_of_webhooks_is_sound(
    site: Site, stage: Stage, day: Day, receiver: Receiver, look: str
) -> None:
    page = site.enter(site.cast.emil, look)
    assert walk(page, {"webhooks-none": "/admin/webhooks/"}, look) == {}
    line = in_vain(day, receiver)
    found = {
        "webhooks": "/admin/webhooks/",
        "webhook-add": "/admin/webhooks/add/",
        "webhook": f"/admin/webhooks/{line.id}/",
    }
    assert walk(page, found, look) == {}
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert violations(page) == []


def test_all_of_it_is_said_in_german(
    site: Site, stage: Stage, day: Day, receiver: Receiver
) -> None:
    people.change_person(person_id=site.cast.emil.id, languages=("de",), by=None, at=stage.at)
    in_vain(day, receiver)
    page = site.enter(site.cast.emil)
    page.goto("/admin/webhooks/")
    dead = page.get_by_role("region", name="Unzustellbares")
    expect(dead).to_contain_text("es antwortet mit 503")
    expect(dead).to_contain_text("Dokumente von anderswo wurden Karten")


def test_pages_take_as_many_queries_with_300_rows_as_with_3(
    cast: Cast, at: Any, settings: Any, receiver: Receiver
) -> None:
    people.change_person(
        person_id=cast.emil.id, roles=("coordinator", "administrator"), by=None, at=at
    )
    day = Day(cast, at)
    line = day.subscribe(receiver)
    client = client_of(cast.emil.id)
    addresses = ["/admin/webhooks/", f"/admin/webhooks/{line.id}/", "/admin/webhooks/add/"]
    fill(day, line, 3)
    few = {address: _statements(client, address) for address in addresses}
    fill(day, line, 297)
    many = {address: _statements(client, address) for address in addresses}
    assert (many, {address: n for address, n in few.items() if n > MOST}) == (few, {})


def fill(day: Day, line: Any, count: int) -> None:
    """Dead letters, waiting ones and delivered ones, and other webhooks."""
    from journeywork.subscriptions.models import DeliveryRow

    before = queries.deliveries(limit=1)
    day.happens(count)
    rows = list(DeliveryRow.objects.order_by("-id")[:count])
    for number, row in enumerate(rows):
        row.state = list(DeliveryState)[number % 3]
        row.attempts = [{"at": day.at.isoformat(), "status": 500, "reason": "x", "took": 5}]
    DeliveryRow.objects.bulk_update(rows, ["state", "attempts"])
    start = 1000 if before else 0
    for number in range(start, start + min(count, 60)):
        actions.add(
            name=f"w{number}", address="https://w.example", kinds=["card.flagged"], by=None, at=day.at
        )  # fmt: skip
