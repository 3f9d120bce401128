"""What the demo's people want to learn, whom they let watch, and what they take on."""

from datetime import datetime, timedelta
from uuid import UUID

from journeywork.assignments import actions as assignments
from journeywork.connectors.demo import days
from journeywork.connectors.demo.content import Content, StretchEntry
from journeywork.connectors.demo.people import Stage
from journeywork.growth import actions as growth
from journeywork.shadowing import actions as shadowing
from journeywork.work import queries as work

_AN_HOUR = timedelta(hours=1)


def grow(content: Content, stage: Stage, *, now: datetime) -> None:
    """Write every list, open every offer and request, begin every assignment."""
    told = content.growth
    for wish in told.wishes:
        growth.add(
            line=wish.line,
            skill=wish.skill,
            why=wish.why,
            stretch=wish.stretch,
            by=stage.id(wish.by),
            at=now - _AN_HOUR,
        )
    _show(content, stage, now)
    about = work.episode_ids(entry.work for entry in told.assignments)
    for entry in told.assignments:
        _take_on(entry, stage, now, _plan(entry, stage, now, about.get(entry.work)))


def _show(content: Content, stage: Stage, now: datetime) -> None:
    """Let people be watched, and ask to watch."""
    for offer in content.growth.offers:
        shadowing.offer(
            title=offer.title,
            about=offer.about,
            topics=offer.topics,
            visitors=offer.visitors,
            by=stage.id(offer.by),
            at=_when(offer.by, offer.ago, stage, now),
        )
    for asked in content.growth.requests:
        shadowing.request(
            title=asked.title,
            aims=asked.aims,
            topics=asked.topics,
            to_person=stage.id(asked.to),
            by=stage.id(asked.by),
            at=_when(asked.by, asked.ago, stage, now),
        )


def _plan(
    entry: StretchEntry, stage: Stage, now: datetime, episode: UUID | None
) -> assignments.Plan:
    return assignments.Plan(
        title=entry.title,
        skill=entry.skill,
        why=entry.why,
        good=entry.good,
        complexity=entry.complexity,
        episode=episode,
        mentor=stage.id(entry.mentor),
        checkpoints=[(text, None) for text in entry.checkpoints],
        lender=stage.id(entry.lender),
        hours=entry.hours,
        ends_at=now + timedelta(days=entry.days),
    )


def _take_on(entry: StretchEntry, stage: Stage, now: datetime, plan: assignments.Plan) -> None:
    """Open an assignment, have its time lent, and begin it."""
    at, me = _when(entry.by, entry.opened, stage, now), stage.id(entry.by)
    made = assignments.open_assignment(plan=plan, by=me, at=at)
    until = (now + timedelta(days=entry.days)).date()
    assignments.answer_loan(
        assignment_id=made.id,
        given=True,
        hours=entry.hours,
        until=until,
        by=stage.id(entry.lender),
        at=at,
    )
    assignments.start(assignment_id=made.id, by=me, at=at)


def _when(key: str, ago: str, stage: Stage, now: datetime) -> datetime:
    return min(days.when(ago, now=now, zone=stage.zone(key)), now)
