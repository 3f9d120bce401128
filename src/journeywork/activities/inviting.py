"""An invitation by mail, to whoever asks for one, and to nobody else.

It is an answer to somebody's own doing, as a code for signing in is: it leaves at once, at
whatever hour they asked, and takes nothing from the budget of what is pushed. Nothing about
activities is ever mailed to somebody who has not asked.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from journeywork.activities import queries
from journeywork.activities.calendar_text import Entry, invitation
from journeywork.activities.calendars import check_in_entry
from journeywork.activities.facts import InvitationAsked
from journeywork.activities.models import CheckInRow
from journeywork.activities.values import check_in_of
from journeywork.engine.activities import Activity, CheckIn, CheckInState
from journeywork.engine.people import Person
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.recipients import recipient
from journeywork.people import queries as people


def ask_for_invitation(*, check_in_id: UUID, by: UUID, at: datetime) -> None:
    """Have an invitation to a check-in sent to oneself.

    NotFound for who takes no part; Invalid where no mail leaves here, or none reaches them.
    """
    _asked(check_in_id, by)
    if not settings.MAIL_WORKS or not people.person(by).email:
        raise Invalid({"mail": "does not leave this server, or does not reach you"})
    with transaction.atomic():
        publish(InvitationAsked(check_in=check_in_id, person=by, by=by, at=at))


def send_invitation(*, check_in_id: UUID, person_id: UUID, at: datetime) -> bool:
    """Send it; tell whether it left. Not for what was skipped or left meanwhile.

    Raises OSError where the mail server did not take it; it is tried again then.
    """
    try:
        found, activity = _asked(check_in_id, person_id)
    except NotFound:
        return False
    person = people.person(person_id)
    if not (settings.MAIL_WORKS and person.email and person.active):
        return False
    if found.state is not CheckInState.PLANNED:
        return False
    with override(person.languages[0]):
        _letter(person, check_in_entry(found, activity), at).send()
    return True


def _asked(check_in_id: UUID, person: UUID) -> tuple[CheckIn, Activity]:
    row = CheckInRow.objects.filter(id=check_in_id).first()
    if row is None:
        raise NotFound("check-in")
    activity = queries.activity_of(row.activity)
    if not activity.takes_part(person):
        raise NotFound("check-in")
    return check_in_of(row), activity


def _letter(person: Person, entry: Entry, at: datetime) -> EmailMultiAlternatives:
    zone = person.working_time.zone
    assert isinstance(entry.at, datetime)
    when = date_format(entry.at.astimezone(zone), _("l j F Y, H:i"))
    letter = EmailMultiAlternatives(
        subject=entry.title,
        body=_(
            "{title}\n{when} ({zone})\n\n{url}\n\nYou asked for this invitation. If the time "
            "changes, ask for it again, or subscribe to your calendar under Me.\n"
        ).format(title=entry.title, when=when, zone=person.zone_name, url=entry.url),
        to=[recipient(person.name, person.email)],
        headers={"Auto-Submitted": "auto-generated"},
    )
    text = invitation(
        entry,
        zone=zone,
        sender=settings.DEFAULT_FROM_EMAIL,
        name=person.name,
        to=person.email,
        at=at,
    )
    letter.attach_alternative(text.decode(), "text/calendar; method=REQUEST")
    return letter
