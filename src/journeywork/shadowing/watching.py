"""What to look for in a visit, and what the two note while it goes on."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from journeywork.activities import actions as activities
from journeywork.activities import queries as activity_queries
from journeywork.engine.look_fors import LONGEST, Source, look_fors
from journeywork.engine.shadowing import Visit
from journeywork.engine.time_line import TimeLine, laid_out
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.locks import one_at_a_time
from journeywork.kernel.reader import reading_as
from journeywork.people import queries as people
from journeywork.shadowing import queries
from journeywork.shadowing.models import LookForRow, NoteRow, VisitRow
from journeywork.shadowing.visiting import DURING, running
from journeywork.work import queries as work

#: So many of the host's last pieces of such work are looked at, of so many days.
MOST_PIECES, MOST_EVENTS = 20, 200
SINCE = timedelta(days=180)
MOST_LOOK_FORS = 20
LONGEST_NOTE = 20_000


def prepare(*, visit_id: UUID, cards: Iterable[str], at: datetime) -> int:
    """Put together what the host could show, for the host alone to look over; return how much.

    From their last pieces of such work and from titles of `cards` that they wrote. Doing it
    again changes nothing.
    """
    with transaction.atomic():
        row = VisitRow.objects.select_for_update().filter(id=visit_id, runs=True).first()
        rows = LookForRow.objects.filter(visit=visit_id)
        if row is None or rows.filter(source__in=(Source.WORK, Source.CARD)).exists():
            return 0
        made = [
            LookForRow(
                visit=visit_id,
                says=each.says[:LONGEST],
                why=each.why,
                source=each.source.value,
                shown=False,
                at=at,
            )
            for each in look_fors(_lines(row, at), host=row.host, cards=cards)
        ]
        LookForRow.objects.bulk_create(made)
    return len(made)


def look_for(*, visit_id: UUID, says: str, by: UUID, at: datetime) -> Visit:
    """Add something to look for, in one's own words. Raises Invalid."""
    with transaction.atomic():
        row = running(visit_id, by)
        text = _text(says)
        if LookForRow.objects.filter(visit=visit_id).count() >= MOST_LOOK_FORS:
            raise Invalid({"says": f"there are {MOST_LOOK_FORS} already: drop one first"})
        LookForRow.objects.create(
            visit=row.id, says=text, source=Source.HAND.value, shown=True, by=by, at=at
        )
    return queries.visit(visit_id, reader=by)


def change_look_for(*, visit_id: UUID, look_for_id: UUID, says: str, by: UUID) -> Visit:
    """Say otherwise what to look for; what only the host saw is shown by that."""
    with transaction.atomic():
        row = _seen(visit_id, look_for_id, by)
        row.says, row.shown, row.by = _text(says), True, by
        row.save(update_fields=("says", "shown", "by"))
    return queries.visit(visit_id, reader=by)


def drop_look_for(*, visit_id: UUID, look_for_id: UUID, by: UUID) -> Visit:
    """Look for something no more."""
    with transaction.atomic():
        _seen(visit_id, look_for_id, by).delete()
    return queries.visit(visit_id, reader=by)


def note(
    *, visit_id: UUID, key: UUID, text: str, by: UUID, at: datetime, written_at: datetime
) -> UUID | None:
    """Keep a note of one's own, once however often it is sent; return the reflection it became.

    `key` was made where it was written, `written_at` is when. It is kept after the visit has
    ended, too: what was written then must not be lost. None where it was deleted meanwhile.
    Nobody else can read it until its author shares it. Raises NotFound, Invalid.
    """
    queries.visit(visit_id, reader=by)
    if not text.strip() or len(text) > LONGEST_NOTE:
        raise Invalid({"text": f"must have from 1 to {LONGEST_NOTE} characters"})
    with transaction.atomic(), reading_as(by):
        one_at_a_time(f"notes of {by}")
        known = NoteRow.objects.filter(author=by, visit=visit_id, key=key).first()
        if known is not None:
            return _still_there(known.reflection, by)
        made = activities.write_reflection(
            activity_id=visit_id,
            stage=DURING,
            question="",
            text=text,
            by=by,
            at=_within(visit_id, written_at, at),
        )
        NoteRow.objects.create(author=by, visit=visit_id, key=key, reflection=made.id)
    return made.id


def _still_there(reflection_id: UUID, by: UUID) -> UUID | None:
    try:
        return activity_queries.own_reflection(reflection_id, author=by).id
    except NotFound:
        return None


def _within(visit_id: UUID, written_at: datetime, at: datetime) -> datetime:
    """Return when a note was written: never before the visit began, nor later than now."""
    begun = activity_queries.activity_of(visit_id).at
    return min(max(written_at, begun), at)


def _lines(row: VisitRow, at: datetime) -> list[TimeLine]:
    """Return how the host's last pieces of such work went, newest first."""
    host = people.persons([row.host]).get(row.host)
    if host is None:
        return []
    found = work.episodes(people=[row.host], since=at - SINCE, limit=5 * MOST_PIECES)
    such = [each for each in found if each.owner == row.host and row.kind in ("", each.kind)]
    return [
        laid_out(work.time_line(each.uuid, limit=MOST_EVENTS), hours=[host.working_time])
        for each in such[:MOST_PIECES]
    ]


def _text(says: str) -> str:
    text = " ".join(says.split())
    if not 1 <= len(text) <= LONGEST:
        raise Invalid({"says": f"must have from 1 to {LONGEST} characters"})
    return text


def _seen(visit_id: UUID, look_for_id: UUID, by: UUID) -> LookForRow:
    """Return something to look for that one sees, in a visit that runs; raises NotFound."""
    running(visit_id, by)
    if look_for_id not in {each.id for each in queries.visit(visit_id, reader=by).look_fors}:
        raise NotFound("look-for")
    row: LookForRow = LookForRow.objects.select_for_update().get(id=look_for_id)
    return row
