"""Programmes for whoever coordinates them: set up, changed, opened, closed; who takes part.

What somebody wants to learn goes out in the table of participants alone, and each of them is
told of that look. Blocks go neither in nor out.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from journeywork.api.doors import Limit, bearer_of, caller, operation
from journeywork.api.pages import Cursor, Page, Seen, each, turn
from journeywork.api.shapes.health import HealthOut, health_out
from journeywork.api.shapes.programmes import (
    DryRunOut,
    EnrolledOut,
    LookedOut,
    ProgrammeChangeIn,
    ProgrammeIn,
    ProgrammeOut,
    TableIn,
    TableOut,
    TryIn,
    dry_run_out,
    enrolled_out,
    looked_out,
    programme_out,
)
from journeywork.engine.fit.people_table import RowFault
from journeywork.engine.fit.rules_file import RulesFault
from journeywork.engine.mentoring import Programme
from journeywork.engine.mentoring_templates import Plan
from journeywork.kernel import clock, doors
from journeywork.kernel.errors import Invalid
from journeywork.mentoring import (
    dry_run,
    exporting,
    health,
    importing,
    programmes,
    queries,
    ratings,
    tallies,
)
from journeywork.mentoring.importing import RowsRefused
from journeywork.people import queries as people

router = Router(tags=["Programmes"])

Words = Annotated[str, Query(max_length=200, description="Only those with this in their name.")]


class Called(NamedTuple):
    """The place in a list by name."""

    name: str
    id: UUID


@router.get("/programmes", response=Page[ProgrammeOut], summary="List programmes")
@operation("programme.read")
def find(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[ProgrammeOut]:
    """List every programme, also those being set up and those closed, newest first."""
    asked = turn(request, limit, cursor, Seen)
    return asked.whole(queries.programmes(), key=lambda one: one.id, shown=_shown)


@router.post("/programmes", response={201: ProgrammeOut}, summary="Set up a programme")
@operation("programme.write")
def set_up(request: HttpRequest, body: ProgrammeIn) -> Status[ProgrammeOut]:
    """Set up a programme; it takes people in once it is opened."""
    plan = Plan(**_with_teams(body.model_dump()))
    made = programmes.set_up(plan=plan, by=caller(request).id, at=clock.now())
    return Status(201, _shown([made])[0])


@router.get("/programmes/{slug:key}", response=ProgrammeOut, summary="Read a programme")
@operation("programme.read")
def read(request: HttpRequest, key: str) -> ProgrammeOut:
    """Read a programme as it was set up."""
    del request
    return _shown([queries.programme_by_key(key)])[0]


@router.patch("/programmes/{slug:key}", response=ProgrammeOut, summary="Change a programme")
@operation("programme.write")
def change(request: HttpRequest, key: str, body: ProgrammeChangeIn) -> ProgrammeOut:
    """Change a programme; what is left out stays, and what has begun goes on as agreed."""
    found = queries.programme_by_key(key)
    given = _with_teams(body.model_dump(exclude_unset=True))
    plan = replace(programmes.plan_of(found), **given)
    me, at = caller(request).id, clock.now()
    return _shown([programmes.change(programme_id=found.id, plan=plan, by=me, at=at)])[0]


@router.post("/programmes/{slug:key}/open", response=ProgrammeOut, summary="Open a programme")
@operation("programme.write")
def open_one(request: HttpRequest, key: str) -> ProgrammeOut:
    """Let people take part from now on, also in one that was closed."""
    found, me = queries.programme_by_key(key), caller(request).id
    done = programmes.open_programme(programme_id=found.id, by=me, at=clock.now())
    return _shown([done])[0]


@router.post("/programmes/{slug:key}/close", response=ProgrammeOut, summary="Close a programme")
@operation("programme.write")
def close(request: HttpRequest, key: str) -> ProgrammeOut:
    """Take nobody in any more, and match nobody; whoever is together stays so."""
    found, me = queries.programme_by_key(key), caller(request).id
    return _shown([programmes.close(programme_id=found.id, by=me, at=clock.now())])[0]


@router.post("/programmes/{slug:key}/try", response=DryRunOut, summary="Try a round out")
@operation("programme.write")
def try_out(request: HttpRequest, key: str, body: TryIn) -> DryRunOut:
    """Tell what a round would begin with today, and what is in the way; nobody is matched."""
    found = queries.programme_by_key(key)
    on = caller(request).working_time.local_date(clock.now())
    try:
        return dry_run_out(dry_run.dry_run(found, on=on, rules=body.rules))
    except RulesFault as fault:
        raise Invalid({"rules": str(fault)}) from None


@router.get(
    "/programmes/{slug:key}/participants",
    response=Page[EnrolledOut],
    summary="List who takes part",
)
@operation("programme.write")
def participants(
    request: HttpRequest, key: str, text: Words = "", limit: Limit = 50, cursor: Cursor = ""
) -> Page[EnrolledOut]:
    """List who takes part, by name; what they want and wish for is not told in a list."""
    asked = turn(request, limit, cursor, Called)
    found = queries.programme_by_key(key)
    some = tallies.listed(found.id, text=text.strip(), limit=asked.most, after=asked.after)
    return asked.page(
        some, place=lambda one: Called(one.name, one.enrolment.id), shown=each(enrolled_out)
    )


@router.get(
    "/programmes/{slug:key}/participants/table",
    response=TableOut,
    summary="Read who takes part as a table",
)
@operation("programme.write")
def table(request: HttpRequest, key: str) -> TableOut:
    """Read everybody who takes part as CSV, for `jw match` or to take in again; they are told."""
    found = queries.programme_by_key(key)
    return TableOut(text=exporting.export(found, by=caller(request).id, at=clock.now()))


@router.post(
    "/programmes/{slug:key}/participants/check",
    response=LookedOut,
    summary="Look a table through",
)
@operation("programme.write")
def check(request: HttpRequest, key: str, body: TableIn) -> LookedOut:
    """Tell what a table would do, and every fault in it, row by row; nothing is written."""
    found = _for_table(request, key, body)
    me, at = caller(request).id, clock.now()
    return looked_out(
        importing.look_through(programme_id=found.id, text=body.text, add=body.add, by=me, at=at)
    )


@router.post("/programmes/{slug:key}/participants", response=LookedOut, summary="Take people in")
@operation("programme.write")
def take_in(request: HttpRequest, key: str, body: TableIn) -> LookedOut:
    """Take everybody in whom a table names, or nobody where it has a fault.

    A fault of `text.3.email` is one in row 3 under that heading.
    """
    found = _for_table(request, key, body)
    me, at = caller(request).id, clock.now()
    try:
        done = importing.take_in(programme_id=found.id, text=body.text, add=body.add, by=me, at=at)
    except RowsRefused as refusal:
        raise Invalid(_by_row(refusal.rows)) from None
    return looked_out(done)


@router.get("/programmes/{slug:key}/health", response=HealthOut, summary="How a programme goes")
@operation("programme.read")
def going(request: HttpRequest, key: str) -> HealthOut:
    """Read how matches go, from signals alone, and what the programme teaches; of few: nothing."""
    del request
    found = queries.programme_by_key(key)
    return health_out(health.health(found, at=clock.now()), ratings.told(found.id))


def _for_table(request: HttpRequest, key: str, body: TableIn) -> Programme:
    """Return a programme; Denied where people shall be added and the token may not."""
    if body.add:
        doors.require(caller(request), "people.write", scopes=bearer_of(request).scopes)
    return queries.programme_by_key(key)


def _by_row(faults: Sequence[RowFault]) -> dict[str, str]:
    """Return faults of a table by the place in it; what is wrong in the same place together."""
    found: dict[str, str] = {}
    for fault in faults:
        steps = ("text", str(fault.row) if fault.row else "", fault.heading)
        place = ".".join(filter(None, steps))
        found[place] = f"{found[place]}; {fault.says}" if place in found else fault.says
    return found


def _with_teams(given: dict[str, Any]) -> dict[str, Any]:
    """Return what was said of a programme with its teams by id."""
    if "teams" not in given:
        return given
    return given | {"teams": tuple(people.team_by_key(each).id for each in given["teams"])}


def _shown(found: Sequence[Programme]) -> list[ProgrammeOut]:
    some = any(one.teams for one in found)
    teams: dict[UUID, str] = {one.id: one.key for one in people.teams()} if some else {}
    return [programme_out(one, teams) for one in found]
