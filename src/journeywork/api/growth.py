"""What one wants to learn, what was found for it, and what one wants of one's work.

A journal has no operation: no program reads it, its author's own neither.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Status

from journeywork.api.doors import Limit, caller, operation
from journeywork.api.pages import Cursor, Page, Seen, each, turn
from journeywork.api.posts import audience_of
from journeywork.api.shapes.growth import (
    FindIn,
    FindOut,
    SharedWishOut,
    StanceIn,
    WishChangeIn,
    WishIn,
    WishOut,
    find_out,
    shared_out,
    wish_out,
)
from journeywork.api.shapes.posts import AudienceIn
from journeywork.engine.opportunities import FindState
from journeywork.engine.to_learn import EntryState
from journeywork.growth import actions, queries
from journeywork.growth.listing import SAME
from journeywork.kernel import clock
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.people import queries as people
from journeywork.support import actions as support
from journeywork.work import queries as work

router = Router(tags=["To learn"])


@router.get("/me/to-learn", response=Page[WishOut], summary="What one wants to learn")
@operation("growth.read")
def mine(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[WishOut]:
    """List one's own entries in one's own order, with what was found; then what ended lately."""
    asked, at = turn(request, limit, cursor, Seen), clock.now()
    found = queries.to_learn(caller(request).id, at=at)
    return asked.whole(
        found, key=lambda one: one.entry.id, shown=each(lambda one: wish_out(one, at))
    )


@router.post("/me/to-learn", response={201: WishOut}, summary="Put something on one's list")
@operation("growth.write")
def add(request: HttpRequest, body: WishIn) -> Status[WishOut]:
    """Write down what one wants to learn; only oneself can read it until one shares it."""
    me, at = caller(request).id, clock.now()
    made = actions.add(**body.model_dump(), by=me, at=at)
    return Status(201, wish_out(queries.wish(made.id, author=me), at))


@router.patch("/me/to-learn/{uuid:entry_id}", response=WishOut, summary="Change an entry")
@operation("growth.write")
def change(request: HttpRequest, entry_id: UUID, body: WishChangeIn) -> WishOut:
    """Change an entry of one's own, end it, or say how one learned it; what is left out stays."""
    me, at = caller(request).id, clock.now()
    given = {name: getattr(body, name) for name in body.model_fields_set}
    state, learned = given.pop("state", None), given.pop("learned", None)
    with transaction.atomic():
        if given:
            actions.change(**_texts(given), entry_id=entry_id, by=me, at=at)
        if state is EntryState.OPEN:
            actions.open_again(entry_id=entry_id, by=me, at=at)
        elif state is not None:
            actions.close(entry_id=entry_id, state=state, by=me, at=at)
        if learned is not None:
            actions.say_how(entry_id=entry_id, how=learned, by=me)
    return wish_out(queries.wish(entry_id, author=me), at)


@router.put(
    "/me/to-learn/{uuid:entry_id}/audience", response=WishOut, summary="Say who else may read it"
)
@operation("growth.write")
def share(request: HttpRequest, entry_id: UUID, body: AudienceIn) -> WishOut:
    """Say who else may read an entry of one's own; `only me` takes it back."""
    me, at = caller(request).id, clock.now()
    actions.share(entry_id=entry_id, audience=audience_of(body), by=me, at=at)
    return wish_out(queries.wish(entry_id, author=me), at)


@router.delete("/me/to-learn/{uuid:entry_id}", response={204: None}, summary="Delete an entry")
@operation("growth.write")
def delete(request: HttpRequest, entry_id: UUID) -> Status[None]:
    """Delete an entry of one's own for good, with what was found for it."""
    actions.delete(entry_id=entry_id, by=caller(request).id, at=clock.now())
    return Status(204, None)


@router.put("/me/finds/{uuid:find_id}", response=FindOut, summary="Say what became of a find")
@operation("growth.write")
def answer(request: HttpRequest, find_id: UUID, body: FindIn) -> FindOut:
    """Say that one took up what was found, or that it is not this."""
    if body.state not in (FindState.TAKEN, FindState.NOT_THIS):
        raise Invalid({"state": "is said by nobody: it is what happened"})
    return find_out(actions.answer(find_id=find_id, state=body.state, by=caller(request).id))


@router.get("/to-learn", response=Page[SharedWishOut], summary="What colleagues want to learn")
@operation("growth.read")
def shared(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[SharedWishOut]:
    """List what colleagues share with oneself of their lists; they can see that one read it."""
    asked = turn(request, limit, cursor, Seen)
    found = queries.shared_with(caller(request), at=clock.now())
    names = people.names({one.author for one in found}) if found else {}
    return asked.whole(
        found,
        key=lambda one: one.id,
        shown=each(lambda one: shared_out(one, names.get(one.author, ""))),
    )


@router.put("/me/stances/{uuid:episode_id}", response={204: None}, summary="Choose a stance")
@operation("growth.write")
def choose(request: HttpRequest, episode_id: UUID, body: StanceIn) -> Status[None]:
    """Say what one wants of a piece of one's own work: help goes by it there."""
    me = caller(request).id
    if me not in work.episode(episode_id).people:
        raise NotFound("episode")
    support.choose_stance(
        person_id=me, episode_id=episode_id, stance=body.stance, by=me, at=clock.now()
    )
    return Status(204, None)


def _texts(given: dict[str, Any]) -> dict[str, Any]:
    """Return what shall be different; a day that is given as null is taken away."""
    return {"by_when": SAME} | {
        name: value for name, value in given.items() if value is not None or name == "by_when"
    }
