"""The worker: takes up work events, turns facts, does what time brings, keeps the index.

One process. The job queue runs on an event loop in the main thread, with its tasks in
threads; the stream of work events and the index have a thread each. It stops in order on
SIGTERM. Killed at any moment it loses nothing: what was not committed is done again.
"""

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from threading import Event
from uuid import UUID

from django.conf import settings
from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.contrib.django import DjangoApp
from procrastinate.contrib.django.utils import connector_params
from procrastinate.jobs import Status
from psycopg import AsyncConnection

from journeywork import flow
from journeywork.config import doors, stream
from journeywork.config.loops import Loop
from journeywork.config.noted import noted, words_of
from journeywork.config.watching.serving import be_watched
from journeywork.evidence import tasks as evidence
from journeywork.kernel import clock, jobs, reactions
from journeywork.kernel.telling import reason_of, tell, tell_fault
from journeywork.kernel.tenancy import within
from journeywork.knowledge import embeddings, indexing
from journeywork.mentoring import tasks as mentoring
from journeywork.people import queries as people
from journeywork.subscriptions import tasks as subscriptions

#: Seconds between two signs of life of a worker, and of silence until it counts as dead.
HEARTBEAT, SILENCE = 5.0, 20.0
#: A job that takes the worker down with it this often is given up.
MOST_ATTEMPTS = 10
#: Waits 2, 4, 8 ... seconds, about half an hour in all.
RETRY = RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=2)
INDEX_EVERY, MEANING_EVERY = 1.0, 10.0
#: Seconds that a connection of the queue is waited for.
PATIENCE = 10.0

log = logging.getLogger(__name__)


def turn_fact(org: str, fact: str) -> None:
    """Run what follows from a fact; safe to run again at any point."""
    with within(UUID(org)):
        reactions.turn(UUID(fact), flow.REACTIONS, at=clock.now())


def in_every_organisation(does: Callable[[datetime], object], timestamp: int = 0) -> None:
    """Do what time brings about, in one organisation after another; the last fault is raised."""
    del timestamp
    failed: Exception | None = None
    for organisation in people.organisations():
        try:
            with within(organisation.id):
                does(clock.now())
        except Exception as fault:  # noqa: BLE001 -- the other organisations come all the same
            tell_fault(log, "a duty broke in one organisation", fault)
            failed = fault
    if failed:
        raise failed


def do_duty(duty: flow.Duty, timestamp: int = 0) -> None:
    """Do one duty everywhere; that it failed before counts no more."""
    jobs.begin_anew(duty.name)
    in_every_organisation(duty.does, timestamp)


def make_app() -> App:
    """Return the queue as the worker sees it, with all its tasks.

    It has connections of its own. What tasks publish goes through Django's connection, so
    that it belongs to their transaction; that is why this is not the app that rooms defer to.
    """
    connector = PsycopgConnector(
        kwargs=connector_params(), min_size=1, max_size=6, timeout=PATIENCE
    )
    app = DjangoApp(connector=connector)
    rooms = {**evidence.TASKS, **mentoring.TASKS, **subscriptions.TASKS}
    tasks = {"turn_fact": turn_fact, **doors.tasks(), **rooms}
    for name, does in tasks.items():
        app.task(name=name, retry=RETRY, pass_context=True)(noted(does, words_of(does)))
    for duty in flow.CLOCK:
        once = f"{jobs.CLOCK}{duty.name}"
        does = noted(partial(do_duty, duty), f"{duty.says}.")
        task = app.task(name=once, queueing_lock=once, pass_context=True)(does)
        app.periodic(cron=duty.cron)(task)
    return app


def run() -> None:
    """Run until SIGTERM or SIGINT. Returns when everything has come to its end."""
    be_watched("worker")
    stop = Event()
    loops = (
        Loop("stream", partial(stream.consume, flow.STREAM, stop), stop),
        Loop("index", indexing.catch_up_everywhere, stop, every=INDEX_EVERY),
        *_comparing(stop),
    )
    for loop in loops:
        loop.start()
    try:
        asyncio.run(_serve(stop))
    finally:
        stop.set()
        for loop in loops:
            loop.join()


def _comparing(stop: Event) -> Iterator[Loop]:
    """Yield the loop that turns cards into vectors, where a model is named."""
    if settings.SEMANTIC_MODEL:
        turn = partial(embeddings.catch_up_everywhere, stop.is_set)
        yield Loop("meaning", turn, stop, every=MEANING_EVERY)


async def _serve(stop: Event) -> None:
    """Run the job queue; when it breaks, as when the database goes away, begin again."""
    ending = asyncio.Event()
    running = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        running.add_signal_handler(number, ending.set)
    while not ending.is_set():
        try:
            await _jobs(ending)
        except Exception as fault:  # noqa: BLE001 -- the queue names few of its errors, the pool none
            what = "the job queue broke and goes on"
            tell(log, what, level=logging.WARNING, fault=reason_of(fault))
            await _pause(ending, 2.0)
    stop.set()


async def _jobs(ending: asyncio.Event) -> None:
    """Serve the queue until told to end, or until one of its parts breaks."""
    await _knock()
    app = make_app()
    async with app.open_async():
        queues = (_work(app, name, many) for name, many in jobs.QUEUES.items())
        parts = (*queues, _requeue(app), ending.wait())
        tasks = [asyncio.ensure_future(part) for part in parts]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()


async def _knock() -> None:
    """Fail at once where the database is away: the pool would wait on after it has come back."""
    async with await AsyncConnection.connect(**connector_params()):
        return


async def _work(app: App, queue: str, many: int) -> None:
    await app.run_worker_async(
        queues=[queue],
        concurrency=many,
        install_signal_handlers=False,
        delete_jobs="successful",
        update_heartbeat_interval=HEARTBEAT,
        stalled_worker_timeout=SILENCE,
        fetch_job_polling_interval=2.0,
        shutdown_graceful_timeout=10.0,
    )


async def _requeue(app: App) -> None:
    """Take back jobs of workers that were killed, every few seconds."""
    while True:
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE):
            assert job.id is not None
            if job.attempts >= MOST_ATTEMPTS:
                await app.job_manager.finish_job_by_id_async(
                    job_id=job.id, status=Status.FAILED, delete_job=False
                )
            else:
                await app.job_manager.retry_job(job)
        await asyncio.sleep(HEARTBEAT)


async def _pause(ending: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(ending.wait(), seconds)
