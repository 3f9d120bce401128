"""Whether a delivery was signed with our secret."""

from journeywork.connectors.signatures import same, sha256_hex
from journeywork.connectors.webhook import Delivery


def signed(sent: Delivery, secret: str) -> bool:
    """Check HMAC-SHA256 of the raw body, in hexadecimal digits; in constant time.

    Forgejo sends `X-Forgejo-Signature` beside `X-Gitea-Signature`; then the first one counts,
    and no other makes up for it.
    """
    given = sent.headers.get("X-Forgejo-Signature", sent.headers.get("X-Gitea-Signature", ""))
    return same(given, sha256_hex(sent.body, secret))
