"""Experience: what people have done before, folded from the events of their work.

`add` folds one event in, `familiarity` says how well its person knew such work just before.
The same fold serves live detection (with tallies loaded from the database) and the replay
of a whole history; both cost a handful of dictionary look-ups an event.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from journeywork.engine.parts_of_work import kinds, parts
from journeywork.engine.work import WorkEvent

#: Weight of an older result against the next one, and imagined rough starts. From R-PFA
#: (Galyardt & Goldin 2015, "Move your lamp post", Journal of Educational Data Mining 7(2)).
MEMORY = 0.7
GHOSTS = 3
#: A piece of work is smooth with fewer failed checks, reworks and reopenings than these.
ROUGH_FAILURES, ROUGH_REWORKS = 3, 2
MOST_JOINED = 8

WATCHING = frozenset(
    {
        "work.assigned",
        "check.failed",
        "check.passed",
        "document.opened",
        "meeting.ended",
        "command.failed",
        "case.rated",
        "question.asked",
    }
)
FINISHING = frozenset({"work.finished", "change.merged", "case.closed", "incident.resolved"})
UNDOING = frozenset({"work.reopened", "change.reverted"})


class Scope(StrEnum):
    """What a tally counts work in."""

    ALL = "all"
    KIND = "kind"
    PLACE = "place"
    AREA = "area"


#: (person; None for everybody together), scope, name within the scope
TallyKey = tuple[UUID | None, Scope, str]


@dataclass(slots=True)
class Tally:
    """How often and when somebody worked somewhere, and how smoothly it went lately.

    `smooth / weighed` is the recency-weighted share of pieces of work finished without help
    and without trouble; a new tally starts with `GHOSTS` imagined pieces that went badly.
    """

    times: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    smooth: float = 0.0
    weighed: float = sum(MEMORY**step for step in range(GHOSTS))

    def count(self, at: datetime) -> None:
        """Count one more piece of doing at `at`; order does not matter."""
        self.times += 1
        self.first_at = min(self.first_at or at, at)
        self.last_at = max(self.last_at or at, at)

    def judge(self, *, smooth: bool) -> None:
        """Take in how one more piece of work went; it outweighs every older one."""
        self.smooth = MEMORY * self.smooth + smooth
        self.weighed = MEMORY * self.weighed + 1

    @property
    def unaided(self) -> float:
        """Recency-weighted share of work that went well without help, 0 to 1."""
        return self.smooth / self.weighed


@dataclass(slots=True)
class Thread:
    """What has happened so far under one subject of work."""

    started_at: datetime | None = None
    last_at: datetime | None = None
    owner: UUID | None = None
    failing: dict[str, int] = field(default_factory=dict)
    failures: int = 0
    reworks: int = 0
    reopens: int = 0
    finished: bool = False
    helped: bool = False

    @property
    def troubles(self) -> int:
        """Count failed checks, reworks and reopenings."""
        return self.failures + self.reworks + self.reopens

    @property
    def rough(self) -> bool:
        """Tell whether this piece of work met trouble worth remembering."""
        return self.failures >= ROUGH_FAILURES or self.reworks >= ROUGH_REWORKS or self.reopens > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """How well something is known: earlier `times`, and `days` since the last of them.

    `days` and `last_at` are None for never; `everybody` counts everybody's earlier times.
    """

    name: str = ""
    times: int = 0
    days: float | None = None
    last_at: datetime | None = None
    everybody: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What has happened in this piece of work, the event included.

    `same_check` counts failures in a row of the event's check, `troubles` failures, reworks
    and reopenings; `open_days` runs since it began, `still_days` since it last moved.
    """

    same_check: int = 0
    reopens: int = 0
    troubles: int = 0
    open_days: float = 0.0
    still_days: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Familiarity:
    """How well the person of an event knew such work just before it.

    `record_days` is how long the record of everybody's work goes back: what it cannot know
    it must not call new. `kind` and `area` are the least known of those the event belongs
    to. `unaided` is the recency-weighted share of such work that went well without help.
    """

    person: UUID | None
    record_days: float = 0.0
    work: Known = Known()
    kind: Known = Known()
    place: Known = Known()
    area: Known = Known()
    piece: Piece = Piece()
    unaided: float = 0.0


def subjects(event: WorkEvent) -> tuple[str, ...]:
    """Return the subjects whose threads the event belongs to, its own first."""
    return tuple(dict.fromkeys((event.subject, *event.part_of[:MOST_JOINED])))


def names(event: WorkEvent) -> tuple[tuple[Scope, str], ...]:
    """Return the scopes and names under which the event is counted, for anybody."""
    found = [(Scope.ALL, "")]
    found += [(Scope.KIND, kind) for kind in kinds(event)]
    if event.place:
        found.append((Scope.PLACE, event.place))
    found += [(Scope.AREA, area) for area in parts(event)]
    return tuple(found)


