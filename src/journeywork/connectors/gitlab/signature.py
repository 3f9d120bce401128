"""Whether a delivery carries our secret."""

from journeywork.connectors.signatures import same
from journeywork.connectors.webhook import Delivery


def signed(sent: Delivery, secret: str) -> bool:
    """Check `X-Gitlab-Token`, which GitLab sends as it was entered; in constant time."""
    return same(sent.headers.get("X-Gitlab-Token", ""), secret)
