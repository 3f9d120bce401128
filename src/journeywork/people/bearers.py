"""Who holds a personal access token: `jw_<organisation>_<prefix><secret>`.

The organisation stands in the token because row-level security shows no token before an
organisation is in force. The prefix finds the row; the secret is compared by its digest, in
constant time, also when there is no row.
"""

import base64
import binascii
import hmac
import re
from datetime import datetime, timedelta
from uuid import UUID

from journeywork.engine.people import Bearer
from journeywork.kernel.tenancy import within
from journeywork.people.access import digest_of
from journeywork.people.models import PersonRow, TokenRow

_SHAPE = re.compile(r"jw_([a-z2-7]{26})_([a-z2-7]{8})([a-z2-7]{52})")
_NOBODY = "0" * 64
#: A token's last use is written down to the hour: one write an hour, not one a request.
_USE_COUNTS_AFTER = timedelta(hours=1)


def bearer(secret: str, *, at: datetime) -> Bearer | None:
    """Return whose token this is, None when it is unknown, expired, revoked, or they left.

    Needs no organisation in force, and leaves none in force.
    """
    shape = _SHAPE.fullmatch(secret)
    org = _org(shape[1]) if shape else None
    if shape is None or org is None:
        return None
    with within(org):
        row = TokenRow.objects.filter(prefix=shape[2]).first()
        same = hmac.compare_digest(row.digest if row else _NOBODY, digest_of(shape[3]))
        if row is None or not same or not _holds(row, at):
            return None
        _note_use(row, at)
    return Bearer(org=org, person=row.person, scopes=tuple(row.scopes), token=row.id)


def _org(text: str) -> UUID | None:
    try:
        return UUID(bytes=base64.b32decode(text.upper() + "======"))
    except (binascii.Error, ValueError):
        return None


def _holds(row: TokenRow, at: datetime) -> bool:
    in_time = row.revoked_at is None and row.created_at <= at < row.expires_at
    return in_time and PersonRow.objects.filter(id=row.person, active=True).exists()


def _note_use(row: TokenRow, at: datetime) -> None:
    if row.used_at is None or at - row.used_at > _USE_COUNTS_AFTER:
        TokenRow.objects.filter(id=row.id).update(used_at=at)
