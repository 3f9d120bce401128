"""Hands of support: decide about moments, follow offers to their end, keep people's wishes."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from journeywork.engine.attention import Policy
from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.locks import one_at_a_time
from journeywork.people import queries as people
from journeywork.support.channels import CHANNELS
from journeywork.support.deciding import consider
from journeywork.support.digests import send_digests
from journeywork.support.facts import OfferExpired
from journeywork.support.models import (
    ChannelChoiceRow,
    OfferRow,
    OfferState,
    PolicyRow,
    SeenRow,
    SnoozeRow,
)
from journeywork.support.stances import choose_stance
from journeywork.support.values import policy_of, stored_policy

__all__ = [
    "answered",
    "choose_channel",
    "choose_stance",
    "consider",
    "expire",
    "opened",
    "saw",
    "send_digests",
    "set_policy",
    "snooze",
]

LONGEST_SNOOZE = timedelta(days=366)
_WAITING = (OfferState.OPEN, OfferState.OPENED)


def snooze(*, person_id: UUID, until: datetime | None, by: UUID, at: datetime) -> None:
    """Put off everything that is pushed to a person until a time; None takes it back.

    Raises Invalid for a time that does not lie ahead, or further than a year.
    """
    people.person(person_id)
    if until is None:
        SnoozeRow.objects.filter(person=person_id).delete()
        return
    if until.tzinfo is None or not at < until <= at + LONGEST_SNOOZE:
        raise Invalid({"until": "must lie ahead, at most a year, and say its time zone"})
    SnoozeRow.objects.update_or_create(person=person_id, defaults={"until": until})
    del by  # A wish of one's own needs no audit; doors let nobody snooze for another.


def hold_policy() -> None:
    """Keep everybody else from changing the policy, until the transaction ends."""
    one_at_a_time("policy")


def set_policy(*, by: UUID | None, at: datetime, **changes: Any) -> Policy:
    """Change the organisation's promise about attention; raises Invalid by field."""
    unknown = changes.keys() - asdict(Policy()).keys()
    if unknown:
        raise Invalid(dict.fromkeys(sorted(unknown), "is not part of the policy"))
    with transaction.atomic():
        hold_policy()
        now = asdict(stored_policy()) | changes
        try:
            policy = policy_of(now)
        except ValueError as fault:
            raise Invalid({_field(fault): "must be a number"}) from None
        faults = policy.faults()
        if faults:
            raise Invalid(faults)
        row = PolicyRow.objects.first() or PolicyRow()
        row.content, row.changed_at, row.changed_by = asdict(policy), at, by
        row.save()
        detail = {name: str(value) for name, value in sorted(changes.items())}
        audit.record(verb="policy.changed", object="policy", by=by, at=at, detail=detail)
    return policy


def _field(fault: ValueError) -> str:
    """Return the field that msgspec names at the end of its message: `... - at `$.per_day``."""
    return str(fault).rpartition("$.")[2].rstrip("`") or "policy"


def saw(*, person_id: UUID, option_id: UUID, at: datetime) -> None:
    """Remember that a person saw an option: it is not pushed to them for a while."""
    row = SeenRow(person=person_id, option=option_id, at=at)
    SeenRow.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=("org", "person", "option"),
        update_fields=("at",),
    )


def opened(*, offer_id: UUID, person_id: UUID) -> None:
    """Note that the person opened their offer; it still waits for a verdict."""
    OfferRow.objects.filter(id=offer_id, person=person_id, state=OfferState.OPEN).update(
        state=OfferState.OPENED
    )


def answered(*, offer_id: UUID, person_id: UUID, at: datetime) -> None:
    """Close an offer with the person's verdict, also one that had expired meanwhile."""
    rows = OfferRow.objects.filter(id=offer_id, person=person_id)
    if not rows.update(state=OfferState.ANSWERED, closed_at=at):
        raise NotFound("offer")


def expire(*, at: datetime, limit: int = 500) -> tuple[UUID, ...]:
    """Close offers that nobody answered in the policy's time; tell once that each did.

    Returns those that nobody even opened: they count as ignored.
    """
    with transaction.atomic():
        patience = timedelta(hours=stored_policy().ignored_hours)
        rows = list(
            OfferRow.objects.select_for_update(skip_locked=True)
            .filter(state__in=_WAITING, at__lt=at - patience)
            .order_by("at")[:limit]
        )
        ignored = tuple(row.id for row in rows if row.state == OfferState.OPEN)
        OfferRow.objects.filter(id__in=[row.id for row in rows]).update(
            state=OfferState.EXPIRED, closed_at=at
        )
        for offer in ignored:
            publish(OfferExpired(offer=offer, by=None, at=at))
    return ignored


def choose_channel(*, person_id: UUID, channel: str, wanted: bool) -> None:
    """Have one's offers carried by a channel beside Today, or no longer.

    Raises Invalid for a channel that there is not.
    """
    if channel not in CHANNELS:
        raise Invalid({"channel": f"must be one of: {', '.join(CHANNELS)}"})
    if wanted:
        ChannelChoiceRow.objects.get_or_create(person=person_id, channel=channel)
    else:
        ChannelChoiceRow.objects.filter(person=person_id, channel=channel).delete()
