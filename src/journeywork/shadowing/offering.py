"""People offer to be watched, and ask to watch; what fits is told to both, once."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from journeywork.engine.shadowing import (
    LADDER,
    MOST_VISITORS,
    Ladder,
    Mode,
    ShadowOffer,
    ShadowRequest,
    begun,
    fit,
)
from journeywork.engine.vocabulary import FAMILIES
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.locks import one_at_a_time
from journeywork.people import queries as people
from journeywork.shadowing import queries
from journeywork.shadowing.facts import (
    ShadowingOfferChanged,
    ShadowingOffered,
    ShadowingRequested,
)
from journeywork.shadowing.models import OfferRow, RequestRow, TellKind, TellRow
from journeywork.shadowing.values import request_of

LONGEST_TITLE, LONGEST_TEXT, LONGEST_TOPIC = 200, 4000, 60
MOST_TOPICS, MOST_OWN = 10, 20


def offer(
    *,
    title: str,
    by: UUID,
    at: datetime,
    about: str = "",
    kind: str = "",
    topics: Iterable[str] = (),
    visitors: int = 1,
    modes: Iterable[Mode] = LADDER,
    reverse: bool = False,
) -> ShadowOffer:
    """Offer to be watched at something, from now on. Raises Invalid by field.

    `kind` is the family of work (`change`, `case` ...), "" for any; `modes` are how far a
    visitor may go; `reverse`: the host is the one who learns from being watched by a senior.
    """
    named = _topics(topics)
    _check(title, about, named, kind, field="about")
    ladder = _steps(visitors, modes)
    with transaction.atomic():
        one_at_a_time(f"offers of {by}")
        _room_left(OfferRow.objects.filter(host=by, closed_at=None).count())
        row = OfferRow.objects.create(
            host=by,
            title=title.strip(),
            says=about.strip(),
            kind=kind,
            topics=named,
            visitors=visitors,
            modes=[mode.value for mode in ladder.modes],
            reverse=reverse,
            at=at,
        )
        publish(ShadowingOffered(offer=row.id, by=by, at=at))
    return queries.offer(row.id)


def change_offer(
    *,
    offer_id: UUID,
    title: str,
    about: str,
    kind: str,
    topics: Iterable[str],
    visitors: int,
    modes: Iterable[Mode],
    reverse: bool,
    by: UUID,
    at: datetime,
) -> ShadowOffer:
    """Say an offer anew, as a whole; visits that have begun go on as they began.

    What was told of it and fits no more is told no more, and what fits now is. NotFound for
    anybody but its host, Invalid by field, and for one that was taken back.
    """
    named = _topics(topics)
    with transaction.atomic():
        row = OfferRow.objects.select_for_update().filter(id=offer_id, host=by).first()
        if row is None:
            raise NotFound("offer")
        _check(title, about, named, kind, field="about")
        if row.closed_at is not None:
            raise Invalid({"offer": "was taken back: make a new one"})
        ladder = _steps(visitors, modes)
        row.title, row.says, row.kind, row.topics = title.strip(), about.strip(), kind, named
        row.visitors, row.reverse = visitors, reverse
        row.modes = [mode.value for mode in ladder.modes]
        row.save()
        found = queries.offer(offer_id)
        _tell_no_more(found)
        publish(ShadowingOfferChanged(offer=offer_id, by=by, at=at))
    return found


def close_offer(*, offer_id: UUID, by: UUID, at: datetime) -> ShadowOffer:
    """Take an offer back; visits under way go on. NotFound for anybody but its host."""
    with transaction.atomic():
        if not OfferRow.objects.filter(id=offer_id, host=by).exists():
            raise NotFound("offer")
        OfferRow.objects.filter(id=offer_id, closed_at=None).update(closed_at=at)
        _forget(offer_id)
    return queries.offer(offer_id)


def request(
    *,
    title: str,
    by: UUID,
    at: datetime,
    aims: str = "",
    kind: str = "",
    topics: Iterable[str] = (),
    to_person: UUID | None = None,
    to_team: UUID | None = None,
    reverse: bool = False,
) -> ShadowRequest:
    """Ask to see how something is done: of a person, a team, or anyone. Raises Invalid."""
    named = _topics(topics)
    _check(title, aims, named, kind, field="aims")
    _check_to(by, to_person, to_team)
    with transaction.atomic():
        one_at_a_time(f"shadowing requests of {by}")
        _room_left(RequestRow.objects.filter(visitor=by, closed_at=None).count())
        row = RequestRow.objects.create(
            visitor=by,
            title=title.strip(),
            aims=aims.strip(),
            kind=kind,
            topics=named,
            to_person=to_person,
            to_team=None if to_person else to_team,
            reverse=reverse,
            at=at,
        )
        publish(ShadowingRequested(request=row.id, by=by, at=at))
    return queries.request(row.id, reader=people.person(by))


def close_request(*, request_id: UUID, by: UUID, at: datetime) -> None:
    """Take a request back. NotFound for anybody but whoever made it."""
    with transaction.atomic():
        mine = RequestRow.objects.filter(id=request_id, visitor=by)
        if not mine.exists():
            raise NotFound("request")
        mine.filter(closed_at=None).update(closed_at=at)
        _forget(request_id)


def withdraw_all(*, person_id: UUID, at: datetime) -> None:
    """Take back what somebody who works here no more offers and asks for."""
    with transaction.atomic():
        gone = [
            *OfferRow.objects.filter(host=person_id, closed_at=None).values_list("id", flat=True),
            *RequestRow.objects.filter(visitor=person_id, closed_at=None).values_list(
                "id", flat=True
            ),
        ]
        OfferRow.objects.filter(id__in=gone).update(closed_at=at)
        RequestRow.objects.filter(id__in=gone).update(closed_at=at)
        for id in gone:
            _forget(id)


def tell_fits(*, at: datetime, offer_id: UUID | None = None, request_id: UUID | None = None) -> int:
    """Tell both sides of what fits each other, once; return of how many pairs they are told anew.

    Telling is a line on their page, and one in a digest that leaves within the budget.
    """
    pairs = queries.fits(offer_id=offer_id, request_id=request_id)
    new = 0
    for found, offered, asked in pairs:
        rows = (
            TellRow(
                person=asked.visitor,
                kind=TellKind.OFFER,
                thing=offered.id,
                other=asked.id,
                title=offered.title,
            ),
            TellRow(
                person=offered.host,
                kind=TellKind.REQUEST,
                thing=asked.id,
                other=offered.id,
                title=asked.title,
            ),
        )
        for row in rows:
            _row, is_new = TellRow.objects.get_or_create(
                person=row.person,
                kind=row.kind,
                thing=row.thing,
                other=row.other,
                defaults={"title": row.title, "says": found.says[:400], "at": at},
            )
        new += is_new
    return new


def put_away(*, told_id: UUID, by: UUID) -> None:
    """Have something that was told stand there no more; NotFound for somebody else's."""
    if not TellRow.objects.filter(id=told_id, person=by).update(gone=True):
        raise NotFound("word")


