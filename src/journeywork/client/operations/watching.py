"""The operations of `watching`."""

# Made by `make docs` from the API's description; change the API, not this file.
from uuid import UUID

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Watching(Room):
    """Operations `watching`."""

    def add_look_for(
        self, visit_id: UUID, body: shapes.LookForIn, *, once: str | None = None
    ) -> shapes.VisitWithTimesOut:
        """Add something to look for, in one's own words; both see it."""
        found: shapes.VisitWithTimesOut = self._calls.send(
            "POST",
            at("shadowing", "visits", visit_id, "look-fors"),
            shapes.VisitWithTimesOut,
            body=body,
            once=once,
        )
        return found

    def change_look_for(
        self, visit_id: UUID, look_for_id: UUID, body: shapes.LookForIn, *, once: str | None = None
    ) -> shapes.VisitWithTimesOut:
        """Say otherwise what to look for; what only the host saw is shown to both by that."""
        found: shapes.VisitWithTimesOut = self._calls.send(
            "PUT",
            at("shadowing", "visits", visit_id, "look-fors", look_for_id),
            shapes.VisitWithTimesOut,
            body=body,
            once=once,
        )
        return found

    def drop_look_for(
        self, visit_id: UUID, look_for_id: UUID, *, once: str | None = None
    ) -> shapes.VisitWithTimesOut:
        """Look for something no more."""
        found: shapes.VisitWithTimesOut = self._calls.send(
            "DELETE",
            at("shadowing", "visits", visit_id, "look-fors", look_for_id),
            shapes.VisitWithTimesOut,
            once=once,
        )
        return found
