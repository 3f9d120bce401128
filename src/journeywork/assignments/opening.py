"""A stretch assignment is opened by whoever takes it on, begins, goes on, and is tidied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from journeywork.activities import actions as activities
from journeywork.activities import guides_kept
from journeywork.activities import queries as activity_queries
from journeywork.assignments import lending, queries
from journeywork.assignments.facts import AssignmentEnded, AssignmentOpened, AssignmentStarted
from journeywork.assignments.lending import own
from journeywork.assignments.looking import gap_of, kept_gap
from journeywork.assignments.models import AssignmentRow, CheckpointRow
from journeywork.assignments.proposing import taken_up
from journeywork.engine.activities import Activity, ActivityKind, ActivityState, GuideName
from journeywork.engine.assignments import (
    BUDDY,
    LEARNER,
    MENTOR,
    MIDDLE,
    MOST_CARDS,
    MOST_CHECKPOINTS,
    START,
    Assignment,
    Consent,
    faults,
    people_faults,
    state_of,
)
from journeywork.engine.assignments import AssignmentState as State
from journeywork.engine.people import Person
from journeywork.engine.scaffolding import Level, meeting, start_level
from journeywork.engine.stretch import Gap
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.people import queries as people
from journeywork.work import queries as work

LONGEST_CHECKPOINT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What somebody wants to take on: the work, the aim, and who and what stands by.

    `checkpoints` are (text, due) in order. Without a `lender` it is one's own time.
    """

    title: str
    skill: str
    why: str
    good: str
    complexity: int
    episode: UUID | None = None
    link: str = ""
    mentor: UUID | None = None
    buddy: UUID | None = None
    cards: tuple[UUID, ...] = ()
    checkpoints: Sequence[tuple[str, date | None]] = ()
    lender: UUID | None = None
    hours: int = 0
    until: date | None = None
    ends_at: datetime | None = None


def open_assignment(
    *, plan: Plan, by: UUID, at: datetime, proposal_id: UUID | None = None
) -> Assignment:
    """Open a stretch assignment for oneself; its lender, where there is one, is asked.

    Raises Invalid by field, NotFound for a proposal that is not one's own.
    """
    me = people.person(by)
    _check(plan, by, at)
    with transaction.atomic():
        found = _gap(plan, me, at)
        activity = activities.open_activity(
            kind=ActivityKind.ASSIGNMENT,
            title=plan.title,
            guide=_guide(me),
            participants=_participants(plan, by),
            episode=plan.episode,
            ends_at=plan.ends_at,
            by=by,
            at=at,
        )
        row = _keep(activity, plan, found, by=by, at=at)
        if proposal_id:
            taken_up(proposal_id, row.id, by=by, at=at)
        publish(AssignmentOpened(assignment=row.id, learner=by, by=by, at=at))
        if row.lender:
            lending.asked(row, by=by, at=at)
    return queries.assignment(row.id, reader=by)


def start(*, assignment_id: UUID, by: UUID, at: datetime) -> Assignment:
    """Begin: check-ins are planned, and what happens counts from now on. Only the learner.

    Invalid while whoever lends the time has not said yes.
    """
    with transaction.atomic():
        row = own(assignment_id, by)
        activity = activity_queries.activity_of(row.id)
        state = state_of(activity.state, Consent(row.consent), row.started_at)
        if state is not State.READY:
            raise Invalid({"assignment": _NOT_READY.get(state, "has begun already")})
        row.started_at = row.changed_at = at
        row.save()
        activities.move_on(activity_id=row.id, stage=START, by=None, at=at)
        meet(row, at)
        publish(AssignmentStarted(assignment=row.id, learner=row.learner, by=by, at=at))
    return queries.assignment(row.id, reader=by)


def half_way(*, assignment_id: UUID, by: UUID, at: datetime) -> Assignment:
    """Come to the middle: other questions are asked. Whoever is inside may say so."""
    with transaction.atomic():
        found = queries.assignment(assignment_id, reader=by)
        if found.state is not State.RUNNING:
            raise Invalid({"assignment": "does not run"})
        activities.move_on(activity_id=found.id, stage=MIDDLE, by=None, at=at)
    return queries.assignment(assignment_id, reader=by)


def tidy(*, assignment_id: UUID, at: datetime) -> None:
    """Bring an assignment in line with its activity: who has left, and that it is over.

    Where there is no such assignment, nothing happens.
    """
    with transaction.atomic():
        try:
            row = own(assignment_id, None)
        except NotFound:
            return
        activity = activity_queries.activity_of(row.id)
        if activity.state is not ActivityState.ENDED and not activity.takes_part(row.learner):
            activity = activities.end(activity_id=row.id, by=None, at=at)
        row.mentor = row.mentor if row.mentor in activity.people or row.ended_at else None
        row.buddy = row.buddy if row.buddy in activity.people or row.ended_at else None
        if activity.state is ActivityState.ENDED and row.ended_at is None:
            over(row, at=at, by=None)
        row.save()


