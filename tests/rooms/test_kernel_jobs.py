"""Work for later belongs to the transaction that asked for it."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from journeywork.kernel import jobs
from journeywork.kernel.errors import NotFound
from journeywork.kernel.jobs import JobState
from journeywork.kernel.models import JobNote
from journeywork.people import actions, queries


def test_what_is_rolled_back_leaves_no_job(org: UUID) -> None:
    before = jobs.backlog()
    with transaction.atomic():
        jobs.defer("turn_fact", org=str(org), fact="x")
        transaction.set_rollback(True)
    assert jobs.backlog() == before
    with transaction.atomic():
        jobs.defer("turn_fact", org=str(org), fact="x")
    assert jobs.backlog() == before + 1


def fail(task: str, **arguments: str) -> int:
    """Put a job in the queue that has failed as often as it may; return its number."""
    jobs.defer(task, **arguments)
    with connection.cursor() as cursor:
        cursor.execute("select max(id) from procrastinate_jobs")
        (id,) = cursor.fetchone()
        for status in ("doing", "failed"):
            cursor.execute("update procrastinate_jobs set status = %s where id = %s", [status, id])
    return int(id)


def test_a_job_that_failed_for_good_is_seen_and_tried_again(org: UUID, at: datetime) -> None:
    id = fail("turn_fact", org=str(org), fact="x")
    (failed,) = jobs.failed(org=org)
    assert (failed.id, failed.task, failed.arguments) == (
        id,
        "turn_fact",
        {"org": str(org), "fact": "x"},
    )
    assert (failed.state, failed.attempts, failed.at is not None) == (JobState.FAILED, 0, True)
    assert jobs.failed(org=uuid4()) == ()
    assert jobs.try_again([id], at=at, org=org) == 1
    assert (jobs.failed(org=org), jobs.backlog() > 0) == ((), True)


def test_what_it_said_of_itself_is_kept_with_it(org: UUID) -> None:
    id = fail("turn_fact", org=str(org), fact="x")
    JobNote.objects.create(
        id=id, step="cards", done=3, total=4, what="Somebody left.", fault="KeyError"
    )
    (failed,) = jobs.failed(org=org)
    assert (failed.what, failed.fault, failed.share) == ("Somebody left.", "KeyError", 0.75)
    jobs.give_up([id], org=org)
    assert not JobNote.objects.filter(id=id).exists()


def test_nobody_touches_the_jobs_of_another_organisation(org: UUID, at: datetime) -> None:
    mine, theirs = fail("turn_fact", org=str(org)), fail("turn_fact", org=str(uuid4()))
    for act in (
        lambda: jobs.try_again([mine, theirs], at=at, org=org),
        lambda: jobs.give_up([mine, theirs], org=org),
    ):
        with pytest.raises(NotFound):
            act()
    assert {job.id for job in jobs.failed()} >= {mine, theirs}
    assert jobs.give_up([mine, theirs]) == 2  # On the server itself anybody's may be.


def test_pages_of_failures_go_on_where_the_last_stopped(org: UUID) -> None:
    ids = [fail("turn_fact", org=str(org), fact=str(n)) for n in range(3)]
    (newest, next_) = jobs.failed(org=org, limit=2)
    assert [newest.id, next_.id] == ids[:0:-1]
    assert [job.id for job in jobs.failed(org=org, before=next_.id)] == ids[:1]


def test_a_duty_is_everybodys_comes_again_and_counts_once(org: UUID, at: datetime) -> None:
    first = fail("clock.digests")
    (told,) = jobs.failed(org=org)
    assert (told.id, told.duty) == (first, True)
    with pytest.raises(NotFound):
        jobs.try_again([first], at=at, org=org)
    jobs.begin_anew("digests")  # It runs again: how this goes is what counts.
    assert jobs.failed(org=org) == ()


def test_what_waits_can_be_taken_back_and_what_is_gone_cannot(org: UUID) -> None:
    with transaction.atomic():
        jobs.defer("demo_load", lock="demo", org=str(org))
    waiting = jobs.latest("demo")
    assert waiting is not None
    assert (waiting.state, jobs.take_back(waiting.id)) == (JobState.WAITING, True)
    assert (jobs.latest("demo"), jobs.take_back(waiting.id)) == (None, False)


def test_facts_of_people_who_left_wait_for_the_worker(org: UUID, at: datetime) -> None:
    before = jobs.backlog()
    ana = actions.add_person(name="Ana", email="ana@fairwater.example", by=None, at=at)
    actions.deactivate(person_id=ana.id, by=None, at=at)
    assert jobs.backlog() > before
    assert not queries.person(ana.id).active
