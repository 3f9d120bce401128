"""When finished work is worth looking back at: which triggers propose a debrief, and why.

What counts as large or as much reworked is relative to what is usual in the organisation: a
quantile of finished work of that kind, bounded below, so that small numbers propose nothing.
Each trigger has a strength from 0 to 1. People's answers weigh it: a "no" lowers the trigger
for everyone, a debrief that was held raises it (beta evidence, `engine.feedback`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from journeywork.engine.feedback import LESSONS, PRIOR, ResponseKind, decay, shrunk
from journeywork.engine.work import Episode, EpisodeState, WorkEvent


class Trigger(StrEnum):
    """What proposes a debrief."""

    MILESTONE = "milestone"
    RELEASE = "release"
    INCIDENT = "incident"
    LARGE_CHANGE = "large change"
    REWORKED_CHANGE = "reworked change"
    FIRST_HARD_CASE = "first hard case"
    STAGE = "stage"
    BY_HAND = "by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large one finished piece of work was, and how hard.

    Paths touched, times reworked, and everything that went wrong on the way.
    """

    paths: int
    reworks: int
    troubles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Everything a trigger may look at, as it stood when `event` was taken up.

    `usual` are finished pieces of the same kind; `quiet_days` how long before the event the
    last release of that place was (None: none is known); `owner_before` are the owner's own
    finished pieces of that kind before this one.
    """

    event: WorkEvent
    episode: Episode
    usual: Sequence[Size] = ()
    quiet_days: float | None = None
    owner_before: Sequence[Size] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A debrief worth proposing: why, in plain words, with the figures behind them."""

    trigger: Trigger
    strength: float
    says: str
    figures: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody answered to a proposal: yes (it was held) or no."""

    person: UUID
    at: datetime
    yes: bool


#: A trigger speaks while its strength times its usefulness is at least this.
LEAST = 0.3
#: The share of finished work that is smaller than what counts as large.
QUANTILE = 0.9
#: With fewer finished pieces of a kind nobody knows yet what is usual.
ENOUGH = 20
FEWEST_PATHS, FEWEST_REWORKS, FEWEST_TROUBLES = 8, 3, 3
#: A release is worth a look back where they are rare, and an incident that took a while.
RARE_DAYS, LASTING_MINUTES = 14, 15
#: One alone needs no debrief: a note is shorter.
FEWEST_PEOPLE = 2
#: When each proposes, as documents tell it.
MEANS: Mapping[Trigger, str] = {
    Trigger.MILESTONE: "a planned point was reached",
    Trigger.RELEASE: f"something is released where nothing was for at least {RARE_DAYS} days",
    Trigger.INCIDENT: f"an incident took at least {LASTING_MINUTES} minutes to resolve",
    Trigger.LARGE_CHANGE: f"a change touched at least {FEWEST_PATHS} paths, and more than nine in "
    "ten finished changes here",
    Trigger.REWORKED_CHANGE: f"a change was reworked at least {FEWEST_REWORKS} times, and more "
    "often than nine in ten here",
    Trigger.FIRST_HARD_CASE: f"more went wrong than in nine in ten such pieces, at least "
    f"{FEWEST_TROUBLES} things, for the first time for whoever carried it",
    Trigger.STAGE: "a stretch assignment that had begun is over",
    Trigger.BY_HAND: "somebody opens one",
}


def size_of(episode: Episode) -> Size:
    """Return how large and how hard a piece of work was."""
    counts = episode.counts
    went_wrong = counts.reworks + counts.failed_checks + counts.reopens + counts.handovers
    return Size(paths=len(episode.paths), reworks=counts.reworks, troubles=went_wrong)


def may_propose(event: WorkEvent) -> bool:
    """Tell whether an event of this type can propose a debrief at all."""
    return event.type in _LOOKS


def worth_a_look(event: WorkEvent, episode: Episode) -> bool:
    """Tell whether an event could propose anything, before asking what is usual here."""
    if event.type in ("milestone.reached", "service.deployed", "incident.resolved"):
        return True
    size = size_of(episode)
    return size.paths >= FEWEST_PATHS or size.troubles >= FEWEST_TROUBLES


def proposals(sight: Sight) -> tuple[Proposal, ...]:
    """Return every proposal that an event makes, the strongest first; none for lone work."""
    if len(sight.episode.people) < FEWEST_PEOPLE:
        return ()
    found = [made for look in _LOOKS.get(sight.event.type, ()) if (made := look(sight))]
    return tuple(sorted(found, key=lambda one: (-one.strength, one.trigger)))


def at_stage(title: str) -> Proposal:
    """Return the proposal that a stretch assignment makes once it is over."""
    return Proposal(
        trigger=Trigger.STAGE,
        strength=0.7,
        says=f"The stretch assignment “{title}” is over",
    )


def standing(
    found: Iterable[Proposal], said: Mapping[Trigger, Sequence[Said]], at: datetime
) -> Proposal | None:
    """Return the strongest proposal that people's answers let through, None for none."""
    weighed = [(one.strength * usefulness(said.get(one.trigger, ()), at), one) for one in found]
    strong = [pair for pair in weighed if pair[0] >= LEAST]
    return max(strong, key=lambda pair: (pair[0], pair[1].trigger))[1] if strong else None


