"""Subscriptions: what may be entered, what is kept of it, who can read so."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from journeywork.engine.subscriptions import Subscription, SubscriptionState
from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.sealed import reseal_all
from journeywork.subscriptions import actions, queries
from tests.conftest import Cast

SECRET = "whsec_" + "QUJD" * 10
ADDRESS = "https://wiki.fairwater.example/hooks/T0/B0/very-secret"


def add(at: datetime, **more: Any) -> tuple[Subscription, str]:
    given: dict[str, Any] = {"name": "wiki", "address": ADDRESS, "kinds": ["card.published"]}
    return actions.add(**given | more, by=None, at=at)


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "select string_agg(row_to_json(t)::text, '') from subscriptions_subscription t"
        )
        return str(cursor.fetchone())


def test_one_is_added_changed_and_removed(cast: Cast, at: datetime) -> None:
    made, secret = add(at, name="  Our   wiki ", kinds=["cards.changed", "card.published"])
    assert (made.name, made.kinds, made.state, secret[:6]) == (
        "Our wiki",
        ("card.published", "cards.changed"),
        SubscriptionState.ACTIVE,
        "whsec_",
    )
    changed = actions.change(
        subscription_id=made.id, name="Wiki", kinds=["card.flagged"], by=cast.emil.id, at=at
    )
    assert queries.subscriptions() == (changed,)
    assert (changed.name, changed.address, changed.kinds) == ("Wiki", ADDRESS, ("card.flagged",))
    actions.remove(subscription_id=made.id, by=cast.emil.id, at=at)
    assert queries.subscriptions() == ()
    assert [line.verb for line in audit.lines(limit=3)] == [
        "webhook.removed",
        "webhook.changed",
        "webhook.added",
    ]


def test_neither_database_nor_log_tells_a_secret(cast: Cast, at: datetime) -> None:
    made, secret = add(at)
    renewed = actions.rotate(subscription_id=made.id, overlap=timedelta(days=1), by=None, at=at)
    told = stored() + str(audit.lines())
    assert [word for word in (secret, renewed, secret[6:], "very-secret") if word in told] == []
    assert "wiki.fairwater.example" in str(audit.lines())


def test_what_is_sealed_is_sealed_anew_when_keys_change(
    cast: Cast, at: datetime, settings: Any
) -> None:
    add(at)
    before = stored()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-newer-key-0123456789-01234567890123"
    assert reseal_all() == 2
    assert (stored() != before, queries.subscriptions()[0].address) == (True, ADDRESS)


def test_the_receivers_own_secret_is_used(cast: Cast, at: datetime) -> None:
    made, secret = add(at, secret=SECRET)
    assert secret == SECRET
    assert actions.rotate(
        subscription_id=made.id, overlap=timedelta(), secret=SECRET, by=None, at=at
    ) == (SECRET)


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({"name": " "}, {"name": "needs at least one character"}),
        ({"name": "x" * 81}, {"name": "is longer than 80 characters"}),
        ({"name": "a\nb"}, {"name": "must stand on one line, without control characters"}),
        ({"kinds": []}, {"kinds": "needs at least one kind"}),
        ({"kinds": ["offer.made"]}, {"kinds": "cannot be told: offer.made"}),
        (
            {"address": "http://wiki.example/x"},
            {"address": "must begin with https://, unless JOURNEYWORK_INSIDE names its host"},
        ),
        ({"address": "ftp://wiki.example/x"}, {"address": "is no http or https address"}),
        ({"address": "wiki"}, {"address": "is no http or https address"}),
        (
            {"address": "https://ana:secret@wiki.example/"},
            {"address": "is no plain http or https address"},
        ),
        ({"address": "https://127.0.0.1/x"}, {"address": "127.0.0.1 is not a public address"}),
        ({"address": "https://[::1]/x"}, {"address": "::1 is not a public address"}),
        ({"address": "https://10.0.0.7/x"}, {"address": "10.0.0.7 is not a public address"}),
        ({"address": "https://w.example/" + "x" * 2000}, {"address": "is longer than 2000 characters"}),
        ({"secret": "hunter2"}, {"secret": "must be whsec_ and 24 to 64 bytes in base64"}),
        ({"secret": "whsec_QUJD"}, {"secret": "must be whsec_ and 24 to 64 bytes in base64"}),
        (
            {"name": "", "kinds": ["x"]},
            {"name": "needs at least one character", "kinds": "cannot be told: x"},
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(
    cast: Cast, at: datetime, given: dict[str, Any], faults: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        add(at, **given)
    assert (refused.value.faults, queries.subscriptions()) == (faults, ())


def test_plain_http_is_for_hosts_of_ones_own_network(
    cast: Cast, at: datetime, settings: Any
) -> None:
    settings.INSIDE = frozenset({"wiki.inside", "10.0.0.7"})
    for number, address in enumerate(("http://wiki.inside/x", "http://10.0.0.7:8080/x#y")):
        made, _ = add(at, name=f"wiki {number}", address=address)
        assert made.address == address.partition("#")[0]


def test_two_have_two_names(cast: Cast, at: datetime) -> None:
    add(at)
    other, _ = add(at, name="chat")
    for act in (
        lambda: add(at),
        lambda: actions.change(subscription_id=other.id, name="wiki", by=None, at=at),
    ):
        with pytest.raises(Invalid, match="is taken by another webhook"):
            act()


@pytest.mark.parametrize("overlap", [timedelta(seconds=-1), timedelta(days=31)])
def test_an_old_secret_does_not_stay_for_long(cast: Cast, at: datetime, overlap: timedelta) -> None:
    made, _ = add(at)
    with pytest.raises(Invalid, match="must be from 0 to 30 days"):
        actions.rotate(subscription_id=made.id, overlap=overlap, by=None, at=at)


def test_what_is_not_here_is_not_found(cast: Cast, at: datetime) -> None:
    who: dict[str, Any] = {"by": None, "at": at}
    made, _ = add(at)
    for act in (
        lambda: queries.subscription(uuid4()),
        lambda: queries.subscription_named("nothing"),
        lambda: actions.change(subscription_id=uuid4(), name="x", **who),
        lambda: actions.pause(subscription_id=uuid4(), **who),
        lambda: actions.try_out(subscription_id=uuid4(), **who),
        lambda: actions.remove(subscription_id=uuid4(), **who),
        lambda: actions.again(deliveries=[made.id], **who),
        lambda: actions.drop(deliveries=[uuid4()], **who),
    ):
        with pytest.raises(NotFound):
            act()


def test_the_hundredth_can_still_be_renamed(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_SUBSCRIPTIONS", 1)
    made, _ = add(at)
    named = actions.change(subscription_id=made.id, name="The board", by=cast.emil.id, at=at)
    with pytest.raises(Invalid, match="one more than 1"):
        add(at, name="Another")
    assert named.name == "The board"
