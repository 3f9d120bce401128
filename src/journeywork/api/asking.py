"""Before I do X, and what is offered by itself."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from journeywork.api import naming
from journeywork.api.doors import Limit, caller, operation
from journeywork.api.pages import Cursor, Page, each, turn
from journeywork.api.shapes.attention import PolicyOut
from journeywork.api.shapes.help import (
    AnswerOut,
    AskIn,
    OfferOut,
    ResponseIn,
    ResponseOut,
    SilenceOut,
    TodayOut,
    offer_out,
    silence_out,
)
from journeywork.api.written import written
from journeywork.engine.attention import Policy
from journeywork.engine.feedback import Response
from journeywork.engine.support import Silence
from journeywork.feedback import actions as feedback
from journeywork.feedback import queries as answers
from journeywork.kernel import clock
from journeywork.kernel.errors import NotFound
from journeywork.support import queries

router = Router(tags=["Help"])


@router.post("/ask", response=AnswerOut, summary="Ask before doing something")
@operation("ask.use")
def ask(request: HttpRequest, body: AskIn) -> HttpResponse:
    """Find at most three cards, one past piece of work and two people, with reasons."""
    person = caller(request)
    found = queries.ask(
        body.text,
        person_id=person.id,
        at=clock.now(),
        place=body.place,
        paths=tuple(body.paths),
        person=person,
    )
    return written(found)


@router.get("/today", response=TodayOut, summary="The offer of the moment, and the work at hand")
@operation("today.read")
def today(request: HttpRequest) -> TodayOut:
    """Read what the page Today shows."""
    found = queries.today(caller(request).id, at=clock.now())
    return TodayOut(
        offer=offer_out(found.offer) if found.offer else None,
        episodes=naming.episodes(found.episodes),
        spent_today=found.spent_today,
        spent_this_week=found.spent_this_week,
    )


@router.get("/offers", response=Page[OfferOut], summary="What was offered")
@operation("offer.read")
def offers(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[OfferOut]:
    """Read one's own offers, newest first, whatever became of them."""
    asked = turn(request, limit, cursor, UUID)
    found = queries.offers(caller(request).id, limit=asked.most, before=asked.after)
    return asked.page(found, place=lambda one: one.id, shown=each(offer_out))


@router.get("/offers/{uuid:offer_id}", response=OfferOut, summary="An offer and its reasons")
@operation("offer.read")
def offer(request: HttpRequest, offer_id: UUID) -> OfferOut:
    """Read one of one's own offers."""
    return offer_out(queries.offer(offer_id, person_id=caller(request).id))


@router.post("/offers/{uuid:offer_id}/response", response=ResponseOut, summary="Answer an offer")
@operation("offer.answer")
def respond(request: HttpRequest, offer_id: UUID, body: ResponseIn) -> Response:
    """Say what became of an offer; it counts from the next question on."""
    return feedback.respond(
        offer_id=offer_id,
        kind=body.kind,
        note=body.note,
        by=caller(request).id,
        at=clock.now(),
    )


@router.get("/silences", response=Page[SilenceOut], summary="When nothing was offered, and why")
@operation("offer.read")
def silences(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[SilenceOut]:
    """Read one's own silence log, newest first."""
    asked = turn(request, limit, cursor, UUID)
    found = queries.silences(caller(request).id, limit=asked.most, before=asked.after)
    return asked.page(found, place=lambda one: one.id, shown=each(silence_out))


@router.get("/silences/{uuid:silence_id}", response=SilenceOut, summary="A silence and its reason")
@operation("offer.read")
def silence(request: HttpRequest, silence_id: UUID) -> SilenceOut:
    """Read one of one's own silences, with all that was looked at."""
    found = queries.decision(silence_id, person_id=caller(request).id)
    if not isinstance(found, Silence):
        raise NotFound("silence")
    return silence_out(found)


@router.get("/responses", response=Page[ResponseOut], summary="What one has answered")
@operation("offer.read")
def responses(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[ResponseOut]:
    """Read one's own answers, newest first; nobody else can."""
    asked = turn(request, limit, cursor, UUID)
    found = answers.responses(caller(request).id, limit=asked.most, before=asked.after)
    return asked.page(found, place=lambda one: one.id)


@router.get("/policy", response=PolicyOut, summary="How often people are interrupted at most")
@operation("today.read")
def policy(request: HttpRequest) -> Policy:
    """Read the organisation's promise about attention, which holds for everybody."""
    del request
    return queries.policy()
