"""What the history says: the report of the last replay."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from journeywork.api.doors import operation
from journeywork.evidence import queries
from journeywork.evidence.values import plain
from journeywork.kernel.errors import NotFound

router = Router(tags=["Evidence"])


@router.get("/replay", response=dict[str, Any], summary="The report of the last replay")
@operation("replay.read")
def replay(request: HttpRequest) -> Any:
    """Read what would have been offered, to how many, how often rightly; 404 before the first."""
    del request
    finished = queries.latest_report()
    if finished is None:
        raise NotFound("report")
    return plain(finished.report)
