"""Folding events into episodes: what the engine decides, written down.

Runs while the caller holds `kernel.locks.one_at_a_time(FOLDING)`: two would overwrite.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Max

from journeywork.engine.episodes import Group, contributions, fold, join
from journeywork.engine.work import Contribution, Episode, WorkEvent
from journeywork.kernel.ids import new_id
from journeywork.kernel.tenancy import current_org
from journeywork.work.models import ContributionRow, EpisodeRow, SubjectRow
from journeywork.work.values import EVENT, episode_columns, event_of

#: What is held while episodes are folded.
FOLDING = "work folding"
#: Of an episode with more events than both together, the first and the last are folded.
FIRST, LAST = 500, 1500

_columns = ", ".join(f'e."{name}"' for name in EVENT)
_EVENTS = f"""
    select numbered.episode, {_columns}
    from (
        select s.episode, e.org, e.id,
            row_number() over (partition by s.episode order by e.at, e.source, e.event_id) as place,
            count(*) over (partition by s.episode) as n
        from work_subject s join work_event e on e.org = s.org and e.subject = s.subject
        where s.org = %s and s.episode = any(%s)
    ) numbered
    join work_event e on e.org = numbered.org and e.id = numbered.id
    where numbered.place <= {FIRST} or numbered.place > numbered.n - {LAST}
"""  # noqa: S608 -- column names and numbers of our own


def fold_in(events: Sequence[WorkEvent], *, at: datetime) -> None:
    """Bring the episodes that `events` (already stored) belong to up to date."""
    links = [(event.subject, *event.part_of) for event in events]
    subjects = {subject for link in links for subject in link}
    known = dict(SubjectRow.objects.filter(subject__in=subjects).values_list("subject", "episode"))
    stamp = _stamp(at)
    touched = [_settle(group, known, stamp) for group in join(links, known)]
    SubjectRow.objects.bulk_create(
        [
            SubjectRow(subject=subject, episode=episode)
            for group, episode in touched
            for subject in group.subjects
            if subject not in known
        ]
    )
    _refold([episode for _, episode in touched], stamp)


def refold(episodes: Sequence[UUID], *, at: datetime) -> None:
    """Fold `episodes` anew from their stored events."""
    _refold(episodes, _stamp(at))


def _stamp(at: datetime) -> datetime:
    """Return when a change counts as made: later than all before it, whatever the clocks say.

    Whoever follows the changes would miss one that came out with an older time.
    """
    last = EpisodeRow.objects.aggregate(last=Max("changed_at"))["last"]
    return at if last is None or last < at else last + timedelta(microseconds=1)


def _refold(episodes: Sequence[UUID], stamp: datetime) -> None:
    folded: list[Episode] = []
    given: list[Contribution] = []
    for uuid, events in events_of_episodes(episodes).items():
        episode = fold(uuid, events)
        if episode:
            folded.append(episode)
            given += contributions(episode, events)
    _store(folded, stamp)
    ContributionRow.objects.filter(episode__in=list(episodes)).delete()
    ContributionRow.objects.bulk_create(
        [
            ContributionRow(person=c.person, episode=c.episode, at=c.at, kind=c.kind.value, to=c.to)
            for c in given
        ]
    )


def events_of_episodes(episodes: Sequence[UUID]) -> dict[UUID, list[WorkEvent]]:
    """Return the stored events of each episode, in no order; see FIRST and LAST."""
    found: dict[UUID, list[WorkEvent]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [current_org(), list(episodes)])
        for episode, *row in cursor.fetchall():
            found.setdefault(episode, []).append(event_of(tuple(row)))
    return found


def _settle(group: Group, known: dict[str, UUID], stamp: datetime) -> tuple[Group, UUID]:
    """Choose the group's episode: the oldest it was known under, else a new one."""
    if not group.episodes:
        return group, new_id()
    stays, *others = group.episodes
    if others:
        _join_to(stays, others, stamp)
        known.update((s, stays) for s, episode in known.items() if episode in others)
    return group, stays


def _join_to(stays: UUID, others: Iterable[UUID], stamp: datetime) -> None:
    gone = list(others)
    SubjectRow.objects.filter(episode__in=gone).update(episode=stays)
    EpisodeRow.objects.filter(joined_to__in=gone).update(joined_to=stays)
    EpisodeRow.objects.filter(id__in=gone).update(joined_to=stays, changed_at=stamp)
    ContributionRow.objects.filter(episode__in=gone).delete()


def _store(episodes: list[Episode], stamp: datetime) -> None:
    if not episodes:
        return
    columns = [episode_columns(episode) | {"changed_at": stamp} for episode in episodes]
    EpisodeRow.objects.bulk_create(
        [EpisodeRow(**values) for values in columns],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[name for name in columns[0] if name != "id"],
    )
