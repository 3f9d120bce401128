"""Whether a delivery was signed with our secret."""

import hashlib
import hmac

from django.http import HttpRequest


def signed(request: HttpRequest, body: bytes, secret: str) -> bool:
    """Check `X-Hub-Signature-256`: HMAC-SHA256 of the raw body; in constant time.

    The older SHA-1 header is not looked at.
    """
    given = request.headers.get("X-Hub-Signature-256", "")
    wanted = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(given.encode(), wanted.encode())
