"""Eyes of work: episodes, their time line, what people did, and what could not be used."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from journeywork.engine.work import (
    FRESH_FOR,
    Contribution,
    ContributionKind,
    Episode,
    EpisodeState,
    SetAside,
    Source,
    UnresolvedAuthor,
    WorkEvent,
)
from journeywork.kernel.errors import NotFound
from journeywork.work import values
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
from journeywork.work.values import EVENT, contribution_of, event_of, events_of

PAGE = 2000


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
    before: UUID | None = None,
) -> tuple[Episode, ...]:
    """Return episodes, the one with the newest event first.

    `people` are any who took part; `since` (included) and `until` (excluded) bound the last
    event; go on with `before`, the uuid of the last one seen.
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


def episodes_by_id(ids: Iterable[UUID]) -> dict[UUID, Episode]:
    """Return episodes under the ids asked for, also those joined to another meanwhile."""
    rows = {row.id: row for row in EpisodeRow.objects.filter(id__in=set(ids))}
    joined = {row.joined_to for row in rows.values() if row.joined_to}
    others = {row.id: row for row in EpisodeRow.objects.filter(id__in=joined)} if joined else {}
    standing = {id: others.get(row.joined_to, row) for id, row in rows.items()}
    return {id: values.episode_of(row) for id, row in standing.items()}


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
    rows = _standing().order_by("-changed_at", "-id")
    found = rows.values_list("changed_at", "id").first()
    return (found[0], found[1]) if found else None


def places() -> tuple[str, ...]:
    """Return the places where work lives, in order of name."""
    found = _standing().exclude(place="").values_list("place", flat=True).distinct()
    return tuple(found.order_by("place"))


def time_line(episode_id: UUID) -> tuple[WorkEvent, ...]:
    """Return the events of an episode in the order of time; raises NotFound."""
    standing = episode(episode_id).uuid
    subjects = SubjectRow.objects.filter(episode=standing).values("subject")
    rows = WorkEventRow.objects.filter(subject__in=subjects)
    return events_of(rows.order_by("at", "source", "event_id").values_list(*EVENT))


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


def event_count(*, since: datetime | None = None, until: datetime | None = None) -> int:
    """Return how many events `all_events` would yield."""
    rows = WorkEventRow.objects.all()
    if until:
        rows = rows.filter(at__lt=until)
    return (rows.filter(at__gte=since) if since else rows).count()


def contributions(*, since: datetime | None = None) -> Iterator[Contribution]:
    """Yield who did what in which episode since a time, in time order, page by page."""
    rows = ContributionRow.objects.exclude(kind=ContributionKind.TOOK_PART.value)
    if since:
        rows = rows.filter(at__gte=since)
    last: tuple[datetime, UUID] | None = None
    while True:
        page = rows
        if last:
            page = rows.filter(Q(at__gt=last[0]) | Q(at=last[0], id__gt=last[1]))
        found = list(page.order_by("at", "id").values()[:PAGE])
        yield from _with_episodes(found)
        if len(found) < PAGE:
            return
        last = (found[-1]["at"], found[-1]["id"])


def _with_episodes(rows: list[dict[str, object]]) -> Iterator[Contribution]:
    ids = {row["episode"] for row in rows}
    episodes = {row.id: row for row in EpisodeRow.objects.filter(id__in=ids).defer("text")}
    for row in rows:
        yield contribution_of(row, episodes[row["episode"]])


def unresolved_authors(*, limit: int = 200) -> tuple[UnresolvedAuthor, ...]:
    """Return handles whom nobody knows here, those with the most events first."""
    events = WorkEventRow.objects.exclude(by_handle="").values("by_handle")
    counts = dict(events.annotate(n=Count("id")).values_list("by_handle", "n"))
    rows = AuthorRow.objects.filter(person__isnull=True)
    found = [
        UnresolvedAuthor(handle=row.handle, events=counts.get(row.handle, 0), seen_at=row.seen_at)
        for row in rows
    ]
    return tuple(sorted(found, key=lambda author: (-author.events, author.handle))[:limit])


def waiting(*, at: datetime) -> UUID | None:
    """Return the event that would be taken up next at a time, None when there is none."""
    rows = WaitingRow.objects.filter(Q(retry_at=None) | Q(retry_at__lte=at)).order_by("id")
    news = rows.filter(at__gte=at - FRESH_FOR).values_list("id", flat=True).first()
    return news or rows.values_list("id", flat=True).first()


def backlog() -> int:
    """Return how many accepted events still wait to be taken up."""
    return WaitingRow.objects.count()


def set_aside(*, limit: int = 100) -> tuple[SetAside, ...]:
    """Return what came in and could not be used, newest first, with reasons."""
    return tuple(
        SetAside(
            source=row.source,
            id=row.event_id,
            type=row.type,
            at=row.at,
            reason=row.reason,
            waiting=row.event is not None,
        )
        for row in SetAsideRow.objects.order_by("-at", "-id")[:limit]
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


def _after(rows: QuerySet[EpisodeRow], before: UUID | None) -> QuerySet[EpisodeRow]:
    seen = EpisodeRow.objects.filter(id=before).first() if before else None
    if seen is None:
        return rows
    return rows.filter(Q(last_at__lt=seen.last_at) | Q(last_at=seen.last_at, id__lt=seen.id))
