"""People: invite, change roles and teams, let go."""

from collections.abc import Sequence
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Query, Router, Status

from journeywork.api.doors import Limit, caller, operation
from journeywork.api.pages import Cursor, Page, turn
from journeywork.api.shapes.administration import (
    AccountChangeIn,
    AccountIn,
    AccountOut,
    account_out,
)
from journeywork.engine.people import Person
from journeywork.kernel import clock, looks
from journeywork.people import actions, queries

router = Router(tags=["Administration: people"])


@router.get("/admin/people", response=Page[AccountOut], summary="Who is here")
@operation("people.write")
def accounts(
    request: HttpRequest,
    text: Annotated[
        str, Query(max_length=200, description="Search in names, keys and addresses.")
    ] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Page[AccountOut]:
    """List who is here, also those who are known from the history alone, in order of key."""
    asked = turn(request, limit, cursor, str)
    found = queries.page(text=text, limit=asked.most, after=asked.after or "")
    return asked.page(found, place=lambda person: person.key, shown=_all_told)


@router.post("/admin/people", response={201: AccountOut}, summary="Invite somebody")
@operation("people.write")
def invite(request: HttpRequest, body: AccountIn) -> Status[AccountOut]:
    """Add somebody who may sign in from now on; they are told by mail where mail works.

    Somebody whom the history knows under that address keeps it all.
    """
    made = actions.add_person(
        **body.model_dump(), invited=True, by=caller(request).id, at=clock.now()
    )
    return Status(201, _told(made))


@router.get("/admin/people/{slug:key}", response=AccountOut, summary="Somebody's account")
@operation("people.write")
def read(request: HttpRequest, key: str) -> AccountOut:
    """Read somebody's account, also of those who left; they can read that one looked."""
    them = queries.person_by_key(key)
    looks.look(person_id=them.id, what="account", by=caller(request).id, at=clock.now())
    return _told(them)


@router.patch("/admin/people/{slug:key}", response=AccountOut, summary="Change an account")
@operation("people.write")
def change(request: HttpRequest, key: str, body: AccountChangeIn) -> AccountOut:
    """Change somebody's account, all of it or nothing; what is left out stays."""
    them, changes = queries.person_by_key(key), body.model_dump(exclude_unset=True)
    act: dict[str, Any] = {"person_id": them.id, "by": caller(request).id, "at": clock.now()}
    with transaction.atomic():
        teams = changes.pop("teams", None)
        actions.change_person(**act, **changes)
        if teams is not None:
            for team in set(teams) - set(them.teams):
                actions.join_team(**act, team_id=team)
            for team in set(them.teams) - set(teams):
                actions.leave_team(**act, team_id=team)
    return _told(queries.person(them.id))


@router.post("/admin/people/{slug:key}/invite", response=AccountOut, summary="Let somebody in")
@operation("people.write")
def let_in(request: HttpRequest, key: str) -> AccountOut:
    """Let somebody sign in who was known from the history alone, or had left."""
    them = queries.person_by_key(key)
    return _told(actions.invite(person_id=them.id, by=caller(request).id, at=clock.now()))


@router.post("/admin/people/{slug:key}/leave", response=AccountOut, summary="Somebody left")
@operation("people.write")
def leave(request: HttpRequest, key: str) -> AccountOut:
    """End somebody's way in; what they wrote stays, and their cards get new owners."""
    them = queries.person_by_key(key)
    actions.deactivate(person_id=them.id, by=caller(request).id, at=clock.now())
    return _told(queries.person(them.id))


@router.post("/admin/people/{slug:key}/erase", response={204: None}, summary="Erase somebody")
@operation("people.write")
def erase(request: HttpRequest, key: str) -> Status[None]:
    """Blank everything that names somebody, for good; what they wrote for others stays."""
    them = queries.person_by_key(key)
    actions.erase(person_id=them.id, by=caller(request).id, at=clock.now())
    return Status(204, None)


def _all_told(found: Sequence[Person]) -> list[AccountOut]:
    further = queries.further_emails_of(person.id for person in found)
    return [account_out(person, further.get(person.id, ())) for person in found]


def _told(person: Person) -> AccountOut:
    return account_out(person, queries.further_emails(person.id))
