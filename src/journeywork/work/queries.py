"""Eyes of work: episodes, their time line, what people did, and what could not be used."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from journeywork.engine.work import (
    FRESH_FOR,
    Episode,
    EpisodeState,
    SetAside,
    Source,
    UnresolvedAuthor,
    WorkEvent,
)
from journeywork.kernel.errors import NotFound
from journeywork.kernel.tenancy import current_org
from journeywork.work import reading, values
from journeywork.work.authors import spelled
from journeywork.work.models import (
    AuthorRow,
    ContributionRow,
    EpisodeRow,
    SetAsideRow,
    SourceRow,
    SubjectRow,
    WaitingRow,
    WorkEventRow,
)
from journeywork.work.reading import episodes_of
from journeywork.work.values import EVENT, event_of, events_of

PAGE = 2000

# Every event counts once for each name in it, whatever the places where the name stands.
_UNKNOWN = """
    with named as (
        select by_handle as handle from work_event where org = %(org)s and by_handle <> ''
        union all
        select to_handle from work_event
        where org = %(org)s and to_handle <> '' and to_handle <> by_handle
        union all
        select helper.handle from work_event cross join lateral (
            select distinct given->>0 as handle from jsonb_array_elements(helper_handles) given
        ) helper
        where org = %(org)s and helper_handles <> '[]'
            and helper.handle not in (by_handle, to_handle)
    ), counts as (
        select handle, count(*) as events from named group by handle
    ), unknown as (
        select -coalesce(events, 0) as fewer, author.handle collate "C" as handle, seen_at
        from work_author author left join counts on counts.handle = author.handle
        where author.org = %(org)s and author.person is null
    )
    select handle, -fewer, seen_at from unknown
    where (fewer, handle) > (%(fewer)s::bigint, %(after)s) or (%(fewer)s::bigint is null and (
        not exists (select from unknown where handle = %(after)s)
        or (fewer, handle) > (select fewer, handle from unknown where handle = %(after)s)
    ))
    order by fewer, handle limit %(limit)s
"""

_SIZES = """
    with finished as (
        select paths, counts from work_episode
        where org = %s and joined_to is null and state = 'finished' and kind = %s and last_at < %s
        order by last_at desc limit %s
    ), counted as (
        select cardinality(paths) as paths, coalesce((counts->>'reworks')::int, 0) as reworks,
            coalesce((counts->>'failed_checks')::int, 0) + coalesce((counts->>'reopens')::int, 0)
            + coalesce((counts->>'handovers')::int, 0) as others
        from finished
    )
    select paths, reworks, reworks + others from counted
