"""The operations of `administration.people`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class AdministrationPeople(Room):
    """Operations `administration.people`."""

    def accounts(
        self, *, text: str | None = None, at_once: int | None = None
    ) -> Iterator[shapes.AccountOut]:
        """List who is here, also those who are known from the history alone, in order of key."""
        return self._calls.pages(
            at("admin", "people"), shapes.AccountOut, query={"text": text, "limit": at_once}
        )

    def invite(self, body: shapes.AccountIn, *, once: str | None = None) -> shapes.AccountOut:
        """Add somebody who may sign in from now on; they are told by mail where mail works.

        Somebody whom the history knows under that address keeps it all.
        """
        found: shapes.AccountOut = self._calls.send(
            "POST", at("admin", "people"), shapes.AccountOut, body=body, once=once
        )
        return found

    def read(self, key: str, *, known: shapes.AccountOut | None = None) -> shapes.AccountOut:
        """Read somebody's account, also of those who left; they can read that one looked."""
        found: shapes.AccountOut = self._calls.get(
            at("admin", "people", key), shapes.AccountOut, known=known
        )
        return found

    def change(
        self, key: str, body: shapes.AccountChangeIn, *, once: str | None = None
    ) -> shapes.AccountOut:
        """Change somebody's account, all of it or nothing; what is left out stays."""
        found: shapes.AccountOut = self._calls.send(
            "PATCH", at("admin", "people", key), shapes.AccountOut, body=body, once=once
        )
        return found

    def let_in(self, key: str, *, once: str | None = None) -> shapes.AccountOut:
        """Let somebody sign in who was known from the history alone, or had left."""
        found: shapes.AccountOut = self._calls.send(
            "POST", at("admin", "people", key, "invite"), shapes.AccountOut, once=once
        )
        return found

    def leave(self, key: str, *, once: str | None = None) -> shapes.AccountOut:
        """End somebody's way in; what they wrote stays, and their cards get new owners."""
        found: shapes.AccountOut = self._calls.send(
            "POST", at("admin", "people", key, "leave"), shapes.AccountOut, once=once
        )
        return found

    def erase(self, key: str, *, once: str | None = None) -> None:
        """Blank everything that names somebody, for good; what they wrote for others stays."""
        self._calls.send("POST", at("admin", "people", key, "erase"), type(None), once=once)
