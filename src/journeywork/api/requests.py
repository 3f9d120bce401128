"""Questions that found no answer, and who can answer them: anyone."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from journeywork.api.doors import Limit, caller, operation
from journeywork.api.shapes.cards import AnswerIn, RequestOut
from journeywork.engine.knowledge import CardRequest
from journeywork.kernel import clock
from journeywork.knowledge import actions, queries

router = Router(tags=["Questions without an answer"])


@router.get("/requests", response=list[RequestOut], summary="Questions that found no answer")
@operation("request.read")
def unanswered(request: HttpRequest, limit: Limit = 50) -> tuple[CardRequest, ...]:
    """List what people looked for in vain, most wanted first; nobody is named."""
    del request
    return queries.requests(limit=limit)


@router.post(
    "/requests/{uuid:request_id}/answer", response=RequestOut, summary="Answer with a card"
)
@operation("request.answer")
def answer(request: HttpRequest, request_id: UUID, body: AnswerIn) -> CardRequest:
    """Point those who asked to a card."""
    me = caller(request)
    card = queries.card_by_key(body.card, reader=me.id)
    return actions.answer_request(request_id=request_id, card_id=card.id, by=me.id, at=clock.now())
