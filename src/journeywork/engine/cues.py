"""Cues for whoever leads a team: what one could ask just now, and why one might rather not.

A cue is about one piece of work, one beginning, one lesson, or a team as a whole; never about
how somebody compares with others. Everything that it is made of stands in `Sight`: work that
the lead may see anyway, who is new, what has begun, and what a team of at least five has done
together. There is no place in it for what anybody wrote for themselves, felt, or aims at.

Each has both ways with a reason, *step in* and *step back*, and three questions to ask. What
leads answer weighs the kind of cue for all of them (beta evidence, `engine.feedback`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from journeywork.engine.debrief_triggers import Said, usefulness
from journeywork.engine.work import Episode, EpisodeState


class CueKind(StrEnum):
    """What a cue is about."""

    STRETCH = "stretch starts"
    CHECK = "check fails"
    NEWCOMER = "newcomer"
    DEBRIEF = "no debrief"
    AGEING = "work ages"
    LESSON = "lesson unused"


class CueAnswer(StrEnum):
    """What a lead did with a cue: both ways are right; only the last one lowers its kind."""

    STEPPED_IN = "step in"
    STEPPED_BACK = "step back"
    NOT_USEFUL = "not useful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """`person` begins a stretch assignment, or works here since, `at`; `thing` is what begins."""

    person: UUID
    thing: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSight:
    """A team as a whole: how many people, how much they finished, when they last looked back."""

    team: UUID
    name: str
    people: int
    finished: int
    last_debrief: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonSight:
    """A lesson that became a card: what at least five people said of it, None for fewer."""

    lesson: UUID
    title: str
    at: datetime
    shown: bool
    said: int | None = None
    applied: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Everything that cues are made of, as it stands for one lead."""

    lead: UUID
    people: frozenset[UUID]
    work: Sequence[Episode] = ()
    stretches: Sequence[Beginning] = ()
    newcomers: Sequence[Beginning] = ()
    teams: Sequence[TeamSight] = ()
    lessons: Sequence[LessonSight] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Something one could ask just now: why, in plain words, with the figures behind them.

    `about` is the person, None for a team as a whole; `thing` what it is about, `title` how
    that is called ("" for people).
    """

    kind: CueKind
    thing: UUID
    says: str
    about: UUID | None = None
    title: str = ""
    figures: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A cue that the lead has had: when, and whether they called it not useful."""

    kind: CueKind
    thing: UUID
    about: UUID | None
    at: datetime
    open: bool
    not_useful_at: datetime | None = None


#: How much a kind of cue is worth by itself, from 0 to 1, and how much it must be worth.
STRENGTH: Mapping[CueKind, float] = {
    CueKind.STRETCH: 0.9,
    CueKind.CHECK: 0.8,
    CueKind.NEWCOMER: 0.7,
    CueKind.DEBRIEF: 0.6,
    CueKind.AGEING: 0.5,
    CueKind.LESSON: 0.45,
}
LEAST = 0.25
#: So many cues stand open at most.
MOST = 3
FAILED, LATELY = 4, timedelta(days=2)
AGES, NEW_FOR, TODAY = timedelta(days=10), timedelta(days=21), timedelta(days=1)
#: A team of fewer people is not spoken of as a whole: it would be spoken of each of them.
FEWEST_PEOPLE, FEWEST_FINISHED = 5, 5
NO_DEBRIEF_FOR, LESSON_FOR = timedelta(days=90), timedelta(days=60)
#: The same thing is not cued again for so long.
ONCE_IN = timedelta(days=30)
#: When each is given, as documents tell it.
MEANS: Mapping[CueKind, str] = {
    CueKind.STRETCH: "a stretch assignment begins today: that it begins, not what it is",
    CueKind.CHECK: f"a check has failed {FAILED} times or more in a piece of work in which "
    f"something happened in the last {LATELY.days} days",
    CueKind.NEWCOMER: f"somebody is new, for {NEW_FOR.days} days, where others have been longer",
    CueKind.DEBRIEF: f"nobody of a team of {FEWEST_PEOPLE} or more that finished "
    f"{FEWEST_FINISHED} pieces of work had a debrief for {NO_DEBRIEF_FOR.days} days",
    CueKind.AGEING: f"nothing happened in a piece of work for {AGES.days} days",
    CueKind.LESSON: f"a lesson lies idle for {LESSON_FOR.days} days: it came back to nobody, or "
    "five or more said of it, and none applied it",
}


def cues(sight: Sight, at: datetime) -> tuple[Cue, ...]:
    """Return every cue that could be given, the most useful kinds first."""
    found = [cue for look in _LOOKS for cue in look(sight, at)]
    return tuple(sorted(found, key=lambda cue: (-STRENGTH[cue.kind], cue.kind, str(cue.thing))))


