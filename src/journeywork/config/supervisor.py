"""The supervisor: database, web and worker, kept running until somebody says stop.

Everything started here is stopped here, in order, however the run ends. What a ``kill -9`` of
this process would leave behind is tethered to it, and PostgreSQL recovers on the next start.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from journeywork.cli.local import connect, wants_connection
from journeywork.config.children import Child, Say, signal_group, spawn
from journeywork.config.cluster import APP, OWNER, Cluster
from journeywork.config.cluster.account import Account, own_account, server_account
from journeywork.config.cluster.layout import make_own
from journeywork.config.identity import application_account, environment_for
from journeywork.config.lease import lease
from journeywork.config.place import cluster_folder, hand_over, make_data_folder
from journeywork.config.plan import Plan
from journeywork.config.port import is_held_by
from journeywork.config.watching.asking import Looks, answers, place

_LOOK_EVERY = 0.25  # Seconds between two looks at the children.


class Failed(Exception):
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
        self._looks = Looks(place(plan.listen, plan.port), say)

    def run(self) -> None:
        """Start everything, say where it is, and keep it running until told to stop.

        :raises Taken: another run holds the data folder.
        :raises ClusterError: the database does not start.
        :raises Failed: a step does not work.
        """
        data = make_data_folder(self._plan.data)
        hand_over(data, self._account)
        with ExitStack() as stack:
            stack.enter_context(lease(data / "run.lock", self._plan.address))
            for remark in self._remarks:
                self._say(remark)
            self._environment = self._application_environment(stack)
            self._step("migrate", "Bringing the database up to date")
            children = self._start_children(stack)
            imported = self._import_repository(children)
            self._welcome(imported=imported)
            while True:
                self._look_after(children)

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
        logs = make_own(self._plan.data / "logs", server_account())
        command = [*self._plan.program, name]
        log = logs / f"{name}.log"
        return Child(name, command, self._account, self._environment, log)

    def _stop_children(self, children: list[Child]) -> None:
        self._say("Stopping.")
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.wait_stopped(lambda: self._hurried)

    def _wait_until_answers(self, web: Child) -> None:
        while not (is_held_by(web.group, self._plan.port) and answers(self._looks.address)):
            if not web.alive:
                raise Failed(f"The web process does not start. Its last words:\n{web.last_words()}")
            time.sleep(0.1)

    def _look_after(self, children: Sequence[Child]) -> None:
        for child in children:
            child.watch(self._say)
        self._looks.look()
        time.sleep(_LOOK_EVERY)

    def _import_repository(self, children: Sequence[Child]) -> bool:
        """Import what the plan names; the worker, which takes part in it, is looked after."""
        repository = self._plan.repository
        if repository is None:
            return False
        account, environment = self._account, {**self._environment, **_trusting(repository)}
        if not account.can_enter(repository):
            account, environment = own_account(), {**os.environ, **environment}
        command = [*self._plan.program, "work", "import-repository", str(repository)]
        with _running(command, account, environment) as child:
            while child.poll() is None:
                self._look_after(children)
        if child.returncode != 0:
            self._say(f"{repository} was not imported (exit code {child.returncode}).")
        return child.returncode == 0

    def _welcome(self, *, imported: bool) -> None:
        if imported:  # First of all: whoever follows the link lands on it.
            self._ask("replay", "--later")
        link = self._ask("people", "sign-in-link")
        self._say(f"Journeywork runs at {self._plan.address}")
        if "/sign-in/" in link:
            path = link[link.index("/sign-in/") :]
            self._say(f"Sign in, once, with this link: {self._plan.address}{path}")
        else:
            self._say(f"No sign-in link could be made: {link}")
        self._connect_command_line()
        if imported:
            self._say(f"What it would have told this team: {self._plan.address}/replay/")
        self._say("Ctrl-C stops it; what it knows stays.")

    def _connect_command_line(self) -> None:
        """Let `jw` of whoever started us reach what runs here, unless it reaches something."""
        if wants_connection() and connect(self._looks.address, self._ask("people", "token")):
            self._say('In a terminal of this account: jw ask "...", jw note "...", jw today')

    def _step(self, name: str, title: str) -> None:
        self._say(f"{title}.")
        command = [*self._plan.program, name]
        outputs = {"output": subprocess.PIPE, "errors": subprocess.STDOUT}
        with _running(command, self._account, self._environment, **outputs) as child:
            said, _ = child.communicate()
        if child.returncode != 0:
            raise Failed(f"{title} failed:\n{said.decode(errors='replace').strip()}")

    def _ask(self, *arguments: str) -> str:
        """Run one of our own commands; its last line, or its last complaint where it failed."""
        command = [*self._plan.program, *arguments]
        outputs = {"output": subprocess.PIPE, "errors": subprocess.PIPE}
        with _running(command, self._account, self._environment, **outputs) as child:
            said, complained = child.communicate()
        told = said if child.returncode == 0 else complained
        return next(iter(reversed(told.decode(errors="replace").split("\n")[:-1])), "").strip()


@contextmanager
def _running(
    command: Sequence[str],
    account: Account,
    environment: Mapping[str, str],
    *,
    output: int | None = None,
    errors: int | None = None,
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a short command; it does not outlive the block."""
    child = spawn(command, account, environment, output=output, errors=errors)
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
