"""Who did what in the last year: sums kept in memory by each process, and kept in step.

Folding a year of work takes a while, so it is done once; from then on each question reads what
changed in the meantime, one statement that mostly finds nothing, and takes that in. The last
change taken in is read again each time: where it is gone, what was seen has been taken back
(a transaction that broke off, an organisation that was emptied), and everything is folded
anew. So the sums are never older than the question, and never of work that is not there.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from journeywork.engine.context import Context
from journeywork.engine.who_knows import Knowers, Standing
from journeywork.engine.work import Contribution
from journeywork.kernel.tenancy import current_org
from journeywork.work import queries as work
from journeywork.work.changes import Change, changes

KNOWS_FOR = timedelta(days=365)
#: Who asks about a time further than this from that of the fold gets a fold of their time.
HOLDS_FOR = timedelta(days=1)
BATCH = 2_000
MOST_KEPT = 16

_Mark = tuple[datetime, UUID]


class _Folded:
    """The sums of one organisation, of the year before `at` and of all since."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.lock = Lock()
        self._knowers = Knowers()
        self._given: dict[UUID, tuple[Contribution, ...]] = {}
        self._mark: _Mark | None = None
        self._fold()

    def stands(
        self, contexts: Iterable[Context], asked: Sequence[tuple[UUID, datetime]]
    ) -> list[Standing]:
        """Return how people stand to each of `contexts`."""
        return [self._knowers.look(context, asked) for context in contexts]

    def catch_up(self) -> bool:
        """Take in what changed since; False where what was taken in is no longer true."""
        while True:
            mark = self._mark
            found = self._changes(since=mark)
            if mark and not any(change.episode == mark[1] for change in found):
                return False
            self._take(change for change in found if (change.at, change.episode) != mark)
            if len(found) < BATCH:
                return True

    def _fold(self) -> None:
        # Read first how far things have changed: what changes meanwhile comes with `catch_up`.
        last = work.last_change()
        while last and self._mark != last:
            found = self._changes(since=self._mark, until=last)
            self._take(found)
            if len(found) < BATCH:
                self._mark = last

    def _changes(self, *, since: _Mark | None, until: _Mark | None = None) -> tuple[Change, ...]:
        return changes(since=since, until=until, done_since=self.at - KNOWS_FOR, limit=BATCH)

    def _take(self, found: Iterable[Change]) -> None:
        for change in found:
            for one in self._given.pop(change.episode, ()):
                self._knowers.remove(one)
            for one in change.given:
                self._knowers.add(one)
            if change.given:
                self._given[change.episode] = change.given
            self._mark = change.at, change.episode


_kept: dict[UUID, _Folded] = {}
_lock = Lock()


def standings(
    contexts: Sequence[Context],
    *,
    asked: Sequence[tuple[UUID, datetime]],
    at: datetime,
) -> list[Standing]:
    """Return how everybody here stands to each of `contexts`, asked at `at`.

    `asked` says who was suggested when lately. One statement when nothing changed since the
    last question, else two.
    """
    folded = _current(at)
    with folded.lock:
        return folded.stands(contexts, asked)


def _current(at: datetime) -> _Folded:
    org = current_org()
    folded = _kept.get(org)
    if folded is not None and abs(at - folded.at) < HOLDS_FOR:
        with folded.lock:
            if folded.catch_up():
                return folded
    folded = _Folded(at)
    with _lock:
        _kept.pop(org, None)
        _kept[org] = folded
        for oldest in list(_kept)[:-MOST_KEPT]:
            del _kept[oldest]
    return folded
