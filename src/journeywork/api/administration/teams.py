"""Teams: add one, name it anew, say who leads it."""

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Status

from journeywork.api.doors import caller, operation
from journeywork.api.shapes.administration import TeamChangeIn, TeamIn
from journeywork.api.shapes.people import TeamOut
from journeywork.engine.people import Team
from journeywork.kernel import clock
from journeywork.kernel.errors import Invalid
from journeywork.people import actions, queries

router = Router(tags=["Administration: teams"])


@router.post("/admin/teams", response={201: TeamOut}, summary="Add a team")
@operation("people.write")
def add(request: HttpRequest, body: TeamIn) -> Status[Team]:
    """Add a team; people join it through their accounts."""
    made = actions.add_team(
        name=body.name, setting=body.setting, by=caller(request).id, at=clock.now()
    )
    return Status(201, made)


@router.patch("/admin/teams/{slug:key}", response=TeamOut, summary="Change a team")
@operation("people.write")
def change(request: HttpRequest, key: str, body: TeamChangeIn) -> Team:
    """Name a team anew, and say who of its members leads it; what is left out stays."""
    team, by, at = queries.team_by_key(key), caller(request).id, clock.now()
    with transaction.atomic():
        if "name" in body.model_fields_set:
            team = actions.rename_team(team_id=team.id, name=body.name, by=by, at=at)
        if "leads" in body.model_fields_set:
            members = {one.id: team.id in one.leads for one in queries.team_members(team.id)}
            if not members.keys() >= set(body.leads):
                raise Invalid({"leads": "are not all members of the team"})
            for person, leads in members.items():
                if leads != (person in body.leads):
                    actions.lead_team(
                        person_id=person, team_id=team.id, leads=not leads, by=by, at=at
                    )
    return team
