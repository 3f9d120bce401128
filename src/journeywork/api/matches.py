"""One's own matches: why, when, what to reach and talk about; met, moved, thanked for, ended.

A match is for those in it: to others, coordinators too, there is none. What they note, and how
useful a meeting was to anybody, is in no operation: no token reads or writes it. A goal, a point
and thanks are put, not posted: the same words twice are one, and nothing is kept of the request.
"""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from ninja import Query, Router, Status

from journeywork.activities import queries as activities
from journeywork.api.doors import Limit, caller, operation
from journeywork.api.naming import names
from journeywork.api.pages import Cursor, Page, Seen, each, turn
from journeywork.api.shapes.activities import CheckInOut, check_in_out
from journeywork.api.shapes.matches import (
    EndMatchIn,
    GoalIn,
    HeldIn,
    LineDoneIn,
    MatchOut,
    MeetAtIn,
    PointIn,
    SuggestionOut,
    ThanksIn,
    TimeOut,
    WholeMatchOut,
    match_out,
    suggestion_out,
    time_out,
    whole_match_out,
)
from journeywork.engine.lines import LineKind
from journeywork.engine.mentoring import Match
from journeywork.kernel import clock
from journeywork.kernel.locks import one_at_a_time
from journeywork.mentoring import ending, first_agenda, queries, running

router = Router(tags=["Mentoring"])

Ended = Annotated[bool, Query(description="Those that are over too.")]


