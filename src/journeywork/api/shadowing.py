"""Shadowing: offers to be watched, requests to watch, and one's own visits, step by step.

A visit is for its two: to others there is none. It rests, and ends when one of them leaves, by
operations of its activity. Nothing takes or tells how good anybody was.

A note is a reflection: it goes in, kept once under the identifier that its author's program made,
and no operation tells it. It is put, not posted, so that a program with a bad connection sends it
until it is told; whether words fit those that are kept is not told, for they could be guessed.
"""

from collections.abc import Callable, Sequence
from typing import Annotated
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from ninja import Query, Router, Status

from journeywork.api.doors import Limit, Mine, caller, operation
from journeywork.api.pages import Cursor, Latest, Page, Seen, each, turn
from journeywork.api.problems import known_as
from journeywork.api.shadow_visits import names, whole
from journeywork.api.shapes.shadowing import (
    ComeIn,
    InviteIn,
    OwnTimeIn,
    ReadyIn,
    ShadowOfferIn,
    ShadowOfferOut,
    ShadowRequestIn,
    ShadowRequestOut,
    StepIn,
    VisitNoteIn,
    VisitNoteOut,
    VisitOut,
    VisitWithTimesOut,
    offer_out,
    request_out,
    visit_out,
)
from journeywork.engine.shadowing import ShadowOffer, ShadowRequest, Visit
from journeywork.kernel import clock
from journeywork.people import queries as people
from journeywork.shadowing import actions, queries

router = Router(tags=["Shadowing"])

Words = Annotated[str, Query(max_length=200, description="Only with these words, or topics.")]
Topic = Annotated[str, Query(max_length=200, description="Only about this topic.")]
Running = Annotated[
    bool | None, Query(description="Only what goes on; false: only what has ended.")
]


