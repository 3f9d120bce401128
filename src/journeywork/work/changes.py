"""What changed in the work, with who did what in it: for whoever keeps sums of it in memory."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from journeywork.engine.work import Contribution, ContributionKind
from journeywork.work.models import ContributionRow, EpisodeRow

_EPISODE = ("changed_at", "id", "title", "place", "paths", "labels")
_GIVEN = ("episode", "person", "at", "kind", "to")
_SHOWS = {kind.value: kind for kind in ContributionKind if kind is not ContributionKind.TOOK_PART}


@dataclass(frozen=True, slots=True)
class Change:
    """An episode that changed `at` a time, and all that people did in it, in no order.

    Nothing was done in an episode that went into another.
    """

    at: datetime
    episode: UUID
    given: tuple[Contribution, ...]


def changes(
    *,
    since: tuple[datetime, UUID] | None,
    until: tuple[datetime, UUID] | None = None,
    done_since: datetime,
    limit: int,
) -> tuple[Change, ...]:
    """Return what changed, in the order in which things changed: at most `limit` episodes.

    `since` names a change (its time, its episode), which comes first where it still stands: so
    who follows the changes sees whether what they saw was taken back. None: from the beginning.
    `until` is the last that is wanted. Only what people did since `done_since` is told, and
    episodes in which nothing happened since then are left out. One statement when nothing came
    since, else two.
    """
    rows = EpisodeRow.objects.filter(Q(last_at__gte=done_since) | Q(id=since and since[1]))
    if since:
        at, episode = since
        rows = rows.filter(Q(changed_at__gt=at) | Q(changed_at=at, id__gte=episode))
    if until:
        at, episode = until
        rows = rows.filter(Q(changed_at__lt=at) | Q(changed_at=at, id__lte=episode))
    found = list(rows.order_by("changed_at", "id").values_list(*_EPISODE)[:limit])
    news = [id for at, id, *_ in found if (at, id) != since]
    given = _given(news, done_since) if news else {}
    return tuple(
        Change(at, id, _contributions(given.get(id, ()), id, title, place, paths, labels))
        for at, id, title, place, paths, labels in found
    )


_Given = tuple[UUID, datetime, str, UUID | None]


def _given(episodes: Iterable[UUID], since: datetime) -> dict[UUID, list[_Given]]:
    rows = ContributionRow.objects.filter(
        episode__in=list(episodes), at__gte=since, kind__in=_SHOWS
    )
    found: dict[UUID, list[_Given]] = defaultdict(list)
    for episode, *given in rows.values_list(*_GIVEN):
        found[episode].append(tuple(given))
    return found


def _contributions(
    given: Iterable[_Given],
    episode: UUID,
    title: str,
    place: str,
    paths: list[str],
    labels: list[str],
) -> tuple[Contribution, ...]:
    touched, called = tuple(paths), tuple(labels)
    return tuple(
        Contribution(
            person=person,
            episode=episode,
            at=at,
            kind=_SHOWS[kind],
            to=to,
            title=title,
            place=place,
            paths=touched,
            labels=called,
        )
        for person, at, kind, to in given
    )
