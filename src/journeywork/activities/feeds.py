"""A person's calendar at a secret address, for programs that cannot sign in.

The address is shown once and kept as a digest alone. It names the organisation, because
row-level security shows no feed before one is in force; the rest is 256 random bits. A new one
ends the old one, and either can be taken back at any time.
"""

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from journeywork.activities.calendar_text import calendar
from journeywork.activities.calendars import entries_of
from journeywork.activities.models import FeedRow
from journeywork.engine.people import Person
from journeywork.kernel import allowances, audit
from journeywork.kernel.tenancy import current_org, within
from journeywork.people import queries as people

_SHAPE = re.compile(r"([a-z2-7]{26})([a-z2-7]{52})")
_BYTES = 32
#: How often a calendar may be fetched in a minute.
PER_MINUTE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What is at an address: the calendar, or for how many seconds to wait."""

    text: bytes = b""
    wait: int = 0


def make_feed(*, person_id: UUID, by: UUID | None, at: datetime) -> str:
    """Give a person a new address and return its secret, this once; an old one ends."""
    secret = _text(secrets.token_bytes(_BYTES))
    with transaction.atomic():
        FeedRow.objects.update_or_create(
            person=person_id, defaults={"digest": _digest(secret), "at": at}
        )
        _record("calendar.made", person_id, by=by, at=at)
    return f"{_text(current_org().bytes)}{secret}"


def revoke_feed(*, person_id: UUID, by: UUID | None, at: datetime) -> None:
    """Take a person's address back: it answers nobody from now on."""
    with transaction.atomic():
        gone, _rows = FeedRow.objects.filter(person=person_id).delete()
        if gone:
            _record("calendar.taken_back", person_id, by=by, at=at)


def feed_since(person_id: UUID) -> datetime | None:
    """Return since when a person has an address, None where they have none."""
    row = FeedRow.objects.filter(person=person_id).first()
    return row.at if row else None


def feed(secret: str, *, at: datetime) -> Feed | None:
    """Return what is at an address, None for nothing; needs no organisation in force."""
    shape = _SHAPE.fullmatch(secret)
    org = _org(shape[1]) if shape else None
    if shape is None or org is None:
        return None
    with within(org):
        row = FeedRow.objects.filter(digest=_digest(shape[2])).first()
        person = people.persons([row.person]).get(row.person) if row else None
        if row is None or person is None:
            return None
        quota = {"calendar": (row.id, PER_MINUTE)}
        (allowed,) = allowances.spend(quota, person=person.id, at=at)
        return Feed(wait=allowed.seconds) if allowed.spent else Feed(text=_calendar(person, at))


def _calendar(person: Person, at: datetime) -> bytes:
    with override(person.languages[0]):
        entries = entries_of(person.id, at=at)
        name = _("Learning together")
    return calendar(entries, zone=person.working_time.zone, name=name, at=at)


def _record(verb: str, person_id: UUID, *, by: UUID | None, at: datetime) -> None:
    audit.record(verb=verb, object=f"person:{person_id}", by=by, at=at)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _text(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()


def _org(text: str) -> UUID | None:
    try:
        return UUID(bytes=base64.b32decode(text.upper() + "======"))
    except ValueError:
        return None
