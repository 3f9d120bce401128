"""Standard Webhooks are proved as the specification says: the right secret, the body, just now."""

import base64
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from journeywork.connectors.standard.signature import signed
from journeywork.connectors.webhook import Delivery
from journeywork.engine.standard_webhooks import headers
from journeywork.kernel import clock
from journeywork.work import actions
from tests.fakes.knocking import Knock, knock_often
from tests.rooms.signing import Headers, Line, standard


@pytest.fixture
def db(transactional_db: None) -> None:
    """Committed, because the fast path has connections of its own."""


@pytest.fixture(autouse=True)
def at() -> Any:
    """Now, as far as everybody here knows."""
    tuesday = datetime.fromisoformat("2026-03-10T10:00:00Z")
    with clock.fixed(tuesday):
        yield tuesday


@pytest.fixture
def desk(org: UUID, at: datetime) -> Line:
    return Line("standard", org, actions.follow(kind="standard", key="help desk", at=at))


def test_the_secret_is_spelled_as_others_expect_it(desk: Line) -> None:
    assert desk.secret.startswith("whsec_")
    assert len(base64.b64decode(desk.secret.removeprefix("whsec_"), validate=True)) == 32


def test_the_example_of_the_specification_s_own_libraries_fits() -> None:
    """A signature that others made: secret, id, time and body are those of their tests."""
    sent = Delivery(
        source=uuid4(),
        at=datetime.fromtimestamp(1614265330, UTC),
        headers={
            "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp": "1614265330",
            "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        },
        body=b'{"test": 2432232314}',
    )
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    assert signed(sent, secret)
    assert not signed(replace(sent, body=sent.body + b" "), secret)


def test_another_journeywork_is_let_in(desk: Line, at: datetime) -> None:
    """Our own signing is no part of `tests.rooms.signing`: the two are held side by side."""
    secrets = ("whsec_" + "B" * 43 + "=", desk.secret)
    told = headers(secrets, id="msg_1", at=at, body=desk.body)
    assert desk.sends(told).status_code == 202


@pytest.mark.parametrize(
    ("late", "status"),
    [(0, 202), (299, 202), (-299, 202), (301, 401), (-301, 401), (600, 401), (-600, 401)],
)
def test_a_clock_may_be_off_by_five_minutes_and_no_more(desk: Line, late: int, status: int) -> None:
    assert desk.sends(desk.signed(late=late)).status_code == status


def test_what_was_caught_on_the_way_is_worth_nothing_later(desk: Line, at: datetime) -> None:
    caught = desk.signed()
    assert desk.sends(caught).json() == {"new": 1, "repeated": 0}
    assert desk.sends(caught).json() == {"new": 0, "repeated": 1}
    with clock.fixed(at + timedelta(minutes=10)):
        assert desk.sends(caught).status_code == 401
        fresh = caught | {"webhook-timestamp": str(int(clock.now().timestamp()))}
        assert desk.sends(fresh).status_code == 401
    assert desk.sends(caught | {"webhook-id": "msg_2"}).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-timestamp": "now"},
        {"webhook-timestamp": ""},
        {"webhook-timestamp": "1773136800.0"},
        {"webhook-timestamp": "+1773136800"},
        {"webhook-timestamp": "-1773136800"},
        {"webhook-timestamp": "177313680\u00b2"},
        {"webhook-timestamp": "9" * 11},
        {"webhook-timestamp": "9" * 400},
        {"webhook-id": ""},
        {"webhook-signature": "v1"},
        {"webhook-signature": ","},
        {"webhook-signature": "v1,"},
        {"webhook-signature": " " * 99},
    ],
)
def test_headers_of_another_shape_are_no_proof(desk: Line, change: Headers) -> None:
    assert desk.sends(desk.signed() | change).status_code == 401


def test_the_sender_may_sign_with_old_and_new_while_it_changes_over(desk: Line) -> None:
    good, body = desk.signed(), desk.body
    ours = good["webhook-signature"]
    [other] = [standard("whsec_" + "B" * 44, body)["webhook-signature"]]
    asymmetric = "v1a," + base64.b64encode(b"k" * 64).decode()
    lists = {
        f"{other} {ours}": 202,
        f"{ours} {other}": 202,
        f"{asymmetric} {ours}": 202,
        f"{other} {asymmetric}": 401,
        f"{other}  {other}": 401,
        ours.replace("v1,", "v2,"): 401,
        ours.replace("v1,", "v1a,"): 401,
        ours.removeprefix("v1,"): 401,
        f"{ours},{other}": 401,
        f"V1,{ours[3:]}": 401,
    }
    knocks = [Knock(desk.path, body, headers=good | {"webhook-signature": each}) for each in lists]
    assert [answer.status_code for answer in knock_often(knocks)] == list(lists.values())


def test_the_secret_has_to_be_decoded_before_it_is_a_key(desk: Line) -> None:
    moment = desk.signed()["webhook-timestamp"]
    for text in (desk.secret, desk.secret.removeprefix("whsec_")):
        digest = hmac.digest(text.encode(), f"msg_1.{moment}.".encode() + desk.body, "sha256")
        spelled = f"v1,{base64.b64encode(digest).decode()}"
        assert desk.sends(desk.signed() | {"webhook-signature": spelled}).status_code == 401


@pytest.mark.parametrize("algorithm", ["sha1", "sha512", "md5"])
def test_another_algorithm_is_no_proof(desk: Line, algorithm: str) -> None:
    assert desk.sends(desk.signed(algorithm=algorithm)).status_code == 401
