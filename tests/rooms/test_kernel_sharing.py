"""Sharing is explicit, scoped, revocable, and written down without the words."""

from datetime import datetime
from uuid import uuid4

import pytest

from journeywork.engine.sharing import Audience, AudienceKind
from journeywork.kernel import audit, sharing
from journeywork.kernel.errors import NotFound
from journeywork.kernel.tenancy import within
from tests.conftest import Cast

THING = uuid4()


def share(cast: Cast, at: datetime, audience: Audience) -> None:
    sharing.share(
        kind="reflection", thing=THING, author=cast.ana.id, audience=audience, by=cast.ana.id, at=at
    )


def readers(cast: Cast) -> list[str]:
    found = []
    for person in (cast.ana, cast.ben, cast.cleo, cast.dora, cast.emil):
        try:
            sharing.require_reader(person, kind="reflection", thing=THING, author=cast.ana.id)
        except NotFound:
            continue
        found.append(person.key)
    return found


def test_a_thing_is_its_authors_alone_until_they_share_it(cast: Cast, at: datetime) -> None:
    seen = [readers(cast)]
    for audience in (
        Audience(kind=AudienceKind.PERSON, person=cast.ben.id),
        Audience(kind=AudienceKind.TEAM, team=cast.payments.id),
        Audience(kind=AudienceKind.EVERYONE),
    ):
        share(cast, at, audience)
        seen.append(readers(cast))
    sharing.unshare(kind="reflection", thing=THING, author=cast.ana.id, by=cast.ana.id, at=at)
    seen.append(readers(cast))
    assert seen == [
        ["ana"],
        ["ana", "ben"],
        ["ana", "ben", "dora"],
        ["ana", "ben", "cleo", "dora", "emil"],
        ["ana"],
    ]


def test_nobody_shares_what_another_wrote(cast: Cast, at: datetime) -> None:
    with pytest.raises(NotFound):
        sharing.share(
            kind="reflection",
            thing=THING,
            author=cast.ana.id,
            audience=Audience(kind=AudienceKind.EVERYONE),
            by=cast.dora.id,
            at=at,
        )
    assert readers(cast) == ["ana"]


def test_sharing_is_written_down(cast: Cast, at: datetime) -> None:
    share(cast, at, Audience(kind=AudienceKind.PERSON, person=cast.ben.id))
    line = audit.lines(limit=1)[0]
    assert (line.verb, line.by, line.object, line.detail) == (
        "reflection.shared",
        cast.ana.id,
        f"reflection:{THING}",
        {"audience": "one person", "person": str(cast.ben.id), "team": None},
    )


def test_another_organisation_knows_of_no_sharing(cast: Cast, at: datetime) -> None:
    share(cast, at, Audience(kind=AudienceKind.EVERYONE))
    with within(cast.other_org):
        assert sharing.audiences("reflection", [THING]) == {}
