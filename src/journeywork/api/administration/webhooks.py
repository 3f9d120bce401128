"""Webhooks: other systems are told what happens here, and what could not be told them."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from journeywork.api.doors import Limit, caller, operation
from journeywork.api.pages import Cursor, Page, Seen, turn
from journeywork.api.shapes.administration import CountOut
from journeywork.api.shapes.webhooks import (
    DeadLettersIn,
    DeliveryOut,
    WebhookChangeIn,
    WebhookIn,
    WebhookKindOut,
    WebhookMadeOut,
    WebhookOut,
    WebhookSecretIn,
    WebhookSecretOut,
)
from journeywork.engine.subscriptions import Delivery, DeliveryState, Subscription
from journeywork.kernel import clock
from journeywork.subscriptions import actions, queries

router = Router(tags=["Administration: webhooks"])

ONE = "/admin/webhooks/{uuid:webhook_id}"


@router.get(
    "/admin/webhook-kinds", response=Page[WebhookKindOut], summary="What others may be told"
)
@operation("webhook.write")
def kinds(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[WebhookKindOut]:
    """List the kinds of facts that other systems may be told of, and what of each leaves."""
    found = [
        WebhookKindOut(
            kind=shared.kind,
            type=queries.type_of(shared.kind),
            says=shared.says,
            fields={name: way.value for name, way in shared.fields.items()},
        )
        for shared in queries.KINDS.values()
    ]
    return turn(request, limit, cursor, Seen).whole(found, key=lambda one: one.kind)


@router.get("/admin/webhooks", response=Page[WebhookOut], summary="Who is told")
@operation("webhook.write")
def webhooks(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[WebhookOut]:
    """List the systems that are told what happens here, in order of name."""
    asked = turn(request, limit, cursor, Seen)
    return asked.whole(queries.subscriptions(), key=lambda one: one.id)


@router.post("/admin/webhooks", response={201: WebhookMadeOut}, summary="Tell another system")
@operation("webhook.write")
def add(request: HttpRequest, body: WebhookIn) -> Status[WebhookMadeOut]:
    """Let another system be told; the secret with which deliveries are signed is told this once."""
    made, secret = actions.add(**body.model_dump(), **_by(request))
    told = WebhookOut.model_validate(made).model_dump()
    return Status(201, WebhookMadeOut(**told, secret=secret))


@router.get(ONE, response=WebhookOut, summary="A webhook")
@operation("webhook.write")
def read(request: HttpRequest, webhook_id: UUID) -> Subscription:
    """Read how a webhook stands."""
    del request
    return queries.subscription(webhook_id)


@router.patch(ONE, response=WebhookOut, summary="Change a webhook")
@operation("webhook.write")
def change(request: HttpRequest, webhook_id: UUID, body: WebhookChangeIn) -> Subscription:
    """Change a webhook; what is left out stays, and what waits goes to a new address at once."""
    changes = body.model_dump(exclude_unset=True)
    return actions.change(subscription_id=webhook_id, **changes, **_by(request))


@router.delete(ONE, response={204: None}, summary="Remove a webhook")
@operation("webhook.write")
def remove(request: HttpRequest, webhook_id: UUID) -> Status[None]:
    """Take a webhook away, with its deliveries and dead letters."""
    actions.remove(subscription_id=webhook_id, **_by(request))
    return Status(204, None)


@router.post(f"{ONE}/secret", response=WebhookSecretOut, summary="Change its secret")
@operation("webhook.write")
def renew(request: HttpRequest, webhook_id: UUID, body: WebhookSecretIn) -> WebhookSecretOut:
    """Take a new secret, told this once; the old one signs beside it for a while."""
    overlap = timedelta(hours=body.overlap_hours)
    secret = actions.rotate(
        subscription_id=webhook_id, overlap=overlap, secret=body.secret, **_by(request)
    )
    return WebhookSecretOut(secret=secret)


@router.post(f"{ONE}/test", response={202: DeliveryOut}, summary="Send it a test")
@operation("webhook.write")
def try_out(request: HttpRequest, webhook_id: UUID) -> Status[Delivery]:
    """Let the worker send a test, once; its deliveries tell what came of it."""
    return Status(202, actions.try_out(subscription_id=webhook_id, **_by(request)))


@router.post(f"{ONE}/pause", response=WebhookOut, summary="Pause it")
@operation("webhook.write")
def pause(request: HttpRequest, webhook_id: UUID) -> Subscription:
    """Tell it nothing until it goes on; what happens meanwhile waits."""
    return actions.pause(subscription_id=webhook_id, **_by(request))


@router.post(f"{ONE}/resume", response=WebhookOut, summary="Let it go on")
@operation("webhook.write")
def resume(request: HttpRequest, webhook_id: UUID) -> Subscription:
    """Let it go on, with what waits first; 422 for one that has ended."""
    return actions.resume(subscription_id=webhook_id, **_by(request))


@router.get(f"{ONE}/deliveries", response=Page[DeliveryOut], summary="What it was told")
@operation("webhook.write")
def deliveries(
    request: HttpRequest,
    webhook_id: UUID,
    state: Annotated[
        DeliveryState | None, Query(description="Only those that stand there.")
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Page[DeliveryOut]:
    """List the deliveries of the last 30 days with their attempts, newest first."""
    asked = turn(request, limit, cursor, UUID)
    shown = queries.subscription(webhook_id)
    found = queries.deliveries(
        subscription=shown.id, state=state, limit=asked.most, before=asked.after
    )
    return asked.page(found, place=lambda one: one.id)


@router.get(
    "/admin/dead-letters", response=Page[DeliveryOut], summary="What could not be delivered"
)
@operation("webhook.write")
def dead_letters(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[DeliveryOut]:
    """List what was tried for about three days in vain, of every webhook, newest first."""
    asked = turn(request, limit, cursor, UUID)
    found = queries.deliveries(state=DeliveryState.DEAD, limit=asked.most, before=asked.after)
    return asked.page(found, place=lambda one: one.id)


@router.post("/admin/dead-letters/again", response={202: CountOut}, summary="Try them again")
@operation("webhook.write")
def again(request: HttpRequest, body: DeadLettersIn) -> Status[CountOut]:
    """Put dead letters back into their lines, these or all; 404 where one is none."""
    return Status(202, CountOut(count=actions.again(**_which(body), **_by(request))))


@router.post("/admin/dead-letters/drop", response=CountOut, summary="Drop them")
@operation("webhook.write")
def drop(request: HttpRequest, body: DeadLettersIn) -> CountOut:
    """Give dead letters up, these or all; 404 where one is none."""
    return CountOut(count=actions.drop(**_which(body), **_by(request)))


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": caller(request).id, "at": clock.now()}


def _which(body: DeadLettersIn) -> dict[str, Any]:
    return {"deliveries": body.deliveries, "subscription_id": body.webhook}