def mailed(*, told_ids: Iterable[UUID], at: datetime) -> None:
    """Note that a digest carried what was told: no other one will."""
    TellRow.objects.filter(id__in=list(told_ids), mailed_at=None).update(mailed_at=at)


def _tell_no_more(offer: ShadowOffer) -> None:
    """Take back what was told of an offer that fits no more, and call it by its new title."""
    host = people.person(offer.host)
    roomy = replace(offer, running=0)
    told = TellRow.objects.filter(thing=offer.id, kind=TellKind.OFFER)
    told.update(title=offer.title)
    asked = RequestRow.objects.filter(id__in=told.values("other"), closed_at=None)
    gone = [row.id for row in asked if fit(roomy, request_of(row), teams=host.teams) is None]
    # Deleted, and not put away: should it fit again, it is told again.
    told.filter(other__in=gone, gone=False).delete()
    TellRow.objects.filter(thing__in=gone, other=offer.id, gone=False).delete()


def _forget(thing: UUID) -> None:
    """Let what was told of an offer or a request stand there no more."""
    TellRow.objects.filter(thing=thing).update(gone=True)
    TellRow.objects.filter(other=thing).update(gone=True)


def _steps(visitors: int, modes: Iterable[Mode]) -> Ladder:
    if not 1 <= visitors <= MOST_VISITORS:
        raise Invalid({"visitors": f"must be from 1 to {MOST_VISITORS}"})
    try:
        return begun(modes)
    except ValueError as fault:
        raise Invalid({"modes": str(fault)}) from None


def _room_left(own: int) -> None:
    if own >= MOST_OWN:
        raise Invalid({"title": f"there are {MOST_OWN} already: close one first"})


def _topics(topics: Iterable[str]) -> list[str]:
    named = (topic.strip().lstrip("#").strip().casefold() for topic in topics)
    return list(dict.fromkeys(topic for topic in named if topic))


def _check(title: str, text: str, topics: list[str], kind: str, *, field: str) -> None:
    faults = {}
    if not 1 <= len(title.strip()) <= LONGEST_TITLE:
        faults["title"] = f"must have from 1 to {LONGEST_TITLE} characters"
    if len(text) > LONGEST_TEXT:
        faults[field] = f"must have at most {LONGEST_TEXT} characters"
    if len(topics) > MOST_TOPICS or any(len(each) > LONGEST_TOPIC for each in topics):
        faults["topics"] = f"takes at most {MOST_TOPICS} entries of 1 to {LONGEST_TOPIC} characters"
    if kind and kind not in FAMILIES:
        faults["kind"] = f"must be one of: {', '.join(FAMILIES)}"
    if faults:
        raise Invalid(faults)


def _check_to(by: UUID, to_person: UUID | None, to_team: UUID | None) -> None:
    if to_person is not None:
        found = people.persons([to_person]).get(to_person)
        if found is None or found.known_only:
            raise Invalid({"to": "must be somebody who can sign in here"})
        if to_person == by:
            raise Invalid({"to": "must be somebody else"})
    elif to_team is not None and to_team not in {each.id for each in people.teams()}:
        raise Invalid({"to": "must be a team that is here"})