"""


def episode(id: UUID) -> Episode:
    """Return the episode, or the one it was joined to; raises NotFound."""
    row = EpisodeRow.objects.filter(id=id).first()
    if row and row.joined_to:
        row = EpisodeRow.objects.filter(id=row.joined_to).first()
    if row is None:
        raise NotFound("episode")
    return values.episode_of(row)


def episodes(
    *,
    people: Iterable[UUID] | None = None,
    places: Iterable[str] | None = None,
    states: Iterable[EpisodeState] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 50,
    before: UUID | tuple[datetime, UUID] | None = None,
) -> tuple[Episode, ...]:
    """Return episodes, the one with the newest event first.

    `people` are any who took part; `since` (included) and `until` (excluded) bound the last
    event; go on with `before`, the uuid of the last one seen, or its place (when its last event
    was, uuid), which holds also where something happened in it meanwhile.
    """
    rows = _standing()
    if people is not None:
        mine = ContributionRow.objects.filter(person__in=list(people))
        rows = rows.filter(id__in=mine.values("episode"))
    if places is not None:
        rows = rows.filter(place__in=list(places))
    if states is not None:
        rows = rows.filter(state__in=[state.value for state in states])
    if since:
        rows = rows.filter(last_at__gte=since)
    if until:
        rows = rows.filter(last_at__lt=until)
    rows = _after(rows, before).order_by("-last_at", "-id")
    return tuple(values.episode_of(row) for row in rows[:limit])


def finished(
    place: str, *, until: datetime, near: int = 400, anywhere: int = 200
) -> tuple[Episode, ...]:
    """Return the last finished work of a place, and of anywhere, in one statement.

    At most `near` and `anywhere` pieces whose last event was before `until`, each once.
    """
    rows = _standing().filter(state=EpisodeState.FINISHED.value, last_at__lt=until)
    rows = rows.order_by("-last_at", "-id")
    both = rows.filter(place=place)[:near].union(rows[:anywhere]) if place else rows[:anywhere]
    return tuple(values.episode_of(row) for row in both)


def episodes_by_id(ids: Iterable[UUID]) -> dict[UUID, Episode]:
    """Return episodes under the ids asked for, also those joined to another meanwhile."""
    return episodes_of(ids)


def episode_of(subject: str) -> Episode | None:
    """Return the episode to which a subject belongs, None when there is none."""
    known = SubjectRow.objects.filter(subject=subject).values("episode")
    row = EpisodeRow.objects.filter(id__in=known).first()
    return values.episode_of(row) if row else None


def episode_ids(subjects: Iterable[str]) -> dict[str, UUID]:
    """Return the episodes to which `subjects` belong, by subject; unknown ones are left out."""
    rows = SubjectRow.objects.filter(subject__in=set(subjects))
    return dict(rows.values_list("subject", "episode"))


def episodes_changed(
    *, since: datetime | None = None, after: UUID | None = None, limit: int = 500
) -> tuple[tuple[datetime, Episode], ...]:
    """Return episodes in the order in which they changed, with when: for indexes.

    Go on with the last pair's time as `since` and its episode's uuid as `after`. Times grow
    within an organisation, because episodes are folded one batch after another.
    """
    rows = _standing()
    if since:
        later = Q(changed_at__gt=since)
        rows = rows.filter(later | Q(changed_at=since, id__gt=after) if after else later)
    rows = rows.order_by("changed_at", "id")[:limit]
    return tuple((row.changed_at, values.episode_of(row)) for row in rows)


def last_change() -> tuple[datetime, UUID] | None:
    """Return when an episode last changed, and which; None while there are none."""
    return reading.last_change()


def sizes(kind: str, *, before: datetime, limit: int = 500) -> tuple[tuple[int, int, int], ...]:
    """Return (paths touched, times reworked, what went wrong) of the last finished work of a kind.

    Of pieces whose last event was before a time: what has only just happened is not usual yet.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SIZES, [current_org(), kind, before, limit])
        return tuple(cursor.fetchall())


def places() -> tuple[str, ...]:
    """Return the places where work lives, in order of name."""
    return reading.places()


def time_line(
    of: UUID | Episode,
    *,
    limit: int | None = None,
    after: tuple[datetime, str, str] | None = None,
) -> tuple[WorkEvent, ...]:
    """Return the events of an episode in the order of time; raises NotFound.

    One that is at hand is not looked up again. At most `limit` of them: there may be very many.
    Go on `after` the last one seen, by its place (when, source, id).
    """
    rows = _belonging_to(of).order_by("at", "source", "event_id")
    if after:
        at, source, event = after
        later = Q(source__gt=source) | Q(source=source, event_id__gt=event)
        rows = rows.filter(Q(at__gt=at) | (Q(at=at) & later))
    return events_of(rows.values_list(*EVENT)[:limit])


def time_line_length(of: UUID | Episode) -> int:
    """Return how many events an episode has; raises NotFound."""
    return _belonging_to(of).count()


def past(person_id: UUID, *, before: datetime, limit: int = 2000) -> tuple[WorkEvent, ...]:
    """Return the last `limit` events by a person before a time, oldest first."""
    rows = WorkEventRow.objects.filter(by=person_id, at__lt=before).order_by("-at", "-id")
    return events_of(rows.values_list(*EVENT)[:limit])[::-1]


def all_events(
    *, since: datetime | None = None, until: datetime | None = None, taken_up: bool = False
) -> Iterator[WorkEvent]:
    """Yield every event from `since` (included) until `until` (excluded) in time order.

    Reads page by page: memory does not grow with the history. With `taken_up` without those
    that still wait for `actions.digest`, or could not be taken up.
    """
    rows = WorkEventRow.objects.order_by("at", "id")
    if taken_up:
        rows = rows.exclude(id__in=WaitingRow.objects.values("id")).exclude(
            id__in=SetAsideRow.objects.filter(event__isnull=False).values("event")
        )
    if until:
        rows = rows.filter(at__lt=until)
    if since:
        rows = rows.filter(at__gte=since)
    last: tuple[datetime, UUID] | None = None
    while True:
        page = rows
        if last:
            page = rows.filter(Q(at__gt=last[0]) | Q(at=last[0], id__gt=last[1]))
        found = list(page.values_list(*EVENT, "id")[:PAGE])
        for *row, _ in found:
            yield event_of(tuple(row))
        if len(found) < PAGE:
            return
        last = (found[-1][EVENT.index("at")], found[-1][-1])


def episode_count() -> int:
    """Return how many pieces of work there are."""
    return EpisodeRow.objects.count()


