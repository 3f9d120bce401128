"""Past work as it was known at a moment: episodes folded in time order, and found by fit.

The joining, the folding and the ranking are those of the live product
(`engine.episodes`, `engine.ranking`); the search is given, and knows what was put so far.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID, uuid5

from journeywork.engine.context import Context
from journeywork.engine.episodes import contributions, fold
from journeywork.engine.finder import Finder
from journeywork.engine.options import Option
from journeywork.engine.ranking import rank
from journeywork.engine.work import Contribution, Episode, WorkEvent

_NAMES = UUID("0197a000-0000-7000-8000-7265706c6179")
_Contributed = tuple[UUID, UUID, str, UUID | None]


class PastWork:
    """Episodes so far."""

    def __init__(self, finder: Finder[Episode]) -> None:
        self._finder = finder
        self._group: dict[str, UUID] = {}
        self._subjects: dict[UUID, list[str]] = {}
        self._events: dict[UUID, list[WorkEvent]] = {}
        self._contributed: set[_Contributed] = set()
        self.episodes: dict[UUID, Episode] = {}

    def episode_of(self, event: WorkEvent) -> Episode | None:
        """Return the episode to which an event belongs, as it is so far."""
        found = (self._group.get(subject) for subject in (event.subject, *event.part_of))
        return next((self.episodes[id] for id in found if id in self.episodes), None)

    def known_as(self, subject: str) -> Episode | None:
        """Return the episode known under a subject so far."""
        uuid = self._group.get(subject)
        return self.episodes.get(uuid) if uuid else None

    def take(self, event: WorkEvent) -> tuple[Contribution, ...]:
        """Fold an event into its episode; return what it shows of who did what."""
        uuid = self._join((event.subject, *event.part_of))
        events = self._events.setdefault(uuid, [])
        events.append(event)
        episode = fold(uuid, events)
        if episode is None:
            return ()
        self.episodes[uuid] = episode
        self._finder.put(episode)
        return tuple(self._new(contributions(episode, events)))

    def fitting(self, context: Context, *, limit: int) -> tuple[Option, ...]:
        """Return past work that is like `context`, best first, as the live search would."""
        proposed = self._finder.search(context)
        pool = [
            self._finder.candidate(self.episodes[uuid], words)
            for uuid, words in proposed.words.items()
            if uuid != context.episode
        ]
        return rank(pool, context, limit=limit, worth=proposed.worth)

    def by_words(self, context: Context, *, limit: int) -> list[UUID]:
        """Return past work by shared words alone, best first: a plain search, to compare with."""
        found = sorted(self._finder.search(context).words.items(), key=lambda pair: -pair[1])
        return [uuid for uuid, words in found if words and uuid != context.episode][:limit]

    def in_words(self, option: Option, context: Context) -> Option:
        """Return `option` with the words named that it shares with the question."""
        return self._finder.in_words(option, self.episodes[option.id], context)

    def _join(self, subjects: Sequence[str]) -> UUID:
        """Return the episode of these subjects, made one where they were several."""
        known = dict.fromkeys(self._group[s] for s in subjects if s in self._group)
        uuid, *others = known or {uuid5(_NAMES, subjects[0]): None}
        for other in others:
            self._merge(other, uuid)
        for subject in subjects:
            if subject not in self._group:
                self._group[subject] = uuid
                self._subjects.setdefault(uuid, []).append(subject)
        return uuid

    def _merge(self, other: UUID, into: UUID) -> None:
        for subject in self._subjects.pop(other, []):
            self._group[subject] = into
            self._subjects.setdefault(into, []).append(subject)
        self._events.setdefault(into, []).extend(self._events.pop(other, []))
        self.episodes.pop(other, None)
        self._finder.remove(other)

    def _new(self, given: Sequence[Contribution]) -> Iterator[Contribution]:
        for one in given:
            key = (one.episode, one.person, one.kind.value, one.to)
            if key not in self._contributed:
                self._contributed.add(key)
                yield one
