"""People say what they want to learn, and for whose eyes; they end it, or let it go.

Nothing here says what is wished: facts carry an id, the audit log who shares with whom.
"""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from journeywork.engine.sharing import ONLY_ME, Audience, AudienceKind
from journeywork.engine.to_learn import MOST_OPEN, Entry, EntryState, closed, moved, opened_again
from journeywork.growth import queries
from journeywork.growth.facts import WishEnded, WishWritten
from journeywork.growth.models import ENTRY, EntryRow, FindRow
from journeywork.kernel import sharing
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.reader import reading_as
from journeywork.people import queries as people

LONGEST_LINE, LONGEST_SKILL, LONGEST_TEXT = 200, 100, 2_000
#: Left out of a change: what stands stays. None means "no day".
SAME = date.min


def add(
    *,
    line: str,
    skill: str = "",
    why: str = "",
    by_when: date | None = None,
    stretch: bool = False,
    by: UUID,
    at: datetime,
) -> Entry:
    """Put something on one's own list, at its end. Raises Invalid by field."""
    _check(line=line, skill=skill, why=why)
    with reading_as(by):
        mine = EntryRow.objects.filter(author=by, state=EntryState.OPEN)
        if mine.count() >= MOST_OPEN:
            raise Invalid({"line": f"there are {MOST_OPEN} already: what is too much is not done"})
        last = mine.aggregate(last=Max("place"))["last"]
        row = EntryRow.objects.create(
            author=by,
            line=line.strip(),
            skill=skill.strip(),
            why=why.strip(),
            by_when=by_when,
            stretch=stretch,
            place=0 if last is None else last + 1,
            at=at,
        )
        publish(WishWritten(entry=row.id, by=by, at=at))
        return queries.wish(row.id, author=by).entry


def change(
    *,
    entry_id: UUID,
    line: str | None = None,
    skill: str | None = None,
    why: str | None = None,
    by_when: date | None = SAME,
    stretch: bool | None = None,
    by: UUID,
    at: datetime,
) -> Entry:
    """Write an entry of one's own anew; what is left out stays. Raises NotFound, Invalid."""
    given = {"line": line, "skill": skill, "why": why, "stretch": stretch}
    values: dict[str, object] = {name: value for name, value in given.items() if value is not None}
    values |= {} if by_when == SAME else {"by_when": by_when}  # None takes the day away
    with reading_as(by):
        now = queries.wish(entry_id, author=by).entry
        texts = {"line": now.line, "skill": now.skill, "why": now.why}
        _check(**{name: str(values.get(name, text)) for name, text in texts.items()})
        if values:
            EntryRow.objects.filter(id=entry_id, author=by).update(**values)
            publish(WishWritten(entry=entry_id, by=by, at=at))
        return queries.wish(entry_id, author=by).entry


def close(*, entry_id: UUID, state: EntryState, by: UUID, at: datetime) -> Entry:
    """End an entry of one's own, done or dropped; again changes nothing. Raises NotFound."""
    with reading_as(by):
        now = queries.wish(entry_id, author=by).entry
        if now.state is state:
            return now
        try:
            then = closed(now, state, at)
        except ValueError as fault:
            raise Invalid({"state": str(fault)}) from None
        _keep(then)
        publish(WishEnded(entry=entry_id, by=by, at=at))
        return then


def open_again(*, entry_id: UUID, by: UUID, at: datetime) -> Entry:
    """Take an entry that ended up again. Raises NotFound."""
    with reading_as(by):
        now = queries.wish(entry_id, author=by).entry
        if now.state is EntryState.OPEN:
            return now
        _keep(opened_again(now))
        publish(WishWritten(entry=entry_id, by=by, at=at))
        return queries.wish(entry_id, author=by).entry


def say_how(*, entry_id: UUID, how: str, by: UUID) -> Entry:
    """Keep how one learned something, "" where one would rather not say: it is asked once.

    Raises NotFound, and Invalid for what is not done.
    """
    _check_length("how", how, LONGEST_TEXT)
    with reading_as(by):
        now = queries.wish(entry_id, author=by).entry
        if now.state is not EntryState.DONE:
            raise Invalid({"how": "is said once it is done"})
        _keep(replace(now, learned=how.strip()))
        return queries.wish(entry_id, author=by).entry


def move(*, entry_id: UUID, places: int, by: UUID) -> tuple[Entry, ...]:
    """Move an open entry of one's own up (negative) or down; return the new order."""
    with reading_as(by):
        rows = EntryRow.objects.select_for_update().filter(author=by, state=EntryState.OPEN)
        mine = [Entry(id=row.id, author=by, line="", at=row.at, place=row.place) for row in rows]
        try:
            order = moved(mine, entry_id, places)
        except KeyError:
            raise NotFound(ENTRY) from None
        for each in order:
            rows.filter(id=each.id).exclude(place=each.place).update(place=each.place)
    return order


def share(*, entry_id: UUID, audience: Audience, by: UUID, at: datetime) -> Entry:
    """Let others read an entry from now on, those of `audience` alone; ONLY_ME takes it back.

    Only its author can (NotFound). Invalid for people and teams that are not here.
    """
    _check_audience(audience)
    with transaction.atomic():
        found = queries.wish(entry_id, author=by).entry
        if found.audience != audience:
            sharing.share(kind=ENTRY, thing=found.id, author=by, audience=audience, by=by, at=at)
    return replace(found, audience=audience)


def delete(*, entry_id: UUID, by: UUID, at: datetime) -> None:
    """Delete an entry for good, with what was found for it; NotFound but for its author."""
    with reading_as(by):
        found = queries.wish(entry_id, author=by).entry
        if not found.is_private:
            share(entry_id=entry_id, audience=ONLY_ME, by=by, at=at)
        FindRow.objects.filter(entry=entry_id, author=by).delete()
        EntryRow.objects.filter(id=entry_id, author=by).delete()
        publish(WishEnded(entry=entry_id, by=by, at=at))


def _keep(entry: Entry) -> None:
    """Write down how an entry stands; the caller reads as its author."""
    EntryRow.objects.filter(id=entry.id, author=entry.author).update(
        state=entry.state, closed_at=entry.closed_at, learned=entry.learned
    )


def _check(*, line: str, skill: str, why: str) -> None:
    if not line.strip() or len(line) > LONGEST_LINE:
        raise Invalid({"line": f"must have from 1 to {LONGEST_LINE} characters"})
    _check_length("skill", skill, LONGEST_SKILL)
    _check_length("why", why, LONGEST_TEXT)


def _check_length(field: str, text: str, most: int) -> None:
    if len(text) > most:
        raise Invalid({field: f"must have at most {most} characters"})


def _check_audience(audience: Audience) -> None:
    if audience.kind is AudienceKind.PARTICIPANTS:
        raise Invalid({"audience": "nobody takes part in it: choose people or a team"})
    if audience.person is not None and not people.persons([audience.person]):
        raise Invalid({"person": "must be somebody who works here"})
    if audience.team is not None and audience.team not in {each.id for each in people.teams()}:
        raise Invalid({"team": "must be a team that is here"})
