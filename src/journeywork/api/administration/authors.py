"""Names in the work whom nobody knows here, and who they are."""

from typing import NamedTuple

from django.http import HttpRequest
from ninja import Router, Status

from journeywork.api.doors import Limit, caller, operation
from journeywork.api.pages import Cursor, Page, turn
from journeywork.api.shapes.administration import AuthorIn, AuthorOut
from journeywork.kernel import clock
from journeywork.people import queries as people
from journeywork.work import actions, queries

router = Router(tags=["Administration: sources"])


class _Place(NamedTuple):
    events: int
    handle: str


@router.get("/admin/authors", response=Page[AuthorOut], summary="Whom nobody knows here")
@operation("people.write")
def unknown(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[AuthorOut]:
    """List names in the work that belong to nobody here, those with the most events first."""
    asked = turn(request, limit, cursor, _Place)
    found = queries.unresolved_authors(limit=asked.most, after=asked.after or "")
    return asked.page(found, place=lambda one: _Place(one.events, one.handle))


@router.post("/admin/authors", response={202: None}, summary="Say who is meant")
@operation("people.write")
def name(request: HttpRequest, body: AuthorIn) -> Status[None]:
    """Say who is meant by a name; the worker makes the history theirs, for good."""
    author = queries.unresolved_author(body.handle)
    person = people.person_by_key(body.person)
    actions.name_author(
        handle=author.handle, person=person.id, by=caller(request).id, at=clock.now()
    )
    return Status(202, None)
