"""Letters of mentoring: one table, one way out, whoever in the room has something to say.

A letter waits until its reader is at work and their attention is not spent; at most one a day
leaves for anybody. It is sent once and never repeated: what it says stands on a page too.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import override

from journeywork.engine.people import Person
from journeywork.kernel.one_by_one import one_by_one
from journeywork.kernel.recipients import recipient
from journeywork.kernel.telling import reason_of, tell
from journeywork.mentoring import match_letters
from journeywork.mentoring.letter_models import LetterRow
from journeywork.mentoring.letter_words import WRITERS
from journeywork.people import queries as people

log = logging.getLogger(__name__)

#: After so long a letter has nothing to say any more.
STALE = timedelta(days=14)
KEPT = timedelta(days=60)
_A_DAY = timedelta(hours=20)
_AT_ONCE = 200


def put(*, kind: str, thing: UUID, person: UUID, at: datetime) -> None:
    """Let a letter wait for somebody; what was put for them before stays as it was."""
    put_all(kind=kind, thing=thing, persons=[person], at=at)


def put_all(*, kind: str, thing: UUID, persons: Iterable[UUID], at: datetime) -> None:
    """Let a letter wait for some people, in one statement."""
    rows = [LetterRow(kind=kind, thing=thing, person=person, at=at) for person in persons]
    LetterRow.objects.bulk_create(rows, ignore_conflicts=True)


def send_letters(*, at: datetime, may_reach: Callable[[Person], bool]) -> int:
    """Send the letters whose readers may be reached now; return how many left.

    `may_reach` says whether somebody's attention is not spent. Without mail nothing is sent. A
    letter is claimed before it leaves: a crash in between costs one, and never sends it twice.
    """
    LetterRow.objects.filter(at__lt=at - KEPT).delete()
    if not settings.MAIL_WORKS:
        return 0
    waiting = _waiting(at)
    who = people.persons({row.person for row in waiting})

    def sent(row: LetterRow) -> bool:
        reader = who.get(row.person)
        if not reader or not may_reach(reader) or had_one(reader.id, at):
            return False
        return _send(row, reader, at)

    return sum(one_by_one(log, waiting, sent))


def had_one(person: UUID, at: datetime) -> bool:
    """Tell whether a letter of mentoring has reached somebody within the last day."""
    return LetterRow.objects.filter(person=person, sent_at__gt=at - _A_DAY).exists()


def _waiting(at: datetime) -> list[LetterRow]:
    """Return the oldest letter of each of some people who are at work: the others wait longer."""
    rows = LetterRow.objects.filter(sent_at=None, at__gt=at - STALE)
    who = people.persons(set(rows.values_list("person", flat=True)))
    awake = [one.id for one in who.values() if _awake(one, at)]
    had = LetterRow.objects.filter(sent_at__gt=at - _A_DAY).values("person")
    found: dict[UUID, LetterRow] = {}
    for row in rows.filter(person__in=awake).exclude(person__in=had).order_by("at", "id"):
        found.setdefault(row.person, row)
    return list(found.values())[:_AT_ONCE]


def _awake(reader: Person, at: datetime) -> bool:
    today = reader.working_time.local_date(at)
    away = reader.paused_until is not None and today < reader.paused_until
    return bool(reader.email) and reader.working_time.covers(at) and not away


def _send(row: LetterRow, reader: Person, at: datetime) -> bool:
    waits = LetterRow.objects.filter(id=row.id, sent_at=None)
    if not waits.update(sent_at=at):
        return False
    letter = _letter(row, reader, at)
    if letter is None:
        LetterRow.objects.filter(id=row.id).delete()
        return False
    try:
        letter.send()
    except OSError as fault:
        LetterRow.objects.filter(id=row.id).update(sent_at=None)
        tell(log, "a letter could not be sent", level=logging.WARNING, fault=reason_of(fault))
        return False
    return True


def _letter(row: LetterRow, reader: Person, at: datetime) -> EmailMessage | None:
    """Write a letter in its reader's language; None where it has nothing to say any more."""
    with override(reader.languages[0] if reader.languages else None):
        words = (WRITERS | match_letters.WRITERS)[row.kind](row.thing, reader, at)
    if words is None:
        return None
    subject, body = words
    return EmailMessage(
        subject=subject,
        body=body,
        to=[recipient(reader.name, reader.email)],
        headers={"Auto-Submitted": "auto-generated"},
    )
