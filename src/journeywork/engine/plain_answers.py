"""The plain answers that the replay puts beside ours: recency, popularity, plain activity.

Anybody could build these in an afternoon. What is not better than they are is not worth having.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import datetime
from heapq import nlargest
from uuid import UUID

from journeywork.engine.hindsight import DEPTH
from journeywork.engine.parts_of_work import folders
from journeywork.engine.work import Contribution, ContributionKind, WorkEvent

MOST_PATHS = 30
#: Days after which a piece of activity counts half.
HALF_LIFE = 90.0
HELP = frozenset(
    {
        ContributionKind.REVIEWED,
        ContributionKind.HELPED,
        ContributionKind.ANSWERED,
        ContributionKind.PAIRED,
    }
)


class PlainWork:
    """Which past work is nearest by the calendar, or by how often it was cited before."""

    def __init__(self) -> None:
        self._by_path: dict[tuple[str, str], dict[UUID, datetime]] = defaultdict(dict)
        self._by_place: dict[str, dict[UUID, datetime]] = defaultdict(dict)
        self._cited: Counter[UUID] = Counter()

    def add(self, event: WorkEvent, episode: UUID) -> None:
        """Take in that `episode` moved by `event`."""
        for path in event.paths:
            _to_front(self._by_path[event.place, path], episode, event.at)
        _to_front(self._by_place[event.place], episode, event.at)

    def cited(self, episode: UUID) -> None:
        """Take in that `episode` was cited."""
        self._cited[episode] += 1

    def recent(self, event: WorkEvent, own: UUID | None) -> list[UUID]:
        """Return the work that last touched any of the same files, then the last of the place."""
        touched: dict[UUID, datetime] = {}
        for path in event.paths[:MOST_PATHS]:
            for episode, at in _latest(self._by_path.get((event.place, path), {})):
                touched[episode] = max(touched.get(episode, at), at)
        first = nlargest(DEPTH + 1, touched, key=lambda one: (touched[one], one.int))
        rest = (episode for episode, _ in _latest(self._by_place.get(event.place, {})))
        return [one for one in dict.fromkeys((*first, *rest)) if one != own][:DEPTH]

    def popular(self, own: UUID | None) -> list[UUID]:
        """Return the work cited most often so far."""
        most = nlargest(DEPTH + 1, self._cited, key=lambda one: (self._cited[one], one.int))
        return [one for one in most if one != own][:DEPTH]


class PlainPeople:
    """Who is nearest by the calendar, by help given so far, or by how much they do lately."""

    def __init__(self) -> None:
        self._by_folder: dict[tuple[str, str], dict[UUID, datetime]] = defaultdict(dict)
        self._helped: Counter[UUID] = Counter()
        self._active: dict[UUID, float] = defaultdict(float)
        self._origin: datetime | None = None

    def add(self, one: Contribution) -> None:
        """Take in what somebody did or whom they helped."""
        self._helped[one.person] += one.kind in HELP
        self._origin = self._origin or one.at
        days = (one.at - self._origin).total_seconds() / 86_400
        # Everybody's activity fades alike, so the newer may grow instead of the older fading.
        self._active[one.person] += 2.0 ** (days / HALF_LIFE)
        for folder in _folders(one.paths):
            _to_front(self._by_folder[one.place, folder], one.person, one.at)

    def popular(self, known: Container[UUID]) -> list[UUID]:
        """Return those who helped most often so far."""
        found = (one for one, times in self._helped.items() if times and one in known)
        return nlargest(DEPTH, found, key=lambda one: (self._helped[one], one.int))

    def active(self, known: Container[UUID]) -> list[UUID]:
        """Return those who do most, weighed by a half-life of 90 days."""
        found = (one for one in self._active if one in known)
        return nlargest(DEPTH, found, key=lambda one: (self._active[one], one.int))

    def recent(self, place: str, paths: Sequence[str], known: Container[UUID]) -> list[UUID]:
        """Return those who last worked in the same folder, the deepest folder first."""
        found: dict[UUID, None] = {}
        for folder in reversed(_folders(paths)):
            for person, _ in _latest(self._by_folder.get((place, folder), {})):
                if person in known:
                    found.setdefault(person)
            if len(found) >= DEPTH:
                break
        return list(found)[:DEPTH]


def _folders(paths: Iterable[str]) -> list[str]:
    """Return the folders of `paths`, the broadest (the place itself) first."""
    found = {"": None} | {
        folder: None for path in list(paths)[:MOST_PATHS] for folder in folders(path)
    }
    return sorted(found, key=lambda folder: (folder.count("/"), folder))


def _to_front(order: dict[UUID, datetime], one: UUID, at: datetime) -> None:
    """Remember `one` as the latest: a dictionary keeps the order in which things were put in."""
    order.pop(one, None)
    order[one] = at


def _latest(order: dict[UUID, datetime]) -> Iterator[tuple[UUID, datetime]]:
    for number, one in enumerate(reversed(order)):
        if number > DEPTH:
            return
        yield one, order[one]
