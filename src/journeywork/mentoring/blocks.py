"""Whom somebody would rather not be matched with: theirs alone to read, and it holds both ways.

It holds in all programmes, is sealed where it lies, publishes no fact, and is written in no log:
nothing that anybody else reads changes by it but who is matched with whom.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.reader import read_as, reading_as
from journeywork.kernel.sealed import unseal
from journeywork.kernel.tenancy import current_org
from journeywork.mentoring.models import BlockRow
from journeywork.people import queries as people

MOST_BLOCKS = 50
_MINE = """
    select who from mentoring_block
    where org = %(org)s and author = %(author)s order by at desc, id desc
"""


def blocked_by(author: UUID) -> tuple[UUID, ...]:
    """Return whom somebody would rather not be matched with, to themselves; the newest first."""
    given = {"author": author, "org": current_org()}
    return tuple(UUID(unseal(sealed)) for (sealed,) in read_as(author, _MINE, given))


def block(*, who: UUID, by: UUID, at: datetime) -> None:
    """Be matched with somebody in no programme from now on; twice is once.

    Raises Invalid for oneself and for too many, NotFound for who is not here.
    """
    if who == by:
        raise Invalid({"who": "cannot be oneself"})
    if who not in people.persons([who]):
        raise NotFound("person")
    with transaction.atomic(), reading_as(by):
        mine = blocked_by(by)
        if who in mine:
            return
        if len(mine) >= MOST_BLOCKS:
            raise Invalid({"who": f"can be {MOST_BLOCKS} at most"})
        BlockRow.objects.create(author=by, who=str(who), at=at)


def unblock(*, who: UUID, by: UUID) -> None:
    """Take it back; nothing happens where it was not so."""
    with reading_as(by):
        for row in BlockRow.objects.filter(author=by):
            if UUID(row.who) == who:
                row.delete()
