"""What is written to those in a match: a reminder of hello, a question, thanks. Each comes once.

No letter holds a word of what the two keep together.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from journeywork.engine.people import Person
from journeywork.kernel.errors import NotFound
from journeywork.mentoring import queries
from journeywork.mentoring.letter_words import Writer, address, others_of, running_match
from journeywork.mentoring.match_models import MatchRow
from journeywork.people import queries as people

HELLO, QUIET, THANKS = "hello", "quiet", "thanks"
#: As `looking_after` waits for an answer.
_ANSWER_WITHIN = timedelta(days=7)


def hello(match_id: UUID, reader: Person, at: datetime) -> tuple[str, str] | None:
    """Remind whoever writes first; nothing where they have met, or it has ended."""
    del at
    found = running_match(match_id, reader)
    if found is None or found.first_met_at is not None:
        return None
    other = others_of(found, reader)
    body = _(
        "Hello {reader},\n\n"
        "{other} and you have not met yet. A line is enough, and these times suit you both:\n\n"
        "  {address}\n\n"
        "Have you met already? Say so there with one tap. Does it not fit? End it there, without "
        "a reason, or ask for somebody else. This letter comes once.\n"
    )
    subject = _("A line to {other}?").format(other=other)
    return subject, body.format(reader=reader.name, other=other, address=_page(match_id))


def quiet(match_id: UUID, reader: Person, at: datetime) -> tuple[str, str] | None:
    """Ask whether it goes on; nothing where somebody has said so meanwhile."""
    del at
    found = running_match(match_id, reader)
    if found is None or found.asked_at is None:
        return None
    other = others_of(found, reader)
    until = (found.asked_at + _ANSWER_WITHIN).astimezone(reader.working_time.zone)
    body = _(
        "Hello {reader},\n\n"
        "nothing has shown here for three months that {other} and you are in touch. If you are, "
        "say so with one tap, and nothing changes:\n\n"
        "  {address}\n\n"
        "If nobody says so by {day}, it comes to rest by itself. That is nobody's fault, and both "
        "of you can be matched anew.\n"
    )
    subject = _("{other} and you: does it go on?").format(other=other)
    return subject, body.format(
        reader=reader.name,
        other=other,
        address=_page(match_id),
        day=date_format(until, _("l j F")),
    )


def thanks(match_id: UUID, reader: Person, at: datetime) -> tuple[str, str] | None:
    """Say that there are thanks for somebody; what they say stands on the page alone."""
    del at
    row = MatchRow.objects.filter(id=match_id).first()
    try:
        queries.match(match_id, reader=reader.id)
    except NotFound:
        return None
    name = people.names([row.thanked_by]).get(row.thanked_by) if row and row.thanked_by else None
    if not name:
        return None
    body = _(
        "Hello {reader},\n\n"
        "{name} has written to you what your time together was good for:\n\n"
        "  {address}\n"
    )
    subject = _("{name} says thank you").format(name=name)
    return subject, body.format(reader=reader.name, name=name, address=_page(match_id))


#: kind of letter -> who writes it
WRITERS: dict[str, Writer] = {HELLO: hello, QUIET: quiet, THANKS: thanks}


def _page(match_id: UUID) -> str:
    return address("mentoring/matches", str(match_id))
