"""Webhooks: other systems that are told what happens here, and what was delivered to them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from journeywork.api.shapes import Change, In, Name, Whole
from journeywork.engine.subscriptions import DeliveryState, SubscriptionState

Kind = Annotated[str, Field(min_length=1, max_length=60)]
_NAME = "What it is called; no two are called the same."
_ADDRESS = "Where it listens; https, unless JOURNEYWORK_INSIDE names its host."
_KINDS = "What it is told of; GET /admin/webhook-kinds lists what there is."
_GIVEN = 'The secret that the other system made, whsec_ and base64; "" to have one made here.'


class WebhookKindOut(Schema):
    """A kind of fact that other systems may be told of."""

    kind: str = Field(description="Its name here.")
    type: str = Field(description="Its type in the CloudEvent.")
    says: str = Field(description="What has happened.")
    fields: dict[str, str] = Field(description="Field that leaves -> what of it.")


class WebhookOut(Schema):
    """Another system that is told what happens here."""

    id: UUID = Field(description="Identifies the webhook.")
    name: str = Field(description=_NAME)
    address: str = Field(description=_ADDRESS)
    kinds: list[str] = Field(description=_KINDS)
    state: SubscriptionState = Field(description="Whether it is told anything.")
    since: datetime = Field(description="Since when it is so.")
    reason: str = Field(description='Why it stopped by itself or ended; "" otherwise.')
    created_at: datetime = Field(description="When it was added.")
    failing_since: datetime | None = Field(
        description="Since when nothing has come through; null where all is well."
    )
    next_at: datetime | None = Field(description="When its line goes on; null for at once.")
    delivered_at: datetime | None = Field(description="When it last took anything.")
    old_until: datetime | None = Field(description="Until when its old secret signs too.")
    waiting: int = Field(description="How many deliveries wait.")
    dead: int = Field(description="How many dead letters there are.")


class WebhookIn(In):
    """Another system to tell."""

    name: Name = Field(description=_NAME)
    address: str = Field(min_length=1, max_length=2000, description=_ADDRESS)
    kinds: list[Kind] = Field(min_length=1, max_length=100, description=_KINDS)
    secret: str = Field("", max_length=200, description=_GIVEN)


class WebhookChangeIn(Change):
    """What shall be different about a webhook; what is left out stays."""

    name: Name = Field("", description=_NAME)
    address: str = Field("", min_length=1, max_length=2000, description=_ADDRESS)
    kinds: list[Kind] = Field(default_factory=list, max_length=100, description=_KINDS)


class WebhookSecretIn(In):
    """A new secret, beside which the old one signs for a while."""

    overlap_hours: Whole = Field(
        24, ge=0, le=720, description="How long the old one signs too; 0 where it leaked."
    )
    secret: str = Field("", max_length=200, description=_GIVEN)


class WebhookSecretOut(Schema):
    """A secret, told this once."""

    secret: str = Field(description="With which deliveries are signed (Standard Webhooks).")


class WebhookMadeOut(WebhookOut, WebhookSecretOut):
    """A webhook that was added now, with its secret."""


class AttemptOut(Schema):
    """One attempt to deliver."""

    at: datetime = Field(description="When it was made.")
    status: int | None = Field(description="The status that came back; null where none did.")
    reason: str = Field(description='Why it failed; "" where it did not.')
    took: int = Field(description="How long it took, in milliseconds.")


class DeliveryOut(Schema):
    """Something that happened, on its way to a webhook."""

    id: UUID = Field(description="Identifies the delivery.")
    event: UUID = Field(description="Identifies the event: the webhook-id of every attempt.")
    subscription: UUID = Field(description="The webhook.")
    kind: str = Field(description="What has happened.")
    body: str = Field(description="What is sent: a CloudEvent.")
    at: datetime = Field(description="When it happened.")
    state: DeliveryState = Field(description="Where it stands.")
    tries: int = Field(description="Attempts since it was last put in the line.")
    next_at: datetime | None = Field(description="When it is tried next; null for at once.")
    attempts: list[AttemptOut] = Field(description="Every attempt, oldest first.")
    test: bool = Field(description="Whether somebody asked for it, to see whether it arrives.")


class DeadLettersIn(In):
    """Dead letters to decide about."""

    deliveries: list[UUID] | None = Field(
        None, max_length=200, description="These; null for all that there are."
    )
    webhook: UUID | None = Field(None, description="Of this webhook alone; null for any.")