def event_count(*, since: datetime | None = None, until: datetime | None = None) -> int:
    """Return how many events `all_events` would yield."""
    rows = WorkEventRow.objects.all()
    if until:
        rows = rows.filter(at__lt=until)
    return (rows.filter(at__gte=since) if since else rows).count()


def latest_at(*, until: datetime) -> datetime | None:
    """Return when the latest event before `until` was, None where there is none."""
    rows = WorkEventRow.objects.filter(at__lt=until).order_by("-at")
    found: datetime | None = rows.values_list("at", flat=True).first()
    return found


def unresolved_authors(
    *, limit: int = 200, after: str | tuple[int, str] = ""
) -> tuple[UnresolvedAuthor, ...]:
    """Return handles whom nobody knows here, those that most events name first.

    Go on `after` the last handle seen, with one that is known meanwhile from the beginning; or
    after its place (how many events, handle), which holds whatever became of it.
    """
    events, handle = (None, after) if isinstance(after, str) else (-after[0], after[1])
    given = {"org": current_org(), "fewer": events, "after": handle, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_UNKNOWN, given)
        found = cursor.fetchall()
    return tuple(
        UnresolvedAuthor(handle=handle, events=events, seen_at=seen_at)
        for handle, events, seen_at in found
    )


def unresolved_author(handle: str) -> UnresolvedAuthor:
    """Return a handle whom nobody knows here; raises NotFound, also once somebody does."""
    row = AuthorRow.objects.filter(handle=spelled(handle), person__isnull=True).first()
    if row is None:
        raise NotFound("author")
    named = WorkEventRow.objects.values("id")
    helped = named.exclude(helper_handles=[]).filter(helper_handles__contains=[[row.handle]])
    others = named.filter(to_handle=row.handle), helped
    events = named.filter(by_handle=row.handle).union(*others).count()
    return UnresolvedAuthor(handle=row.handle, events=events, seen_at=row.seen_at)


def waiting(*, at: datetime) -> UUID | None:
    """Return the event that would be taken up next at a time, None when there is none."""
    rows = WaitingRow.objects.filter(Q(retry_at=None) | Q(retry_at__lte=at)).order_by("id")
    news = rows.filter(at__gte=at - FRESH_FOR).values_list("id", flat=True).first()
    return news or rows.values_list("id", flat=True).first()


def backlog() -> int:
    """Return how many accepted events still wait to be taken up."""
    return WaitingRow.objects.count()


def set_aside(
    *, limit: int = 100, before: tuple[datetime, UUID] | None = None
) -> tuple[SetAside, ...]:
    """Return what came in and could not be used, newest first, with reasons.

    Go on `before` the last one seen, by its place (when, uuid).
    """
    rows = SetAsideRow.objects.order_by("-at", "-id")
    if before:
        at, id = before
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=id))
    return tuple(
        SetAside(
            uuid=row.id,
            source=row.source,
            id=row.event_id,
            type=row.type,
            at=row.at,
            reason=row.reason,
            waiting=row.event is not None,
        )
        for row in rows[:limit]
    )


def sources() -> tuple[Source, ...]:
    """Return the connected sources, in order of kind and key."""
    return tuple(_source_of(row) for row in SourceRow.objects.order_by("kind", "key"))


def source(id: UUID) -> Source:
    """Return a connected source; raises NotFound."""
    row = SourceRow.objects.filter(id=id).first()
    if row is None:
        raise NotFound("source")
    return _source_of(row)


def _source_of(row: SourceRow) -> Source:
    return Source(
        id=row.id,
        kind=row.kind,
        key=row.key,
        active=row.active,
        created_at=row.created_at,
        bookmark=row.bookmark,
        heard_at=row.heard_at,
    )


def _standing() -> QuerySet[EpisodeRow]:
    return EpisodeRow.objects.filter(joined_to=None)


def _belonging_to(of: UUID | Episode) -> QuerySet[WorkEventRow]:
    found = of if isinstance(of, Episode) else episode(of)
    subjects = SubjectRow.objects.filter(episode=found.uuid).values("subject")
    return WorkEventRow.objects.filter(subject__in=subjects)


def _after(
    rows: QuerySet[EpisodeRow], before: UUID | tuple[datetime, UUID] | None
) -> QuerySet[EpisodeRow]:
    if isinstance(before, UUID):
        before = EpisodeRow.objects.filter(id=before).values_list("last_at", "id").first()
    if before is None:
        return rows
    at, id = before
    return rows.filter(Q(last_at__lt=at) | Q(last_at=at, id__lt=id))
