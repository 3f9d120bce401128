"""What keeps a card right: reports about it, and what it said before."""

from django.http import HttpRequest
from ninja import Router

from journeywork.api import naming
from journeywork.api.doors import Limit, caller, operation
from journeywork.api.pages import Cursor, Page, Seen, each, turn
from journeywork.api.shapes.cards import TaskOut, VersionOut, task_out, told_apart
from journeywork.kernel import clock
from journeywork.knowledge import queries

router = Router(tags=["Cards"])


@router.get("/cards/{slug:key}/reports", response=Page[TaskOut], summary="What readers report")
@operation("card.write")
def reports(
    request: HttpRequest, key: str, limit: Limit = 50, cursor: Cursor = ""
) -> Page[TaskOut]:
    """Read what readers say is no longer right, for those who can put it right.

    Who said so is not told.
    """
    me = caller(request)
    card = queries.card_by_key(key, reader=me.id, at=clock.now())
    asked = turn(request, limit, cursor, Seen)
    found = queries.reports(card.id, reader=me.id, at=clock.now())
    return asked.whole(found, key=told_apart, shown=each(task_out))


@router.get("/cards/{slug:key}/versions", response=Page[VersionOut], summary="What it said before")
@operation("card.read")
def versions(
    request: HttpRequest, key: str, limit: Limit = 50, cursor: Cursor = ""
) -> Page[VersionOut]:
    """Read what a card said before it was changed, newest first."""
    me = caller(request)
    card = queries.card_by_key(key, reader=me.id, at=clock.now())
    asked = turn(request, limit, cursor, Seen)
    found = queries.versions(card.id, reader=me.id)
    return asked.whole(found, key=lambda one: one.number, shown=naming.versions)
