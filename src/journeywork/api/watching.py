"""What to look for in a visit: put there, said otherwise, and dropped by either of its two."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from journeywork.api.doors import caller, operation
from journeywork.api.shadow_visits import whole
from journeywork.api.shapes.shadowing import LookForIn, VisitWithTimesOut
from journeywork.kernel import clock
from journeywork.shadowing import actions

router = Router(tags=["Shadowing"])


@router.post(
    "/shadowing/visits/{uuid:visit_id}/look-fors",
    response={201: VisitWithTimesOut},
    summary="Add something to look for",
)
@operation("shadowing.write")
def add_look_for(
    request: HttpRequest, visit_id: UUID, body: LookForIn
) -> Status[VisitWithTimesOut]:
    """Add something to look for, in one's own words; both see it."""
    me, at = caller(request).id, clock.now()
    return Status(201, whole(actions.look_for(visit_id=visit_id, says=body.says, by=me, at=at)))


@router.put(
    "/shadowing/visits/{uuid:visit_id}/look-fors/{uuid:look_for_id}",
    response=VisitWithTimesOut,
    summary="Say what to look for",
)
@operation("shadowing.write")
def change_look_for(
    request: HttpRequest, visit_id: UUID, look_for_id: UUID, body: LookForIn
) -> VisitWithTimesOut:
    """Say otherwise what to look for; what only the host saw is shown to both by that."""
    me = caller(request).id
    found = actions.change_look_for(
        visit_id=visit_id, look_for_id=look_for_id, says=body.says, by=me
    )
    return whole(found)


@router.delete(
    "/shadowing/visits/{uuid:visit_id}/look-fors/{uuid:look_for_id}",
    response=VisitWithTimesOut,
    summary="Look for it no more",
)
@operation("shadowing.write")
def drop_look_for(request: HttpRequest, visit_id: UUID, look_for_id: UUID) -> VisitWithTimesOut:
    """Look for something no more."""
    me = caller(request).id
    return whole(actions.drop_look_for(visit_id=visit_id, look_for_id=look_for_id, by=me))
