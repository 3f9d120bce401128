"""Whether a delivery was signed with our secret."""

from journeywork.connectors.signatures import same, sha256_hex
from journeywork.connectors.webhook import Delivery


def signed(sent: Delivery, secret: str) -> bool:
    """Check `X-Hub-Signature-256`: HMAC-SHA256 of the raw body; in constant time.

    The older SHA-1 header is not looked at.
    """
    given = sent.headers.get("X-Hub-Signature-256", "")
    return same(given, "sha256=" + sha256_hex(sent.body, secret))
