"""The loop of rounds: what is asked for is matched, confirmed begins, and is put right."""

from datetime import datetime
from uuid import UUID

import pytest

from journeywork import flow
from journeywork.engine.mentoring import Pace, PairState, RoundState
from journeywork.kernel import jobs, reactions
from journeywork.kernel.facts import publish
from journeywork.kernel.models import PublishedFact
from journeywork.mentoring import healing, queries, rounds, staging, tasks
from journeywork.mentoring.facts import Enrolled, MatchEnded, Unenrolled
from journeywork.mentoring.match_models import MatchRow
from journeywork.mentoring.models import EnrolmentRow
from tests.conftest import Cast
from tests.rooms.mentoring import crowd, programme


def turned(name: str, at: datetime) -> None:
    """What follows from the facts of a name is done, as the worker does it."""
    for fact in PublishedFact.objects.filter(name=name):
        reactions.turn(fact.id, flow.REACTIONS, at=at)


def worked(lock: str) -> str:
    """The worker takes up the latest job under a lock; return what it was."""
    job = jobs.latest(lock)
    assert job is not None
    tasks.TASKS[job.task](**job.arguments)
    jobs.take_back(job.id)
    return job.task


def test_from_asking_to_published_and_put_right(cast: Cast, at: datetime) -> None:
    where = programme(at, by=cast.emil)
    mentees, mentors = crowd(where, at, mentees=2, mentors=3)
    found = rounds.ask(programme_id=where.id, by=cast.emil.id, at=at)
    lock, mending = staging.queue_of(found.id), f"mentoring healing {where.id}"
    assert jobs.latest(lock) is None
    turned("RoundAsked", at)
    assert worked(lock) == "mentoring_stage"
    assert queries.round(found.id).state is RoundState.STAGED
    rounds.confirm(round_id=found.id, by=cast.emil.id, at=at)
    turned("RoundConfirmed", at)
    assert worked(lock) == "mentoring_publish"
    assert len(queries.pairs(found.id, PairState.PUBLISHED)) == 2
    assert PublishedFact.objects.filter(name="RoundPublished").count() == 1
    lost = MatchRow.objects.get(first=mentees[0])
    EnrolmentRow.objects.filter(person=lost.second).update(left_at=at)
    publish(Unenrolled(programme=where.id, person=lost.second, at=at))
    MatchRow.objects.filter(id=lost.id).update(ended_at=at)
    publish(
        MatchEnded(
            match=lost.id, programme=where.id, people=(lost.first, lost.second),
            changes=(lost.first,), at=at,
        )
    )  # fmt: skip
    turned("Unenrolled", at)
    turned("MatchEnded", at)
    assert worked(mending) == "mentoring_heal"
    (match,) = queries.matches_of(mentees[0])
    assert match.second in set(mentors) - {lost.second}


def test_a_hundred_who_come_at_once_are_one_job(cast: Cast, at: datetime) -> None:
    where = programme(at, by=cast.emil, pace=Pace.EVERGREEN)
    mentees, _ = crowd(where, at, mentees=100, mentors=60, places=2)
    before = jobs.backlog()
    for person in mentees:
        publish(Enrolled(programme=where.id, person=person, at=at))
    asked = jobs.backlog()
    turned("Enrolled", at)
    assert (asked - before, jobs.backlog() - asked) == (100, 1)
    worked(f"mentoring healing {where.id}")
    assert MatchRow.objects.filter(programme=where.id).count() == 100


@pytest.mark.parametrize("task", sorted(tasks.TASKS))
def test_what_is_gone_is_no_fault_of_a_job(cast: Cast, task: str) -> None:
    """Its organisation may have been removed meanwhile."""
    argument = {healing.HEAL: "programme", "mentoring_why_not": "question"}.get(task, "round")
    tasks.TASKS[task](**{"org": str(cast.org), argument: str(UUID(int=1))})