@router.get("/mentoring/matches", response=Page[MatchOut], summary="List one's matches")
@operation("mentoring.read")
def find(
    request: HttpRequest,
    ended: Ended = False,  # noqa: FBT002 -- a query parameter
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Page[MatchOut]:
    """List with whom one is together, newest first."""
    me, asked = caller(request).id, turn(request, limit, cursor, Seen)
    found = queries.matches_of(me, running=not ended)
    return asked.whole(found, key=lambda one: one.id, shown=lambda some: _shown(some, me))


@router.get("/mentoring/matches/{uuid:match_id}", response=WholeMatchOut, summary="Read a match")
@operation("mentoring.read")
def read(request: HttpRequest, match_id: UUID) -> WholeMatchOut:
    """Read a match that one is in: why, goals, what to talk about, thanks, when one meets."""
    return _whole(match_id, caller(request).id)


@router.get(
    "/mentoring/matches/{uuid:match_id}/times", response=Page[TimeOut], summary="Find times"
)
@operation("mentoring.read")
def times(
    request: HttpRequest, match_id: UUID, limit: Limit = 50, cursor: Cursor = ""
) -> Page[TimeOut]:
    """List up to three times that suit everybody in a match; there may be none."""
    asked = turn(request, limit, cursor, Seen)
    match = queries.match(match_id, reader=caller(request).id)
    found = running.times(match, at=clock.now())
    return asked.whole(found, key=lambda one: one[0].isoformat(), shown=each(time_out))


@router.get(
    "/mentoring/matches/{uuid:match_id}/suggestions",
    response=Page[SuggestionOut],
    summary="What one could talk about",
)
@operation("mentoring.read")
def suggestions(
    request: HttpRequest, match_id: UUID, limit: Limit = 50, cursor: Cursor = ""
) -> Page[SuggestionOut]:
    """List what one could put on the agenda: of one's own goals and work, and what they offer."""
    me, asked = caller(request).id, turn(request, limit, cursor, Seen)
    match = queries.match(match_id, reader=me)
    found = first_agenda.suggested(match, reader=me, at=clock.now())
    return asked.whole(
        found, key=lambda one: f"{one.source} {one.about}", shown=each(suggestion_out)
    )


@router.put(
    "/mentoring/matches/{uuid:match_id}/time", response=MatchOut, summary="Meet at another time"
)
@operation("mentoring.write")
def meet_at(request: HttpRequest, match_id: UUID, body: MeetAtIn) -> MatchOut:
    """Meet at another time, and again and again from then on; refused where it does not suit."""
    me = caller(request).id
    running.meet_at(match_id=match_id, starts=body.starts, by=me, at=clock.now())
    return _one(match_id, me)


@router.post(
    "/mentoring/matches/{uuid:match_id}/met", response=CheckInOut, summary="Say that one met"
)
@operation("mentoring.write")
def met(request: HttpRequest, match_id: UUID, body: HeldIn) -> CheckInOut:
    """Say that a planned meeting took place, or that one met just now."""
    me, at = caller(request).id, clock.now()
    held = running.met(match_id=match_id, check_in_id=body.meeting, by=me, at=at)
    return check_in_out(held)


@router.put(
    "/mentoring/matches/{uuid:match_id}/goals", response=WholeMatchOut, summary="Add a goal"
)
@operation("mentoring.write")
def add_goal(request: HttpRequest, match_id: UUID, body: GoalIn) -> WholeMatchOut:
    """Say what one wants to reach; all in the match read it, and nobody else."""
    return _written(request, match_id, LineKind.GOAL, body.text)


@router.put(
    "/mentoring/matches/{uuid:match_id}/agenda",
    response=WholeMatchOut,
    summary="Add something to talk about",
)
@operation("mentoring.write")
def add_point(request: HttpRequest, match_id: UUID, body: PointIn) -> WholeMatchOut:
    """Say what one would like to talk about; all in the match read it, and nobody else."""
    return _written(request, match_id, LineKind.POINT, body.text)


@router.put(
    "/mentoring/matches/{uuid:match_id}/thanks", response=WholeMatchOut, summary="Say thanks"
)
@operation("mentoring.write")
def thank(request: HttpRequest, match_id: UUID, body: ThanksIn) -> WholeMatchOut:
    """Thank the others in a match, also after its end; they are told."""
    return _written(request, match_id, LineKind.THANKS, body.text)


@router.put(
    "/mentoring/matches/{uuid:match_id}/lines/{uuid:line_id}/done",
    response=WholeMatchOut,
    summary="Say that it is reached, or talked about",
)
@operation("mentoring.write")
def done(request: HttpRequest, match_id: UUID, line_id: UUID, body: LineDoneIn) -> WholeMatchOut:
    """Say that a goal is reached, or a point was talked about, or not yet."""
    me, at = caller(request).id, clock.now()
    running.set_done(match_id=match_id, line_id=line_id, done=body.done, by=me, at=at)
    return _whole(match_id, me)


@router.post(
    "/mentoring/matches/{uuid:match_id}/still-on", response=MatchOut, summary="Say that it goes on"
)
@operation("mentoring.write")
def still_on(request: HttpRequest, match_id: UUID) -> MatchOut:
    """Say that it goes on, though nothing of it shows here."""
    me = caller(request).id
    running.still_on(match_id=match_id, by=me, at=clock.now())
    return _one(match_id, me)


@router.post(
    "/mentoring/matches/{uuid:match_id}/go-on", response=MatchOut, summary="Go on for longer"
)
@operation("mentoring.write")
def go_on(request: HttpRequest, match_id: UUID) -> MatchOut:
    """Go on for half as long again as the programme has it."""
    me = caller(request).id
    running.go_on(match_id=match_id, by=me, at=clock.now())
    return _one(match_id, me)


@router.post("/mentoring/matches/{uuid:match_id}/end", response={204: None}, summary="End a match")
@operation("mentoring.write")
def end(request: HttpRequest, match_id: UUID, body: EndMatchIn) -> Status[None]:
    """End a match, or leave a circle that goes on: nobody is asked why, and it is no fault."""
    ending.end(match_id=match_id, changes=body.somebody_else, by=caller(request).id, at=clock.now())
    return Status(204, None)


def _written(request: HttpRequest, match_id: UUID, kind: LineKind, text: str) -> WholeMatchOut:
    """Write a line, unless its author wrote the same already."""
    me, at = caller(request).id, clock.now()
    with transaction.atomic():
        one_at_a_time(f"lines of {match_id} by {me}")
        queries.match(match_id, reader=me)
        there = running.kept(match_id, reader=me)
        if (kind, me, text.strip()) not in {(one.kind, one.author, one.text) for one in there}:
            running.write(match_id=match_id, kind=kind, text=text, by=me, at=at)
    return _whole(match_id, me)


def _shown(found: Sequence[Match], me: UUID) -> list[MatchOut]:
    programmes = {one.id: one for one in queries.programmes()}
    begun = activities.activities_by_id(one.id for one in found)
    known = names(person for one in found for person in (*one.people, one.writes_first))
    return [
        match_out(one, programmes[one.programme], begun[one.id], known, reader=me) for one in found
    ]


def _one(match_id: UUID, me: UUID) -> MatchOut:
    return _shown([queries.match(match_id, reader=me)], me)[0]


def _whole(match_id: UUID, me: UUID) -> WholeMatchOut:
    shown = _one(match_id, me)
    lines = running.kept(match_id, reader=me)
    meetings = activities.check_ins([match_id])
    return whole_match_out(shown, lines, meetings, names(one.author for one in lines))
