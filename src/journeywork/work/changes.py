"""What changed in the work, with who did what in it: for whoever keeps sums of it in memory."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from journeywork.engine.work import Contribution, ContributionKind
from journeywork.kernel.reading import read
from journeywork.kernel.tenancy import current_org

_CHANGED = """
    select changed_at, id, title, place, paths, labels from work_episode
    where org = %(org)s and (last_at >= %(done)s or id = %(episode)s::uuid)"""
_SINCE = "and (changed_at, id) >= (%(at)s, %(episode)s)"
_UNTIL = "and (changed_at, id) <= (%(end)s, %(last)s)"
_IN_ORDER = "order by changed_at, id limit %(limit)s"
_GIVEN = """
    select episode, person, at, kind, "to" from work_contribution
    where org = %(org)s and episode = any(%(episodes)s) and at >= %(since)s
        and kind = any(%(kinds)s)
"""
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
    given = {"org": current_org(), "done": done_since, "limit": limit, "episode": None}
    statement = _CHANGED
    if since:
        statement, given = f"{statement} {_SINCE}", given | {"at": since[0], "episode": since[1]}
    if until:
        statement, given = f"{statement} {_UNTIL}", given | {"end": until[0], "last": until[1]}
    found = read(f"{statement} {_IN_ORDER}", given)
    news = [id for at, id, *_ in found if (at, id) != since]
    done = _given(news, done_since) if news else {}
    return tuple(
        Change(at, id, _contributions(done.get(id, ()), id, title, place, paths, labels))
        for at, id, title, place, paths, labels in found
    )


_Given = tuple[UUID, datetime, str, UUID | None]


def _given(episodes: Iterable[UUID], since: datetime) -> dict[UUID, list[_Given]]:
    given = {"org": current_org(), "since": since, "kinds": list(_SHOWS)}
    found: dict[UUID, list[_Given]] = defaultdict(list)
    for episode, *done in read(_GIVEN, given | {"episodes": list(episodes)}):
        found[episode].append(tuple(done))
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