def usefulness(said: Iterable[Said], at: datetime) -> float:
    """Return how likely, 0 to 1, a trigger is useful by what people said until `at`.

    Of each person the last answer counts, less the older it is: nobody counts twice.
    """
    last: dict[UUID, Said] = {}
    for one in said:
        if one.at <= at and (one.person not in last or last[one.person].at < one.at):
            last[one.person] = one
    yes = no = 0.0
    for one in last.values():
        keep = decay(one.at, at)
        yes += LESSONS[ResponseKind.HELPED].useful * keep * one.yes
        no += LESSONS[ResponseKind.NOT_USEFUL_HERE].not_useful * keep * (not one.yes)
    return shrunk(yes, yes + no, prior=PRIOR)


def quantile(values: Iterable[int], share: float = QUANTILE) -> int:
    """Return the value below or at which `share` of `values` lie; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0


def _milestone(sight: Sight) -> Proposal:
    title = sight.event.title or sight.episode.title or sight.episode.key
    return Proposal(
        trigger=Trigger.MILESTONE, strength=0.8, says=f"The milestone “{title}” was reached"
    )


def _release(sight: Sight) -> Proposal | None:
    if sight.quiet_days is None or sight.quiet_days < RARE_DAYS:
        return None
    days = int(sight.quiet_days)
    return Proposal(
        trigger=Trigger.RELEASE,
        strength=0.6,
        says=f"It is the first release of {sight.event.place or sight.episode.place} in {days} days",
        figures={"days": days},
    )


def _incident(sight: Sight) -> Proposal | None:
    minutes = int((sight.event.at - sight.episode.opened_at).total_seconds() // 60)
    if minutes < LASTING_MINUTES or sight.episode.state is not EpisodeState.FINISHED:
        return None
    people = len(sight.episode.people)
    return Proposal(
        trigger=Trigger.INCIDENT,
        strength=0.9,
        says=f"An incident was resolved after {minutes} minutes by {people} people",
        figures={"minutes": minutes, "people": people},
    )


def _large(sight: Sight) -> Proposal | None:
    return _unusual(
        Trigger.LARGE_CHANGE,
        [each.paths for each in sight.usual],
        size_of(sight.episode).paths,
        FEWEST_PATHS,
        "It touched {n} paths; nine in ten changes here touch at most {usual}",
    )


def _reworked(sight: Sight) -> Proposal | None:
    return _unusual(
        Trigger.REWORKED_CHANGE,
        [each.reworks for each in sight.usual],
        size_of(sight.episode).reworks,
        FEWEST_REWORKS,
        "It was reworked {n} times; nine in ten changes here need at most {usual}",
    )


def _unusual(
    trigger: Trigger, before: Sequence[int], n: int, fewest: int, says: str
) -> Proposal | None:
    """Propose what is beyond the usual: the further beyond, the stronger, up to 1."""
    usual = quantile(before)
    if len(before) < ENOUGH or n < fewest or n <= usual:
        return None
    return Proposal(
        trigger=trigger,
        strength=min(1.0, 0.5 + 0.25 * n / max(usual, fewest)),
        says=says.format(n=n, usual=usual),
        figures={"n": n, "usual": usual},
    )


def _first_hard(sight: Sight) -> Proposal | None:
    """Propose the owner's first piece of work in which more went wrong than usual here."""
    usual = max(FEWEST_TROUBLES, quantile(each.troubles for each in sight.usual))
    n = size_of(sight.episode).troubles
    hard_before = any(each.troubles >= usual for each in sight.owner_before)
    if n < usual or hard_before or sight.episode.owner is None:
        return None
    return Proposal(
        trigger=Trigger.FIRST_HARD_CASE,
        strength=0.7,
        says=f"It is the first hard one for whoever carried it: {n} things went wrong on the way",
        figures={"n": n},
    )


_LOOKS = {
    "milestone.reached": (_milestone,),
    "service.deployed": (_release,),
    "incident.resolved": (_incident,),
    "change.merged": (_large, _reworked, _first_hard),
    "case.closed": (_first_hard,),
    "work.finished": (_first_hard,),
}
