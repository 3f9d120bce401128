"""Subscriptions of other systems: what is delivered to them, and what follows when it fails.

Deliveries of a subscription form a line and go out in the order in which things happened. When
the receiver is in trouble the line waits, longer each time. A delivery that failed a few times
steps aside, so that one which the receiver cannot take does not stop all that follow it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class SubscriptionState(StrEnum):
    """Whether a subscription is told anything."""

    ACTIVE = "active"
    #: Somebody paused it.
    PAUSED = "paused"
    #: It failed for so long that it was paused by itself.
    STOPPED = "stopped"
    #: The receiver said that it is gone.
    ENDED = "ended"


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    #: Tried as often as it may: somebody decides.
    DEAD = "dead letter"
    #: Nobody wants it any more.
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Another system that is told of some kinds of facts at an address.

    `since` and `reason` are those of the state. `next_at` is when the line goes on, None for at
    once. `old_until` is how long the secret before this one still signs. `waiting` and `dead`
    count deliveries.
    """

    id: UUID
    name: str
    address: str
    kinds: tuple[str, ...]
    state: SubscriptionState
    since: datetime
    reason: str
    created_at: datetime
    failing_since: datetime | None = None
    next_at: datetime | None = None
    delivered_at: datetime | None = None
    old_until: datetime | None = None
    waiting: int = 0
    dead: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt: the status that came back, None where none did; `took` is in milliseconds."""

    at: datetime
    status: int | None
    reason: str
    took: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Something that happened, on its way to one subscription.

    `event` says which event it is, the same for every subscription and at every attempt. `body`
    is what is sent. `tries` counts attempts since it was last put in the line.
    """

    id: UUID
    event: UUID
    subscription: UUID
    kind: str
    body: str
    at: datetime
    state: DeliveryState
    tries: int
    next_at: datetime | None
    attempts: tuple[Attempt, ...]
    test: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an attempt. `asked` is how long the receiver asked to be left alone."""

    status: int | None
    fault: str = ""
    asked: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What follows from an attempt: where the delivery stands, and when it is tried again.

    `holds`: those behind it wait as well. `gone`: the subscription ends.
    """

    state: DeliveryState
    reason: str = ""
    wait: timedelta | None = None
    holds: bool = False
    gone: bool = False


#: Before the second, third ... attempt; three days in all, as Standard Webhooks has it.
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
LONGEST_WAIT = timedelta(hours=24)
#: Waits are longer by chance, by up to this share: not everybody comes back at once.
JITTER = 0.1
#: After so many attempts a delivery no longer holds up those behind it.
ASIDE = 3
#: A subscription to which nothing could be delivered for so long is paused.
TOO_LONG = timedelta(days=3)
#: The receiver says something of this one delivery, and may take others.
_REFUSALS = frozenset({400, 406, 409, 413, 415, 422})
_OK, _REDIRECT, _FAULT = 200, 300, 400
_GONE, _TOO_MANY = 410, 429


def judged(outcome: Outcome, *, tries: int, draw: float) -> Judgement:
    """Say what follows from an attempt, which was number `tries`; `draw` is from [0, 1)."""
    if delivered(outcome):
        return Judgement(state=DeliveryState.DELIVERED)
    reason = reason_of(outcome)
    if outcome.status == _GONE:
        return Judgement(state=DeliveryState.DEAD, reason=reason, gone=True)
    if tries > len(WAITS):
        return Judgement(state=DeliveryState.DEAD, reason=reason)
    return Judgement(
        state=DeliveryState.WAITING,
        reason=reason,
        wait=wait_after(tries, asked=outcome.asked, draw=draw),
        holds=bool(outcome.asked) or (tries < ASIDE and outcome.status not in _REFUSALS),
    )


def delivered(outcome: Outcome) -> bool:
    """Tell whether the receiver took it: any status from 200 to 299."""
    return outcome.status is not None and _OK <= outcome.status < _REDIRECT


def wait_after(failures: int, *, asked: timedelta | None, draw: float) -> timedelta:
    """Return how long to wait after so many failures in a row, at least as long as was asked."""
    usual = WAITS[min(failures, len(WAITS)) - 1] * (1 + JITTER * draw)
    return max(usual, min(asked, LONGEST_WAIT)) if asked else usual


def failed_for_long(failing_since: datetime, *, at: datetime) -> bool:
    """Tell whether a subscription to which nothing came through since then is to be paused."""
    return at - failing_since >= TOO_LONG


def reason_of(outcome: Outcome) -> str:
    """Say in plain words why an attempt failed."""
    status = outcome.status
    if status is None:
        return outcome.fault
    if status == _GONE:
        return f"it answers that it is gone ({status})"
    if status == _TOO_MANY:
        return f"it answers that this is too much at once ({status})"
    if _REDIRECT <= status < _FAULT:
        return f"it answers with a redirect ({status}), which is not followed"
    return f"it answers with {status}"
