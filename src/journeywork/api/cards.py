"""Cards, notes, and the questions that found no answer."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from journeywork.api.doors import caller, operation
from journeywork.api.shapes import (
    CardIn,
    CardOut,
    CardWithBodyOut,
    FlagIn,
    NoteIn,
    RequestOut,
    ResponseIn,
)
from journeywork.engine.knowledge import Card, CardKind, CardRequest
from journeywork.feedback import actions as feedback
from journeywork.kernel import clock
from journeywork.knowledge import actions, queries

router = Router(tags=["Cards"])


@router.get("/cards", response=list[CardOut], summary="Find cards")
@operation("card.read", scope="read")
def list_cards(
    request: HttpRequest,
    text: str = "",
    topic: str | None = None,
    kind: CardKind | None = None,
    limit: int = 50,
) -> tuple[Card, ...]:
    """List published cards and one's own drafts: best fit for `text`, else newest first."""
    return queries.cards(
        text=text, topic=topic, kind=kind, limit=min(max(limit, 1), 200), reader=caller(request).id
    )


@router.post("/cards", response={201: CardWithBodyOut}, summary="Write a card")
@operation("card.write", scope="write")
def draft(request: HttpRequest, body: CardIn) -> tuple[int, Card]:
    """Make a draft, which only its author sees until it is published."""
    card = actions.draft(
        title=body.title,
        body=body.body,
        kind=body.kind,
        topics=tuple(body.topics),
        by=caller(request).id,
        at=clock.now(),
    )
    return 201, card


@router.post("/notes", response={201: CardWithBodyOut}, summary="Keep one line")
@operation("card.write", scope="write")
def note(request: HttpRequest, body: NoteIn) -> tuple[int, Card]:
    """Make a draft out of one line."""
    return 201, actions.note(text=body.text, by=caller(request).id, at=clock.now())


@router.get("/cards/{key}", response=CardWithBodyOut, summary="Read a card")
@operation("card.read", scope="read")
def read(request: HttpRequest, key: str) -> Card:
    """Read a card with its text."""
    return queries.card_by_key(key, reader=caller(request).id)


@router.post("/cards/{key}/publish", response=CardOut, summary="Publish a draft")
@operation("card.write", scope="write")
def publish(request: HttpRequest, key: str) -> Card:
    """Publish one of one's own drafts."""
    me = caller(request)
    card = queries.card_by_key(key, reader=me.id)
    return actions.publish_card(card_id=card.id, by=me.id, at=clock.now())


@router.post("/cards/{key}/outdated", response=CardOut, summary="Say that a card is outdated")
@operation("card.flag", scope="write")
def outdated(request: HttpRequest, key: str, body: FlagIn) -> Card:
    """Flag a card; its owner gets a task."""
    me = caller(request)
    card = queries.card_by_key(key, reader=me.id)
    return actions.flag(card_id=card.id, note=body.note, by=me.id, at=clock.now())


@router.post("/cards/{key}/response", summary="Say whether a card helped")
@operation("card.flag", scope="write")
def respond(request: HttpRequest, key: str, body: ResponseIn) -> dict[str, str]:
    """Answer something found by oneself; it counts from the next question on."""
    me = caller(request)
    card = queries.card_by_key(key, reader=me.id)
    answered = feedback.respond(
        option_id=card.id, kind=body.kind, note=body.note, by=me.id, at=clock.now()
    )
    return {"id": str(answered.id), "kind": answered.kind.value}


@router.get("/requests", response=list[RequestOut], summary="Questions that found no answer")
@operation("request.answer", scope="read")
def requests(request: HttpRequest) -> tuple[CardRequest, ...]:
    """List what people looked for in vain."""
    del request
    return queries.requests()


@router.post("/requests/{uuid:request_id}/answer/{key}", summary="Answer a question with a card")
@operation("request.answer", scope="write")
def answer(request: HttpRequest, request_id: UUID, key: str) -> dict[str, str]:
    """Point those who asked to a card."""
    me = caller(request)
    card = queries.card_by_key(key, reader=me.id)
    actions.answer_request(request_id=request_id, card_id=card.id, by=me.id, at=clock.now())
    return {"answered_with": card.key}
