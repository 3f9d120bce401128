"""Questions that found no answer, and who can answer them: anyone."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from journeywork.api import naming
from journeywork.api.doors import Limit, caller, operation
from journeywork.api.pages import Cursor, Page, turn
from journeywork.api.shapes.requests import AnswerIn, RequestIn, RequestOut, RequestWithCardsOut
from journeywork.engine.knowledge import CardRequest
from journeywork.kernel import clock
from journeywork.kernel.errors import Invalid
from journeywork.knowledge import actions, queries

router = Router(tags=["Questions without an answer"])


class _Place(NamedTuple):
    asked: int
    last_at: datetime
    id: UUID


@router.get("/requests", response=Page[RequestOut], summary="Questions that found no answer")
@operation("request.read")
def unanswered(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[RequestOut]:
    """List what people looked for in vain, most wanted first; nobody is named."""
    asked = turn(request, limit, cursor, _Place)
    found = queries.requests(limit=asked.most, before=asked.after)
    return asked.page(found, place=lambda one: _Place(one.asked, one.last_at, one.id))


@router.post("/requests", response={201: RequestOut}, summary="Ask for an answer")
@operation("ask.use")
def wish(request: HttpRequest, body: RequestIn) -> Status[CardRequest]:
    """Put a question on the list that anyone can answer; nobody sees who asked."""
    made = actions.miss(text=body.text, by=caller(request).id, at=clock.now())
    if made is None:
        raise Invalid({"text": "says too little to look for"})
    return Status(201, made)


@router.get(
    "/requests/{uuid:request_id}", response=RequestWithCardsOut, summary="A question and what fits"
)
@operation("request.read")
def read(request: HttpRequest, request_id: UUID) -> RequestWithCardsOut:
    """Read a question that waits for an answer, with cards that may be one."""
    asked = queries.request(request_id)
    fitting = queries.similar(asked.text, reader=caller(request).id)
    plain = RequestOut.model_validate(asked).model_dump()
    return RequestWithCardsOut(**plain, fitting=naming.cards(fitting))


@router.post("/requests/{uuid:request_id}/answer", response=RequestOut, summary="Answer it")
@operation("request.answer")
def answer(request: HttpRequest, request_id: UUID, body: AnswerIn) -> CardRequest:
    """Point those who asked to a card, or write down what one knows: that becomes a card."""
    me, at = caller(request), clock.now()
    if body.card is None:
        return actions.answer_in_words(request_id=request_id, text=body.text, by=me.id, at=at)
    card = queries.card_by_key(body.card, reader=me.id)
    return actions.answer_request(request_id=request_id, card_id=card.id, by=me.id, at=at)
