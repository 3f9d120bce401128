"""The shapes of `administration_webhooks`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import datetime
from typing import Literal
from uuid import UUID

from journeywork.client.shape import UNSET, Answered, Given, UnsetType


class AttemptOut(Answered, kw_only=True):
    """One attempt to deliver."""

    at: datetime
    status: int | None
    reason: str
    took: int


class DeadLettersIn(Given, kw_only=True):
    """Dead letters to decide about."""

    deliveries: list[UUID] | UnsetType | None = UNSET
    webhook: UUID | UnsetType | None = UNSET


#: Where a delivery stands.
DeliveryState = Literal["waiting", "delivered", "dead letter", "dropped"]


class DeliveryOut(Answered, kw_only=True):
    """Something that happened, on its way to a webhook."""

    id: UUID
    event: UUID
    subscription: UUID
    kind: str
    body: str
    at: datetime
    state: DeliveryState
    tries: int
    next_at: datetime | None
    attempts: list[AttemptOut]
    test: bool


#: Whether a subscription is told anything.
SubscriptionState = Literal["active", "paused", "stopped", "ended"]


class WebhookChangeIn(Given, kw_only=True):
    """What shall be different about a webhook; what is left out stays."""

    name: str | UnsetType = UNSET
    address: str | UnsetType = UNSET
    kinds: list[str] | UnsetType = UNSET


class WebhookIn(Given, kw_only=True):
    """Another system to tell."""

    name: str
    address: str
    kinds: list[str]
    secret: str | UnsetType = UNSET


class WebhookKindOut(Answered, kw_only=True):
    """A kind of fact that other systems may be told of."""

    kind: str
    type: str
    says: str
    fields: dict[str, str]


class WebhookMadeOut(Answered, kw_only=True):
    """A webhook that was added now, with its secret."""

    secret: str
    id: UUID
    name: str
    address: str
    kinds: list[str]
    state: SubscriptionState
    since: datetime
    reason: str
    created_at: datetime
    failing_since: datetime | None
    next_at: datetime | None
    delivered_at: datetime | None
    old_until: datetime | None
    waiting: int
    dead: int


class WebhookOut(Answered, kw_only=True):
    """Another system that is told what happens here."""

    id: UUID
    name: str
    address: str
    kinds: list[str]
    state: SubscriptionState
    since: datetime
    reason: str
    created_at: datetime
    failing_since: datetime | None
    next_at: datetime | None
    delivered_at: datetime | None
    old_until: datetime | None
    waiting: int
    dead: int


class WebhookSecretIn(Given, kw_only=True):
    """A new secret, beside which the old one signs for a while."""

    overlap_hours: int | UnsetType = UNSET
    secret: str | UnsetType = UNSET


class WebhookSecretOut(Answered, kw_only=True):
    """A secret, told this once."""

    secret: str
