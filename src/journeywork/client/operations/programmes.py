"""The operations of `programmes`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Programmes(Room):
    """Operations `programmes`."""

    def find(self, *, at_once: int | None = None) -> Iterator[shapes.ProgrammeOut]:
        """List every programme, also those being set up and those closed, newest first."""
        return self._calls.pages(at("programmes"), shapes.ProgrammeOut, query={"limit": at_once})

    def set_up(self, body: shapes.ProgrammeIn, *, once: str | None = None) -> shapes.ProgrammeOut:
        """Set up a programme; it takes people in once it is opened."""
        found: shapes.ProgrammeOut = self._calls.send(
            "POST", at("programmes"), shapes.ProgrammeOut, body=body, once=once
        )
        return found

    def read(self, key: str, *, known: shapes.ProgrammeOut | None = None) -> shapes.ProgrammeOut:
        """Read a programme as it was set up."""
        found: shapes.ProgrammeOut = self._calls.get(
            at("programmes", key), shapes.ProgrammeOut, known=known
        )
        return found

    def change(
        self,
        key: str,
        body: shapes.ProgrammeChangeIn,
        *,
        once: str | None = None,
        if_match: str = "",
    ) -> shapes.ProgrammeOut:
        """Change a programme; what is left out stays, and what has begun goes on as agreed."""
        found: shapes.ProgrammeOut = self._calls.send(
            "PATCH",
            at("programmes", key),
            shapes.ProgrammeOut,
            body=body,
            once=once,
            if_match=if_match,
        )
        return found

    def open_one(
        self, key: str, *, once: str | None = None, if_match: str = ""
    ) -> shapes.ProgrammeOut:
        """Let people take part from now on, also in one that was closed."""
        found: shapes.ProgrammeOut = self._calls.send(
            "POST", at("programmes", key, "open"), shapes.ProgrammeOut, once=once, if_match=if_match
        )
        return found

    def close(
        self, key: str, *, once: str | None = None, if_match: str = ""
    ) -> shapes.ProgrammeOut:
        """Take nobody in any more, and match nobody; whoever is together stays so."""
        found: shapes.ProgrammeOut = self._calls.send(
            "POST",
            at("programmes", key, "close"),
            shapes.ProgrammeOut,
            once=once,
            if_match=if_match,
        )
        return found

    def try_out(self, key: str, body: shapes.TryIn, *, once: str | None = None) -> shapes.DryRunOut:
        """Tell what a round would begin with today, and what is in the way; nobody is matched."""
        found: shapes.DryRunOut = self._calls.send(
            "POST", at("programmes", key, "try"), shapes.DryRunOut, body=body, once=once
        )
        return found

    def participants(
        self, key: str, *, text: str | None = None, at_once: int | None = None
    ) -> Iterator[shapes.EnrolledOut]:
        """List who takes part, by name; what they want and wish for is not told in a list."""
        return self._calls.pages(
            at("programmes", key, "participants"),
            shapes.EnrolledOut,
            query={"text": text, "limit": at_once},
        )

    def take_in(
        self, key: str, body: shapes.TableIn, *, once: str | None = None
    ) -> shapes.LookedOut:
        """Take everybody in whom a table names, or nobody where it has a fault.

        A fault of `text.3.email` is one in row 3 under that heading.
        """
        found: shapes.LookedOut = self._calls.send(
            "POST", at("programmes", key, "participants"), shapes.LookedOut, body=body, once=once
        )
        return found

    def table(self, key: str, *, known: shapes.TableOut | None = None) -> shapes.TableOut:
        """Read everybody who takes part as CSV, for `jw match` or to take in again; they are told."""
        found: shapes.TableOut = self._calls.get(
            at("programmes", key, "participants", "table"), shapes.TableOut, known=known
        )
        return found

    def check(self, key: str, body: shapes.TableIn, *, once: str | None = None) -> shapes.LookedOut:
        """Tell what a table would do, and every fault in it, row by row; nothing is written."""
        found: shapes.LookedOut = self._calls.send(
            "POST",
            at("programmes", key, "participants", "check"),
            shapes.LookedOut,
            body=body,
            once=once,
        )
        return found

    def going(self, key: str, *, known: shapes.HealthOut | None = None) -> shapes.HealthOut:
        """Read how matches go, from signals alone, and what the programme teaches; of few: nothing."""
        found: shapes.HealthOut = self._calls.get(
            at("programmes", key, "health"), shapes.HealthOut, known=known
        )
        return found
