"""Colleagues and teams."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from journeywork.api.doors import Limit, caller, operation
from journeywork.api.pages import Cursor, Page, turn
from journeywork.api.shapes.cards import task_out
from journeywork.api.shapes.help import ResponseIn, ResponseOut
from journeywork.api.shapes.people import (
    MemberOut,
    PersonOut,
    PersonWithSkillsOut,
    TeamOut,
    TeamWithMembersOut,
    hours_fields,
    person_fields,
    skill_out,
    team_fields,
)
from journeywork.engine.feedback import Response
from journeywork.engine.options import OptionKind
from journeywork.engine.people import Person
from journeywork.feedback import actions as feedback
from journeywork.kernel import clock, looks
from journeywork.kernel.errors import NotFound
from journeywork.knowledge import queries as knowledge
from journeywork.people import queries

router = Router(tags=["People"])


@router.get("/people", response=Page[PersonOut], summary="Colleagues")
@operation("person.read")
def colleagues(
    request: HttpRequest,
    text: Annotated[
        str, Query(max_length=200, description="Search in names, keys and addresses.")
    ] = "",
    team: Annotated[str, Query(max_length=60, description="Only this team, by key.")] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Page[PersonOut]:
    """List colleagues in order of key."""
    asked = turn(request, limit, cursor, str)
    wanted = queries.team_by_key(team).id if team else None
    found = queries.page(text=text, team=wanted, limit=asked.most, after=asked.after or "")
    return asked.page(found, place=lambda one: one.key)


@router.get("/people/{slug:key}", response=PersonWithSkillsOut, summary="A colleague")
@operation("person.read")
def read(request: HttpRequest, key: str) -> PersonWithSkillsOut:
    """Read who somebody is, when they work and what they offer; they can read that one looked."""
    person = _here(key)
    looks.look(person_id=person.id, what="profile", by=caller(request).id, at=clock.now())
    offered, _ = queries.skills(person.id)
    return PersonWithSkillsOut(
        **person_fields(person),
        **hours_fields(person),
        offers=[skill_out(skill) for skill in offered],
        at_work=person.working_time.covers(clock.now()),
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


@router.get("/teams", response=Page[TeamOut], summary="Teams")
@operation("person.read")
def teams(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[TeamOut]:
    """List the teams in order of key."""
    asked = turn(request, limit, cursor, str)
    found = sorted(queries.teams(), key=lambda team: team.key)
    rest = [team for team in found if team.key > (asked.after or "")]
    return asked.page(rest, place=lambda team: team.key)


@router.get("/teams/{slug:key}", response=TeamWithMembersOut, summary="A team")
@operation("person.read")
def team(request: HttpRequest, key: str) -> TeamWithMembersOut:
    """Read a team, who is in it and what they offer, and which of its cards need looking over."""
    del request
    found = queries.team_by_key(key)
    members = queries.team_members(found.id)
    offers = queries.skills_offered(one.id for one in members)
    return TeamWithMembersOut(
        **team_fields(found),
        members=[
            MemberOut(
                **person_fields(one),
                leads=found.id in one.leads,
                offers=[skill_out(skill) for skill in offers.get(one.id, ())],
            )
            for one in members
        ],
        due=[task_out(task) for task in knowledge.neglected(found.id, at=clock.now())],
    )


def _here(key: str) -> Person:
    person = queries.person_by_key(key)
    if not person.active:
        raise NotFound("person")
    return person
