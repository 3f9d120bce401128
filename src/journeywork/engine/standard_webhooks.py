"""Standard Webhooks 1.0: how a delivery is signed, so that its receiver knows who sent it.

What is signed is `id.seconds.body`, by HMAC-SHA256 with the key that a secret spells: `whsec_`
and the key in base64. Each secret in force makes one signature, so that a secret can be changed
while both sides work (https://www.standardwebhooks.com).
"""

import hashlib
import hmac
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterable
from datetime import datetime

PREFIX = "whsec_"
#: Bytes of a key that the standard takes.
LEAST, MOST = 24, 64


def secret_of(key: bytes) -> str:
    """Return a key as a secret that can be handed over; ValueError for one of another length."""
    if not LEAST <= len(key) <= MOST:
        raise ValueError(f"a key has {LEAST} to {MOST} bytes")
    return PREFIX + b64encode(key).decode()


def key_of(secret: str) -> bytes:
    """Return the key that a secret spells; ValueError for anything else."""
    try:
        key = b64decode(secret.removeprefix(PREFIX), validate=True)
    except Error:
        raise ValueError("a secret is whsec_ and base64") from None
    if not LEAST <= len(key) <= MOST:
        raise ValueError(f"a key has {LEAST} to {MOST} bytes")
    return key


def signature(secret: str, *, id: str, at: datetime, body: bytes) -> str:
    """Return the signature of a delivery that is made at `at`: `v1,` and base64."""
    signed = b".".join((id.encode(), str(_seconds(at)).encode(), body))
    return "v1," + b64encode(hmac.digest(key_of(secret), signed, hashlib.sha256)).decode()


def headers(secrets: Iterable[str], *, id: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the three headers of an attempt at `at`, with a signature for each secret.

    `id` says which event it is and is the same at every attempt; it must not hold a full stop.
    """
    return {
        "webhook-id": id,
        "webhook-timestamp": str(_seconds(at)),
        "webhook-signature": " ".join(
            signature(secret, id=id, at=at, body=body) for secret in secrets
        ),
    }


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
