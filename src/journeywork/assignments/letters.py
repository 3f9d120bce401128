"""Letters: to a lender who is asked or thanked, and to a mentor who may offer support now.

A letter waits until its reader is at work and their attention is not spent; at most one a day
leaves for anybody. It is sent once and never repeated: what waits stands on their page too.
"""

import base64
import hashlib
import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from journeywork.assignments import queries
from journeywork.assignments.models import LetterRow, LoanKeyRow
from journeywork.engine.assignments import Assignment, Consent
from journeywork.engine.people import Person
from journeywork.kernel.one_by_one import one_by_one
from journeywork.kernel.recipients import recipient
from journeywork.kernel.telling import reason_of, tell
from journeywork.kernel.tenancy import current_org
from journeywork.people import queries as people

log = logging.getLogger(__name__)

LEND, SUPPORT, THANKS = "lend", "support", "thanks"
#: After so long a letter has nothing to say any more.
STALE = timedelta(days=14)
KEPT = timedelta(days=60)
#: So long a lender may answer from the letter.
KEY_LASTS = timedelta(days=30)
_BYTES, _AT_ONCE = 32, 200


def put(*, kind: str, assignment: UUID, person: UUID, at: datetime) -> None:
    """Let a letter wait for somebody; one of the same kind that left before is sent anew."""
    LetterRow.objects.update_or_create(
        kind=kind, assignment=assignment, person=person, defaults={"at": at, "sent_at": None}
    )


def send_letters(*, at: datetime, may_reach: Callable[[Person], bool]) -> int:
    """Send the letters whose readers may be reached now; return how many left.

    `may_reach` says whether somebody's attention is not spent. Without mail nothing is sent. A
    letter is claimed before it leaves: a crash in between costs one, and never sends it twice.
    """
    LetterRow.objects.filter(at__lt=at - KEPT).delete()
    if not settings.MAIL_WORKS:
        return 0
    waiting = list(
        LetterRow.objects.filter(sent_at=None, at__gt=at - STALE).order_by("at")[:_AT_ONCE]
    )
    who = people.persons({row.person for row in waiting})

    def sent(row: LetterRow) -> bool:
        reader = who.get(row.person)
        if not reader or not _awake(reader, at):
            return False
        return may_reach(reader) and not had_one(reader.id, at) and _send(row, reader, at)

    return sum(one_by_one(log, waiting, sent))


def _awake(reader: Person, at: datetime) -> bool:
    today = reader.working_time.local_date(at)
    away = reader.paused_until is not None and today < reader.paused_until
    return bool(reader.email) and reader.working_time.covers(at) and not away


def had_one(person: UUID, at: datetime) -> bool:
    """Tell whether a letter has reached somebody within the last day."""
    recent = LetterRow.objects.filter(person=person, sent_at__gt=at - timedelta(hours=20))
    return recent.exists()


def _send(row: LetterRow, reader: Person, at: datetime) -> bool:
    waits = LetterRow.objects.filter(id=row.id, sent_at=None)
    if not waits.update(sent_at=at):
        return False
    letter = _letter(row.kind, queries.assignment_of_room(row.assignment), reader, at)
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


def _letter(kind: str, found: Assignment, reader: Person, at: datetime) -> EmailMessage | None:
    """Write a letter in its reader's language; None where it has nothing to say any more."""
    with override(reader.languages[0] if reader.languages else None):
        words = {LEND: _lend, SUPPORT: _support, THANKS: _thanks}[kind](found, reader, at)
    if words is None:
        return None
    subject, body = words
    return EmailMessage(
        subject=subject,
        body=body,
        to=[recipient(reader.name, reader.email)],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _lend(found: Assignment, reader: Person, at: datetime) -> tuple[str, str] | None:
    if found.consent is not Consent.ASKED or found.lender != reader.id:
        return None
    learner = _name(found.learner)
    address = f"{settings.ADDRESS.rstrip('/')}/lend/{make_key(found.id, reader.id, at)}/"
    return (
        _("{name} asks for time to learn: {title}").format(name=learner, title=found.title),
        _(
            "Hello {reader},\n\n"
            "{name} would like to take on a piece of work that is a stretch:\n\n"
            "  {title}\n  To learn: {skill}\n  Time: {hours} hours a week\n\n"
            "{why}\n\n"
            "Say yes, on your terms, or no. It takes a minute and needs no sign-in:\n"
            "  {address}\n\n"
            "The address is yours alone and works for 30 days. This letter comes once.\n"
        ).format(
            reader=reader.name,
            name=learner,
            title=found.title,
            skill=found.skill,
            hours=found.wanted.hours,
            why=found.why,
            address=address,
        ),
    )


def _support(found: Assignment, reader: Person, at: datetime) -> tuple[str, str] | None:
    del at
    if not found.offer_support or reader.id not in found.supporters:
        return None
    return (
        _("Offer {name} support now").format(name=_name(found.learner)),
        _(
            "Hello {reader},\n\n"
            "this is a good moment to ask {name} how it goes with “{title}”, and what would "
            "help. More than that nobody is told.\n\n"
            "  {address}\n"
        ).format(
            reader=reader.name,
            name=_name(found.learner),
            title=found.title,
            address=f"{settings.ADDRESS.rstrip('/')}/assignments/{found.id}/",
        ),
    )


def _thanks(found: Assignment, reader: Person, at: datetime) -> tuple[str, str] | None:
    del at
    if not found.thanks or found.lender != reader.id:
        return None
    return (
        _("{name} says thank you").format(name=_name(found.learner)),
        _(
            "Hello {reader},\n\n"
            "you lent the time for “{title}”. {name} writes:\n\n"
            "{thanks}\n\n"
            "What came of it:\n{outcome}\n"
        ).format(
            reader=reader.name,
            name=_name(found.learner),
            title=found.title,
            thanks=found.thanks,
            outcome=found.outcome,
        ),
    )


def _name(person: UUID) -> str:
    return people.names([person]).get(person, "")


def make_key(assignment: UUID, lender: UUID, at: datetime) -> str:
    """Return a new secret by which a lender answers without signing in; an older one ends."""
    secret = _text(secrets.token_bytes(_BYTES))
    LoanKeyRow.objects.update_or_create(
        assignment=assignment,
        defaults={"person": lender, "digest": digest_of(secret), "until": at + KEY_LASTS},
    )
    return f"{_text(current_org().bytes)}{secret}"


def digest_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _text(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()
