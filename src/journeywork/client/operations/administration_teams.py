"""The operations of `administration.teams`."""

# Made by `make docs` from the API's description; change the API, not this file.
from journeywork.client import shapes
from journeywork.client.calls import Room, at


class AdministrationTeams(Room):
    """Operations `administration.teams`."""

    def add(self, body: shapes.TeamIn, *, once: str | None = None) -> shapes.TeamOut:
        """Add a team; people join it through their accounts."""
        found: shapes.TeamOut = self._calls.send(
            "POST", at("admin", "teams"), shapes.TeamOut, body=body, once=once
        )
        return found

    def change(
        self, key: str, body: shapes.TeamChangeIn, *, once: str | None = None
    ) -> shapes.TeamOut:
        """Name a team anew, and say who of its members leads it; what is left out stays."""
        found: shapes.TeamOut = self._calls.send(
            "PATCH", at("admin", "teams", key), shapes.TeamOut, body=body, once=once
        )
        return found
