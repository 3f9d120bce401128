"""Eyes of shadowing: what is offered and asked for, and one's own visits.

Offers are for everybody here, requests for those of whom something is asked. A visit is for the
two of it and for nobody else, whatever their role.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from journeywork.engine.people import Person
from journeywork.engine.shadowing import (
    Fit,
    ShadowOffer,
    ShadowRequest,
    Visit,
    fit,
)
from journeywork.kernel.errors import NotFound
from journeywork.kernel.reader import reading_as
from journeywork.people import queries as people
from journeywork.shadowing.models import (
    BusyRow,
    LookForRow,
    NoteRow,
    OfferRow,
    RequestRow,
    SlotRow,
    StepRow,
    TellKind,
    TellRow,
    VisitRow,
)
from journeywork.shadowing.values import offer_of, request_of, visit_of

#: So many of what is open are looked through for what fits.
MOST_OPEN = 500
MOST_TOLD = 5
MOST_WORDS = 8
#: Where a list that begins with the latest goes on: the time and id of its last thing.
Place = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told to a person once; `thing` is the offer, the request or the visit to open."""

    id: UUID
    person: UUID
    kind: TellKind
    thing: UUID
    other: UUID
    title: str
    says: str
    at: datetime


def offers(
    *,
    text: str = "",
    topic: str = "",
    host: UUID | None = None,
    limit: int = 50,
    after: Place | None = None,
) -> tuple[ShadowOffer, ...]:
    """Return open offers, newest first: also those that are full just now.

    `text` stands in the title, in what is said about it, or is a topic. Go on `after` the time
    and id of the last one.
    """
    rows = OfferRow.objects.filter(_says(text, topic, ("title", "says")), closed_at=None)
    if host is not None:
        rows = rows.filter(host=host)
    if after:
        rows = rows.filter(_later(after))
    return tuple(offer_of(row, running=row.running) for row in _counted(rows)[:limit])


def offer(id: UUID) -> ShadowOffer:
    """Return an offer, closed ones too; raises NotFound."""
    row = _counted(OfferRow.objects.filter(id=id)).first()
    if row is None:
        raise NotFound("offer")
    return offer_of(row, running=row.running)


def requests(
    *,
    reader: Person,
    text: str = "",
    topic: str = "",
    mine: bool | None = None,
    limit: int = 50,
    after: Place | None = None,
) -> tuple[ShadowRequest, ...]:
    """Return open requests that the reader made or of whom they are asked, newest first.

    `mine` leaves only their own, or only those of others. Go on `after` the time and id of the
    last one.
    """
    rows = RequestRow.objects.filter(_says(text, topic, ("title",)), _reach(reader), closed_at=None)
    if mine is not None:
        rows = rows.filter(visitor=reader.id) if mine else rows.exclude(visitor=reader.id)
    if after:
        rows = rows.filter(_later(after))
    return tuple(request_of(row) for row in rows.order_by("-at", "-id")[:limit])


def request(id: UUID, *, reader: Person) -> ShadowRequest:
    """Return a request of the reader's, or one that is asked of them; raises NotFound."""
    row = RequestRow.objects.filter(_reach(reader), id=id).first()
    if row is None:
        raise NotFound("request")
    return request_of(row)


def fits(
    *, offer_id: UUID | None = None, request_id: UUID | None = None
) -> tuple[tuple[Fit, ShadowOffer, ShadowRequest], ...]:
    """Return what fits an offer or a request, or all that fit each other, whoever asks."""
    asked = RequestRow.objects.filter(closed_at=None)
    offered = OfferRow.objects.filter(closed_at=None)
    if offer_id:
        offered = offered.filter(id=offer_id)
    if request_id:
        asked = asked.filter(id=request_id)
    open_offers = [offer_of(row, running=row.running) for row in _counted(offered)[:MOST_OPEN]]
    hosts = people.persons({each.host for each in open_offers})
    found = []
    for one in map(request_of, asked.order_by("-at", "-id")[:MOST_OPEN]):
        for each in open_offers:
            host = hosts.get(each.host)
            fitting = fit(each, one, teams=host.teams) if host else None
            if fitting:
                found.append((fitting, each, one))
    return tuple(found)


def visit(id: UUID, *, reader: UUID) -> Visit:
    """Return a visit to one of its two; raises NotFound to all others."""
    found = _visits(VisitRow.objects.filter(id=id))
    if not found or reader not in found[0].both:
        raise NotFound("visit")
    return seen_by(found[0], reader)


def visits(
    *, reader: UUID, runs: bool | None = None, limit: int = 50, after: Place | None = None
) -> tuple[Visit, ...]:
    """Return visits of the reader's, newest first, without what stands beside them."""
    rows = VisitRow.objects.filter(Q(host=reader) | Q(visitor=reader))
    if runs is not None:
        rows = rows.filter(runs=runs)
    if after:
        rows = rows.filter(_later(after))
    return tuple(visit_of(row) for row in rows.order_by("-at", "-id")[:limit])


