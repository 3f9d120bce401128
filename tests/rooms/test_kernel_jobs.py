"""Work for later belongs to the transaction that asked for it."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from journeywork.kernel import jobs
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


def test_a_job_that_failed_for_good_is_seen_and_tried_again(org: UUID, at: datetime) -> None:
    jobs.defer("turn_fact", org=str(org), fact="x")
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing' where args->>'fact' = 'x'")
        cursor.execute("update procrastinate_jobs set status = 'failed' where args->>'fact' = 'x'")
    (failed,) = jobs.failed(org=str(org))
    assert (failed.task, failed.arguments) == ("turn_fact", {"org": str(org), "fact": "x"})
    assert jobs.failed(org="somebody-else") == ()
    jobs.try_again([failed.id], at=at)
    assert jobs.failed(org=str(org)) == ()


def test_facts_of_people_who_left_wait_for_the_worker(org: UUID, at: datetime) -> None:
    before = jobs.backlog()
    ana = actions.add_person(name="Ana", email="ana@fairwater.example", by=None, at=at)
    actions.deactivate(person_id=ana.id, by=None, at=at)
    assert jobs.backlog() > before
    assert not queries.person(ana.id).active
