"""Past work as it was known at a moment: episodes folded in time order, and found by fit.

The joining, the folding and the ranking are those of the live product
(`engine.episodes`, `engine.ranking`); only the index is in memory (`engine.shelf`), because it
must know what was known then and nothing later.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from uuid import UUID, uuid5

from journeywork.engine.context import Context
from journeywork.engine.episodes import contributions, fold
from journeywork.engine.options import Option
from journeywork.engine.ranking import Candidate, rank, speaks_of
from journeywork.engine.shelf import Reading, Shelf
from journeywork.engine.terms import path_terms
from journeywork.engine.work import Contribution, Episode, WorkEvent

#: How many candidates the index proposes, how many paths of a question it looks at.
CANDIDATES = 100
MOST_PATHS = 30
MOST_WORDS_SHOWN = 3
_NAMES = UUID("0197a000-0000-7000-8000-7265706c6179")
_Contributed = tuple[UUID, UUID, str, UUID | None]

Remade = Callable[[Episode, float], Candidate]
#: Tells whether a person may see an episode (its people, the person).
Visible = Callable[[Sequence[UUID], UUID | None], bool]


class PastWork:
    """Episodes so far. `candidate` says what the ranking must know, `visible` who may see."""

    def __init__(self, reading: Reading, candidate: Remade, visible: Visible) -> None:
        self._reading = reading
        self._candidate = candidate
        self._visible = visible
        self._group: dict[str, UUID] = {}
        self._subjects: dict[UUID, list[str]] = {}
        self._events: dict[UUID, list[WorkEvent]] = {}
        self._shelf: Shelf[UUID] = Shelf()
        self._contributed: set[_Contributed] = set()
        self.episodes: dict[UUID, Episode] = {}

    def episode_of(self, subject: str) -> UUID | None:
        """Return the episode to which a subject belongs so far."""
        return self._group.get(subject)

    def take(self, event: WorkEvent) -> tuple[Contribution, ...]:
        """Fold an event into its episode; return what it shows of who did what."""
        uuid = self._join((event.subject, *event.part_of))
        events = self._events.setdefault(uuid, [])
        events.append(event)
        episode = fold(uuid, events)
        if episode is None:
            return ()
        self.episodes[uuid] = episode
        self._put(episode)
        return tuple(self._new(contributions(episode, events)))

    def fitting(self, context: Context, *, limit: int) -> tuple[Option, ...]:
        """Return past work that is like `context`, best first, as the live search would."""
        found = self._search(context)
        pool = [
            self._candidate(self.episodes[uuid], words)
            for uuid, words in found.items()
            if uuid != context.episode
            and self._visible(self.episodes[uuid].people, context.person)
        ]
        return rank(pool, context, limit=limit)

    def by_words(self, context: Context, *, limit: int) -> list[UUID]:
        """Return past work by shared words alone, best first: a plain search, to compare with."""
        found = sorted(self._search(context).items(), key=lambda pair: -pair[1])
        return [uuid for uuid, words in found if words and uuid != context.episode][:limit]

    def in_words(self, option: Option, context: Context) -> Option:
        """Return `option` with the rarest words named that it shares with the question."""
        episode = self.episodes[option.id]
        return in_words(
            option, f"{episode.title} {episode.text}", context, self._reading, self._shelf
        )

    def _search(self, context: Context) -> dict[UUID, float]:
        return self._shelf.search(
            self._reading.weigh(context.text), areas_of(context), limit=CANDIDATES
        )

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
        if other in self._shelf:
            self._shelf.remove(other)

    def _put(self, episode: Episode) -> None:
        title = self._reading.analyse(episode.title)
        more = self._reading.analyse(" ".join((episode.text, *episode.labels)))
        areas = [*path_terms(episode.paths), *(f"#{label.lower()}" for label in episode.labels)]
        self._shelf.put(episode.uuid, title=title, words=[*title, *more], areas=areas)

    def _new(self, given: Sequence[Contribution]) -> Iterator[Contribution]:
        for one in given:
            key = (one.episode, one.person, one.kind.value, one.to)
            if key not in self._contributed:
                self._contributed.add(key)
                yield one


def areas_of(context: Context) -> tuple[str, ...]:
    """Return the paths, folders and labels of a question, as the index keeps them."""
    labels = (f"#{label.lower()}" for label in context.labels)
    return (*path_terms(context.paths[:MOST_PATHS]), *labels)


def in_words(
    option: Option, text: str, context: Context, reading: Reading, shelf: Shelf[UUID]
) -> Option:
    """Return `option` with the rarest words named that its text and the question share."""
    asked: Mapping[str, str] = reading.spell(context.text)
    shared: Container[str] = set(reading.analyse(text))
    stems = sorted((shelf.frequency(stem), stem) for stem in asked if stem in shared)
    words = dict.fromkeys(asked[stem] for _, stem in stems)
    return speaks_of(option, tuple(words)[:MOST_WORDS_SHOWN])


