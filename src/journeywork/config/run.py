"""``journeywork run``: database, web and worker together, until Ctrl-C.

Everything started here is stopped here, in order, however the run ends. What a ``kill -9`` of
this process would leave behind is tethered to it, and PostgreSQL recovers on the next start.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

from journeywork.config.children import Child, Say, signal_group, spawn
from journeywork.config.cluster import APP, OWNER, Cluster, ClusterError
from journeywork.config.cluster.account import Account
from journeywork.config.environment import WrongSetting
from journeywork.config.identity import application_account, environment_for
from journeywork.config.lease import Taken, lease
from journeywork.config.place import cluster_folder, make_data_folder
from journeywork.config.plan import Impossible, Plan, make_plan
from journeywork.config.tether import tie_to_parent

_LOOK_EVERY = 0.25  # Seconds between two looks at the children.
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked us to stop. No error: nothing may catch it on the way out."""


class Failed(Exception):  # noqa: N818 - a sentence for a person, not a fault of ours.
    """A step did not work; the text says which, and what it said."""


class Supervisor:
    """Carries out one plan.

    :param say: receives each line for the person at the terminal.
    """

    def __init__(self, plan: Plan, say: Say) -> None:
        self._plan = plan
        self._say = say
        self._account, remark = application_account()
        self._remarks = [*plan.remarks, *([remark] if remark else [])]
        self._environment: dict[str, str] = {}
        self._hurried = False

    def run(self) -> None:
        """Start everything, say where it is, and keep it running until told to stop.

        :raises Taken: another run holds the data folder.
        :raises ClusterError: the database does not start.
        :raises Failed: a step does not work.
        """
        data = make_data_folder(self._plan.data, self._account)
        with ExitStack() as stack:
            stack.enter_context(lease(data / "run.lock", self._plan.address))
            for remark in self._remarks:
                self._say(remark)
            self._environment = self._application_environment(stack)
            self._step("migrate", "Bringing the database up to date")
            children = self._start_children(stack)
            self._import_repository()
            self._welcome()
            while True:
                for child in children:
                    child.watch(self._say)
                time.sleep(_LOOK_EVERY)

    def hurry(self) -> None:
        """Skip every patience: somebody asked a second time."""
        self._hurried = True

    def _application_environment(self, stack: ExitStack) -> dict[str, str]:
        settings = self._plan.settings()
        if self._plan.brings_database:
            cluster = Cluster(cluster_folder(self._plan.data), say=self._say, tied=True)
            stack.callback(lambda: cluster.stop(at_once=self._hurried))
            cluster.start()
            settings["DATABASE_URL"] = cluster.url(APP)
            settings["DATABASE_OWNER_URL"] = cluster.url(OWNER)
        return environment_for(self._account, settings, self._plan.data)

    def _start_children(self, stack: ExitStack) -> list[Child]:
        children = [self._child("web"), self._child("worker")]
        stack.callback(self._stop_children, children)
        for child in children:
            child.start()
        self._wait_until_answers(children[0])
        return children

    def _child(self, name: str) -> Child:
        logs = make_data_folder(self._plan.data / "logs", self._account)
        command = [*self._plan.journeywork, name]
        log = logs / f"{name}.log"
        return Child(name, command, self._account, self._environment, log)

    def _stop_children(self, children: list[Child]) -> None:
        self._say("Stopping.")
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.wait_stopped(lambda: self._hurried)

    def _wait_until_answers(self, web: Child) -> None:
        url = f"http://{_connectable(self._plan.listen)}:{self._plan.port}/"
        while not _answers(url):
            if not web.alive:
                raise Failed(f"The web process does not start. Its last words:\n{web.last_words()}")
            time.sleep(0.1)

    def _import_repository(self) -> None:
        repository = self._plan.repository
        if repository is None:
            return
        account, environment = self._account, {**self._environment, **_trusting(repository)}
        if not account.can_enter(repository):
            account, environment = _ourselves(), {**os.environ, **environment}
        command = [*self._plan.journeywork, "work", "import-repository", str(repository)]
        with _running(command, account, environment, output=None) as child:
            if child.wait() != 0:
                self._say(f"{repository} was not imported (exit code {child.returncode}).")

    def _welcome(self) -> None:
        link = self._ask("people", "sign-in-link")
        self._say(f"Journeywork runs at {self._plan.address}")
        if link.startswith("/"):
            self._say(f"Sign in, once, with this link: {self._plan.address}{link}")
        self._say("Ctrl-C stops it; what it knows stays.")

    def _step(self, name: str, title: str) -> None:
        self._say(f"{title}.")
        command = [*self._plan.journeywork, name]
        with _running(command, self._account, self._environment, subprocess.PIPE) as child:
            said, _ = child.communicate()
        if child.returncode != 0:
            raise Failed(f"{title} failed:\n{said.decode(errors='replace').strip()}")

    def _ask(self, *arguments: str) -> str:
        """Run one of our own commands and return the last line it printed, "" when it failed."""
        command = [*self._plan.journeywork, *arguments]
        with _running(command, self._account, self._environment, subprocess.PIPE) as child:
            said, _ = child.communicate()
        lines = said.decode(errors="replace").split()
        return lines[-1] if child.returncode == 0 and lines else ""


def run(*, repository: Path | None, port: int | None, data: Path | None) -> int:
    """Run Journeywork until told to stop; the exit code is for the shell."""
    if "MAKELEVEL" in os.environ:  # When make is killed we have lost our terminal too.
        tie_to_parent(signal.SIGTERM)
    try:
        plan = make_plan(os.environ, repository=repository, port=port, data=data)
        supervisor = Supervisor(plan, _say)
        with _told_to_stop(supervisor):
            supervisor.run()
    except (Taken, Impossible, WrongSetting, ClusterError, Failed) as refusal:
        _say(str(refusal))
        return 1
    except Stopped:
        _say("Stopped. `make run` starts it again.")
    return 0


@contextmanager
def _told_to_stop(supervisor: Supervisor) -> Iterator[None]:
    """Turn the first request to stop into an unwinding of all that was started."""
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        nonlocal asked
        if asked:
            supervisor.hurry()
            return
        asked = True
        raise Stopped

    before = {number: signal.signal(number, ask) for number in _STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _running(
    command: list[str], account: Account, environment: Mapping[str, str], output: int | None
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a short command; it does not outlive the block."""
    child = spawn(command, account, environment, output)
    try:
        yield child
    finally:
        signal_group(child, signal.SIGKILL)
        child.wait()


def _trusting(repository: Path) -> dict[str, str]:
    """Let git read a repository of another owner: the person named it, on this command line."""
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": str(repository),
    }


def _ourselves() -> Account:
    from journeywork.config.cluster.account import own_account

    return own_account()


def _connectable(listen: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(listen, listen)  # noqa: S104 - the reverse.


def _answers(url: str) -> bool:
    """Whether anything at all comes back; a page that asks to sign in is an answer too."""
    direct = build_opener(ProxyHandler({}))
    try:
        direct.open(url, timeout=5).close()
    except HTTPError:
        return True
    except (URLError, OSError):
        return False
    return True


def _say(line: str) -> None:
    print(line, flush=True)
