"""Colleagues and teams."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from journeywork.api.doors import Limit, caller, operation
from journeywork.api.shapes.help import ResponseIn, ResponseOut
from journeywork.api.shapes.people import (
    PersonOut,
    PersonWithSkillsOut,
    TeamOut,
    TeamWithMembersOut,
    person_fields,
    skill_out,
    team_fields,
)
from journeywork.engine.feedback import Response
from journeywork.engine.options import OptionKind
from journeywork.engine.people import Person, Team
from journeywork.feedback import actions as feedback
from journeywork.kernel import clock, looks
from journeywork.kernel.errors import NotFound
from journeywork.people import queries

router = Router(tags=["People"])


@router.get("/people", response=list[PersonOut], summary="Colleagues")
@operation("person.read")
def colleagues(
    request: HttpRequest,
    text: Annotated[str, Query(max_length=200)] = "",
    team: Annotated[str, Query(max_length=60, description="Only this team, by key.")] = "",
    limit: Limit = 50,
    after: Annotated[str, Query(max_length=60, description="Go on after this key.")] = "",
) -> tuple[Person, ...]:
    """List colleagues in order of key."""
    del request
    wanted = queries.team_by_key(team).id if team else None
    return queries.page(text=text, team=wanted, limit=limit, after=after)


@router.get("/people/{slug:key}", response=PersonWithSkillsOut, summary="A colleague")
@operation("person.read")
def read(request: HttpRequest, key: str) -> PersonWithSkillsOut:
    """Read who somebody is and what they offer; what they want to learn is their own."""
    person = _here(key)
    looks.look(person_id=person.id, what="profile", by=caller(request).id, at=clock.now())
    offered, _ = queries.skills(person.id)
    return PersonWithSkillsOut(
        **person_fields(person), offers=[skill_out(skill) for skill in offered]
    )


@router.post("/people/{slug:key}/response", response=ResponseOut, summary="Say whether they helped")
@operation("offer.answer")
def respond(request: HttpRequest, key: str, body: ResponseIn) -> Response:
    """Say what came of asking a colleague; it spreads the asking, and is told to nobody."""
    return feedback.respond(
        option_id=_here(key).id,
        option_kind=OptionKind.PERSON,
        kind=body.kind,
        note=body.note,
        by=caller(request).id,
        at=clock.now(),
    )


@router.get("/teams", response=list[TeamOut], summary="Teams")
@operation("person.read")
def teams(request: HttpRequest) -> tuple[Team, ...]:
    """List the teams in order of name."""
    del request
    return queries.teams()


@router.get("/teams/{slug:key}", response=TeamWithMembersOut, summary="A team")
@operation("person.read")
def team(request: HttpRequest, key: str) -> TeamWithMembersOut:
    """Read a team and who is in it."""
    del request
    found = queries.team_by_key(key)
    members = [PersonOut(**person_fields(one)) for one in queries.team_members(found.id)]
    return TeamWithMembersOut(**team_fields(found), members=members)


def _here(key: str) -> Person:
    person = queries.person_by_key(key)
    if not person.active:
        raise NotFound("person")
    return person
