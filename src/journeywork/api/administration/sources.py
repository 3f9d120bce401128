"""Sources of work events: connect one, see how it is doing, disconnect it."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from journeywork.api.doors import Limit, caller, operation
from journeywork.api.pages import Cursor, Latest, Page, Seen, turn
from journeywork.api.shapes.administration import (
    ConnectedOut,
    CountOut,
    SetAsideOut,
    SourceIn,
    SourceOut,
)
from journeywork.kernel import clock
from journeywork.kernel.errors import Invalid
from journeywork.work import actions, queries, webhooks
from journeywork.work.secrets import secrets_of

router = Router(tags=["Administration: sources"])


@router.get("/admin/sources", response=Page[SourceOut], summary="What is connected")
@operation("source.write")
def sources(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[SourceOut]:
    """List the sources of work events, in order of kind and name."""
    asked = turn(request, limit, cursor, Seen)
    return asked.whole(queries.sources(), key=lambda source: source.id)


@router.post("/admin/sources", response={201: ConnectedOut}, summary="Connect a source")
@operation("source.write")
def connect(request: HttpRequest, body: SourceIn) -> Status[ConnectedOut]:
    """Connect a source and say what to enter at its other end; once more says the same again."""
    if body.kind not in webhooks.kinds():
        raise Invalid({"kind": f"must be one of: {', '.join(webhooks.kinds())}"})
    me = caller(request)
    id = actions.follow(kind=body.kind, key=body.key.strip(), by=me.id, at=clock.now())
    connected = ConnectedOut(
        **SourceOut.model_validate(queries.source(id)).model_dump(),
        address=webhooks.address_of(kind=body.kind, org=me.org, source=id),
        secret=secrets_of(kind=body.kind, org=me.org, source=id)[0],
    )
    return Status(201, connected)


@router.delete("/admin/sources/{uuid:source_id}", response={204: None}, summary="Disconnect it")
@operation("source.write")
def disconnect(request: HttpRequest, source_id: UUID) -> Status[None]:
    """Take nothing more from a source; what it brought stays."""
    actions.disconnect(source=source_id, by=caller(request).id, at=clock.now())
    return Status(204, None)


@router.get("/admin/set-aside", response=Page[SetAsideOut], summary="What could not be used")
@operation("source.write")
def set_aside(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[SetAsideOut]:
    """List what came in and could not be used, newest first, with the reasons."""
    asked = turn(request, limit, cursor, Latest)
    found = queries.set_aside(limit=asked.most, before=asked.after)
    return asked.page(found, place=lambda one: Latest(one.at, one.uuid))


@router.post("/admin/set-aside/again", response=CountOut, summary="Try it again")
@operation("source.write")
def again(request: HttpRequest) -> CountOut:
    """Let everything that was set aside and is stored be tried once more."""
    del request
    return CountOut(count=actions.take_up_again(at=clock.now()))
