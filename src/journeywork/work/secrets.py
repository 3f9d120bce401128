"""The secret that a webhook's sender must have: derived from our key, stored nowhere.

So it is checked before the database is asked anything, and a copy of the database holds none.
Whoever leaked one disconnects the source and connects it anew.
"""

from base64 import urlsafe_b64decode
from uuid import UUID

from journeywork.engine.standard_webhooks import secret_of
from journeywork.kernel import signing

#: Kinds whose secrets are spelled as Standard Webhooks does: `whsec_` and Base64.
SPELLED_OUT = ("standard",)


def secrets_of(*, kind: str, org: UUID, source: UUID) -> tuple[str, ...]:
    """Return the secrets that are good for a source, that of the newest key first."""
    made = signing.derived(f"webhook:{kind}:{org}:{source}")
    if kind not in SPELLED_OUT:
        return made
    return tuple(secret_of(urlsafe_b64decode(each + "=")) for each in made)
