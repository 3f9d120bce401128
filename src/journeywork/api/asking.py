"""Before I do X, and what is offered by itself."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from journeywork.api.doors import caller, operation
from journeywork.api.shapes import (
    AnswerOut,
    AskIn,
    OfferOut,
    PauseIn,
    ResponseIn,
    SilenceOut,
    TodayOut,
)
from journeywork.engine.feedback import Response
from journeywork.engine.support import Answer, Offer, Silence, Today
from journeywork.feedback import actions as feedback
from journeywork.kernel import clock
from journeywork.people import actions as people
from journeywork.support import queries

router = Router(tags=["Help"])


@router.post("/ask", response=AnswerOut, summary="Ask before doing something")
@operation("ask.use", scope="read")
def ask(request: HttpRequest, body: AskIn) -> Answer:
    """Find at most three cards, one past piece of work and two people, with reasons."""
    return queries.ask(
        body.text,
        person_id=caller(request).id,
        at=clock.now(),
        place=body.place,
        paths=tuple(body.paths),
    )


@router.get("/today", response=TodayOut, summary="The offer of the moment, and the work at hand")
@operation("today.read", scope="read")
def today(request: HttpRequest) -> Today:
    """Read what the page Today shows."""
    return queries.today(caller(request).id, at=clock.now())


@router.get("/offers/{uuid:offer_id}", response=OfferOut, summary="An offer and its reasons")
@operation("offer.read", scope="read")
def offer(request: HttpRequest, offer_id: UUID) -> Offer:
    """Read one of one's own offers."""
    return queries.offer(offer_id, person_id=caller(request).id)


@router.post("/offers/{uuid:offer_id}/response", summary="Answer an offer")
@operation("offer.answer", scope="write")
def respond(request: HttpRequest, offer_id: UUID, body: ResponseIn) -> dict[str, str]:
    """Say what became of an offer; it counts from the next question on."""
    answered = feedback.respond(
        offer_id=offer_id,
        kind=body.kind,
        note=body.note,
        by=caller(request).id,
        at=clock.now(),
    )
    return _answered(answered)


@router.get("/silences", response=list[SilenceOut], summary="When nothing was offered, and why")
@operation("offer.read", scope="read")
def silences(request: HttpRequest, limit: int = 50) -> tuple[Silence, ...]:
    """Read one's own silence log, newest first."""
    return queries.silences(caller(request).id, limit=min(max(limit, 1), 200))


@router.post("/me/pause", summary="No offers until a day")
@operation("person.write", scope="write")
def pause(request: HttpRequest, body: PauseIn) -> dict[str, str | None]:
    """Pause everything that is pushed until a day, or take the pause back."""
    me = caller(request)
    people.pause(person_id=me.id, until=body.until, by=me.id, at=clock.now())
    return {"paused_until": body.until.isoformat() if body.until else None}


def _answered(answered: Response) -> dict[str, str]:
    return {"id": str(answered.id), "kind": answered.kind.value}
