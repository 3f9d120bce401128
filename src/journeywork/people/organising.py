"""Organisations and teams come and change; people join, lead and leave teams."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from journeywork.engine.people import Organisation, Team
from journeywork.kernel import audit
from journeywork.kernel.errors import NotFound
from journeywork.kernel.tenancy import current_org, within
from journeywork.people import checks, queries
from journeywork.people.keys import key_for
from journeywork.people.models import MembershipRow, PersonRow, TeamRow
from journeywork.people.models import Organisation as OrganisationRow
from journeywork.people.values import organisation_of, team_of


def create_organisation(
    *, key: str, name: str, at: datetime, is_demo: bool = False
) -> Organisation:
    """Create an organisation; a key that is taken gets a number. Raises Invalid."""
    fitting = checks.clean({"name": name})
    with transaction.atomic():
        taken = set(OrganisationRow.objects.values_list("key", flat=True))
        row = OrganisationRow.objects.create(
            key=key_for(key or name, taken, otherwise="organisation"),
            name=fitting["name"],
            is_demo=is_demo,
            created_at=at,
        )
        with within(row.id):
            audit.record(
                verb="organisation.created", object=f"organisation:{row.id}", by=None, at=at
            )
    return organisation_of(row)


def rename_organisation(*, name: str, by: UUID | None, at: datetime) -> Organisation:
    """Give the organisation in force another name; its key stays. Raises Invalid."""
    fitting = checks.clean({"name": name})
    org = current_org()
    with transaction.atomic():
        OrganisationRow.objects.filter(id=org).update(name=fitting["name"])
        audit.record(verb="organisation.renamed", object=f"organisation:{org}", by=by, at=at)
    return queries.organisation(org)


def add_team(*, name: str, by: UUID | None, at: datetime, key: str = "", setting: str = "") -> Team:
    """Add a team; a key that is taken gets a number. Raises Invalid."""
    fitting = checks.clean({"name": name})
    with transaction.atomic():
        taken = set(TeamRow.objects.values_list("key", flat=True))
        row = TeamRow.objects.create(
            key=key_for(key or name, taken, otherwise="team"),
            name=fitting["name"],
            setting=checks.line(setting, field="setting", longest=60),
        )
        audit.record(verb="team.added", object=f"team:{row.id}", by=by, at=at)
    return team_of(row)


def rename_team(*, team_id: UUID, name: str, by: UUID | None, at: datetime) -> Team:
    """Give a team another name; its key stays. Raises Invalid and NotFound."""
    fitting = checks.clean({"name": name})
    with transaction.atomic():
        if not TeamRow.objects.filter(id=team_id).update(name=fitting["name"]):
            raise NotFound("team")
        audit.record(verb="team.renamed", object=f"team:{team_id}", by=by, at=at)
    return queries.team(team_id)


def join_team(
    *, person_id: UUID, team_id: UUID, by: UUID | None, at: datetime, leads: bool = False
) -> None:
    """Put a person into a team; once more changes only whether they lead. Raises NotFound."""
    with transaction.atomic():
        _both_here(person_id, team_id)
        row, new = MembershipRow.objects.get_or_create(
            person=person_id, team=team_id, defaults={"leads": leads}
        )
        if new or row.leads != leads:
            MembershipRow.objects.filter(id=row.id).update(leads=leads)
            _note("team.joined", person_id, team_id, by, at, leads=leads)


def leave_team(*, person_id: UUID, team_id: UUID, by: UUID | None, at: datetime) -> None:
    """Take a person out of a team; nothing happens when they are not in it."""
    with transaction.atomic():
        gone, _ = MembershipRow.objects.filter(person=person_id, team=team_id).delete()
        if gone:
            _note("team.left", person_id, team_id, by, at, leads=False)


def lead_team(
    *, person_id: UUID, team_id: UUID, by: UUID | None, at: datetime, leads: bool = True
) -> None:
    """Say whether a person leads a team, and put them into it. Raises NotFound."""
    join_team(person_id=person_id, team_id=team_id, by=by, at=at, leads=leads)


def _both_here(person_id: UUID, team_id: UUID) -> None:
    if not PersonRow.objects.filter(id=person_id).exists():
        raise NotFound("person")
    if not TeamRow.objects.filter(id=team_id).exists():
        raise NotFound("team")


def _note(
    verb: str, person_id: UUID, team_id: UUID, by: UUID | None, at: datetime, *, leads: bool
) -> None:
    detail = {"team": str(team_id), "leads": leads}
    audit.record(verb=verb, object=f"person:{person_id}", by=by, at=at, detail=detail)
