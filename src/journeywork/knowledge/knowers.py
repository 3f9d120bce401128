"""Who did what in the last year, folded once and kept by each process for a while.

Folding reads a year of contributions; a question must not wait for that each time. The fold
is made anew when an episode has changed since, at most once a minute for each organisation.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from journeywork.engine.who_knows import Knowers
from journeywork.kernel.tenancy import current_org
from journeywork.work import queries as work

KNOWS_FOR = timedelta(days=365)
FRESH_FOR = timedelta(minutes=1)
MOST_KEPT = 16


@dataclass(frozen=True, slots=True)
class _Folded:
    knowers: Knowers
    at: datetime
    changes: datetime | None
    episode: UUID | None


_kept: dict[UUID, _Folded] = {}
_lock = Lock()


def knowers(at: datetime) -> Knowers:
    """Return the contributions of the year before `at` in the organisation in force, folded."""
    org = current_org()
    folded = _kept.get(org)
    if folded is None or not _holds(folded, at):
        folded = _fold(at)
        with _lock:
            _kept.pop(org, None)
            _kept[org] = folded
            for oldest in list(_kept)[:-MOST_KEPT]:
                del _kept[oldest]
    return folded.knowers


def _holds(folded: _Folded, at: datetime) -> bool:
    age = at - folded.at
    if timedelta(0) < age < FRESH_FOR:
        return True
    if not timedelta(0) <= age < timedelta(days=1):
        return False
    return not work.episodes_changed(since=folded.changes, after=folded.episode, limit=1)


def _fold(at: datetime) -> _Folded:
    # Read first how far things have changed: what changes meanwhile is folded the next time.
    changes, episode = work.last_change() or (None, None)
    made = Knowers()
    for contribution in work.contributions(since=at - KNOWS_FOR):
        if contribution.at <= at:
            made.add(contribution)
    return _Folded(made, at, changes, episode)
