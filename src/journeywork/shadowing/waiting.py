"""What waits for somebody in shadowing: a time to agree on, what fits theirs, and thanks."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from journeywork.activities import queries as activities
from journeywork.kernel import waits
from journeywork.people import queries as people
from journeywork.shadowing.models import OfferRow, RequestRow, SlotRow, TellKind, TellRow, VisitRow

#: How they are called among what waits in all rooms.
AGREE = "shadow-agree"
OFFER, REQUEST, THANKS = "shadow-offer", "shadow-request", "shadow-thanks"
_KINDS = {TellKind.OFFER: OFFER, TellKind.REQUEST: REQUEST, TellKind.THANKS: THANKS}
#: What is told stands beside everything else for so long; on its own page until it is put away.
STANDS, THANKS_STAND = timedelta(days=14), timedelta(days=7)
#: Of what is told the newest few.
MOST_TOLD = 2


def waits_for(person: UUID, *, at: datetime) -> waits.Waits:
    """Return how to find what waits for a person here, for a page that shows several rooms."""
    thanks = _told(person, TellKind.THANKS, since=at - THANKS_STAND)
    return waits.either(
        _to_agree(person, at),
        _fitting(person, TellKind.REQUEST, RequestRow.objects.all(), at),
        _fitting(person, TellKind.OFFER, OfferRow.objects.all(), at),
        _line(thanks, TellKind.THANKS),
    )


def _to_agree(person: UUID, at: datetime) -> waits.Waits:
    """Visits whose time is still to be agreed on, as far as it is for `person` to say something.

    That is so where nothing that lies ahead has their yes, or the other one prefers another
    time. `says` is the other one.
    """
    ahead = SlotRow.objects.filter(visit=OuterRef("id"), starts__gt=at)
    mine = ahead.filter(yes__contains=[person])
    theirs = ahead.exclude(yes__contains=[person]).exclude(yes=[])
    rows = VisitRow.objects.filter(Q(host=person) | Q(visitor=person), runs=True)
    rows = rows.filter(id__in=activities.running(person))
    other = Case(When(host=person, then=people.name_of("visitor")), default=people.name_of("host"))
    return waits.waiting(
        rows.filter(Exists(theirs) | (Exists(ahead) & ~Exists(mine))),
        kind=AGREE,
        thing="id",
        title=F("title"),
        says=other,
        at="at",
    )


def _fitting(person: UUID, kind: TellKind, things: "QuerySet[Any]", at: datetime) -> waits.Waits:
    """What fits theirs, as long as it is open: an offer or a request."""
    open_ = things.filter(closed_at=None).values("id")
    return _line(_told(person, kind, since=at - STANDS).filter(thing__in=open_), kind)


def _told(person: UUID, kind: TellKind, *, since: datetime) -> "QuerySet[TellRow]":
    return TellRow.objects.filter(person=person, kind=kind, gone=False, at__gt=since)


def _line(told: "QuerySet[TellRow]", kind: TellKind) -> waits.Waits:
    """`says` is the other one, of thanks; of what fits it is nobody."""
    newest = told.order_by("-at", "-id").values("id")[:MOST_TOLD]
    says = people.name_of("other") if kind is TellKind.THANKS else ""
    return waits.waiting(
        TellRow.objects.filter(id__in=newest),
        kind=_KINDS[kind],
        thing="thing",
        title=F("title"),
        says=says,
        at="at",
    )
