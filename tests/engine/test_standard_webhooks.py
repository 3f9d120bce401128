"""A delivery is signed as the standard says."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.standard_webhooks import headers, key_of, secret_of, signature

AT = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
KEYS = st.binary(min_size=24, max_size=64)


def test_the_example_of_the_standards_own_libraries() -> None:
    made = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        at=datetime.fromtimestamp(1614265330, UTC),
        body=b'{"test": 2432232314}',
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(key=KEYS, body=st.binary(max_size=200))
def test_each_secret_makes_its_signature(key: bytes, body: bytes) -> None:
    secrets = [secret_of(key), secret_of(b"another-key-of-24-bytes!")]
    made = headers(secrets, id="a-1", at=AT, body=body)
    seconds = str(int(AT.timestamp()))
    signed = b"a-1." + seconds.encode() + b"." + body
    expected = [
        "v1," + base64.b64encode(hmac.new(key_of(one), signed, hashlib.sha256).digest()).decode()
        for one in secrets
    ]
    assert made == {
        "webhook-id": "a-1",
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(expected),
    }


@given(KEYS)
def test_a_secret_spells_its_key(key: bytes) -> None:
    secret = secret_of(key)
    assert (secret[:6], key_of(secret)) == ("whsec_", key)


@pytest.mark.parametrize("key", [b"", b"x" * 23, b"x" * 65])
def test_a_key_of_another_length_is_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match="24 to 64 bytes"):
        secret_of(key)
    with pytest.raises(ValueError, match="24 to 64 bytes"):
        key_of("whsec_" + base64.b64encode(key).decode())


def test_what_is_no_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="base64"):
        key_of("whsec_not base64 at all!")
