"""A live debrief on a real server: everybody hears every change once, in order, whatever breaks.

Where LIVE_FIGURES names a file the measured figures are added to it: how long after it
was sent a change is heard, and how much CPU of the server it took.
"""

import asyncio
import json
import os
import shutil
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

import pytest

from journeywork.config.cluster import throwaway_folder
from tests.fakes.listeners import Listener
from tests.flow.installation import Installation, free_port

STAGE = """
import django; django.setup()
import json, sys
from datetime import timedelta
from django.test import Client
from uuid import UUID, uuid4
from journeywork.debriefs import actions as debriefs
from journeywork.kernel.clock import now
from journeywork.kernel.tenancy import within
from journeywork.people import actions
from journeywork.people.models import SeatRow
from journeywork.people.presence import CHOSEN
mark = "p" + uuid4().hex[:8] + "-"
with within(UUID("ORG")):
    people = [actions.add_person(name=f"P{n}", email=f"{mark}{n}@fairwater.example", key=f"{mark}{n}",
                                 invited=True, by=None, at=now()) for n in range(MANY)]
    made = debriefs.open_debrief(title="The fee", people_ids=[one.id for one in people], live=True,
                                 named=NAMED, ends_at=now() + timedelta(days=1), by=people[0].id,
                                 at=now())
    sessions = {}
    for one in people:
        client = Client()
        account = SeatRow.objects.select_related("account").get(person=one.id).account
        client.force_login(account, backend="journeywork.people.sign_in.Backend")
        session = client.session
        session[CHOSEN] = str(one.org)
        session.save()
        sessions[str(one.id)] = session.session_key
    leads = str(made.facilitator)
print(json.dumps({"debrief": str(made.id), "sessions": sessions, "leads": leads}))
"""
PROOF = "c" * 32
#: Another web process beside the one called "web".
SECOND = "second web"
Hears = TypeVar("Hears", bound=Listener)


class Held:
    """A live debrief on an installation, and those who take part in it."""

    def __init__(self, running: Installation, many: int, *, named: bool = False) -> None:
        code = STAGE.replace("ORG", running.org).replace("MANY", str(many))
        found = json.loads(running.python(code.replace("NAMED", str(named))))
        self.running, self.id, self.leads = running, found["debrief"], found["leads"]
        self.sessions: dict[str, str] = found["sessions"]
        self.people = list(self.sessions)
        self.keys: dict[str, str] = {}

    def listener(self, person: str, *, of: type[Hears] = Listener, **more: Any) -> Hears:
        url = f"{self.running.address}/debriefs/{self.id}/live/events"
        return of(url, self._cookie(person), **more)

    def post(self, person: str, path: str = "live", *, port: int = 0, **form: str) -> int:
        """Send a form of the page as somebody, by one of the web processes; return the status."""
        link = HTTPConnection("127.0.0.1", port or self.running.port, timeout=20)
        headers = {
            "Cookie": self._cookie(person),
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": PROOF,
        }
        try:
            link.request("POST", f"/debriefs/{self.id}/{path}/", urlencode(form), headers)
            answer = link.getresponse()
            answer.read()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie" and value.startswith("debrief_key="):
                    self.keys[person] = value.split(";")[0]
            return answer.status
        finally:
            link.close()

    def _cookie(self, person: str) -> str:
        own = [self.keys[person]] if person in self.keys else []
        return "; ".join([f"sessionid={self.sessions[person]}", f"csrftoken={PROOF}", *own])


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    found = Installation(throwaway_folder("jw-live-"))
    try:
        found.start("web")
        yield found
    finally:
        found.stop()
        shutil.rmtree(found.place)


async def _all(held: Held, cards: int, *, kill_at: int = 0) -> list[Listener]:
    """Let all listen while some write cards; kill the server once so many are written."""
    listeners = [held.listener(person) for person in held.people]
    tasks = [asyncio.create_task(one.listen()) for one in listeners]
    async with asyncio.timeout(90):
        await asyncio.gather(*(one.connected.wait() for one in listeners))
    sent: list[float] = []
    used = _cpu(held.running)
    for number in range(1, cards + 1):
        if number == kill_at:
            await asyncio.to_thread(held.running.kill, "web")
            await asyncio.to_thread(held.running.revive, "web")
        sent.append(time.time())
        writer = held.people[number % 5]
        form = {"do": "card", "question": "happened", "text": f"Card {number}"}
        assert await asyncio.to_thread(held.post, writer, **form) == 302
    await asyncio.gather(*(one.reached(cards) for one in listeners))
    if not kill_at:
        _report(listeners, sent, _cpu(held.running) - used)
    assert held.post(held.leads, "lead", do="finish") == 302
    async with asyncio.timeout(60):
        await asyncio.gather(*tasks)
    return listeners