def chosen(
    found: Iterable[Cue],
    *,
    given: Sequence[Given],
    said: Mapping[CueKind, Sequence[Said]],
    quiet: timedelta,
    left: int,
    at: datetime,
) -> tuple[Cue, ...]:
    """Return the few that are given now: at most `left`, and no more than `MOST` open in all.

    One about a person at a time. A kind that the lead called not useful is quiet for `quiet`;
    one that leads call not useful is lowered for all of them (`said`).
    """
    open_now = [one for one in given if one.open]
    busy = {one.about for one in open_now if one.about}
    room = min(left, MOST - len(open_now))
    taken: list[Cue] = []
    for cue in sorted(found, key=lambda one: -_worth(one, said, at)):
        fits = _worth(cue, said, at) >= LEAST and not _had(cue, given, quiet, at)
        if fits and len(taken) < room and cue.about not in busy:
            taken.append(cue)
            busy |= {cue.about} if cue.about else set()
    return tuple(taken)


def _worth(cue: Cue, said: Mapping[CueKind, Sequence[Said]], at: datetime) -> float:
    return STRENGTH[cue.kind] * usefulness(said.get(cue.kind, ()), at)


def _had(cue: Cue, given: Sequence[Given], quiet: timedelta, at: datetime) -> bool:
    same = any(
        one.kind is cue.kind and one.thing == cue.thing and at - one.at < ONCE_IN for one in given
    )
    told = (one.not_useful_at for one in given if one.kind is cue.kind and one.not_useful_at)
    return same or any(at - when < quiet for when in told)


def _begins(sight: Sight, at: datetime) -> Iterable[Cue]:
    for one in sight.stretches:
        if _theirs(sight, one.person) and timedelta() <= at - one.at < TODAY:
            yield Cue(
                kind=CueKind.STRETCH,
                thing=one.thing,
                about=one.person,
                says="A stretch assignment begins today",
            )


def _fails(sight: Sight, at: datetime) -> Iterable[Cue]:
    for one in sight.work:
        count = one.counts.failed_checks
        if count >= FAILED and _carried(sight, one) and at - one.last_at < LATELY:
            yield _of_work(
                CueKind.CHECK, one, f"Checks of this work have failed {count} times", count
            )


def _ages(sight: Sight, at: datetime) -> Iterable[Cue]:
    for one in sight.work:
        if _carried(sight, one) and at - one.last_at >= AGES:
            days = (at - one.last_at).days
            yield _of_work(CueKind.AGEING, one, f"Nothing has happened in it for {days} days", days)


def _of_work(kind: CueKind, one: Episode, says: str, number: int) -> Cue:
    return Cue(
        kind=kind,
        thing=one.uuid,
        about=one.owner,
        title=one.title or one.key,
        says=says,
        figures={"number": number},
    )


def _new(sight: Sight, at: datetime) -> Iterable[Cue]:
    for one in sight.newcomers:
        days = (at - one.at).days
        if _theirs(sight, one.person) and timedelta() <= at - one.at < NEW_FOR:
            yield Cue(
                kind=CueKind.NEWCOMER,
                thing=one.person,
                about=one.person,
                says="New here, since today" if days < 1 else f"New here, for {days} days",
                figures={"days": days},
            )


def _undebriefed(sight: Sight, at: datetime) -> Iterable[Cue]:
    for one in sight.teams:
        large = one.people >= FEWEST_PEOPLE and one.finished >= FEWEST_FINISHED
        last = one.last_debrief
        if not large or (last and at.date() - last < NO_DEBRIEF_FOR):
            continue
        since = f"since {last:%B}" if last else "so far"
        yield Cue(
            kind=CueKind.DEBRIEF,
            thing=one.team,
            title=one.name,
            says=f"Nobody has had a debrief {since}, and {one.finished} pieces of work are finished",
            figures={"finished": one.finished},
        )


def _unused(sight: Sight, at: datetime) -> Iterable[Cue]:
    for one in sight.lessons:
        if at - one.at < LESSON_FOR or one.applied or (one.shown and one.said is None):
            continue
        days = (at - one.at).days
        says = (
            f"Of {one.said} people who said, nobody applied it"
            if one.said
            else f"In {days} days it has not come back to anybody"
        )
        yield Cue(
            kind=CueKind.LESSON,
            thing=one.lesson,
            title=one.title,
            says=says,
            figures={"days": days},
        )


def _carried(sight: Sight, one: Episode) -> bool:
    return one.state is not EpisodeState.FINISHED and _theirs(sight, one.owner)


def _theirs(sight: Sight, person: UUID | None) -> bool:
    return person is not None and person in sight.people and person != sight.lead


_LOOKS: tuple[Callable[[Sight, datetime], Iterable[Cue]], ...] = (
    _begins,
    _fails,
    _new,
    _undebriefed,
    _ages,
    _unused,
)
