"""What keeps a card right: reports about it, and what it said before."""

from django.http import HttpRequest
from ninja import Router

from journeywork.api import naming
from journeywork.api.doors import caller, operation
from journeywork.api.shapes.cards import TaskOut, VersionOut, task_out
from journeywork.kernel import clock
from journeywork.knowledge import queries

router = Router(tags=["Cards"])


@router.get("/cards/{slug:key}/reports", response=list[TaskOut], summary="What readers report")
@operation("card.write")
def reports(request: HttpRequest, key: str) -> list[TaskOut]:
    """Read what readers say is no longer right, for those who can put it right.

    Who said so is not told.
    """
    me = caller(request)
    card = queries.card_by_key(key, reader=me.id, at=clock.now())
    return [task_out(task) for task in queries.reports(card.id, reader=me.id, at=clock.now())]


@router.get("/cards/{slug:key}/versions", response=list[VersionOut], summary="What it said before")
@operation("card.read")
def versions(request: HttpRequest, key: str) -> list[VersionOut]:
    """Read what a card said before it was changed, newest first."""
    me = caller(request)
    card = queries.card_by_key(key, reader=me.id, at=clock.now())
    return naming.versions(queries.versions(card.id, reader=me.id))