def notes(visit_id: UUID, *, author: UUID) -> tuple[UUID, ...]:
    """Return which notes of the author's arrived, by the identifier made where they were written.

    Oldest first, and not what they say. Raises NotFound to all but the two of the visit.
    """
    visit(visit_id, reader=author)
    with reading_as(author):
        rows = NoteRow.objects.filter(author=author, visit=visit_id).order_by("id")
        return tuple(rows.values_list("key", flat=True))


def visit_of_activity(id: UUID) -> Visit | None:
    """Return the visit of an activity, whoever asks: for flow. None for other activities."""
    found = _visits(VisitRow.objects.filter(id=id))
    return found[0] if found else None


def topics_of(found: Visit) -> tuple[str, ...]:
    """Return the topics of the offer or the request from which a visit came."""
    rows: Any = OfferRow.objects if found.offer else RequestRow.objects
    row = rows.filter(id=found.offer or found.request).first()
    return tuple(row.topics) if row else ()


def busy(person: UUID, *, since: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """Return when somebody has something else by the calendar that they handed over, in order."""
    rows = BusyRow.objects.filter(person=person, ends__gt=since).order_by("starts", "id")
    return tuple(rows.values_list("starts", "ends"))


def told(person: UUID, *, limit: int = MOST_TOLD) -> tuple[Told, ...]:
    """Return what a person is told and has not put away, newest first."""
    rows = TellRow.objects.filter(person=person, gone=False).order_by("-at", "-id")
    return tuple(told_of(row) for row in rows[:limit])


def not_mailed(persons: Iterable[UUID], *, since: datetime) -> dict[UUID, tuple[Told, ...]]:
    """Return what some people are told since then and no digest has carried yet, by person."""
    rows = TellRow.objects.filter(
        person__in=list(persons), gone=False, mailed_at=None, at__gte=since
    )
    found: dict[UUID, tuple[Told, ...]] = {}
    for row in rows.order_by("at", "id"):
        found[row.person] = (*found.get(row.person, ()), told_of(row))
    return found


def topics(*, limit: int = 30) -> tuple[str, ...]:
    """Return what open offers are about, in order of name."""
    rows = OfferRow.objects.filter(closed_at=None).values_list("topics", flat=True)
    return tuple(sorted({topic for each in rows[:MOST_OPEN] for topic in each})[:limit])


def told_of(row: TellRow) -> Told:
    """Return the value of what a row tells."""
    return Told(
        id=row.id,
        person=row.person,
        kind=TellKind(row.kind),
        thing=row.thing,
        other=row.other,
        title=row.title,
        says=row.says,
        at=row.at,
    )


def seen_by(found: Visit, reader: UUID) -> Visit:
    """Return a visit as one of the two sees it: what the host has not shown is theirs alone."""
    shown = tuple(each for each in found.look_fors if each.shown or reader == found.host)
    return replace(found, look_fors=shown)


def _says(text: str, topic: str, columns: Iterable[str]) -> Q:
    """Say which rows have each word of a text in one of some columns, or as a topic."""
    wanted = Q(topics__contains=[topic.casefold()]) if topic else Q()
    for word in text.split()[:MOST_WORDS]:
        somewhere = Q(topics__contains=[word.casefold().lstrip("#")])
        for column in columns:
            somewhere |= Q(**{f"{column}__icontains": word})
        wanted &= somewhere
    return wanted


def _later(place: Place) -> Q:
    """Say which rows come after a place, in a list that begins with the latest."""
    at, id = place
    return Q(at__lt=at) | Q(at=at, id__lt=id)


def _counted(rows: "QuerySet[OfferRow]") -> Any:  # Rows with `running`, which no type can say.
    under_way = VisitRow.objects.filter(offer=OuterRef("id"), runs=True).order_by()
    each = under_way.values("offer").annotate(n=Count("id")).values("n")
    running = Coalesce(Subquery(each, output_field=IntegerField()), 0)
    return rows.annotate(running=running).order_by("-at", "-id")


def _reach(reader: Person) -> Q:
    """Say which requests are somebody's own, or asked of them."""
    anyone = Q(to_person=None, to_team=None)
    asked = Q(to_person=reader.id) | Q(to_person=None, to_team__in=list(reader.teams))
    return Q(visitor=reader.id) | anyone | asked


def _visits(rows: Any) -> tuple[Visit, ...]:
    """Return visits with all that stands beside them, in one statement."""
    beside = {
        "slots_beside": (SlotRow, ("id", "starts", "ends", "yes"), ("starts", "id")),
        "log_beside": (StepRow, ("mode", "by", "at"), ("at", "id")),
        "look_fors_beside": (
            LookForRow,
            ("id", "says", "why", "source", "shown"),
            ("at", "id"),
        ),
    }
    for name, (model, columns, order) in beside.items():
        each = model.objects.filter(visit=OuterRef("id")).order_by(*order)
        as_json = each.values(json=JSONObject(**{column: F(column) for column in columns}))
        rows = rows.annotate(**{name: ArraySubquery(as_json)})
    return tuple(
        visit_of(
            row,
            slots=row.slots_beside,
            log=row.log_beside,
            look_fors=row.look_fors_beside,
        )
        for row in rows
    )