class Experience:
    """Tallies and threads of everybody whose events were added."""

    def __init__(
        self,
        tallies: dict[TallyKey, Tally] | None = None,
        threads: dict[str, Thread] | None = None,
    ) -> None:
        """Start from nothing, or from `tallies` and `threads` kept earlier."""
        self.tallies: dict[TallyKey, Tally] = {} if tallies is None else tallies
        self.threads: dict[str, Thread] = {} if threads is None else threads
        self.changed: set[TallyKey] = set()
        self.changed_threads: set[str] = set()

    def person(self, event: WorkEvent) -> UUID | None:
        """Return who the event is about: the receiver of work, the actor, or the owner."""
        if event.type in {"work.assigned", "work.handed_over"} and event.to:
            return event.to
        if event.by:
            return event.by
        owners = (self.threads[s].owner for s in subjects(event) if s in self.threads)
        return next((owner for owner in owners if owner), None)

    def add(self, event: WorkEvent) -> None:
        """Fold one event in."""
        ends = self._thread(event)
        if event.by and event.type not in WATCHING:
            for scope, name in names(event):
                self._tally(event.by, scope, name).count(event.at)
                self._tally(None, scope, name).count(event.at)
        for person, smooth in ends:
            for scope, name in names(event):
                self._tally(person, scope, name).judge(smooth=smooth)

    def helped(self, subject: str) -> None:
        """Remember that help was taken up in this piece of work: it will not count as unaided."""
        self.threads.setdefault(subject, Thread()).helped = True
        self.changed_threads.add(subject)

    def familiarity(self, event: WorkEvent) -> Familiarity:
        """Return what `event.by` (or whom it is about) knew just before the event."""
        person = self.person(event)
        return Familiarity(
            person=person,
            record_days=_days(event.at, self._peek(None, Scope.ALL, "").first_at) or 0.0,
            work=self._known(person, Scope.ALL, ("",), event.at),
            kind=self._known(person, Scope.KIND, kinds(event), event.at),
            place=self._known(person, Scope.PLACE, (event.place,), event.at),
            area=self._known(person, Scope.AREA, parts(event), event.at),
            piece=self._piece(event),
            unaided=self._unaided(person, event),
        )

    def last(self, person: UUID | None, scope: Scope, name: str) -> datetime | None:
        """Return when the person last worked under this name, None for never."""
        return self._peek(person, scope, name).last_at

    def _tally(self, person: UUID | None, scope: Scope, name: str) -> Tally:
        key = (person, scope, name)
        self.changed.add(key)
        found = self.tallies.get(key)
        if found is None:
            found = self.tallies[key] = Tally()
        return found

    def _peek(self, person: UUID | None, scope: Scope, name: str) -> Tally:
        return self.tallies.get((person, scope, name), _NOTHING)

    def _thread(self, event: WorkEvent) -> list[tuple[UUID, bool]]:
        """Update the threads; return who finished (smoothly or not) by this event."""
        ends: dict[UUID, bool] = {}
        for subject in subjects(event):
            thread = self.threads.setdefault(subject, Thread())
            self.changed_threads.add(subject)
            end = _turn(thread, event)
            if end:
                ends[end[0]] = ends.get(end[0], True) and end[1]
        return list(ends.items())

    def _known(
        self, person: UUID | None, scope: Scope, called: tuple[str, ...], at: datetime
    ) -> Known:
        """Return how well the least known of the names `called` is known."""
        if not called:
            return Known()
        tally, name = min(
            ((self._peek(person, scope, name), name) for name in called),
            key=lambda each: each[0].times,
        )
        return Known(
            name=name,
            times=tally.times,
            days=_days(at, tally.last_at),
            last_at=tally.last_at,
            everybody=self._peek(None, scope, name).times,
        )

    def _piece(self, event: WorkEvent) -> Piece:
        found = [self.threads[s] for s in subjects(event) if s in self.threads]
        failed, undone = event.type == "check.failed", event.type in UNDOING
        failing = max((each.failing.get(event.check, 0) for each in found), default=0)
        starts = [each.started_at for each in found if each.started_at]
        lasts = [each.last_at for each in found if each.last_at]
        return Piece(
            same_check=failing + 1 if failed else 0,
            reopens=max((each.reopens for each in found), default=0) + undone,
            troubles=max((each.troubles for each in found), default=0) + failed + undone,
            open_days=_days(event.at, min(starts, default=None)) or 0.0,
            still_days=_days(event.at, max(lasts, default=None)),
        )

    def _unaided(self, person: UUID | None, event: WorkEvent) -> float:
        found = (
            self._peek(person, scope, name).unaided
            for scope, name in names(event)
            if scope is not Scope.ALL
        )
        return min(found, default=0.0)


def _turn(thread: Thread, event: WorkEvent) -> tuple[UUID, bool] | None:
    """Fold `event` into `thread`; return (person, smooth) where it ends or undoes the work."""
    thread.started_at = min(thread.started_at or event.at, event.at)
    thread.last_at = max(thread.last_at or event.at, event.at)
    if event.type == "check.failed":
        thread.failures += 1
        thread.failing[event.check] = thread.failing.get(event.check, 0) + 1
    elif event.type == "check.passed":
        thread.failing.pop(event.check, None)
    elif event.type == "change.reworked":
        thread.reworks += 1
    elif event.type in UNDOING:
        return _undo(thread)
    elif event.type in FINISHING:
        return _finish(thread, event)
    elif event.type == "work.handed_over":
        thread.owner = event.to or thread.owner
    elif event.type not in WATCHING and thread.owner is None and _carries(event):
        thread.owner = event.by
    return None


def _carries(event: WorkEvent) -> bool:
    return event.type not in {"change.reviewed", "question.answered", "service.deployed"}


def _finish(thread: Thread, event: WorkEvent) -> tuple[UUID, bool] | None:
    thread.owner = thread.owner or event.by
    again, thread.finished = thread.finished, True
    if again or thread.owner is None or (thread.helped and not thread.rough):
        return None
    return thread.owner, not thread.rough


def _undo(thread: Thread) -> tuple[UUID, bool] | None:
    thread.reopens += 1
    was, thread.finished = thread.finished, False
    return (thread.owner, False) if was and thread.owner else None


def _days(at: datetime, before: datetime | None) -> float | None:
    return None if before is None else max(0.0, (at - before).total_seconds() / 86_400)


def fold(events: Iterable[WorkEvent]) -> Experience:
    """Return the experience of a history, in the order given."""
    experience = Experience()
    for event in events:
        experience.add(event)
    return experience


_NOTHING = Tally()
