"""A commit that the standby has not got is not acknowledged."""

import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from journeywork.config.cluster import APP, Cluster, throwaway_folder
from journeywork.kernel.durable import CANCELLED
from tests.flow.installation import Installation, wait_until
from tests.flow.senders import Senders

WAITS = "select pid from pg_stat_activity where wait_event = 'SyncRep' and pid <> pg_backend_pid()"


@pytest.fixture
def installation() -> Iterator[Installation]:
    """An installation whose database waits for a standby that never comes."""
    whole = Installation(throwaway_folder("jw-replication-"))
    try:
        whole.start()
        whole.cluster.stop()
        alone = {"synchronous_standby_names": "nobody"}
        whole.cluster = Cluster(whole.place / "postgresql", overrides=alone)
        whole.cluster.start()
        yield whole
    finally:
        whole.stop()
        shutil.rmtree(whole.place)


def cancel_waits(whole: Installation, stop: threading.Event) -> None:
    """Cancel every commit that waits for the standby, as a timeout would."""
    with psycopg.connect(whole.cluster.url(APP), autocommit=True) as link:
        while not stop.wait(0.05):
            for (pid,) in link.execute(WAITS).fetchall():
                link.execute("select pg_cancel_backend(%s)", [pid])


def test_it_is_answered_with_an_error_and_may_be_sent_again(installation: Installation) -> None:
    stop = threading.Event()
    canceller = threading.Thread(target=cancel_waits, args=(installation, stop))
    canceller.start()
    senders = Senders(installation.port, installation.token)
    try:
        installation.begin("web")
        status = senders._post([senders._event(0)])
        wait_until(lambda: installation.count("select count(*) from work_event") == 1, "stored")
    finally:
        stop.set()
        canceller.join()
    assert status == 503


def test_many_at_once_are_all_told_and_told_again(installation: Installation) -> None:
    """Together or alone, the first time or again: what only this machine has is not accepted."""
    stop = threading.Event()
    canceller = threading.Thread(target=cancel_waits, args=(installation, stop))
    canceller.start()
    senders = Senders(installation.port, installation.token)
    events = [senders._event(0) for _ in range(8)]
    try:
        installation.begin("web")
        with ThreadPoolExecutor(len(events)) as colleagues:
            first = list(colleagues.map(senders._post, events))
            again = list(colleagues.map(senders._post, events))
        alone = senders._post([events[0]])
    finally:
        stop.set()
        canceller.join()
    assert installation.count("select count(*) from work_event") == len(events)
    assert (set(first), set(again), alone) == ({503}, {503}, 503)


SENT_AGAIN = """
from datetime import datetime, UTC
import django; django.setup()
from journeywork.engine.work import WorkEvent
from journeywork.kernel.durable import NotDurable
from journeywork.kernel.tenancy import within
from journeywork.work import actions
at = datetime(2026, 3, 10, 10, tzinfo=UTC)
event = WorkEvent(source="test", id="1", type="work.started", at=at, subject="order-1")
with within("{org}"):
    for _ in range(2):
        try:
            print("accepted", actions.accept([event], by=None, at=at))
        except NotDurable:
            print("not durable")
"""


def test_the_same_from_the_command_line(installation: Installation) -> None:
    stop = threading.Event()
    canceller = threading.Thread(target=cancel_waits, args=(installation, stop))
    canceller.start()
    try:
        said = installation.python(SENT_AGAIN.format(org=installation.org))
    finally:
        stop.set()
        canceller.join()
    assert said.splitlines() == ["not durable", "not durable"]


def test_control_the_driver_alone_would_have_said_yes(installation: Installation) -> None:
    """Without this the test above would prove nothing."""
    stop = threading.Event()
    canceller = threading.Thread(target=cancel_waits, args=(installation, stop))
    canceller.start()
    heard: list[str] = []
    try:
        with psycopg.connect(installation.cluster.url(APP)) as link:
            link.add_notice_handler(lambda notice: heard.append(notice.message_primary or ""))
            link.execute("update people_organisation set name = name")
            link.commit()
    finally:
        stop.set()
        canceller.join()
    assert [text[: len(CANCELLED)] for text in heard] == [CANCELLED]
