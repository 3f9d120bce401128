"""The operations of `administration.rules`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class AdministrationRules(Room):
    """Operations `administration.rules`."""

    def rules(self, *, at_once: int | None = None) -> Iterator[shapes.RuleOut]:
        """List the rules that see moments, by rank."""
        return self._calls.pages(at("admin", "rules"), shapes.RuleOut, query={"limit": at_once})

    def read(self, key: str, *, known: shapes.RuleOut | None = None) -> shapes.RuleOut:
        """Read a rule as it is in force."""
        found: shapes.RuleOut = self._calls.get(
            at("admin", "rules", key), shapes.RuleOut, known=known
        )
        return found

    def put(
        self, key: str, body: shapes.RuleIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.RuleOut:
        """Put a rule in force from the next event on; a new key makes a rule of one's own."""
        found: shapes.RuleOut = self._calls.send(
            "PUT",
            at("admin", "rules", key),
            shapes.RuleOut,
            body=body,
            once=once,
            if_match=if_match,
        )
        return found

    def reset(self, key: str, *, once: str | None = None, if_match: str = "") -> None:
        """Take back what was changed about a rule; a rule of one's own goes."""
        self._calls.send(
            "DELETE", at("admin", "rules", key), type(None), once=once, if_match=if_match
        )

    def switch(
        self, key: str, body: shapes.SwitchIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.RuleOut:
        """Let a rule speak, or be silent, from the next event on."""
        found: shapes.RuleOut = self._calls.send(
            "POST",
            at("admin", "rules", key, "switch"),
            shapes.RuleOut,
            body=body,
            once=once,
            if_match=if_match,
        )
        return found

    def preview(
        self, key: str, body: shapes.RuleIn, *, days: int | None = None, once: str | None = None
    ) -> shapes.PreviewOut:
        """Say how often a rule would have spoken, without putting it in force."""
        found: shapes.PreviewOut = self._calls.send(
            "POST",
            at("admin", "rules", key, "preview"),
            shapes.PreviewOut,
            query={"days": days},
            body=body,
            once=once,
        )
        return found

    def change_policy(
        self, body: shapes.PolicyIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.PolicyOut:
        """Change how often anybody may be interrupted at most; what is left out stays."""
        found: shapes.PolicyOut = self._calls.send(
            "PATCH",
            at("admin", "policy"),
            shapes.PolicyOut,
            body=body,
            once=once,
            if_match=if_match,
        )
        return found
