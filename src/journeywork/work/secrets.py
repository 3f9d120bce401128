"""The secret that a webhook's sender must have: derived from our key, stored nowhere.

So it is checked before the database is asked anything, and a copy of the database holds none.
Whoever leaked one disconnects the source and connects it anew.
"""

from uuid import UUID

from journeywork.kernel import signing


def secrets_of(*, kind: str, org: UUID, source: UUID) -> tuple[str, ...]:
    """Return the secrets that are good for a source, that of the newest key first."""
    return signing.derived(f"webhook:{kind}:{org}:{source}")
