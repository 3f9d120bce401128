"""Secrets that need not be stored, because they can be made again from our own key."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from django.conf import settings


def derived(purpose: str) -> tuple[str, ...]:
    """Return the secret for `purpose`, 256 bits as text: of the newest key first, then older.

    The same purpose always gives the same secret while a key is kept (HMAC-SHA256).
    """
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return tuple(_derive(key, purpose) for key in keys)


def _derive(key: str, purpose: str) -> str:
    digest = hmac.digest(key.encode(), f"journeywork:{purpose}".encode(), hashlib.sha256)
    return urlsafe_b64encode(digest).decode().rstrip("=")
