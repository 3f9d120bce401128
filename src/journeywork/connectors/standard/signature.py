"""Whether a delivery was signed with our secret, just now (standardwebhooks.com, version 1)."""

from datetime import UTC, datetime, timedelta

from journeywork.connectors.signatures import same
from journeywork.connectors.webhook import Delivery
from journeywork.engine.standard_webhooks import signature

#: How much the sender's clock may differ from ours.
TOLERANCE = timedelta(minutes=5)
_NEVER = datetime.fromtimestamp(0, UTC)
_LONGEST = 11  # Digits of a time.


def signed(sent: Delivery, secret: str) -> bool:
    """Check `webhook-signature`: HMAC-SHA256 over id, time and raw body; in constant time.

    The sender may have signed with several secrets, of which one has to be ours. `v1a`, which
    is made with a private key, is passed over.
    """
    id, at = sent.headers.get("webhook-id", ""), _time(sent.headers.get("webhook-timestamp", ""))
    wanted = signature(secret, id=id, at=at, body=sent.body)
    # A list, so that each is compared, whichever fits.
    found = [same(each, wanted) for each in sent.headers.get("webhook-signature", "").split(" ")]
    timely = abs(sent.at - at) <= TOLERANCE
    return timely and bool(id) and True in found


def _time(moment: str) -> datetime:
    """Return a time that is told in seconds since 1970, the beginning of 1970 for anything else."""
    good = moment.isascii() and moment.isdigit() and len(moment) <= _LONGEST
    return datetime.fromtimestamp(int(moment), UTC) if good else _NEVER
