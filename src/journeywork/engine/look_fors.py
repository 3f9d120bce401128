"""What to look for on a visit: from what the host really does, and what the visitor wants to see.

Each comes with its reason; people change, drop and add as they like.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from journeywork.engine.time_line import TimeLine

#: A page proposes so many, of which one chooses three.
MOST = 8
#: What happened in fewer pieces of work than this is no habit.
FEWEST = 2
#: Nor what happened in a smaller part of them.
LEAST_SHARE = 0.25
MOST_AIMS = 3
MOST_CARDS = 2
LONGEST = 300
#: Steps of work as they are called within a sentence; others are nothing that one could watch.
STEPS = {
    "work.assigned": "taking it on",
    "work.started": "starting on it",
    "work.blocked": "being blocked",
    "work.handed_over": "handing it over",
    "work.finished": "finishing it",
    "change.proposed": "proposing the change",
    "change.reviewed": "looking a change over",
    "change.reworked": "reworking the change",
    "change.merged": "merging the change",
    "check.failed": "a check that fails",
    "check.passed": "a check that passes",
    "case.opened": "opening the case",
    "case.closed": "closing the case",
    "incident.opened": "opening the incident",
    "incident.resolved": "resolving the incident",
    "question.asked": "asking a question",
    "question.answered": "answering a question",
    "service.deployed": "bringing it into use",
}


class Source(StrEnum):
    """Where something to look for comes from."""

    WORK = "work"
    CARD = "card"
    AIM = "aim"
    HAND = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookFor:
    """Something to look for, with the reason for it; plain sentences with values in them."""

    says: str
    why: str
    source: Source


def from_work(lines: Sequence[TimeLine], *, host: UUID) -> tuple[LookFor, ...]:
    """Return what the host's last pieces of such work make worth watching, the surest first.

    Steps that follow each other, checks that often fail, rework, and long waits; only what
    happened more than once and in a good part of the pieces.
    """
    number = len(lines)
    found: list[tuple[int, LookFor]] = []
    for count, says, why in (*_steps(lines, host), *_checks(lines), *_turns(lines), *_waits(lines)):
        if count >= FEWEST and count >= LEAST_SHARE * number:
            seen = f"{why} in {count} of the last {number} pieces of such work"
            found.append((count, LookFor(says=says[:LONGEST], why=seen, source=Source.WORK)))
    return tuple(one for _count, one in sorted(found, key=lambda each: (-each[0], each[1].says)))


def from_cards(titles: Iterable[str]) -> tuple[LookFor, ...]:
    """Return what cards that the host wrote make worth watching."""
    return tuple(
        LookFor(
            says=f"Where does it go otherwise than “{title}” says, and why?"[:LONGEST],
            why="the host wrote that card",
            source=Source.CARD,
        )
        for title in list(dict.fromkeys(titles))[:MOST_CARDS]
    )


def from_aims(aims: str) -> tuple[LookFor, ...]:
    """Return what the visitor said they want to see, a line each."""
    lines = (" ".join(line.strip(" -*•").split()) for line in aims.splitlines())
    return tuple(
        LookFor(says=line[:LONGEST], why="the visitor wants to see it", source=Source.AIM)
        for line in list(dict.fromkeys(line for line in lines if line))[:MOST_AIMS]
    )


def look_fors(
    lines: Sequence[TimeLine], *, host: UUID, cards: Iterable[str] = ()
) -> tuple[LookFor, ...]:
    """Return what the host could show, from their work and their cards: at most `MOST`."""
    written = from_cards(cards)
    return (*from_work(lines, host=host)[: MOST - len(written)], *written)


_Seen = tuple[int, str, str]


def _steps(lines: Sequence[TimeLine], host: UUID) -> list[_Seen]:
    """Return the pair of steps that the host takes one after the other most often."""
    pairs: Counter[tuple[str, str]] = Counter()
    for line in lines:
        mine = [each.type for each in line.steps if each.by == host and each.type in STEPS]
        pairs.update({pair for pair in pairwise(mine) if pair[0] != pair[1]})
    best = sorted(pairs.items(), key=lambda one: (-one[1], one[0]))[:2]
    return [
        (
            count,
            f"What happens between {STEPS[before]} and {STEPS[after]}?",
            "one followed the other",
        )
        for (before, after), count in best
    ]


def _checks(lines: Sequence[TimeLine]) -> list[_Seen]:
    failed = Counter(
        name for line in lines for name in {one.check for one in line.failed if one.check}
    )
    best = sorted(failed.items(), key=lambda one: (-one[1], one[0]))[:2]
    return [(count, f"How do they get “{name}” to pass?", "it failed") for name, count in best]


def _turns(lines: Sequence[TimeLine]) -> list[_Seen]:
    again = sum(bool(line.loops) for line in lines)
    return [(again, "What do they do when the work comes back to them?", "it was reworked")]


def _waits(lines: Sequence[TimeLine]) -> list[_Seen]:
    lay = sum(bool(line.waits) for line in lines)
    return [(lay, "What do they do while they wait for others?", "it waited for a day or more")]
