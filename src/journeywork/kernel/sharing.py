"""With whom things are shared: explicit, scoped, revocable, and written down.

A room that keeps private things asks here before it shows one to anybody but its author. The
audit log says that something was shared, with whom, and when; never what it says.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from journeywork.engine.people import Person
from journeywork.engine.sharing import ONLY_ME, Audience, AudienceKind, may_read
from journeywork.kernel import audit
from journeywork.kernel.errors import NotFound
from journeywork.kernel.models import ShareRow
from journeywork.kernel.schema import READER


def share(
    *, kind: str, thing: UUID, author: UUID, audience: Audience, by: UUID, at: datetime
) -> None:
    """Share a thing with `audience` from now on, and with nobody else any more.

    Only the author can: NotFound for anybody else, to whom there is no such thing. `kind` names
    what it is, e.g. `reflection`.
    """
    if by != author:
        raise NotFound(kind)
    with transaction.atomic():
        ShareRow.objects.update_or_create(
            kind=kind,
            thing=thing,
            defaults={
                "author": author,
                "audience": audience.kind,
                "person": audience.person,
                "team": audience.team,
                "at": at,
            },
        )
        detail = {"audience": audience.kind, "person": audience.person, "team": audience.team}
        audit.record(verb=f"{kind}.shared", object=f"{kind}:{thing}", by=by, at=at, detail=detail)


def unshare(*, kind: str, thing: UUID, author: UUID, by: UUID, at: datetime) -> None:
    """Share a thing with nobody any more; NotFound for anybody but its author."""
    share(kind=kind, thing=thing, author=author, audience=ONLY_ME, by=by, at=at)


def audiences(kind: str, things: Iterable[UUID]) -> dict[UUID, Audience]:
    """Return with whom things are shared; what is not in the answer is for its author alone."""
    rows = ShareRow.objects.filter(kind=kind, thing__in=set(things))
    return {
        row.thing: Audience(kind=AudienceKind(row.audience), person=row.person, team=row.team)
        for row in rows
    }


def require_reader(
    reader: Person, *, kind: str, thing: UUID, author: UUID, participants: Collection[UUID] = ()
) -> None:
    """Raise NotFound unless `reader` may read a thing: to others there is no such thing."""
    audience = audiences(kind, [thing]).get(thing, ONLY_ME)
    if not may_read(reader, author=author, audience=audience, participants=participants):
        raise NotFound(kind)


def shown_to(kind: str, table: str, *, participants: str) -> str:
    """Return `engine.sharing.may_read` as SQL: when READER may read a row of `table`.

    For rows that others wrote; the author's own are no matter of sharing. `participants` is a
    query for those who take part in what the row belongs to.
    """
    shared = {
        AudienceKind.PERSON: f"s.person = {READER}",
        AudienceKind.PARTICIPANTS: f"{READER} in ({participants})",
        AudienceKind.TEAM: f"exists (select from people_membership m where m.org = {table}.org "
        f"and m.team = s.team and m.person = {READER})",
        AudienceKind.EVERYONE: "true",
    }
    cases = " ".join(f"when '{audience}' then {says}" for audience, says in shared.items())
    return (  # words and names of columns
        f"(exists (select from people_person p where p.org = {table}.org "  # noqa: S608
        f"and p.id = {READER} and p.active) "
        f"and exists (select from kernel_share s where s.org = {table}.org and s.kind = '{kind}' "
        f"and s.thing = {table}.id and s.author = {table}.author "
        f"and case s.audience {cases} else false end))"
    )
