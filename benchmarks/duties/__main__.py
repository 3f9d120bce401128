"""python -m benchmarks.duties: what the duties cost that go from person to person.

    python -m benchmarks.duties --people 5000 --leads 500 --assignments 1000

An organisation of its own in a database of its own, where everybody is at work at the same time,
wants to learn one thing and has one piece of work. Each duty runs three times, an hour apart:
the first time everything is news, after that almost nothing, as on an ordinary day. One JSON
line each: CPU of the worker and of its PostgreSQL process in milliseconds, and statements, for
each person, lead or assignment. Statements are counted as Django logs them, which costs the worker
a few per cent.
"""

import argparse
import json
import os
from collections import deque
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.duties.stage import Size, stage

_TICK = os.sysconf("SC_CLK_TCK")
ROUNDS = 3


def main() -> None:
    """Measure each duty on one organisation."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--leads", type=int, default=500)
    parser.add_argument("--assignments", type=int, default=1000)
    parser.add_argument("--cards", type=int, default=1000)
    size = Size(**vars(parser.parse_args()))
    with stage(size) as (org, at):
        from journeywork.kernel.tenancy import within

        print(json.dumps(asdict(size)), flush=True)
        with within(org):
            for name, does, many in duties(size):
                for turn in range(ROUNDS):
                    measured(name, does, many, at + turn * timedelta(hours=1))


def duties(size: Size) -> list[tuple[str, Callable[[datetime], object], int]]:
    """Return what is measured, with how many people, leads or assignments it goes through."""
    from journeywork.activities import actions as activities
    from journeywork.assignments import actions as assignments
    from journeywork.coaching import cueing
    from journeywork.growth import actions as growth

    return [
        ("wishes watched", lambda at: growth.watch_all(at=at), size.people),
        ("cues", lambda at: cueing.look_around(at=at), size.leads),
        ("help that fades", lambda at: assignments.settle_all(at=at), size.assignments),
        ("check-ins ahead", lambda at: activities.plan_all(at=at), size.assignments),
    ]


def measured(name: str, does: Callable[[datetime], object], many: int, at: datetime) -> None:
    """Run one duty once and print what it cost."""
    from django.db import connection

    connection.ensure_connection()
    connection.force_debug_cursor = True
    connection.queries_log = deque()
    server = connection.connection.info.backend_pid
    began, cpu, served = perf_counter(), process_time(), _cpu(server)
    answer = does(at)
    figures = {
        "cpu ms each": round(1000 * (process_time() - cpu) / many, 2),
        "postgresql cpu ms each": round(1000 * (_cpu(server) - served) / many, 2),
        "statements each": round(len(connection.queries_log) / many, 2),
        "seconds": round(perf_counter() - began, 1),
    }
    print(json.dumps({"duty": name, "at": f"{at:%H:%M}", "did": answer, **figures}), flush=True)


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


if __name__ == "__main__":
    main()
