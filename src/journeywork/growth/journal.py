"""A journal of one's own: written, changed, deleted. Nothing of it leaves this room.

No fact, no job, no line in the audit log says that somebody wrote.
"""

from datetime import date, datetime
from uuid import UUID

from journeywork.engine.journal import Page
from journeywork.growth import queries
from journeywork.growth.models import JournalRow
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.reader import reading_as
from journeywork.work import queries as work

LONGEST = 40_000


def write(*, text: str, day: date, episode: UUID | None = None, by: UUID, at: datetime) -> Page:
    """Write a page of one's own journal, perhaps about a piece of one's work.

    Raises Invalid by field.
    """
    _check(text)
    if episode is not None and by not in _took_part(episode):
        raise Invalid({"episode": "must be work that you took part in"})
    with reading_as(by):
        row = JournalRow.objects.create(author=by, day=day, text=text, episode=episode, at=at)
        return queries.page(row.id, author=by)


def rewrite(*, page_id: UUID, text: str, day: date, by: UUID, at: datetime) -> Page:
    """Write a page of one's own anew; NotFound for anybody else's, Invalid by field."""
    _check(text)
    with reading_as(by):
        mine = JournalRow.objects.filter(id=page_id, author=by)
        if not mine.update(text=text, day=day, changed_at=at):
            raise NotFound("journal")
        return queries.page(page_id, author=by)


def tear_out(*, page_id: UUID, by: UUID) -> None:
    """Delete a page of one's own for good; NotFound for anybody else's."""
    with reading_as(by):
        deleted, _rows = JournalRow.objects.filter(id=page_id, author=by).delete()
    if not deleted:
        raise NotFound("journal")


def _took_part(episode: UUID) -> tuple[UUID, ...]:
    found = work.episodes_by_id([episode])
    return next((one.people for one in found.values()), ())


def _check(text: str) -> None:
    if not text.strip() or len(text) > LONGEST:
        raise Invalid({"text": f"must have from 1 to {LONGEST} characters"})
