"""What teams said together of how safe it is to speak; answers are in no operation."""

from django.http import HttpRequest
from ninja import Router

from journeywork.api.doors import Limit, caller, operation
from journeywork.api.pages import Cursor, Page, Seen, turn
from journeywork.api.shapes.activities import ClimateFiguresOut, ClimateOut
from journeywork.coaching import queries
from journeywork.coaching.queries import Asking
from journeywork.engine.people import Person

router = Router(tags=["Climate"])

#: What is told reaches back so many askings, as the page does.
MOST_TOLD = 4


@router.get("/climate", response=Page[ClimateOut], summary="Read what was told of the climate")
@operation("climate.read")
def told(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[ClimateOut]:
    """List the last askings with what the organisation and one's own teams said, latest first."""
    me, asked = caller(request), turn(request, limit, cursor, Seen)
    found = queries.last_told(limit=MOST_TOLD)
    return asked.whole(
        found, key=lambda one: one.id, shown=lambda some: [_out(one, me) for one in some]
    )


def _out(found: Asking, me: Person) -> ClimateOut:
    figures = [
        ClimateFiguresOut(team=one.team, items=one.items, whole=one.whole)
        for one in queries.told(found.id, reader=me)
    ]
    return ClimateOut(opened_at=found.opened_at, closed_at=found.closed_at, told=figures)
