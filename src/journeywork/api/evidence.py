"""What the history says: the report of the last replay, and one's own part of it."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema, Status

from journeywork.api.doors import caller, operation
from journeywork.api.shapes import In, Whole
from journeywork.evidence import actions, queries, report
from journeywork.evidence.values import Finished, plain
from journeywork.kernel import clock
from journeywork.kernel.errors import NotFound

router = Router(tags=["Evidence"])


class ReplayIn(In):
    """How far back the replay shall judge."""

    days: Whole = Field(
        730, ge=1, le=36_500, description="So many days back, counted from the latest work."
    )


class ProgressOut(Schema):
    """How far a replay is."""

    since: datetime = Field(description="From when on it judges.")
    asked_at: datetime = Field(description="When it was asked for.")
    waiting: bool = Field(description="Whether it still waits for the worker.")
    done: int = Field(description="How many work events it has gone through.")
    total: int = Field(description="Of how many; 0 while it waits.")
    fault: str = Field(description='What broke the last one off; "" while nothing did.')


@router.get("/replay", response=dict[str, Any], summary="The report of the last replay")
@operation("replay.read")
def replay(request: HttpRequest) -> Any:
    """Read what would have been offered, to how many, how often rightly; 404 before the first."""
    del request
    return plain(_finished().report)


@router.post("/replay", response={202: None}, summary="Run a replay")
@operation("replay.run")
def run(request: HttpRequest, body: ReplayIn) -> Status[None]:
    """Let the worker go through the history; one that is under way is not begun again."""
    at = clock.now()
    since = queries.history_end(at=at) - timedelta(days=body.days)
    actions.ask_for(since=since, by=caller(request).id, at=at)
    return Status(202, None)


@router.get("/replay/progress", response=ProgressOut | None, summary="How far a replay is")
@operation("replay.read")
def progress(request: HttpRequest) -> ProgressOut | None:
    """Read how far a replay is that waits or runs, or why the last one broke off; null for none."""
    del request
    going = queries.progress()
    if going is None:
        return None
    return ProgressOut(
        since=going.since,
        asked_at=going.asked_at,
        waiting=going.waiting,
        done=going.done,
        total=going.total,
        fault=going.fault,
    )


@router.get("/replay/mine", response=dict[str, Any] | None, summary="One's own part of it")
@operation("replay.read")
def mine(request: HttpRequest) -> Any:
    """Read what the last replay would have meant for oneself; nobody else can. null for nothing."""
    found = queries.own(caller(request).id)
    return plain(found) if found else None


@router.get("/replay/file", response={200: str}, summary="The report as one file")
@operation("replay.read")
def file(request: HttpRequest) -> HttpResponse:
    """Read the report as an HTML page that can be mailed; it holds nobody's own part."""
    del request
    return HttpResponse(report.html(_finished(), standalone=True))


def _finished() -> Finished:
    finished = queries.latest_report()
    if finished is None:
        raise NotFound("report")
    return finished
