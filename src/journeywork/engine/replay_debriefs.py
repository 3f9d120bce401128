"""Which debriefs a history would have proposed: by the rules of the live product, piece by piece.

What is usual is at each moment what had been finished by then. Nobody said yes or no in the
past, so no trigger is raised or lowered. Told are triggers whose proposals concern at least five
people together; an example is told only of work that everybody may see.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from journeywork.engine.debrief_triggers import (
    Proposal,
    Sight,
    Size,
    Trigger,
    may_propose,
    proposals,
    size_of,
    standing,
    worth_a_look,
)
from journeywork.engine.replay_report import FEWEST, Debriefed, DebriefExample, DebriefTally
from journeywork.engine.work import Episode, EpisodeState, WorkEvent

#: As live: so many finished pieces of a kind say what is usual, and so many of the owner's own.
USUAL, OWN = 500, 200
#: So many of the latest of each trigger are shown.
EXAMPLES = 3
_DAY = timedelta(days=1)


@dataclass(slots=True)
class _Proposed:
    times: int = 0
    people: set[UUID] = field(default_factory=set)
    latest: "deque[DebriefExample]" = field(default_factory=lambda: deque(maxlen=EXAMPLES))


class Debriefs:
    """Looks at events in time order; `public` tells of people whether all may see their work."""

    def __init__(self, public: Callable[[Sequence[UUID]], bool]) -> None:
        self._public = public
        self._usual: dict[str, deque[Size]] = defaultdict(lambda: deque(maxlen=USUAL))
        self._own: dict[tuple[UUID, str], deque[tuple[UUID, Size]]] = defaultdict(
            lambda: deque(maxlen=OWN)
        )
        self._released: dict[str, datetime] = {}
        self._done: set[UUID] = set()
        self._counted: set[UUID] = set()
        self._found: dict[str, _Proposed] = defaultdict(_Proposed)

    def look(self, event: WorkEvent, episode: Episode | None, *, judged: bool) -> None:
        """Take in an event after its episode has; what it proposes counts where it is `judged`."""
        quiet = self._quiet_days(event)
        if episode is None:
            return
        if judged and may_propose(event) and worth_a_look(event, episode):
            self._propose(event, episode, quiet)
        if episode.state is EpisodeState.FINISHED:
            self._finish(episode)

    def report(self) -> Debriefed:
        """Return what would have been proposed, by trigger, the most frequent first."""
        told = {key: one for key, one in self._found.items() if len(one.people) >= FEWEST}
        order = sorted(told, key=lambda key: (-told[key].times, key))
        return Debriefed(
            proposed=sum(one.times for one in told.values()),
            tallies=tuple(
                DebriefTally(trigger=key, times=told[key].times, people=len(told[key].people))
                for key in order
            ),
            examples=tuple(one for key in order for one in told[key].latest),
            left_out=len(told) < len(self._found),
        )

    def _propose(self, event: WorkEvent, episode: Episode, quiet: float | None) -> None:
        if episode.uuid in self._done:
            return
        owner = self._own[episode.owner, episode.kind] if episode.owner else ()
        sight = Sight(
            event=event,
            episode=episode,
            usual=tuple(self._usual[episode.kind]),
            quiet_days=quiet,
            owner_before=[size for id, size in owner if id != episode.uuid],
        )
        best = standing(proposals(sight), {}, event.at)
        if best:
            self._done.add(episode.uuid)
            self._count(best, event, episode)

    def _count(self, best: Proposal, event: WorkEvent, episode: Episode) -> None:
        found = self._found[best.trigger.value]
        found.times += 1
        found.people.update(episode.people)
        # A first hard case would tell of whoever carried it.
        if best.trigger is not Trigger.FIRST_HARD_CASE and self._public(episode.people):
            title = episode.title or episode.key
            example = DebriefExample(
                trigger=best.trigger.value, at=event.at, title=title, says=best.says
            )
            found.latest.append(example)

    def _finish(self, episode: Episode) -> None:
        if episode.uuid in self._counted:
            return
        self._counted.add(episode.uuid)
        size = size_of(episode)
        self._usual[episode.kind].append(size)
        if episode.owner:
            self._own[episode.owner, episode.kind].append((episode.uuid, size))

    def _quiet_days(self, event: WorkEvent) -> float | None:
        if event.type != "service.deployed" or not event.place:
            return None
        before = self._released.get(event.place)
        self._released[event.place] = event.at
        return (event.at - before) / _DAY if before and before < event.at else None