def over(row: AssignmentRow, *, by: UUID | None, at: datetime) -> None:
    """Note that an assignment is over, and tell of it; the caller saves the row."""
    row.ended_at, row.offer_support = at, False
    begun = row.started_at is not None
    publish(AssignmentEnded(assignment=row.id, learner=row.learner, begun=begun, by=by, at=at))


def meet(row: AssignmentRow, at: datetime) -> None:
    """Plan the check-ins that the level of help calls for."""
    learner = people.person(row.learner)
    day = learner.working_time.local_date(at)
    cadence = meeting(Level(row.level), learner.working_time, day)
    activities.change_cadence(activity_id=row.id, cadence=cadence, by=None, at=at)


def offered(*, assignment_id: UUID, by: UUID, at: datetime) -> None:
    """Say that support was offered: the flag goes. Only whoever stands by (NotFound)."""
    del at
    found = queries.assignment(assignment_id, reader=by)
    if by not in found.supporters:
        raise NotFound("assignment")
    AssignmentRow.objects.filter(id=assignment_id).update(offer_support=False)


_NOT_READY = {
    State.ASKING: "waits for whoever lends the time",
    State.REFUSED: "nobody lends the time yet",
    State.ENDED: "it has ended",
}


def _gap(plan: Plan, me: Person, at: datetime) -> Gap:
    if plan.episode is None:
        return Gap()
    return gap_of(work.episode(plan.episode), person=me, until=at)


def _guide(opens: Person) -> GuideName:
    """Return the guide that suits the team of whoever opens, in their language."""
    mine = [people.team(id).setting for id in opens.teams]
    setting = next((one for one in mine if one), "")
    language = opens.languages[0] if opens.languages else "en"
    return guides_kept.fitting(ActivityKind.ASSIGNMENT, setting=setting, language=language).name


def _participants(plan: Plan, learner: UUID) -> dict[UUID, str]:
    beside = ((plan.mentor, MENTOR), (plan.buddy, BUDDY))
    return {learner: LEARNER} | {person: role for person, role in beside if person is not None}


def _keep(activity: Activity, plan: Plan, found: Gap, *, by: UUID, at: datetime) -> AssignmentRow:
    row: AssignmentRow = AssignmentRow.objects.create(
        id=activity.id,
        learner=by,
        mentor=plan.mentor,
        buddy=plan.buddy,
        lender=plan.lender,
        skill=plan.skill.strip(),
        why=plan.why.strip(),
        good=plan.good.strip(),
        complexity=plan.complexity,
        gap=kept_gap(found),
        link=plan.link,
        cards=list(dict.fromkeys(plan.cards)),
        consent=(Consent.ASKED if plan.lender else Consent.NOBODY).value,
        hours=plan.hours,
        until=plan.until,
        level=start_level(len(found.new), len(found.known)),
        at=at,
    )
    CheckpointRow.objects.bulk_create(
        CheckpointRow(assignment=row.id, place=place, text=text.strip(), due=due)
        for place, (text, due) in enumerate(plan.checkpoints)
    )
    return row


def _check(plan: Plan, by: UUID, at: datetime) -> None:
    named = {one for one in (plan.mentor, plan.buddy, plan.lender) if one}
    able = {id for id, one in people.persons(named).items() if not one.known_only}
    found = faults(
        skill=plan.skill,
        why=plan.why,
        good=plan.good,
        link=plan.link,
        complexity=plan.complexity,
        hours=plan.hours,
    ) | people_faults(
        learner=by, mentor=plan.mentor, buddy=plan.buddy, lender=plan.lender, able=able
    )
    if plan.lender and not plan.hours:
        found["hours"] = "must be said to whoever lends the time"
    if plan.until is not None and plan.until < at.date():
        found["until"] = "must not be before today"
    if len(plan.cards) > MOST_CARDS:
        found["cards"] = f"there may be {MOST_CARDS} at most"
    points = [text.strip() for text, _due in plan.checkpoints]
    if len(points) > MOST_CHECKPOINTS:
        found["checkpoints"] = f"there may be {MOST_CHECKPOINTS} at most"
    elif not all(1 <= len(text) <= LONGEST_CHECKPOINT for text in points):
        found["checkpoints"] = f"must have from 1 to {LONGEST_CHECKPOINT} characters"
    if found:
        raise Invalid(found)
