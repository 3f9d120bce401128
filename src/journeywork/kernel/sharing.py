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