@router.get("/shadowing/offers", response=Page[ShadowOfferOut], summary="Find who shows their work")
@operation("shadowing.read")
def offers(
    request: HttpRequest,
    text: Words = "",
    topic: Topic = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Page[ShadowOfferOut]:
    """List open offers to be watched, newest first, also those that are full just now."""
    asked = turn(request, limit, cursor, Latest)
    found = queries.offers(text=text, topic=_topic(topic), limit=asked.most, after=asked.after)
    return asked.page(found, place=lambda one: Latest(one.at, one.id), shown=_offers)


@router.post("/shadowing/offers", response={201: ShadowOfferOut}, summary="Offer to be watched")
@operation("shadowing.write")
def make_offer(request: HttpRequest, body: ShadowOfferIn) -> Status[ShadowOfferOut]:
    """Offer to be watched at something; whoever asked for such a thing is told once."""
    made = actions.offer(**body.model_dump(), by=caller(request).id, at=clock.now())
    return Status(201, _offers([made])[0])


@router.get("/shadowing/offers/{uuid:showing_id}", response=ShadowOfferOut, summary="Read an offer")
@operation("shadowing.read")
def offer(request: HttpRequest, showing_id: UUID) -> ShadowOfferOut:
    """Read an offer to be watched, also one that was taken back."""
    del request
    return _offers([queries.offer(showing_id)])[0]


@router.put(
    "/shadowing/offers/{uuid:showing_id}", response=ShadowOfferOut, summary="Change an offer"
)
@operation("shadowing.write")
def change_offer(request: HttpRequest, showing_id: UUID, body: ShadowOfferIn) -> ShadowOfferOut:
    """Say an offer of one's own anew, as a whole; visits that have begun go on as they began."""
    me, at = caller(request).id, clock.now()
    found = actions.change_offer(offer_id=showing_id, **body.model_dump(), by=me, at=at)
    return _offers([found])[0]


@router.post(
    "/shadowing/offers/{uuid:showing_id}/close", response=ShadowOfferOut, summary="Close an offer"
)
@operation("shadowing.write")
def close_offer(request: HttpRequest, showing_id: UUID) -> ShadowOfferOut:
    """Take an offer of one's own back; visits that have begun go on."""
    me = caller(request).id
    return _offers([actions.close_offer(offer_id=showing_id, by=me, at=clock.now())])[0]


@router.post(
    "/shadowing/offers/{uuid:showing_id}/visits",
    response={201: VisitWithTimesOut},
    summary="Come to an offer",
)
@operation("shadowing.write")
def come(request: HttpRequest, showing_id: UUID, body: ComeIn) -> Status[VisitWithTimesOut]:
    """Take an offer up: a visit begins, with times that suit both."""
    me, at = caller(request).id, clock.now()
    return _begun(me, lambda: actions.come(offer_id=showing_id, **body.model_dump(), by=me, at=at))


@router.get(
    "/shadowing/requests", response=Page[ShadowRequestOut], summary="Find who asks to watch"
)
@operation("shadowing.read")
def requests(
    request: HttpRequest,
    text: Words = "",
    topic: Topic = "",
    mine: Mine = False,  # noqa: FBT002 -- a query parameter
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Page[ShadowRequestOut]:
    """List open requests that one made or of whom one is asked, newest first."""
    asked = turn(request, limit, cursor, Latest)
    found = queries.requests(
        reader=caller(request),
        text=text,
        topic=_topic(topic),
        mine=mine or None,
        limit=asked.most,
        after=asked.after,
    )
    return asked.page(found, place=lambda one: Latest(one.at, one.id), shown=_requests)


@router.post("/shadowing/requests", response={201: ShadowRequestOut}, summary="Ask to watch")
@operation("shadowing.write")
def ask(request: HttpRequest, body: ShadowRequestIn) -> Status[ShadowRequestOut]:
    """Ask one person, a team, or anyone to see how something is done; only they see it."""
    given = body.model_dump()
    person, team = given.pop("to_person"), given.pop("to_team")
    with known_as(to="to_person"):
        made = actions.request(
            **given,
            to_person=people.person_by_key(person).id if person else None,
            to_team=people.team_by_key(team).id if team else None,
            by=caller(request).id,
            at=clock.now(),
        )
    return Status(201, _requests([made])[0])


@router.get(
    "/shadowing/requests/{uuid:wish_id}", response=ShadowRequestOut, summary="Read a request"
)
@operation("shadowing.read")
def one_request(request: HttpRequest, wish_id: UUID) -> ShadowRequestOut:
    """Read a request of one's own, or one that is asked of oneself."""
    return _requests([queries.request(wish_id, reader=caller(request))])[0]


@router.post(
    "/shadowing/requests/{uuid:wish_id}/close",
    response=ShadowRequestOut,
    summary="Close a request",
)
@operation("shadowing.write")
def close_request(request: HttpRequest, wish_id: UUID) -> ShadowRequestOut:
    """Take a request of one's own back."""
    me = caller(request)
    actions.close_request(request_id=wish_id, by=me.id, at=clock.now())
    return _requests([queries.request(wish_id, reader=me)])[0]


@router.post(
    "/shadowing/requests/{uuid:wish_id}/visits",
    response={201: VisitWithTimesOut},
    summary="Invite who asked",
)
@operation("shadowing.write")
def invite(request: HttpRequest, wish_id: UUID, body: InviteIn) -> Status[VisitWithTimesOut]:
    """Say “come along” to whoever asked: a visit begins, with times that suit both."""
    me, at = caller(request).id, clock.now()
    return _begun(me, lambda: actions.invite(request_id=wish_id, **body.model_dump(), by=me, at=at))


@router.get("/shadowing/visits", response=Page[VisitOut], summary="List one's visits")
@operation("shadowing.read")
def visits(
    request: HttpRequest, running: Running = None, limit: Limit = 50, cursor: Cursor = ""
) -> Page[VisitOut]:
    """List the visits in which one watches, or is watched, newest first."""
    asked = turn(request, limit, cursor, Latest)
    found = queries.visits(
        reader=caller(request).id, runs=running, limit=asked.most, after=asked.after
    )
    return asked.page(found, place=lambda one: Latest(one.at, one.id), shown=_visits)


@router.get("/shadowing/visits/{uuid:visit_id}", response=VisitWithTimesOut, summary="Read a visit")
@operation("shadowing.read")
def visit(request: HttpRequest, visit_id: UUID) -> VisitWithTimesOut:
    """Read a visit with its times, its steps and what to look for; it is for its two alone."""
    return whole(queries.visit(visit_id, reader=caller(request).id))


@router.post(
    "/shadowing/visits/{uuid:visit_id}/times", response=VisitWithTimesOut, summary="Find times"
)
@operation("shadowing.write")
def find_times(request: HttpRequest, visit_id: UUID) -> VisitWithTimesOut:
    """Seek times anew that suit both; there may be none. What one alone agreed to goes."""
    me = caller(request).id
    return whole(actions.find_times(visit_id=visit_id, by=me, at=clock.now()))


@router.post(
    "/shadowing/visits/{uuid:visit_id}/times/own",
    response=VisitWithTimesOut,
    summary="Propose a time of one's own",
)
@operation("shadowing.write")
def suggest(request: HttpRequest, visit_id: UUID, body: OwnTimeIn) -> VisitWithTimesOut:
    """Propose a time of one's own, and agree to it; refused where it does not suit both."""
    me, at = caller(request).id, clock.now()
    return whole(actions.suggest(visit_id=visit_id, starts=body.starts, by=me, at=at))


@router.post(
    "/shadowing/visits/{uuid:visit_id}/times/{uuid:slot_id}/agree",
    response=VisitWithTimesOut,
    summary="Agree on a time",
)
@operation("shadowing.write")
def agree(request: HttpRequest, visit_id: UUID, slot_id: UUID) -> VisitWithTimesOut:
    """Agree to a time; once both have, it is a meeting and stands in both calendars."""
    me = caller(request).id
    return whole(actions.agree(visit_id=visit_id, slot_id=slot_id, by=me, at=clock.now()))


@router.post(
    "/shadowing/visits/{uuid:visit_id}/meetings/{uuid:check_in_id}/move",
    response=VisitWithTimesOut,
    summary="Seek another time",
)
@operation("shadowing.write")
def move(request: HttpRequest, visit_id: UUID, check_in_id: UUID) -> VisitWithTimesOut:
    """Seek another time for a meeting; it stays until both agree to a new one."""
    me = caller(request).id
    return whole(actions.move(visit_id=visit_id, check_in_id=check_in_id, by=me, at=clock.now()))


@router.post(
    "/shadowing/visits/{uuid:visit_id}/meetings/{uuid:check_in_id}/call-off",
    response=VisitWithTimesOut,
    summary="Call a meeting off",
)
@operation("shadowing.write")
def call_off(request: HttpRequest, visit_id: UUID, check_in_id: UUID) -> VisitWithTimesOut:
    """Call a meeting off; nobody is asked why, and the visit goes on."""
    me = caller(request).id
    return whole(actions.cancel(visit_id=visit_id, check_in_id=check_in_id, by=me, at=clock.now()))


@router.put(
    "/shadowing/visits/{uuid:visit_id}/ready", response=VisitWithTimesOut, summary="Say ready"
)
@operation("shadowing.write")
def ready(request: HttpRequest, visit_id: UUID, body: ReadyIn) -> VisitWithTimesOut:
    """Say that one is ready for the next step, or not yet; it is taken once both say so."""
    me = caller(request).id
    return whole(actions.ready(visit_id=visit_id, ready=body.ready, by=me, at=clock.now()))


@router.put(
    "/shadowing/visits/{uuid:visit_id}/step", response=VisitWithTimesOut, summary="Take a step"
)
@operation("shadowing.write")
def step(request: HttpRequest, visit_id: UUID, body: StepIn) -> VisitWithTimesOut:
    """Take the next step once both are ready, or step back to any earlier one at any time."""
    me = caller(request).id
    return whole(actions.step(visit_id=visit_id, mode=body.mode, by=me, at=clock.now()))


@router.get(
    "/shadowing/visits/{uuid:visit_id}/notes",
    response=Page[VisitNoteOut],
    summary="Which notes arrived",
)
@operation("shadowing.read")
def notes(
    request: HttpRequest, visit_id: UUID, limit: Limit = 50, cursor: Cursor = ""
) -> Page[VisitNoteOut]:
    """List the identifiers of one's own notes that arrived; what they say no operation tells."""
    asked = turn(request, limit, cursor, Seen)
    found = queries.notes(visit_id, author=caller(request).id)
    return asked.whole(found, key=str, shown=each(lambda one: VisitNoteOut(id=one)))


@router.put(
    "/shadowing/visits/{uuid:visit_id}/notes/{uuid:note_id}",
    response={204: None},
    summary="Add a note",
)
@operation("shadowing.write", of_person="reflection.write")
def note(request: HttpRequest, visit_id: UUID, note_id: UUID, body: VisitNoteIn) -> Status[None]:
    """Keep a note of one's own, once under its identifier; its author alone can read it, signed in.

    Sent again it is the same note, also with other words: what was kept first stays.
    """
    at = clock.now()
    actions.note(
        visit_id=visit_id,
        key=note_id,
        text=body.text,
        written_at=body.written_at or at,
        by=caller(request).id,
        at=at,
    )
    return Status(204, None)


def _topic(name: str) -> str:
    return name.strip().lstrip("#").strip()


def _begun(me: UUID, begin: Callable[[], Visit]) -> Status[VisitWithTimesOut]:
    """Begin a visit and propose times at once, as the pages do."""
    with transaction.atomic():
        found = actions.find_times(visit_id=begin().id, by=me, at=clock.now())
    return Status(201, whole(found))


def _offers(found: Sequence[ShadowOffer]) -> list[ShadowOfferOut]:
    known = names(one.host for one in found)
    return [offer_out(one, known) for one in found]


def _requests(found: Sequence[ShadowRequest]) -> list[ShadowRequestOut]:
    known = names(id for one in found for id in (one.visitor, one.to_person) if id)
    return [request_out(one, known) for one in found]


def _visits(found: Sequence[Visit]) -> list[VisitOut]:
    known = names(id for one in found for id in one.both)
    return [visit_out(one, known) for one in found]
