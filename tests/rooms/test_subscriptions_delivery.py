"""Other systems are told: over real HTTP, signed, in order, again where it failed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from journeywork.engine.subscriptions import DeliveryState, SubscriptionState
from journeywork.kernel import audit
from journeywork.kernel.jobs import defer
from journeywork.kernel.outgoing import Allowance
from journeywork.knowledge.facts import CardPublished
from journeywork.subscriptions import actions, queries, sending
from tests.conftest import Cast
from tests.fakes.outbound import Day, last
from tests.fakes.receiver import Receiver, answer, drip, flood, lose, receiving, silent


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.INSIDE = frozenset({"127.0.0.1"})
    with receiving() as made:
        yield made


@pytest.fixture
def day(cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Day:
    monkeypatch.setattr(sending, "ALLOWANCE", Allowance(seconds=1, size=64 * 1024))
    return Day(cast, at)


def says(day: Day, line: Any) -> list[tuple[int | None, str]]:
    return [(each.status, each.reason) for each in last(line).attempts]


# What arrives


def test_a_card_that_comes_out_is_told_signed_as_a_cloud_event(
    day: Day, receiver: Receiver, settings: Any
) -> None:
    line = day.subscribe(receiver)
    card = day.publish_card("Charge a fee once")
    assert day.work(line) == 1
    (one,) = receiver.heard
    assert (one.proved, one.path, len(one.signatures)) == (True, "/hook", 1)
    assert one.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert one.event == {
        "specversion": "1.0",
        "id": one.id,
        "source": f"urn:uuid:{day.cast.org}",
        "type": "org.journeywork.card.published",
        "subject": f"card:{card}",
        "time": "2026-03-10T10:00:00+00:00",
        "datacontenttype": "application/json",
        "data": {
            "card": str(card),
            "key": "charge-a-fee-once",
            "title": "Charge a fee once",
            "kind": "reference",
            "url": f"{settings.ADDRESS}/cards/charge-a-fee-once/",
        },
    }
    assert last(line).state is DeliveryState.DELIVERED
    assert queries.subscription(line.id).delivered_at == day.at


def test_the_receivers_own_check_is_worth_something(day: Day, receiver: Receiver) -> None:
    """The control: with another secret, or five minutes late, nothing is proved."""
    line = day.subscribe(receiver)
    receiver.secrets[0] = "whsec_" + "A" * 43 + "="
    day.happens()
    day.work(line)
    day.subscribe(receiver, "other")
    receiver.clock = lambda: day.at.timestamp() + 301
    day.happens()
    day.work(queries.subscription_named("other"))
    assert [one.proved for one in receiver.heard] == [False, False]


def test_another_journeywork_reads_it_as_work(day: Day, receiver: Receiver) -> None:
    from journeywork.connectors.cloud_event import fitting, read

    line = day.subscribe(receiver)
    day.publish_card("Charge a fee once")
    day.happens()
    day.work(line)
    events = [fitting(read(one.event, at=day.at), at=day.at) for one in receiver.heard]
    assert [(one.type, one.title, one.by, one.by_handle) for one in events] == [
        ("card.published", "Charge a fee once", None, ""),
        ("cards.imported", "", None, ""),
    ]


def test_only_what_was_asked_for_is_told(day: Day, receiver: Receiver) -> None:
    line = day.subscribe(receiver, kinds=["cards.imported"])
    day.publish_card("Charge a fee once")
    day.happens()
    day.work(line)
    assert [one.event["type"] for one in receiver.heard] == ["org.journeywork.cards.imported"]


def test_two_systems_hear_of_the_same_event_under_one_id(day: Day, receiver: Receiver) -> None:
    lines = [day.subscribe(receiver, name) for name in ("wiki", "chat")]
    day.happens()
    for line in lines:
        day.work(line)
    assert (len(receiver.heard), len(set(receiver.ids)), len(receiver.kept)) == (2, 1, 1)


def test_a_fact_that_is_turned_twice_is_told_once(day: Day, receiver: Receiver) -> None:
    line = day.subscribe(receiver)
    day.happens()
    day._turned.clear()
    day.turn()
    day.work(line)
    assert len(receiver.heard) == 1


def test_deliveries_keep_the_order_of_what_happened(day: Day, receiver: Receiver) -> None:
    line = day.subscribe(receiver)
    day.happens(30)
    while day.work(line):
        pass
    assert [one.event["data"]["new"] for one in receiver.heard] == list(range(1, 31))


# When it fails


@pytest.mark.parametrize(
    ("reply", "status", "reason"),
    [
        (answer(500), 500, "it answers with 500"),
        (answer(404), 404, "it answers with 404"),
        (answer(302, Location="/on"), 302, "it answers with a redirect (302), which is not followed"),
        (flood, None, "the answer is larger than 65536 bytes"),
        (drip, None, "the answer took longer than 1 seconds"),
        (silent, None, "the answer took longer than 1 seconds"),
        (lose, None, "127.0.0.1 does not answer: [Errno 104] Connection reset by peer"),
    ],
)  # fmt: skip
def test_what_fails_is_sent_again_with_the_same_id_and_a_new_time(
    day: Day, receiver: Receiver, reply: Any, status: int | None, reason: str
) -> None:
    receiver.replies.append(reply)
    line = day.subscribe(receiver)
    day.happens()
    day.work(line)
    held = queries.subscription(line.id)
    assert (last(line).state, held.failing_since) == (DeliveryState.WAITING, day.at)
    assert [one[0] for one in says(day, line)] == [status]
    assert says(day, line)[0][1] == reason
    day.work_until(line, lambda: last(line).state is DeliveryState.DELIVERED)
    first, second = receiver.heard
    assert (first.id, first.body, second.proved) == (second.id, second.body, True)
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    assert (len(receiver.kept), queries.subscription(line.id).failing_since) == (1, None)


def test_a_receiver_that_is_not_there(day: Day, receiver: Receiver) -> None:
    line = day.subscribe(receiver, address="http://127.0.0.1:1/hook")
    day.happens()
    day.work(line)
    assert [status for status, _ in says(day, line)] == [None]
    actions.change(subscription_id=line.id, address=receiver.address, by=None, at=day.at)
    day.work(line)
    assert last(line).state is DeliveryState.DELIVERED


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_leads_inside(day: Day, receiver: Receiver, status: int) -> None:
    with receiving() as trap:
        target = f"http://localhost:{trap.port}/hook"
        receiver.replies.append(answer(status, Location=target))
        line = day.subscribe(receiver)
        day.happens()
        day.work(line)
        assert (len(receiver.heard), trap.heard) == (1, [])


@pytest.mark.parametrize(
    "address", ["https://localhost/hook", "https://169.254.169.254.nip.example/"]
)
def test_an_address_that_leads_inside_is_never_asked(
    day: Day, receiver: Receiver, address: str
) -> None:
    line = day.subscribe(receiver, address=address)
    day.happens()
    day.work(line)
    (found,) = says(day, line)
    assert (found[0], receiver.heard) == (None, [])


def test_one_that_is_down_is_asked_seldom_and_paused_after_three_days(
    day: Day, receiver: Receiver
) -> None:
    receiver.usual = answer(503)
    line, began = day.subscribe(receiver), day.at
    day.happens(50)
    day.work_until(line, lambda: queries.subscription(line.id).state is SubscriptionState.STOPPED)
    found = queries.subscription(line.id)
    assert timedelta(days=3) <= day.at - began <= timedelta(days=4)
    assert (len(receiver.heard) < 40, found.reason) == (
        True,
        "nothing has arrived there for three days",
    )
    assert (found.waiting + found.dead, queries.stopped()) == (50, 1)
    assert audit.lines(limit=1)[0].verb == "webhook.stopped"
    day.happens()
    assert (day.work(line), queries.subscription(line.id).waiting) == (0, found.waiting + 1)


def test_nothing_is_lost_when_it_goes_on(day: Day, receiver: Receiver) -> None:
    receiver.usual = answer(503)
    line = day.subscribe(receiver)
    day.happens(5)
    day.work_until(line, lambda: queries.subscription(line.id).state is SubscriptionState.STOPPED)
    receiver.usual, receiver.heard = answer(204), []
    actions.resume(subscription_id=line.id, by=None, at=day.at)
    actions.again(by=None, at=day.at)
    while day.work(line):
        pass
    assert [one.event["data"]["new"] for one in receiver.heard] == [1, 2, 3, 4, 5]
    assert queries.subscription(line.id).waiting == 0


def test_one_that_it_cannot_take_does_not_stop_the_others(day: Day, receiver: Receiver) -> None:
    line = day.subscribe(receiver)

    def choosy(request: Any) -> None:
        bad = receiver.heard[-1].event["data"]["new"] == 1
        answer(500 if bad else 204)(request)

    receiver.usual = choosy
    day.happens(4)
    day.work_until(line, lambda: queries.subscription(line.id).waiting == 1)
    taken = [one.event["data"]["new"] for one in receiver.heard if one.event["data"]["new"] > 1]
    assert taken == [2, 3, 4]
    day.work_until(line, lambda: queries.subscription(line.id).dead == 1)
    (dead,) = queries.deliveries(subscription=line.id, state=DeliveryState.DEAD)
    assert (len(dead.attempts), dead.attempts[-1].reason) == (10, "it answers with 500")
    assert queries.subscription(line.id).state is SubscriptionState.STOPPED


def test_what_is_refused_for_its_own_sake_holds_nobody_up(day: Day, receiver: Receiver) -> None:
    receiver.replies.append(answer(422))
    line = day.subscribe(receiver)
    day.happens(3)
    day.work(line)
    assert [one.event["data"]["new"] for one in receiver.heard] == [1, 2, 3]


def test_it_is_left_alone_as_long_as_it_asks(day: Day, receiver: Receiver) -> None:
    receiver.replies.extend([answer(429, Retry_After="3600")])
    line = day.subscribe(receiver)
    day.happens()
    began = day.at
    day.work_until(line, lambda: last(line).state is DeliveryState.DELIVERED)
    assert day.at - began >= timedelta(hours=1)
    line = day.subscribe(receiver, "other")
    receiver.replies.extend([answer(503, Retry_After="Tue, 10 Mar 2026 15:00:00 GMT")])
    day.happens()
    day.work_until(line, lambda: last(line).state is DeliveryState.DELIVERED)
    assert day.at.isoformat() >= "2026-03-10T15:00:00+00:00"


def test_gone_is_gone(day: Day, receiver: Receiver) -> None:
    receiver.usual = answer(410)
    line = day.subscribe(receiver)
    day.happens(3)
    day.work(line)
    day.happens()
    found = queries.subscription(line.id)
    assert (found.state, found.reason) == (
        SubscriptionState.ENDED,
        "it answers that it is gone (410)",
    )
    assert (len(receiver.heard), found.waiting, found.dead) == (1, 0, 1)


# Dead letters, tests, secrets


def dead_letter(day: Day, receiver: Receiver) -> Any:
    receiver.usual = answer(500)
    line = day.subscribe(receiver)
    day.happens()
    day.work_until(line, lambda: queries.subscription(line.id).dead == 1)
    actions.resume(subscription_id=line.id, by=None, at=day.at)
    receiver.usual, receiver.heard = answer(204), []
    return line


def test_a_dead_letter_is_tried_again_under_its_id(day: Day, receiver: Receiver) -> None:
    line = dead_letter(day, receiver)
    (dead,) = queries.deliveries(state=DeliveryState.DEAD)
    assert actions.again(deliveries=[dead.id], by=day.cast.emil.id, at=day.at) == 1
    day.work(line)
    assert (receiver.ids, last(line).state) == ([str(dead.event)], DeliveryState.DELIVERED)
    assert len(last(line).attempts) == 11
    assert audit.lines(limit=1)[0].verb == "webhook.tried_again"


def test_a_dead_letter_is_dropped(day: Day, receiver: Receiver) -> None:
    line = dead_letter(day, receiver)
    assert actions.drop(by=None, at=day.at, subscription_id=line.id) == 1
    assert actions.again(by=None, at=day.at) == 0
    day.work(line)
    assert (receiver.heard, queries.subscription(line.id).dead) == ([], 0)


def test_a_test_arrives_also_where_it_is_paused(day: Day, receiver: Receiver) -> None:
    line = day.subscribe(receiver)
    actions.pause(subscription_id=line.id, by=None, at=day.at)
    day.happens()
    made = actions.try_out(subscription_id=line.id, by=None, at=day.at)
    day.work(line)
    (one,) = receiver.heard
    assert (one.proved, one.event["type"], one.id) == (
        True,
        "org.journeywork.webhook.tested",
        str(made.event),
    )
    assert last(line).state is DeliveryState.DELIVERED


def test_a_test_that_fails_is_not_tried_again_and_is_no_dead_letter(
    day: Day, receiver: Receiver
) -> None:
    receiver.replies.append(answer(500))
    line = day.subscribe(receiver)
    actions.try_out(subscription_id=line.id, by=None, at=day.at)
    day.work(line)
    found = queries.subscription(line.id)
    assert (last(line).state, found.dead, found.failing_since) == (DeliveryState.DROPPED, 0, None)
    assert says(day, line) == [(500, "it answers with 500")]


def test_a_test_that_arrives_lets_the_others_follow(day: Day, receiver: Receiver) -> None:
    receiver.replies.extend([answer(500), answer(500), answer(500)])
    line = day.subscribe(receiver)
    day.happens(2)
    day.work(line)
    day.wait(line)
    actions.try_out(subscription_id=line.id, by=None, at=day.at)
    assert queries.subscription(line.id).next_at is not None
    receiver.replies.clear()
    day.work(line)
    assert queries.subscription(line.id).next_at is None


def test_while_a_secret_changes_both_sign(day: Day, receiver: Receiver) -> None:
    line = day.subscribe(receiver)
    (old,) = receiver.secrets
    new = actions.rotate(
        subscription_id=line.id, overlap=timedelta(days=1), by=day.cast.emil.id, at=day.at
    )
    proved = []
    for trusted in ([old], [new]):
        receiver.secrets = trusted
        day.happens()
        day.work(line)
        proved.append((receiver.heard[-1].proved, len(receiver.heard[-1].signatures)))
    day.at += timedelta(days=1)
    for trusted in ([old], [new]):
        receiver.secrets = trusted
        day.happens()
        day.work(line)
        proved.append((receiver.heard[-1].proved, len(receiver.heard[-1].signatures)))
    assert proved == [(True, 2), (True, 2), (False, 1), (True, 1)]


def test_a_secret_that_leaked_ends_at_once(day: Day, receiver: Receiver) -> None:
    line = day.subscribe(receiver)
    actions.rotate(subscription_id=line.id, overlap=timedelta(), by=None, at=day.at)
    day.happens()
    day.work(line)
    assert (receiver.heard[0].proved, len(receiver.heard[0].signatures)) == (False, 1)


# Over time


def test_what_waits_while_paused_follows_later(day: Day, receiver: Receiver) -> None:
    line = day.subscribe(receiver)
    actions.pause(subscription_id=line.id, by=None, at=day.at)
    day.happens(2)
    day.work(line)
    assert receiver.heard == []
    actions.resume(subscription_id=line.id, by=None, at=day.at)
    day.work(line)
    assert [one.event["data"]["new"] for one in receiver.heard] == [1, 2]


def test_jobs_of_a_line_run_one_after_another_and_waits_hold_up_none(
    day: Day, receiver: Receiver
) -> None:
    receiver.usual = answer(500)
    line = day.subscribe(receiver)
    day.happens()
    day.work(line)
    jobs = ProcrastinateJob.objects.filter(args__subscription=str(line.id)).order_by("id")
    told = jobs.values_list("task_name", "queue_name", "lock")
    assert set(told) == {
        ("deliver_webhooks", "outgoing", f"webhooks {line.id}"),
        ("wake_webhooks", "outgoing", None),
    }
    with pytest.raises(KeyError):
        defer("deliver_webhooks", queue="nobody works it")


def test_a_line_that_was_forgotten_is_roused(day: Day, receiver: Receiver) -> None:
    line = day.subscribe(receiver)
    day.happens()
    assert actions.rouse(at=day.at) == 0
    assert actions.rouse(at=day.at + timedelta(minutes=2)) == 1
    day.work(line)
    assert actions.rouse(at=day.at + timedelta(minutes=2)) == 0


def test_deliveries_are_kept_for_thirty_days(day: Day, receiver: Receiver) -> None:
    line = day.subscribe(receiver)
    day.happens()
    day.work(line)
    kept = [actions.sweep(at=day.at + timedelta(days=days)) for days in (29, 31)]
    assert (kept, queries.deliveries()) == ([0, 1], ())


def test_one_that_was_removed_meanwhile_harms_nobody(day: Day, receiver: Receiver) -> None:
    line = day.subscribe(receiver)
    day.happens()

    def removed(request: Any) -> None:
        answer(204)(request)

    receiver.replies.append(removed)
    actions.remove(subscription_id=line.id, by=None, at=day.at)
    assert (day.work(line), queries.deliveries(), queries.subscriptions()) == (0, (), ())


def test_another_organisation_hears_nothing(day: Day, receiver: Receiver) -> None:
    from journeywork.kernel.tenancy import within

    with within(day.cast.other_org):
        line = day.subscribe(receiver)
    day.tell(CardPublished(card=day.cast.ana.id, at=day.at))
    day.turn()
    with within(day.cast.other_org):
        assert (day.work(line), queries.deliveries()) == (0, ())
