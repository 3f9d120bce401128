"""Who holds a personal access token: `jw_<organisation>_<prefix><secret>`.

The organisation stands in the token because row-level security shows no token before an
organisation is in force. The prefix finds the row; the secret is compared by its digest, in
constant time, also when there is no row. What is asked and what is concluded stand apart from
the connection, so that every door asks the same, with whatever driver.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, repeat
from typing import Any
from uuid import UUID

from django.db import connection

from journeywork.engine.people import Bearer
from journeywork.engine.permissions import Reach, granted
from journeywork.kernel.errors import Denied
from journeywork.kernel.reading import read
from journeywork.kernel.tenancy import within
from journeywork.people.access import digest_of

_SHAPE = re.compile(r"jw_([a-z2-7]{26})_([a-z2-7]{8})([a-z2-7]{52})")
_NOBODY = "0" * 64
#: A token's last use is written down to the hour: one write an hour, not one a request.
_USE_COUNTS_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a token says before anybody has looked: the organisation, the row, the secret."""

    org: UUID
    prefix: str
    digest: str


def claim(secret: str) -> Claim | None:
    """Return what a token claims, None for a text that is no token."""
    shape = _SHAPE.fullmatch(secret)
    org = _org(shape[1]) if shape else None
    return Claim(org, shape[2], digest_of(shape[3])) if shape and org else None


def statement(*, numbered: bool = False) -> str:
    """Return the query for the tokens of an organisation by their prefixes, for `bearer_of`.

    Places are written `%s`, or `$1`, `$2` where they are `numbered`, as other drivers want.
    """
    place = (f"${n}" for n in count(1)) if numbered else repeat("%s")
    return (  # no values
        "select t.prefix, t.id, t.digest, t.person, t.scopes, t.created_at, t.expires_at, "  # noqa: S608
        "t.revoked_at, t.used_at, p.active, p.roles, p.email "
        "from people_token t join people_person p on p.org = t.org and p.id = t.person "
        f"where t.org = {next(place)} and t.prefix = any({next(place)})"
    )


STATEMENT = statement()
_HELD = STATEMENT % ("%(org)s", "%(prefixes)s")
#: Notes that a token is in use: takes when, the organisation and the token.
USED = "update people_token set used_at = %s where org = %s and id = %s"


def bearer_of(claim: Claim, row: Sequence[Any] | None, *, at: datetime) -> Bearer | None:
    """Return who a claim is right about; `row` is the one with its prefix, if there is any."""
    same = hmac.compare_digest(row[2] if row else _NOBODY, claim.digest)
    if row is None or not same:
        return None
    _, token, _, person, scopes, created_at, expires_at, revoked_at, _, active, roles, email = row
    if revoked_at is not None or not created_at <= at < expires_at or not active:
        return None
    return Bearer(
        org=claim.org, person=person, scopes=tuple(scopes), token=token, roles=tuple(roles),
        email=email,
    )  # fmt: skip


def use_counts(row: Sequence[Any], *, at: datetime) -> bool:
    """Tell whether the use of a token now is worth noting."""
    used_at = row[8]
    return used_at is None or at - used_at > _USE_COUNTS_AFTER


def bearer(secret: str, *, at: datetime) -> Bearer | None:
    """Return whose token this is, None when it is unknown, expired, revoked, or they left.

    Needs no organisation in force, and leaves none in force.
    """
    claimed = claim(secret)
    if claimed is None:
        return None
    with within(claimed.org):
        return holder(claimed, at=at)


def holder(claimed: Claim, *, at: datetime) -> Bearer | None:
    """Return who a claim is right about, None for nobody; the organisation it names is in force."""
    given = {"org": claimed.org, "prefixes": [claimed.prefix]}
    row = next(iter(read(_HELD, given)), None)
    found = bearer_of(claimed, row, at=at)
    if found and row and use_counts(row, at=at):
        with connection.cursor() as cursor:
            cursor.execute(USED, [at, found.org, found.token])
    return found


def require(holder: Bearer, permission: str) -> Reach:
    """Return how far the holder of a token reaches with `permission`; raises Denied."""
    reach = granted(holder.roles, permission, holder.scopes)
    if reach is None:
        raise Denied(permission)
    return reach


def _org(text: str) -> UUID | None:
    try:
        return UUID(bytes=base64.b32decode(text.upper() + "======"))
    except (binascii.Error, ValueError):
        return None
