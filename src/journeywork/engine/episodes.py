"""From events to episodes: which events are one piece of work, and what it then looks like.

Both answers depend on the set of events alone: not on the order in which they arrived, nor
on how often each was delivered.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from journeywork.engine.vocabulary import Effect, contribution_of, effect_of, family_of
from journeywork.engine.work import (
    LIMITS,
    Contribution,
    ContributionKind,
    Episode,
    EpisodeCounts,
    EpisodeState,
    Help,
    HelpKind,
    WorkEvent,
)

T = TypeVar("T")
_TAKES = {"work.started", "question.asked"}
_BEGINS = {"change.proposed", "incident.opened", "case.opened"}
_LIFTS = {Effect.RESUMES, Effect.MOVES, Effect.REOPENS, Effect.OPENS, Effect.REWORKS}
#: What opens or closes.
_STEERS = {Effect.OPENS, Effect.RESUMES, Effect.MOVES, Effect.REOPENS, Effect.CLOSES}
#: The family of what is said of any kind of work.
_AS_SUCH = "work"
#: Events that are help by themselves: `by` helped `to`.
HELPS = {"change.reviewed": HelpKind.REVIEWED, "question.answered": HelpKind.ANSWERED}


@dataclass(frozen=True, slots=True)
class Group:
    """Subjects that are one piece of work, and the episodes they were known under before."""

    subjects: tuple[str, ...]
    episodes: tuple[UUID, ...]


def join(links: Iterable[Iterable[str]], known: Mapping[str, UUID]) -> tuple[Group, ...]:
    """Join subjects that belong together: the connected components of `links`.

    Each link names the subjects of one event (its own, and those it is part of). `known`
    says under which episode a subject is known already. Groups come in the order of their
    smallest subject, whatever the order of the links.
    """
    parent: dict[str | UUID, str | UUID] = {}
    for link in links:
        nodes: list[str | UUID] = []
        for subject in link:
            nodes += [subject, known[subject]] if subject in known else [subject]
        for node in nodes:
            _unite(parent, nodes[0], node)
    members: dict[str | UUID, list[str | UUID]] = {}
    for node in parent:
        members.setdefault(_root(parent, node), []).append(node)
    groups = [_group(nodes) for nodes in members.values()]
    return tuple(sorted(groups, key=lambda group: group.subjects))


def in_order(events: Iterable[WorkEvent]) -> list[WorkEvent]:
    """Return each event once, in the order of time; the same for any arrival."""
    once: dict[tuple[str, str], WorkEvent] = {}
    for event in events:
        before = once.setdefault((event.source, event.id), event)
        if before != event:  # The same identity with two contents: choose without regard to order.
            once[event.source, event.id] = min(before, event, key=repr)
    return sorted(once.values(), key=lambda event: (event.at, event.source, event.id))


def fold(uuid: UUID, events: Iterable[WorkEvent]) -> Episode | None:
    """Fold the events of one piece of work into its episode.

    None when all of them only stand by (a document opened, a meeting ended): then there is
    no piece of work yet.
    """
    ordered = in_order(events)
    making = [event for event in ordered if effect_of(event.type) is not Effect.STANDS_BY]
    if not making:
        return None
    kind = family_of(making[0].type)
    telling = [event for event in making if family_of(event.type) == kind]
    state, closed_at = _state(making)
    owner = _owner(making)
    return Episode(
        uuid=uuid,
        key=making[0].subject,
        kind=kind,
        title=_last(_title(event) for event in telling) or _last(e.title for e in making),
        state=state,
        opened_at=making[0].at,
        last_at=ordered[-1].at,
        closed_at=closed_at,
        owner=owner,
        people=_people(ordered),
        helpers=_helpers(ordered, owner),
        place=_first(event.place for event in making),
        paths=_union((event.paths for event in ordered), LIMITS["paths"]),
        labels=_union((event.labels for event in ordered), LIMITS["labels"]),
        text=_text(telling),
        url=_first(event.url for event in telling) or _first(event.url for event in making),
        counts=_counts(ordered),
    )


def contributions(episode: Episode, events: Iterable[WorkEvent]) -> tuple[Contribution, ...]:
    """Tell who did what in an episode, each person once for each kind, at its first time."""
    found: dict[tuple[UUID, ContributionKind, UUID | None], datetime] = {}
    for event in in_order(events):
        kind = contribution_of(event.type)
        if kind and event.by and event.type not in HELPS:
            found.setdefault((event.by, kind, None), event.at)
    for given in episode.helpers:
        kind = ContributionKind(given.kind.value)
        found.setdefault((given.by, kind, given.to), episode.last_at)
    shown = {person for person, _, _ in found}
    for person in episode.people:
        if person not in shown:
            found[person, ContributionKind.TOOK_PART, None] = episode.last_at
    return tuple(
        Contribution(
            person=person,
            episode=episode.uuid,
            at=at,
            kind=kind,
            to=to,
            title=episode.title,
            place=episode.place,
            paths=episode.paths,
            labels=episode.labels,
        )
        for (person, kind, to), at in found.items()
    )


def _state(events: list[WorkEvent]) -> tuple[EpisodeState, datetime | None]:
    """Follow what is open: a piece of work is finished when every kind of it is closed.

    An incident in which a change was merged is still open; what was closed stays closed
    until something says that it is open again.
    """
    kinds = _Kinds()
    blocked, closed_at = False, None
    for event in events:
        effect = effect_of(event.type)
        kinds.follow(event, effect)
        blocked = effect is Effect.BLOCKS or (blocked and effect not in _LIFTS)
        closed_at = (closed_at or event.at) if kinds.finished else None
    if closed_at:
        return EpisodeState.FINISHED, closed_at
    return (EpisodeState.BLOCKED if blocked else EpisodeState.OPEN), None


class _Kinds:
    """Which kinds of work are open in a piece of work, and which were closed.

    What is said of work as such (assigned, finished, opened again) is said of the kinds that
    its subject is known to be: a case that was given to somebody is done when the case is
    closed, and a change that was given up is no longer open.
    """

    def __init__(self) -> None:
        self._of: defaultdict[str, set[str]] = defaultdict(set)  # subject -> kinds
        self._opened: defaultdict[str, set[str]] = defaultdict(set)  # kind -> subjects
        self._closed: set[str] = set()

    @property
    def finished(self) -> bool:
        """Whether something was closed, and nothing is open."""
        return bool(self._closed) and not any(self._opened.values())

    def follow(self, event: WorkEvent, effect: Effect) -> None:
        """Take in what an event does."""
        if effect not in _STEERS:
            return
        family, known = family_of(event.type), self._of[event.subject]
        if family == _AS_SUCH:
            for kind in known or {_AS_SUCH}:
                self._turn(kind, event.subject, effect)
            return
        known.add(family)
        self._opened[_AS_SUCH].discard(event.subject)  # Now it is known what it is.
        self._turn(family, event.subject, effect)

    def _turn(self, kind: str, subject: str, effect: Effect) -> None:
        if effect is Effect.CLOSES:
            self._opened.pop(kind, None)
            self._closed.add(kind)
        elif effect is Effect.REOPENS or kind not in self._closed:
            self._closed.discard(kind)
            self._opened[kind].add(subject)


def _owner(events: list[WorkEvent]) -> UUID | None:
    """Return who carries it now: the last to take it or to be given it, else who began it."""
    owner: UUID | None = None
    for event in events:
        if event.type in ("work.assigned", "work.handed_over"):
            owner = event.to or owner
        elif event.type in _BEGINS:
            owner = event.to or owner or event.by
        elif event.type in _TAKES:
            owner = event.by or owner
    return owner or next((event.by for event in events if event.by), None)


def _people(events: list[WorkEvent]) -> tuple[UUID, ...]:
    """Return all who acted or were given the work, in the order of first appearance."""
    found: dict[UUID, None] = {}
    for event in events:
        for person in (event.by, event.to, *(given.by for given in event.helpers)):
            if person:
                found.setdefault(person)
    return tuple(found)


def _helpers(events: list[WorkEvent], owner: UUID | None) -> tuple[Help, ...]:
    """Return who helped, each once; nobody helps themselves."""
    found: dict[Help, None] = {}
    for event in events:
        told = list(event.helpers)
        if event.type in HELPS and event.by:
            told.append(Help(by=event.by, to=event.to, kind=HELPS[event.type]))
        for given in told:
            full = Help(by=given.by, to=given.to or event.to or owner, kind=given.kind)
            if full.by != full.to:
                found.setdefault(full)
    return tuple(found)


def _counts(events: list[WorkEvent]) -> EpisodeCounts:
    effects = [effect_of(event.type) for event in events]
    return EpisodeCounts(
        events=len(events),
        reviews=effects.count(Effect.REVIEWS),
        reworks=effects.count(Effect.REWORKS),
        failed_checks=effects.count(Effect.FAILS),
        reopens=effects.count(Effect.REOPENS),
        handovers=sum(event.type == "work.handed_over" for event in events),
    )


def _title(event: WorkEvent) -> str:
    """Return a title that names the piece of work rather than something that befell it."""
    naming = (Effect.OPENS, Effect.RESUMES, Effect.CLOSES)
    return event.title if effect_of(event.type) in naming else ""


def _text(events: list[WorkEvent]) -> str:
    """Return what was said about it, each text once, up to the limit of one event's text."""
    texts = dict.fromkeys(event.text for event in events if event.text)
    return "\n\n".join(texts)[: LIMITS["text"]]


def _union(lists: Iterable[tuple[str, ...]], most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry for entries in lists for entry in entries))[:most]


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _last(values: Iterable[str]) -> str:
    return _first(reversed(list(values)))


def _group(nodes: list[str | UUID]) -> Group:
    subjects = sorted(node for node in nodes if isinstance(node, str))
    episodes = sorted(node for node in nodes if isinstance(node, UUID))
    return Group(subjects=tuple(subjects), episodes=tuple(episodes))


def _root(parent: dict[str | UUID, str | UUID], node: str | UUID) -> str | UUID:
    path = list(_climb(parent, node))
    for passed in path:
        parent[passed] = path[-1]
    return path[-1]


def _climb(parent: dict[str | UUID, str | UUID], node: str | UUID) -> Iterator[str | UUID]:
    yield node
    while parent.setdefault(node, node) != node:
        node = parent[node]
        yield node


def _unite(parent: dict[str | UUID, str | UUID], one: str | UUID, other: str | UUID) -> None:
    parent[_root(parent, other)] = _root(parent, one)