def _cpu(running: Installation) -> float:
    """Return the seconds of CPU that the web process and its workers have used."""
    ticks, group = 0, running.processes["web"].pid
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(parts[2]) == group:
            ticks += int(parts[11]) + int(parts[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _report(listeners: list[Listener], sent: list[float], cpu: float) -> None:
    """Write the figures down where they are asked for."""
    if not (place := os.environ.get("LIVE_FIGURES")):
        return
    late = sorted(
        came - sent[number - 1]
        for one in listeners
        for (number, _), came in zip(one.heard, one.came, strict=True)
    )
    figures = {
        "listeners": len(listeners),
        "changes": len(sent),
        "p50_ms": round(late[len(late) // 2] * 1000, 1),
        "p95_ms": round(late[int(len(late) * 0.95)] * 1000, 1),
        "max_ms": round(late[-1] * 1000, 1),
        "server_cpu_ms_per_change": round(cpu * 1000 / len(sent), 1),
        "seconds": round(time.time() - sent[0], 1),
    }
    with Path(place).open("a") as file:
        file.write(json.dumps(figures) + "\n")


def _said(listener: Listener) -> list[tuple[int, str]]:
    return [(number, json.loads(text)["text"]) for number, text in listener.heard]


def _arrive(held: Held, many: int = 5) -> None:
    for person in held.people[:many]:
        assert held.post(person, do="come") == 302


@pytest.mark.parametrize(
    ("many", "cards"), [(20, 12), pytest.param(100, 150, marks=pytest.mark.long)]
)
def test_everybody_hears_every_change_once_and_in_order(
    running: Installation, many: int, cards: int
) -> None:
    held = Held(running, many)
    _arrive(held)
    listeners = asyncio.run(_all(held, cards))
    every = [(number, f"Card {number}") for number in range(1, cards + 1)]
    assert [one for one in listeners if _said(one) != every] == []
    assert {one.kinds[-1] for one in listeners} == {"ended"}


@pytest.mark.parametrize(
    ("many", "cards"), [(20, 12), pytest.param(100, 60, marks=pytest.mark.long)]
)
def test_a_killed_server_loses_nothing(running: Installation, many: int, cards: int) -> None:
    held = Held(running, many)
    _arrive(held)
    listeners = asyncio.run(_all(held, cards, kill_at=cards // 2))
    every = [(number, f"Card {number}") for number in range(1, cards + 1)]
    assert [one for one in listeners if _said(one) != every] == []
    # The control: all had been cut off, and who does not say what they heard last hears it again.
    assert min(one.statuses.count(200) for one in listeners) >= 2


class Turning(Listener):
    """Comes back by the other of two web processes where the one it listened to breaks off."""

    def turn_to(self, address: str) -> None:
        self._other = self.url.replace(f"//{urlsplit(self.url).netloc}", f"//{address}")

    async def _once(self) -> int:
        try:
            return await super()._once()
        except (OSError, asyncio.IncompleteReadError):
            self.url, self._other = self._other, self.url
            raise


@pytest.fixture
def second(running: Installation) -> Iterator[int]:
    """The port of another web process on the same database and folder."""
    port = free_port()
    running.begin(SECOND, port=port)
    yield port
    if SECOND in running.processes:
        running.kill(SECOND)


def test_two_web_processes_tell_the_same_and_one_takes_over_from_the_other(
    running: Installation, second: int
) -> None:
    """Changes through both, heard at both; then one is killed, and those who heard it go on."""
    held, cards = Held(running, 8), 12
    _arrive(held)
    ports = (running.port, second)
    listeners = [held.listener(person, of=Turning) for person in held.people]
    for number, one in enumerate(listeners):
        here, there = ports[number % 2], ports[1 - number % 2]
        one.url = one.url.replace(f":{running.port}/", f":{here}/")
        one.turn_to(f"127.0.0.1:{there}")

    async def run() -> None:
        tasks = [asyncio.create_task(one.listen()) for one in listeners]
        async with asyncio.timeout(60):
            await asyncio.gather(*(one.connected.wait() for one in listeners))
        for number in range(1, cards + 1):
            if number == cards // 2:
                await asyncio.to_thread(running.kill, SECOND)
            port = ports[number % 2] if number < cards // 2 else running.port
            form = {"do": "card", "question": "happened", "text": f"Card {number}"}
            writer = held.people[number % 5]
            assert await asyncio.to_thread(held.post, writer, port=port, **form) == 302
        await asyncio.gather(*(one.reached(cards) for one in listeners))
        assert held.post(held.leads, "lead", do="finish") == 302
        async with asyncio.timeout(60):
            await asyncio.gather(*tasks)

    asyncio.run(run())
    every = [(number, f"Card {number}") for number in range(1, cards + 1)]
    assert [one for one in listeners if _said(one) != every] == []
    # The control: half of them had been cut off, and only they came back.
    assert [one.statuses.count(200) >= 2 for one in listeners] == [False, True] * 4
    assert {urlsplit(one.url).port for one in listeners} == {running.port}


def test_who_forgets_where_they_were_hears_it_again(running: Installation) -> None:
    """The control of the tests above: it is `Last-Event-ID` by which nothing comes twice."""
    held = Held(running, 3, named=True)
    for number in (1, 2):
        held.post(held.people[0], do="card", question="worked", text=f"Card {number}")

    async def listen(last: int) -> Listener:
        one = held.listener(held.people[1], last=last)
        task = asyncio.create_task(one.listen())
        await one.reached(2)
        await asyncio.sleep(0.3)
        task.cancel()
        return one

    assert [len(asyncio.run(listen(last)).heard) for last in (0, 1)] == [2, 1]


def test_who_leaves_hears_nothing_more(running: Installation) -> None:
    held = Held(running, 3, named=True)
    ana, ben = held.people[0], held.people[1]

    async def run() -> Listener:
        listens = held.listener(ben)
        task = asyncio.create_task(listens.listen())
        await listens.connected.wait()
        await asyncio.to_thread(held.post, ana, do="card", question="worked", text="before")
        await listens.reached(1)
        await asyncio.to_thread(_leave, held, ben)
        await asyncio.to_thread(held.post, ana, do="card", question="worked", text="after")
        async with asyncio.timeout(30):
            await task
        return listens

    listens = asyncio.run(run())
    assert ([text for _, text in _said(listens)], listens.kinds[-1]) == (["before"], "left")
    again = held.listener(ben, retry=9)

    async def knock() -> list[int]:
        task = asyncio.create_task(again.listen())
        await asyncio.sleep(1)
        task.cancel()
        return again.statuses

    assert asyncio.run(knock()) == [404]


def _leave(held: Held, person: str) -> None:
    link = HTTPConnection("127.0.0.1", held.running.port, timeout=20)
    headers = {
        "Cookie": f"sessionid={held.sessions[person]}; csrftoken={PROOF}",
        "Content-Type": "application/x-www-form-urlencoded",
        "X-CSRFToken": PROOF,
    }
    link.request("POST", f"/activities/{held.id}/act/", "act=leave", headers)
    assert link.getresponse().status == 302
    link.close()


def test_open_streams_do_not_hold_up_the_end_of_the_server(running: Installation) -> None:
    held = Held(running, 5, named=True)

    async def run() -> tuple[float, int, list[int]]:
        listeners = [held.listener(person) for person in held.people]
        tasks = [asyncio.create_task(one.listen()) for one in listeners]
        await asyncio.gather(*(one.connected.wait() for one in listeners))
        began = time.monotonic()
        code = await asyncio.to_thread(running.ask_to_stop, "web")
        took = time.monotonic() - began
        await asyncio.to_thread(running.revive, "web")
        await asyncio.to_thread(held.post, held.people[0], do="card", question="worked", text="x")
        await asyncio.gather(*(one.reached(1) for one in listeners))
        for task in tasks:
            task.cancel()
        return took, code, [one.last for one in listeners]

    took, code, heard = asyncio.run(run())
    assert (code, heard) == (0, [1] * 5)
    assert took < 8  # Whoever refuses to go is killed after ten seconds.
