"""Cards: found, read, written, published, kept right."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from journeywork.api import naming
from journeywork.api.doors import Limit, Mine, caller, operation
from journeywork.api.pages import Cursor, Latest, Page, Seen, turn
from journeywork.api.problems import known_as
from journeywork.api.shapes.cards import (
    AdoptIn,
    AppliesIn,
    CardChangeIn,
    CardIn,
    CardOut,
    CardWithBodyOut,
    FlagIn,
    NoteIn,
)
from journeywork.api.shapes.help import ResponseIn, ResponseOut
from journeywork.engine.feedback import Response
from journeywork.engine.knowledge import AppliesTo, Card, CardKind, CardState, FlagReason, Trust
from journeywork.feedback import actions as feedback
from journeywork.kernel import clock
from journeywork.knowledge import actions, queries
from journeywork.people import queries as people

router = Router(tags=["Cards"])


@router.get("/cards", response=Page[CardOut], summary="Find cards")
@operation("card.read")
def find(
    request: HttpRequest,
    text: Annotated[str, Query(max_length=2000, description="Words to look for.")] = "",
    topic: Annotated[str | None, Query(max_length=200, description="Only about this.")] = None,
    kind: Annotated[CardKind | None, Query(description="Only this kind.")] = None,
    trust: Annotated[Trust | None, Query(description="Only what can be relied on so far.")] = None,
    state: Annotated[
        CardState | None, Query(description="Only these; without it, published ones and drafts.")
    ] = None,
    mine: Mine = False,  # noqa: FBT002 -- a query parameter
    owner: Annotated[
        str, Query(max_length=60, description="Only what this person looks after, by key.")
    ] = "",
    team: Annotated[str, Query(max_length=60, description="Only this team's, by key.")] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Page[CardOut]:
    """List published cards and one's own drafts: the 200 that fit `text` best, else newest first."""
    me = caller(request)
    wanted: dict[str, Any] = {
        "topic": topic,
        "kind": kind,
        "trust": trust,
        "state": state,
        "owner": me.id if mine else people.person_by_key(owner).id if owner else None,
        "team": people.team_by_key(team).id if team else None,
        "reader": me.id,
        "at": clock.now(),
    }
    if text.strip():
        best = turn(request, limit, cursor, Seen)
        fitting = queries.cards(text=text, limit=queries.MOST_FOUND, **wanted)
        return best.whole(fitting, key=lambda card: card.id, shown=naming.cards)
    newest = turn(request, limit, cursor, Latest)
    found = queries.cards(limit=newest.most, before=newest.after, **wanted)
    return newest.page(
        found, place=lambda card: Latest(card.changed_at, card.id), shown=naming.cards
    )


@router.post("/cards", response={201: CardWithBodyOut}, summary="Write a card")
@operation("card.write")
def draft(request: HttpRequest, body: CardIn) -> Status[CardWithBodyOut]:
    """Make a draft, which only its author sees until it is published."""
    written = {
        "kind": body.kind,
        "topics": tuple(body.topics),
        "applies_to": _applies(body.applies_to),
        "team": body.team,
        "review_days": body.review_days,
        "url": body.url,
    }
    card = actions.draft(
        title=body.title, body=body.body, by=caller(request).id, at=clock.now(), **written
    )
    return Status(201, naming.card(card))


@router.post("/notes", response={201: CardWithBodyOut}, summary="Keep one line")
@operation("card.write")
def note(request: HttpRequest, body: NoteIn) -> Status[CardWithBodyOut]:
    """Make a draft of a lesson out of one line."""
    with known_as(title="text", body="text"):
        card = actions.note(
            text=body.text,
            place=body.place,
            paths=tuple(body.paths),
            by=caller(request).id,
            at=clock.now(),
        )
    return Status(201, naming.card(card))


