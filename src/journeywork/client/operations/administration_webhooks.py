"""The operations of `administration.webhooks`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator
from uuid import UUID

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class AdministrationWebhooks(Room):
    """Operations `administration.webhooks`."""

    def kinds(self, *, at_once: int | None = None) -> Iterator[shapes.WebhookKindOut]:
        """List the kinds of facts that other systems may be told of, and what of each leaves."""
        return self._calls.pages(
            at("admin", "webhook-kinds"), shapes.WebhookKindOut, query={"limit": at_once}
        )

    def webhooks(self, *, at_once: int | None = None) -> Iterator[shapes.WebhookOut]:
        """List the systems that are told what happens here, in order of name."""
        return self._calls.pages(
            at("admin", "webhooks"), shapes.WebhookOut, query={"limit": at_once}
        )

    def add(self, body: shapes.WebhookIn, *, once: str | None = None) -> shapes.WebhookMadeOut:
        """Let another system be told; the secret with which deliveries are signed is told this once."""
        found: shapes.WebhookMadeOut = self._calls.send(
            "POST", at("admin", "webhooks"), shapes.WebhookMadeOut, body=body, once=once
        )
        return found

    def read(
        self, webhook_id: UUID, *, known: shapes.WebhookOut | None = None
    ) -> shapes.WebhookOut:
        """Read how a webhook stands."""
        found: shapes.WebhookOut = self._calls.get(
            at("admin", "webhooks", webhook_id), shapes.WebhookOut, known=known
        )
        return found

    def change(
        self, webhook_id: UUID, body: shapes.WebhookChangeIn, *, once: str | None = None
    ) -> shapes.WebhookOut:
        """Change a webhook; what is left out stays, and what waits goes to a new address at once."""
        found: shapes.WebhookOut = self._calls.send(
            "PATCH", at("admin", "webhooks", webhook_id), shapes.WebhookOut, body=body, once=once
        )
        return found

    def remove(self, webhook_id: UUID, *, once: str | None = None) -> None:
        """Take a webhook away, with its deliveries and dead letters."""
        self._calls.send("DELETE", at("admin", "webhooks", webhook_id), type(None), once=once)

    def renew(
        self, webhook_id: UUID, body: shapes.WebhookSecretIn, *, once: str | None = None
    ) -> shapes.WebhookSecretOut:
        """Take a new secret, told this once; the old one signs beside it for a while."""
        found: shapes.WebhookSecretOut = self._calls.send(
            "POST",
            at("admin", "webhooks", webhook_id, "secret"),
            shapes.WebhookSecretOut,
            body=body,
            once=once,
        )
        return found

    def try_out(self, webhook_id: UUID, *, once: str | None = None) -> shapes.DeliveryOut:
        """Let the worker send a test, once; its deliveries tell what came of it."""
        found: shapes.DeliveryOut = self._calls.send(
            "POST", at("admin", "webhooks", webhook_id, "test"), shapes.DeliveryOut, once=once
        )
        return found

    def pause(self, webhook_id: UUID, *, once: str | None = None) -> shapes.WebhookOut:
        """Tell it nothing until it goes on; what happens meanwhile waits."""
        found: shapes.WebhookOut = self._calls.send(
            "POST", at("admin", "webhooks", webhook_id, "pause"), shapes.WebhookOut, once=once
        )
        return found

    def resume(self, webhook_id: UUID, *, once: str | None = None) -> shapes.WebhookOut:
        """Let it go on, with what waits first; 422 for one that has ended."""
        found: shapes.WebhookOut = self._calls.send(
            "POST", at("admin", "webhooks", webhook_id, "resume"), shapes.WebhookOut, once=once
        )
        return found

    def deliveries(
        self,
        webhook_id: UUID,
        *,
        state: shapes.DeliveryState | None = None,
        at_once: int | None = None,
    ) -> Iterator[shapes.DeliveryOut]:
        """List the deliveries of the last 30 days with their attempts, newest first."""
        return self._calls.pages(
            at("admin", "webhooks", webhook_id, "deliveries"),
            shapes.DeliveryOut,
            query={"state": state, "limit": at_once},
        )

    def dead_letters(self, *, at_once: int | None = None) -> Iterator[shapes.DeliveryOut]:
        """List what was tried for about three days in vain, of every webhook, newest first."""
        return self._calls.pages(
            at("admin", "dead-letters"), shapes.DeliveryOut, query={"limit": at_once}
        )

    def again(self, body: shapes.DeadLettersIn, *, once: str | None = None) -> shapes.CountOut:
        """Put dead letters back into their lines, these or all; 404 where one is none."""
        found: shapes.CountOut = self._calls.send(
            "POST", at("admin", "dead-letters", "again"), shapes.CountOut, body=body, once=once
        )
        return found

    def drop(self, body: shapes.DeadLettersIn, *, once: str | None = None) -> shapes.CountOut:
        """Give dead letters up, these or all; 404 where one is none."""
        found: shapes.CountOut = self._calls.send(
            "POST", at("admin", "dead-letters", "drop"), shapes.CountOut, body=body, once=once
        )
        return found
