"""A whole installation on a database of its own: processes that can be killed and started."""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg

from journeywork.config.cluster import APP, OWNER, Cluster, throwaway_folder

PROGRAM = "from journeywork.config.entry import main; main()"
PREPARE = """
import django; django.setup()
from journeywork.kernel.clock import now
from journeywork.kernel.tenancy import within
from journeywork.people import actions
made = actions.create_organisation(key="fairwater", name="Fairwater", at=now())
with within(made.id):
    ana = actions.add_person(name="Ana", email="ana@fairwater.example", key="ana",
                             roles=("administrator",), invited=True, by=None, at=now())
    from datetime import timedelta
    _, secret = actions.issue_token(person_id=ana.id, name="test", scopes=("events",),
                                    expires_at=now() + timedelta(days=1), by=ana.id, at=now())
print(made.id, ana.id, secret)
"""
PATIENCE = 60.0


class Installation:
    """Database, web and worker in one folder. `start` all before use; `stop` always."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.cluster = Cluster(place / "postgresql")
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *names: str) -> None:
        """Start the database, make an organisation with Ana in it, start the processes named."""
        if not self.cluster.folder.exists():
            self._begin_with(_migrated())
        self.cluster.start()
        self.org, self.ana, self.token = self.python(PREPARE).split()
        for name in names:
            self.begin(name)

    def begin(self, name: str, *, port: int = 0) -> None:
        """Start web or worker; the web process answers when this returns.

        With a `port` of its own it is one more web process, under whatever name.
        """
        log = (self.place / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "web" if port else name],
            env=self.environment() | ({"JOURNEYWORK_PORT": str(port)} if port else {}),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        if name == "web" or port:
            wait_until(partial(self.answers, port), f"it answers; {self.log(name)}")

    def kill(self, name: str) -> None:
        """Kill -9 the whole of web, worker or database, and wait until it is gone."""
        if name == "database":
            while pids := self.cluster.processes:
                for pid in pids:
                    with suppress(ProcessLookupError):  # The postmaster's death takes some along.
                        os.kill(pid, signal.SIGKILL)
            return
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def ask_to_stop(self, name: str) -> int:
        """Ask web or worker to end in order; returns its exit code."""
        process = self.processes.pop(name)
        process.terminate()
        return process.wait(PATIENCE)

    def revive(self, name: str) -> None:
        """Start again what was killed."""
        if name == "database":
            self.cluster.start()
        else:
            self.begin(name)

    def stop(self) -> None:
        for name in list(self.processes):
            self.kill(name)
        self.cluster.stop(at_once=True)

    def answers(self, port: int = 0) -> bool:
        try:
            urlopen(f"http://127.0.0.1:{port or self.port}/ingest/events", timeout=5).close()
        except URLError as fault:
            return hasattr(fault, "code")
        except OSError:
            return False
        return True

    def rows(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Ask the database, within the organisation."""
        with psycopg.connect(self.cluster.url(APP)) as link:
            link.execute("select set_config('journeywork.org', %s, false)", [self.org])
            return link.execute(statement, values).fetchall()

    def count(self, statement: str, *values: object) -> int:
        return int(str(self.rows(statement, *values)[0][0]))

    def run(self, *arguments: str) -> str:
        return self._output([sys.executable, "-c", PROGRAM, *arguments])

    def python(self, code: str) -> str:
        return self._output([sys.executable, "-c", code])

    def environment(self) -> dict[str, str]:
        known = ("PATH", "HOME", "LANG", "PYTHONPATH")
        kept = {name: os.environ[name] for name in known if name in os.environ}
        settings = os.environ.get("DJANGO_SETTINGS_MODULE", "journeywork.config.settings")
        return kept | {
            "DATABASE_URL": self.cluster.url(APP),
            "DATABASE_OWNER_URL": self.cluster.url(OWNER),
            "JOURNEYWORK_DATA": str(self.place / "data"),
            "JOURNEYWORK_PORT": str(self.port),
            "JOURNEYWORK_API_PER_MINUTE": "0",  # Whoever measures asks as fast as they can.
            "JOURNEYWORK_SECRETS": "a-key-for-tests-only-0123456789abcdef",
            "DJANGO_SETTINGS_MODULE": settings,
        }

    def log(self, name: str) -> str:
        file = self.place / f"{name}.log"
        return file.read_text(errors="replace")[-3000:] if file.exists() else ""

    def _begin_with(self, made: Path) -> None:
        self.cluster.folder.mkdir()
        for part in ("data", "origin.json"):  # As the server's account has it, and nobody else.
            subprocess.run(["cp", "-a", made / part, self.cluster.folder], check=True)

    def _output(self, command: list[str]) -> str:
        done = subprocess.run(
            command, env=self.environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@cache
def _migrated() -> Path:
    """Return the folder of a database as `migrate` leaves it: made once, and stopped in order."""
    place = throwaway_folder("jw-made-")
    atexit.register(shutil.rmtree, place)
    made = Installation(place)
    made.cluster.start()
    made.run("migrate")
    made.cluster.stop()
    return made.cluster.folder


def wait_until(
    true: Callable[[], bool], what: str, *, log: Callable[[], str] = str, patience: float = PATIENCE
) -> None:
    """Wait until something holds; fail, saying what, when it does not in time."""
    until = time.monotonic() + patience
    while not true():
        assert time.monotonic() < until, f"in vain: {what}\n{log()}"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