@router.get("/cards/similar", response=Page[CardOut], summary="Cards like a text")
@operation("card.read")
def similar(
    request: HttpRequest,
    text: Annotated[str, Query(min_length=1, max_length=2000, description="What one would say.")],
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Page[CardOut]:
    """List up to three published cards that say something like it: look before you write."""
    asked = turn(request, limit, cursor, Seen)
    found = queries.similar(text, reader=caller(request).id)
    return asked.whole(found, key=lambda card: card.id, shown=naming.cards)


@router.get("/cards/{slug:key}", response=CardWithBodyOut, summary="Read a card")
@operation("card.read")
def read(request: HttpRequest, key: str) -> CardWithBodyOut:
    """Read a card with its text."""
    return naming.card(_card(request, key))


@router.patch("/cards/{slug:key}", response=CardWithBodyOut, summary="Change a card")
@operation("card.write")
def edit(request: HttpRequest, key: str, body: CardChangeIn) -> CardWithBodyOut:
    """Change what a card says; what it said before is kept, and what is left out stays."""
    changes = {name: getattr(body, name) for name in body.model_fields_set}
    if "applies_to" in changes:
        changes["applies_to"] = _applies(body.applies_to)
    if "topics" in changes:
        changes["topics"] = tuple(body.topics)
    card = _card(request, key)
    edited = actions.edit(card_id=card.id, by=caller(request).id, at=clock.now(), **changes)
    return naming.card(edited)


@router.post("/cards/{slug:key}/publish", response=CardWithBodyOut, summary="Publish a draft")
@operation("card.write")
def publish(request: HttpRequest, key: str) -> CardWithBodyOut:
    """Let colleagues read one of one's own drafts."""
    card = _card(request, key)
    return naming.card(actions.publish_card(card_id=card.id, by=caller(request).id, at=clock.now()))


@router.post("/cards/{slug:key}/archive", response=CardWithBodyOut, summary="Take it out of use")
@operation("card.write")
def archive(request: HttpRequest, key: str) -> CardWithBodyOut:
    """Archive a card: it stays readable under its address and is not found or offered."""
    card = _card(request, key)
    return naming.card(actions.archive(card_id=card.id, by=caller(request).id, at=clock.now()))


@router.post("/cards/{slug:key}/review", response=CardWithBodyOut, summary="Say that it is right")
@operation("card.write")
def review(request: HttpRequest, key: str) -> CardWithBodyOut:
    """Confirm a card as it stands: its time runs anew, open reports are closed."""
    card = _card(request, key)
    return naming.card(actions.review(card_id=card.id, by=caller(request).id, at=clock.now()))


@router.post("/cards/{slug:key}/outdated", response=CardWithBodyOut, summary="Say it is outdated")
@operation("card.flag")
def outdated(request: HttpRequest, key: str, body: FlagIn) -> CardWithBodyOut:
    """Report a card: its owner gets a task, and it is not pushed meanwhile."""
    card = _card(request, key)
    flagged = actions.flag(
        card_id=card.id,
        reason=FlagReason.OUTDATED,
        note=body.note,
        by=caller(request).id,
        at=clock.now(),
    )
    return naming.card(flagged)


@router.post("/cards/{slug:key}/adopt", response=CardWithBodyOut, summary="Give it an owner")
@operation("card.adopt")
def adopt(request: HttpRequest, key: str, body: AdoptIn) -> CardWithBodyOut:
    """Look after a card from now on, or let somebody else do so."""
    me, card = caller(request), _card(request, key)
    owner = people.person_by_key(body.owner).id if body.owner else me.id
    return naming.card(actions.adopt(card_id=card.id, owner=owner, by=me.id, at=clock.now()))


@router.post("/cards/{slug:key}/response", response=ResponseOut, summary="Say whether it helped")
@operation("card.flag")
def respond(request: HttpRequest, key: str, body: ResponseIn) -> Response:
    """Answer a card found by oneself; it counts from the next question on."""
    card = _card(request, key)
    return feedback.respond(
        option_id=card.id,
        kind=body.kind,
        note=body.note,
        by=caller(request).id,
        at=clock.now(),
    )


def _card(request: HttpRequest, key: str) -> Card:
    return queries.card_by_key(key, reader=caller(request).id, at=clock.now())


def _applies(given: AppliesIn) -> AppliesTo:
    return AppliesTo(places=tuple(given.places), paths=tuple(given.paths), kinds=tuple(given.kinds))
