"""Cards that nobody wrote: words by Zipf's law, topics, organisations, people; the same each time.

All text is made here from syllables. A vocabulary of 60,000 words; each card has half of its
sixty words from one of 500 topics (40 words each) and half from the whole language, as often as
Zipf's law says. Four cards in five belong to one organisation, the others to twenty small
ones. 85 of 100 are published (everybody there finds them), ten are somebody's draft, five are
archived. A question is one topic's words and rare words of the language, sixty different ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
import psycopg
from numpy.typing import NDArray

WORDS, TOPICS, OF_A_TOPIC, LENGTH, ASKED = 60_000, 500, 40, 60, 60
#: The commonest words say nothing; nobody asks with them alone.
IDLE = 50
LARGE = 0.8
STATES = ("published", "draft", "archived")
SHARES = (0.85, 0.10, 0.05)
DAY = datetime(2026, 3, 10, 10, tzinfo=UTC)
_COLUMNS = (
    "id", "org", "key", "title", "kind", "state", "body", "summary", "minutes", "author",
    "topics", "places", "paths", "kinds", "language", "reviewed_on", "review_days", "due_on",
    "expires_on", "flags", "created_at", "changed_at", "source", "source_key", "source_digest",
    "url",
)  # fmt: skip
_PIECE = 5_000

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shape:
    """Whose cards they are: the large organisation with its people, and the small ones."""

    large: UUID
    people: tuple[UUID, ...]
    small: tuple[UUID, ...]


class Language:
    """The words, their topics, and cards and questions made of them."""

    def __init__(self, seed: int = 7) -> None:
        self._chance = np.random.default_rng(seed)
        self.words = _words(self._chance)
        ranks = np.arange(1, WORDS + 1)
        self._often = np.cumsum(1.0 / ranks) / np.sum(1.0 / ranks)
        self._topics = self._chance.integers(IDLE, WORDS, (TOPICS, OF_A_TOPIC))

    def texts(self, many: int) -> Iterator[str]:
        """Yield texts of sixty words."""
        for start in range(0, many, _PIECE):
            size = min(_PIECE, many - start)
            about = self._chance.integers(0, TOPICS, size)
            which = self._chance.integers(0, OF_A_TOPIC, (size, LENGTH // 2))
            said = np.hstack([self._topics[about[:, None], which], self._any((size, LENGTH // 2))])
            for row in self._chance.permuted(said, axis=1):
                yield " ".join(self.words[number] for number in row)

    def question(self) -> str:
        """Return sixty different words: one topic's, and others that are not the commonest."""
        about = self._topics[self._chance.integers(0, TOPICS)]
        numbers = dict.fromkeys(int(n) for n in about)
        while len(numbers) < ASKED:
            number = int(self._any((1,))[0])
            if number >= IDLE:
                numbers[number] = None
        return " ".join(self.words[number] for number in list(numbers)[:ASKED])

    def _any(self, size: tuple[int, ...]) -> Numbers:
        found = np.searchsorted(self._often, self._chance.random(size))
        return np.minimum(found, WORDS - 1)


def store(link: psycopg.Connection, shape: Shape, language: Language, many: int) -> None:
    """Put `many` cards in, organisation by organisation, as row-level security wants it."""
    chance = np.random.default_rng(11)
    columns = ", ".join(_COLUMNS)
    link.execute("create temporary table made (like knowledge_card)")
    with link.cursor() as cursor, cursor.copy(f"copy made ({columns}) from stdin") as copy:
        for number, text in enumerate(language.texts(many)):
            copy.write_row(_row(number, text, shape, chance))
    link.execute("create index on made (org)")
    for org in (shape.large, *shape.small):
        link.execute("select set_config('journeywork.org', %s, true)", [str(org)])
        moving = f"insert into knowledge_card ({columns}) select {columns} from made"
        link.execute(f"{moving} where org = %s order by id", [org])
    link.execute("drop table made")
    link.commit()


def _row(number: int, text: str, shape: Shape, chance: np.random.Generator) -> tuple[object, ...]:
    large = chance.random() < LARGE
    org = shape.large if large else shape.small[number % len(shape.small)]
    author = shape.people[number % len(shape.people)] if large else None
    state = STATES[int(np.searchsorted(np.cumsum(SHARES), chance.random()))]
    title, day = " ".join(text.split()[:6]), DAY.date()
    none: list[str] = []
    return (
        UUID(int=(0x0195 << 112) | (7 << 76) | (2 << 62) | number),
        org, f"card-{number}", title, "how-to", state, text, "", 2, author,
        none, none, none, none, "en", day, 180, day + timedelta(days=180),
        day + timedelta(days=360), 0, DAY, DAY + timedelta(microseconds=number), "", "", "", "",
    )  # fmt: skip


def _words(chance: np.random.Generator) -> list[str]:
    starts, vowels = [*"bcdfghjklmnprstvwz", "br", "st", "tr", "gl"], [*"aeiou"]
    syllables = [f"{start}{vowel}" for start in starts for vowel in vowels]
    numbers = chance.permutation(len(syllables) ** 3)[:WORDS]
    each = np.stack(np.unravel_index(numbers, (len(syllables),) * 3), axis=1)
    return ["".join(syllables[one] for one in word) + "k" for word in each]
