"""The operations of `administration.audit`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class AdministrationAudit(Room):
    """Operations `administration.audit`."""

    def lines(self, *, at_once: int | None = None) -> Iterator[shapes.AuditLineOut]:
        """Read who changed what, newest first."""
        return self._calls.pages(
            at("admin", "audit"), shapes.AuditLineOut, query={"limit": at_once}
        )

    def verify(self, *, once: str | None = None) -> shapes.VerdictOut:
        """Walk the whole chain, and say whether any line was changed after it was written."""
        found: shapes.VerdictOut = self._calls.send(
            "POST", at("admin", "audit", "verify"), shapes.VerdictOut, once=once
        )
        return found
