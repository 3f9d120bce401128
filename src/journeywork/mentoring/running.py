"""A match runs: goals, what to talk about, notes, times, meetings, and that it still goes on.

Whatever shows that people are in touch sets their clock of silence back. What they write is
theirs alone (`activities.lines`): here is only that somebody did something.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Least

from journeywork.activities import actions as activities
from journeywork.activities import lines as kept_lines
from journeywork.activities import queries as activity_queries
from journeywork.engine.activities import ActivityState, CheckIn
from journeywork.engine.first_meetings import LENGTH, NOTICE, again_from, first_times
from journeywork.engine.lines import Line, LineKind
from journeywork.engine.mentoring import Match
from journeywork.engine.people import Person
from journeywork.engine.shadow_slots import AHEAD, Calendar, fits_all
from journeywork.engine.stretches import Stretch
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.mentoring import letters, queries
from journeywork.mentoring.beginning import EACH, FIRST, calendars_of
from journeywork.mentoring.match_letters import THANKS
from journeywork.mentoring.match_models import MatchRow
from journeywork.people import queries as people


def write(*, match_id: UUID, kind: LineKind, text: str, by: UUID, at: datetime) -> Line:
    """Write a goal, a point, a note or thanks for everybody in a match, and nobody else.

    Raises NotFound for who is not in it, Invalid by field.
    """
    with transaction.atomic():
        found = queries.match(match_id, reader=by)
        kept = activities.keep_line(activity_id=match_id, kind=kind, text=text, by=by, at=at)
        if kind is not LineKind.THANKS:
            sign(match_id, at=at)
            return kept
        MatchRow.objects.filter(id=match_id).update(thanked_at=at, thanked_by=by)
        for person in found.people:
            if person != by:
                letters.put(kind=THANKS, thing=match_id, person=person, at=at)
    return kept


def set_done(*, match_id: UUID, line_id: UUID, done: bool, by: UUID, at: datetime) -> None:
    """Say that a goal is reached or a point talked about, or not yet."""
    with transaction.atomic():
        activities.set_done(line_id=line_id, activity_id=match_id, done=done, by=by, at=at)
        sign(match_id, at=at)


def times(found: Match, *, at: datetime) -> tuple[Stretch, ...]:
    """Return up to three times that suit everybody in a match, soon but not at once."""
    calendars = _calendars(found, at)
    return first_times(calendars, after=at + NOTICE) if calendars else ()


def meet_at(*, match_id: UUID, starts: datetime, by: UUID, at: datetime) -> None:
    """Meet at another time, and again and again from then on. Raises Invalid.

    What was planned moves in the calendars of all; whoever is in the match may.
    """
    with transaction.atomic():
        found = _running(match_id, by)
        if not at < starts <= at + AHEAD * 3:
            raise Invalid({"starts": "must lie ahead, and within twelve weeks"})
        calendars = _calendars(found, at)
        if not calendars or not fits_all(calendars, (starts, starts + LENGTH)):
            raise Invalid({"starts": "lies outside the hours of one of you, or on something else"})
        cadence = again_from(starts, calendars[0], weeks=found.every_weeks)
        activities.change_cadence(activity_id=match_id, cadence=cadence, by=by, at=at)
        sign(match_id, at=at)


def met(*, match_id: UUID, check_in_id: UUID | None, by: UUID, at: datetime) -> CheckIn:
    """Say that a planned meeting took place, or (None) that people met just now, unplanned."""
    with transaction.atomic():
        _running(match_id, by)
        if check_in_id is None:
            held = activities.met_unplanned(activity_id=match_id, by=by, at=at)
        else:
            if check_in_id not in {one.id for one in activity_queries.check_ins([match_id])}:
                raise NotFound("check-in")
            held = activities.answer_check_in(check_in_id=check_in_id, done=True, by=by, at=at)
        note_meeting(match_id=match_id, met=held.at, at=at)
    return held


def note_meeting(*, match_id: UUID, met: datetime | None, at: datetime) -> None:
    """Keep that people met (`met`) or said that they did not: both show that they are in touch.

    After the first meeting their guide goes on. Other activities stay as they are.
    """
    row = MatchRow.objects.filter(id=match_id, ended_at=None).first()
    if row is None:
        return
    sign(match_id, at=at)
    if met is None:
        return
    first = Least(Coalesce(F("first_met_at"), met), met)
    MatchRow.objects.filter(id=match_id).update(first_met_at=first)
    activity = activity_queries.activity_of(match_id)
    if activity.stage == FIRST and activity.state is ActivityState.OPEN:
        activities.move_on(activity_id=match_id, stage=EACH, by=None, at=at)


def still_on(*, match_id: UUID, by: UUID, at: datetime) -> None:
    """Say that a match goes on, though nothing of it shows here."""
    with transaction.atomic():
        _running(match_id, by)
        sign(match_id, at=at)


def go_on(*, match_id: UUID, by: UUID, at: datetime) -> datetime:
    """Go on for half as long again as the programme lasts; return when it ends now."""
    with transaction.atomic():
        found = _running(match_id, by)
        ends = activity_queries.activity_of(match_id).ends_at or at
        weeks = max(1, queries.programme(found.programme).lasts_weeks // 2)
        later = max(ends, at) + timedelta(weeks=weeks)
        activities.change_end(activity_id=match_id, ends_at=later, by=by, at=at)
        sign(match_id, at=at)
    return later


def sign(match_id: UUID, *, at: datetime) -> None:
    """Keep that something shows that people are in touch; other activities stay as they are."""
    MatchRow.objects.filter(id=match_id, ended_at=None).update(last_sign_at=at, asked_at=None)


def kept(match_id: UUID, *, reader: UUID) -> tuple[Line, ...]:
    """Return what is kept in a match, as far as the reader may read it: who is in it."""
    return kept_lines.lines(match_id, reader=reader)


def _running(match_id: UUID, by: UUID) -> Match:
    found = queries.match(match_id, reader=by)
    if found.ended_at is not None:
        raise Invalid({"match": "it has ended"})
    return found


def _calendars(found: Match, at: datetime) -> list[Calendar]:
    """Return the calendars of everybody in a match, the first one's first; none if one is gone.

    What the match itself has planned is no hindrance.
    """
    who: dict[UUID, Person] = people.persons(found.people)
    if any(person not in who for person in found.people):
        return []
    calendars = calendars_of(who, at=at, besides=found.id)
    return [calendars[person] for person in found.people]
