"""The operations of `administration.demo`."""

# Made by `make docs` from the API's description; change the API, not this file.
from journeywork.client import shapes
from journeywork.client.calls import Room, at


class AdministrationDemo(Room):
    """Operations `administration.demo`."""

    def read(self, *, known: shapes.DemoOut | None = None) -> shapes.DemoOut:
        """Read whether the demo is loaded, and how far loading or removing it is."""
        found: shapes.DemoOut = self._calls.get(at("admin", "demo"), shapes.DemoOut, known=known)
        return found

    def load(self, *, once: str | None = None) -> shapes.DemoOut:
        """Let the worker load the demo, with a seat in it for oneself; nothing where it is there."""
        found: shapes.DemoOut = self._calls.send(
            "POST", at("admin", "demo"), shapes.DemoOut, once=once
        )
        return found

    def remove(self, *, once: str | None = None) -> shapes.DemoOut:
        """Let the worker remove the demo with all that is in it; nothing where there is none."""
        found: shapes.DemoOut = self._calls.send(
            "DELETE", at("admin", "demo"), shapes.DemoOut, once=once
        )
        return found
