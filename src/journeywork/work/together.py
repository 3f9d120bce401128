"""Work, read for many people at once: for what the clock does for everybody."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Window
from django.db.models.functions import RowNumber

from journeywork.engine.work import Episode, EpisodeState, WorkEvent
from journeywork.kernel.reading import read
from journeywork.kernel.tenancy import current_org
from journeywork.work import values
from journeywork.work.models import EpisodeRow, SubjectRow, WorkEventRow
from journeywork.work.reading import episodes_of
from journeywork.work.values import EVENT, event_of

_FINISHED = """
    select g.key, count(distinct e.id)
    from unnest(%(groups)s::text[], %(people)s::uuid[]) as g (key, person)
    join work_contribution c on c.org = %(org)s and c.person = g.person
    join work_episode e on e.org = c.org and e.id = c.episode
    where e.joined_to is null and e.state = 'finished' and e.last_at >= %(since)s
    group by g.key
"""


def in_hands(owners: Iterable[UUID], *, most: int) -> dict[UUID, tuple[Episode, ...]]:
    """Return the work that is not finished, by owner, the newest event first, in one query.

    The latest `most` pieces of each; those who carry none are left out.
    """
    rows = EpisodeRow.objects.filter(joined_to=None, owner__in=set(owners))
    rows = rows.exclude(state=EpisodeState.FINISHED.value)
    latest = Window(RowNumber(), partition_by="owner", order_by=("-last_at", "-id"))
    found: dict[UUID, tuple[Episode, ...]] = {}
    for row in rows.annotate(latest=latest).filter(latest__lte=most).order_by("-last_at", "-id"):
        found[row.owner] = (*found.get(row.owner, ()), values.episode_of(row))
    return found


def time_lines(ids: Iterable[UUID], *, since: datetime) -> dict[UUID, tuple[WorkEvent, ...]]:
    """Return the events of some episodes from a time on, oldest first, in three queries.

    Those in which nothing has happened since are left out, and those that are not there.
    """
    asked = {id: episode.uuid for id, episode in episodes_of(ids).items()}
    subjects = SubjectRow.objects.filter(episode__in=set(asked.values()))
    belongs = dict(subjects.values_list("subject", "episode"))
    rows = WorkEventRow.objects.filter(subject__in=list(belongs), at__gte=since)
    lines: dict[UUID, list[WorkEvent]] = {}
    for row in rows.order_by("at", "source", "event_id").values_list(*EVENT):
        event = event_of(row)
        lines.setdefault(belongs[event.subject], []).append(event)
    return {id: tuple(lines[episode]) for id, episode in asked.items() if episode in lines}


def finished(groups: Mapping[str, Iterable[UUID]], *, since: datetime) -> dict[str, int]:
    """Return how many pieces each group has finished since a time; a piece counts once a group.

    One in which any of a group took part counts as theirs. Groups without any are left out.
    """
    pairs = [(key, person) for key, people in groups.items() for person in people]
    given = {
        "org": current_org(),
        "groups": [key for key, _person in pairs],
        "people": [person for _key, person in pairs],
        "since": since,
    }
    return dict(read(_FINISHED, given)) if pairs else {}
