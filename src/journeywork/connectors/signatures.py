"""Proofs that a delivery was made by somebody who has a secret: what several senders share.

Nothing here ends early: how long a comparison takes says nothing of how much of it fits.
"""

import hashlib
import hmac


def sha256_hex(body: bytes, secret: str) -> str:
    """Return the HMAC-SHA256 of the raw body under `secret`, in small hexadecimal digits."""
    return hmac.digest(secret.encode(), body, hashlib.sha256).hex()


def same(given: str, wanted: str) -> bool:
    """Tell whether two texts are the same to the letter, in constant time."""
    return hmac.compare_digest(given.encode(), wanted.encode())
