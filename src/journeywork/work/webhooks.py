"""Where signed webhooks deliver: an address for each source, beside its secret (`secrets`).

The doors themselves are connectors, folders that may be deleted.
"""

from importlib.util import find_spec
from uuid import UUID

from django.conf import settings

#: Kinds of source whose senders sign what they send.
SIGNED = ("github", "gitlab", "gitea", "standard")


def kinds() -> tuple[str, ...]:
    """Return the kinds of signed source whose connector is installed."""
    return tuple(kind for kind in SIGNED if find_spec(f"journeywork.connectors.{kind}"))


def address_of(*, kind: str, org: UUID, source: UUID) -> str:
    """Return where a source delivers, to be entered at its own end."""
    return f"{settings.ADDRESS}/ingest/{kind}/{org}/{source}"
