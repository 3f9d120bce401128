"""Other systems are told by the worker as it runs: killed, kept waiting, and among two of us."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest

from journeywork.config.cluster import APP, throwaway_folder
from tests.fakes.receiver import Receiver, hold, lose, receiving
from tests.flow.installation import PROGRAM, Installation, wait_until

A_CARD_COMES_OUT = """
import django; django.setup()
from uuid import UUID
from journeywork.kernel.clock import now
from journeywork.kernel.tenancy import within
from journeywork.knowledge import actions
with within(UUID("{org}")):
    card = actions.draft(title="{title}", body="Use it once.", by=UUID("{ana}"), at=now())
    actions.publish_card(card_id=card.id, by=UUID("{ana}"), at=now())
"""
SOMEBODY_LEAVES = """
import django; django.setup()
from uuid import UUID
from journeywork.kernel.clock import now
from journeywork.kernel.tenancy import within
from journeywork.people import actions
with within(UUID("{org}")):
    ben = actions.add_person(name="Ben", email="ben@fairwater.example", invited=True, by=None,
                             at=now())
    actions.deactivate(person_id=ben.id, by=None, at=now())
"""
THREE_MORE = """
import django; django.setup()
from uuid import UUID
from journeywork.kernel.clock import now
from journeywork.kernel.tenancy import within
from journeywork.subscriptions import actions
with within(UUID("{org}")):
    for name in ("one", "two", "three"):
        made = actions.add(name=name, address="{address}", kinds=["card.published"], by=None,
                           at=now())
        print(made[1])
"""
TURNED = "select count(*) from kernel_turnedreaction where reaction = 'flow.find_new_owners'"
DELIVERED = "select count(*) from subscriptions_delivery where state = 'delivered'"
TOLD = "select count(*) from work_event where type = 'card.published' and title = %s"


class Inside(Installation):
    """An installation that may reach its own machine."""

    def environment(self) -> dict[str, str]:
        return super().environment() | {"JOURNEYWORK_INSIDE": "127.0.0.1"}

    def tell(self, receiver: Receiver, name: str) -> None:
        made = self.run("webhooks", "add", name, receiver.address, "--json")
        receiver.secrets.append(json.loads(made)["secret"])

    def publish(self, title: str) -> None:
        self.python(A_CARD_COMES_OUT.format(org=self.org, ana=self.ana, title=title))

    def forget_workers(self) -> None:
        """Let workers that were killed count as dead at once."""
        with psycopg.connect(self.cluster.url(APP)) as link:
            link.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 h'")


@pytest.fixture(scope="module")
def installation() -> Iterator[Inside]:
    whole = Inside(throwaway_folder("jw-hooks-"))
    try:
        whole.start("web", "worker")
        yield whole
    finally:
        whole.stop()
        shutil.rmtree(whole.place)


@pytest.fixture
def receiver(installation: Inside) -> Iterator[Receiver]:
    with receiving() as made:
        installation.tell(made, "wiki")
        yield made
    installation.run("webhooks", "remove", "wiki", "--yes")


def test_a_worker_killed_in_the_middle_delivers_again_under_the_same_id(
    installation: Inside, receiver: Receiver
) -> None:
    receiver.replies.append(hold(receiver))
    installation.publish("Killed in the middle")
    wait_until(lambda: len(receiver.heard) == 1, "it has been told once")
    installation.kill("worker")
    installation.forget_workers()
    receiver.released.set()
    assert installation.count(DELIVERED) == 0
    installation.begin("worker")
    wait_until(lambda: installation.count(DELIVERED) == 1, "told", log=lambda: log(installation))
    first, second = receiver.heard
    assert (first.id, first.body, first.proved, second.proved) == (
        second.id,
        second.body,
        True,
        True,
    )
    assert list(receiver.kept) == [first.id]


def test_a_lost_connection_is_made_good_in_seconds(
    installation: Inside, receiver: Receiver
) -> None:
    receiver.replies.append(lose)
    installation.publish("Lost on the way")
    wait_until(lambda: len(receiver.heard) == 2, "told again", log=lambda: log(installation))
    assert (len(set(receiver.ids)), receiver.heard[1].proved) == (1, True)


def test_receivers_that_hang_keep_nothing_else_back(
    installation: Inside, receiver: Receiver
) -> None:
    receiver.usual = hold(receiver)
    secrets = installation.python(THREE_MORE.format(org=installation.org, address=receiver.address))
    receiver.secrets += secrets.split()
    installation.publish("Nobody answers")
    wait_until(lambda: len(receiver.heard) >= 2, "two hang", log=lambda: log(installation))
    before = installation.count(TURNED)
    installation.python(SOMEBODY_LEAVES.format(org=installation.org))
    wait_until(lambda: installation.count(TURNED) == before + 1, "turned", patience=8)
    assert [one.proved for one in receiver.heard] == [True] * len(receiver.heard)
    assert len(receiver.heard) < 4


def test_another_journeywork_takes_it(installation: Inside, receiver: Receiver) -> None:
    there = json.loads(installation.run("work", "connect-standard", "the other one", "--json"))
    address = installation.address + urlsplit(there["address"]).path
    added = subprocess.run(
        [sys.executable, "-c", PROGRAM, "webhooks", "add", "us", address, "--given"],
        env=installation.environment(),
        input=f"{there['secret']}\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert added.returncode == 0, added.stderr
    installation.publish("Known there as well")
    wait_until(
        lambda: installation.count(TOLD, "Known there as well") == 1,
        "work over there",
        log=lambda: log(installation),
    )


def log(installation: Installation) -> str:
    return installation.log("worker") + installation.log("web")
