"""What letters of mentoring say, by role. Reasons that tell what somebody wants to learn stay out.

A writer takes what the letter is about, its reader and the time, and returns subject and body;
None where there is nothing to say any more. It runs in the reader's language.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from journeywork.engine.mentoring import Match, PairState, ProgrammeState
from journeywork.engine.people import Person
from journeywork.kernel.errors import NotFound
from journeywork.kernel.reasons import said
from journeywork.mentoring import queries
from journeywork.mentoring.round_models import LeftRow, PairRow
from journeywork.people import queries as people

Writer = Callable[[UUID, Person, datetime], tuple[str, str] | None]

NEWCOMER, MENTEE, MENTOR, PEER, ASKED, NOBODY = (
    *("newcomer", "mentee", "mentor", "peer", "asked", "nobody"),
)


def newcomer(programme_id: UUID, reader: Person, at: datetime) -> tuple[str, str] | None:
    """Tell somebody new that they take part, and how to pause, skip or leave; once."""
    del at
    programme = queries.programme(programme_id)
    mine = queries.enrolment(programme_id, reader.id)
    gone = mine is None or mine.left_at or mine.paused_until or mine.skips
    if gone or programme.state is not ProgrammeState.OPEN:
        return None
    body = _(
        "Hello {reader},\n\n"
        "whoever is new here gets somebody to ask, without having to ask for it. So you take "
        "part in “{programme}”, unless you would rather not:\n\n"
        "  {address}\n\n"
        "There you say in two minutes what you would like to learn. One click pauses it, skips a "
        "round or ends it, without a reason. This letter comes once.\n"
    )
    subject = _("You take part in “{programme}”").format(programme=programme.name)
    page = address("mentoring/programmes", programme.key)
    return subject, body.format(reader=reader.name, programme=programme.name, address=page)


def mentee(match_id: UUID, reader: Person, at: datetime) -> tuple[str, str] | None:
    """Introduce a mentee to their mentor; the mentee writes first unless it says otherwise."""
    del at
    found = running_match(match_id, reader)
    if found is None:
        return None
    other = others_of(found, reader)
    body = _(
        "Hello {reader},\n\n"
        "{other} is your mentor in “{programme}” from now on.\n\n"
        "{first}\n\n"
        "Why you two, times that suit you both, and what you could begin with:\n"
        "  {address}\n\n"
        "If it does not fit, either of you can change or end it there at any time. It is nobody's "
        "fault.\n"
    )
    first = (
        _("You write first: a line is enough, to agree on when you meet.")
        if found.writes_first in (None, reader.id)
        else _("{other} writes to you first.").format(other=other)
    )
    subject = _("{other} is your mentor").format(other=other)
    return subject, body.format(**_said(found, reader, other), first=first)


def mentor(match_id: UUID, reader: Person, at: datetime) -> tuple[str, str] | None:
    """Introduce a mentor to their mentee."""
    del at
    found = running_match(match_id, reader)
    if found is None:
        return None
    other = others_of(found, reader)
    body = _(
        "Hello {reader},\n\n"
        "{other} would like to learn from you, and you are together in “{programme}” from now "
        "on.\n\n"
        "{first}\n\n"
        "Why you two, times that suit you both, and what you could begin with:\n"
        "  {address}\n\n"
        "It takes an hour every few weeks. If it does not fit, either of you can change or end "
        "it there at any time. It is nobody's fault.\n"
    )
    first = (
        _("You write first: a line is enough, to agree on when you meet.")
        if found.writes_first == reader.id
        else _("{other} writes to you first. If nothing comes within a week, write yourself.")
    )
    subject = _("{other} would like to learn from you").format(other=other)
    return subject, body.format(**_said(found, reader, other), first=first.format(other=other))


def peer(match_id: UUID, reader: Person, at: datetime) -> tuple[str, str] | None:
    """Introduce people to each other who meet as equals."""
    del at
    found = running_match(match_id, reader)
    if found is None:
        return None
    other = others_of(found, reader)
    body = _(
        "Hello {reader},\n\n"
        "in “{programme}” you meet this time: {other}.\n\n"
        "{first}\n\n"
        "Why you, times that suit everybody, and what you could talk about:\n"
        "  {address}\n"
    )
    first = (
        _("You write first: a line is enough, to agree on when you meet.")
        if found.writes_first == reader.id
        else _("Whoever writes first proposes a time.")
    )
    subject = _("You meet: {other}").format(other=other)
    return subject, body.format(**_said(found, reader, other), first=first)


def asked(pair_id: UUID, reader: Person, at: datetime) -> tuple[str, str] | None:
    """Ask somebody for a yes; nothing where they have answered, or nothing waits any more."""
    del at
    row = PairRow.objects.filter(id=pair_id, state=PairState.ASKED).first()
    if row is None or reader.id not in (row.first, row.second, *row.more) or reader.id in row.yes:
        return None
    others = [one for one in (row.first, row.second, *row.more) if one != reader.id]
    who = people.names(others)
    name = ", ".join(who[one] for one in others if one in who)
    body = _(
        "Hello {reader},\n\n"
        "{other} and you could go well together in “{programme}”. Say yes or no, it takes a "
        "minute:\n"
        "  {address}\n\n"
        "A no needs no reason: both are proposed somebody else.\n"
    )
    programme = queries.programme(queries.round(row.round).programme)
    subject = _("Would you like to meet {other}?").format(other=name)
    page = address("mentoring")
    return subject, body.format(
        reader=reader.name, other=name, programme=programme.name, address=page
    )


def nobody(round_id: UUID, reader: Person, at: datetime) -> tuple[str, str] | None:
    """Tell somebody that a round has nobody for them, why, and what happens now."""
    del at
    row = LeftRow.objects.filter(round=round_id, person=reader.id).order_by("role").first()
    programme = queries.programme(queries.round(round_id).programme)
    mine = queries.enrolment(programme.id, reader.id)
    if row is None or mine is None or mine.left_at:
        return None
    body = _(
        "Hello {reader},\n\n"
        "this time “{programme}” has nobody for you. It says nothing about you:\n\n"
        "{why}\n\n"
        "You need not do anything: you are in the next round{first}. If you like, look at what "
        "you said you would like to learn:\n"
        "  {address}\n"
    )
    why = "\n".join(f"  - {said(each)}" for each in row.says)
    if row.drawn_out:
        why = _("  There were fewer places than people, and the lot fell to others.")
    subject = _("“{programme}”: nobody this time").format(programme=programme.name)
    return subject, body.format(
        reader=reader.name,
        programme=programme.name,
        why=why,
        first=_(", and those who waited come first") if row.drawn_out else "",
        address=address("mentoring/programmes", programme.key),
    )


#: kind of letter -> who writes it
WRITERS: dict[str, Writer] = {
    NEWCOMER: newcomer,
    MENTEE: mentee,
    MENTOR: mentor,
    PEER: peer,
    ASKED: asked,
    NOBODY: nobody,
}


def running_match(match_id: UUID, reader: Person) -> Match | None:
    """Return a match that runs, to somebody in it."""
    try:
        found = queries.match(match_id, reader=reader.id)
    except NotFound:
        return None
    return None if found.ended_at else found


def others_of(found: Match, reader: Person) -> str:
    """Return the names of the others in a match."""
    others = [one for one in found.people if one != reader.id]
    who = people.names(others)
    return ", ".join(who[one] for one in others if one in who)


def _said(found: Match, reader: Person, other: str) -> dict[str, str]:
    return {
        "reader": reader.name,
        "other": other,
        "programme": queries.programme(found.programme).name,
        "address": address("mentoring/matches", str(found.id)),
    }


def address(*steps: str) -> str:
    """Return the whole address of a page."""
    return "/".join((settings.ADDRESS.rstrip("/"), *steps, ""))
