"""python -m benchmarks.intake: single events, batches of 50 and of 1,000, three ways.

Ways: the product's door, a plain Django view, and PostgreSQL alone with a bare client. One
JSON line each. What counts is the ratio of events per second of the server's CPU: absolute
rates are those of a busy or a quiet machine. `--soak N` sends N events and prints the memory.
"""

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import asyncpg
import django

from benchmarks.intake.load import event, requests, send
from journeywork.config.cluster import APP, throwaway_folder
from tests.flow.installation import Installation, wait_until

SIZES = {1: 4_000, 50: 400, 1_000: 40}
CONNECTIONS = 16
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A server process and its children."""

    pid: int
    port: int

    def family(self) -> list[int]:
        """Return its processes, itself first."""
        found, todo = [], [self.pid]
        while todo:
            pid = todo.pop()
            found.append(pid)
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
            todo += [int(child) for child in children.split()]
        return found

    def cpu(self) -> float:
        """Return the seconds of CPU that it took so far."""
        ticks = 0
        for pid in self.family():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / _TICK

    def memory(self) -> float:
        """Return its private and shared memory, in megabytes (PSS)."""
        total = 0
        for pid in self.family():
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
        return total / 1024


def main() -> None:
    """Measure what was asked for, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--soak", type=int, default=0, help="send so many events, watch memory")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many counts")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journeywork.config.settings")
    django.setup()
    with installation() as whole:
        headers = {"Authorization": f"Bearer {whole.token}", "X-Org": whole.org}
        with product(whole) as ours:
            if asked.soak:
                soak(ours, asked.soak, headers)
                return
            fast = {size: best(ours, size, headers, asked.rounds) for size in SIZES}
        with plain(whole) as theirs:
            slow = {size: best(theirs, size, headers, asked.rounds) for size in SIZES}
        bare = {size: straight(whole, size, asked.rounds) for size in SIZES if size > 1}
    for size in SIZES:
        report(size, fast[size], slow[size], bare.get(size))


def report(size: int, ours: "Taken", theirs: "Taken", bare: float | None) -> None:
    """Print the figures of one size beside each other."""
    told = {
        "events in a request": size,
        "events/cpu s": round(ours.per_cpu),
        "plain view": round(theirs.per_cpu),
        "ratio": round(ours.per_cpu / theirs.per_cpu, 2),
        "events/s": round(ours.rate),
        "plain view/s": round(theirs.rate),
    }
    if bare:
        told |= {"postgresql alone/s": round(bare), "share": round(ours.rate / bare, 2)}
    print(json.dumps(told), flush=True)


@dataclass
class Taken:
    """Events per second of the server's CPU, and per second of the clock."""

    per_cpu: float
    rate: float


def best(server: Server, size: int, headers: dict[str, str], rounds: int) -> Taken:
    """Return the best of some rounds, of each figure; the first one warms up."""
    found = [measured(server, size, headers) for _ in range(rounds + 1)][1:]
    return Taken(max(each.per_cpu for each in found), max(each.rate for each in found))


def measured(server: Server, size: int, headers: dict[str, str]) -> Taken:
    """Send everything of one size once."""
    many = SIZES[size]
    whole = requests(size, many, headers)
    before = server.cpu()
    seconds = asyncio.run(send(server.port, whole, connections=CONNECTIONS))
    return Taken(size * many / (server.cpu() - before), size * many / seconds)


def straight(whole: Installation, size: int, rounds: int) -> float:
    """Return the events a second that PostgreSQL takes from a bare client, each once."""
    return max(asyncio.run(_straight(whole, size, n)) for n in range(rounds))


async def _straight(whole: Installation, size: int, turn: int) -> float:
    from journeywork.connectors.cloud_event import read
    from journeywork.kernel import clock
    from journeywork.work import intake

    statement, org, at = intake.statement(numbered=True), UUID(whole.org), clock.now()
    groups = [
        [read(event(-turn * 10_000_000 - n * size - i - 1), at=at) for i in range(size)]
        for n in range(SIZES[size])
    ]
    ready = iter(
        [intake.arguments(intake.rows_of(group), org=org, by=None, at=at) for group in groups]
    )

    async def client() -> None:
        link = await asyncpg.connect(whole.cluster.url(APP))
        await link.execute(f"set journeywork.org = '{org}'")
        for arguments in ready:
            await link.fetch(statement, *arguments)
        await link.close()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(4)))
    return size * SIZES[size] / (time.perf_counter() - began)


def soak(server: Server, many: int, headers: dict[str, str]) -> None:
    """Send many events in batches of 100; print memory as it goes."""
    for done in range(0, many, 50_000):
        whole = requests(100, 500, headers)
        seconds = asyncio.run(send(server.port, whole, connections=CONNECTIONS))
        told = {
            "events": done + 50_000,
            "MB": round(server.memory()),
            "events/s": round(50_000 / seconds),
        }
        print(json.dumps(told), flush=True)


@contextmanager
def installation() -> Iterator[Installation]:
    """Bring up a database with an organisation in it."""
    made = Installation(throwaway_folder("jw-bench-"))
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(made.place)


@contextmanager
def product(whole: Installation) -> Iterator[Server]:
    """Serve as in production, with one web process."""
    whole.begin("web")
    try:
        yield Server(whole.processes["web"].pid, whole.port)
    finally:
        whole.ask_to_stop("web")


@contextmanager
def plain(whole: Installation) -> Iterator[Server]:
    """Serve the plain view, with one process."""
    command = [sys.executable, "-m", "benchmarks.intake.plain"]
    process = subprocess.Popen(command, env=whole.environment())
    try:
        answers: Callable[[], bool] = whole.answers
        wait_until(answers, "the plain view answers")
        yield Server(process.pid, whole.port)
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
