"""The cluster as its callers see it: start, stop, and the address for each role."""

import enum
import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from journeywork.config.cluster import binaries, creation, layout, server, settings, upgrade
from journeywork.config.cluster.account import Account, connecting_accounts, server_account
from journeywork.config.cluster.faults import ClusterError
from journeywork.config.cluster.roles import DATABASE


class Start(enum.Enum):
    """What ``start`` found."""

    CREATED = "created"  # A new data folder was made, then started.
    STARTED = "started"  # The data was there, the server was not.
    ADOPTED = "adopted"  # The server was already running.


def _quiet(line: str) -> None:
    del line


class Cluster:
    """One PostgreSQL data folder and the server on it.

    :param folder: the cluster's folder; made on first start. The data lies in ``data`` below it.
    :param programs: folder of PostgreSQL's programs for a new cluster; None looks them up.
    :param say: receives one line of progress at a time, for a person.
    :param tied: stop the server when this process dies, even by kill -9 (Linux only).
    :param overrides: settings of ``postgresql.conf`` that replace ours.
    """

    def __init__(
        self,
        folder: Path,
        *,
        programs: Path | None = None,
        say: server.Say = _quiet,
        tied: bool = False,
        overrides: Mapping[str, str] | None = None,
    ) -> None:
        self._layout = layout.Layout(Path(os.path.realpath(folder)))
        self._programs = programs
        self._say = say
        self._tied = tied
        self._overrides = dict(overrides or {})
        self._server: server.Server | None = None

    @property
    def folder(self) -> Path:
        """The cluster's folder, links resolved."""
        return self._layout.folder

    def start(self) -> Start:
        """Start the server, or join the one that runs; returns when it takes connections.

        Makes the data folder on first use and recovers after a crash, however long that takes.
        A second process that starts the same folder waits and then joins.

        :raises ClusterError: with the cause and the way out.
        """
        account = server_account()
        layout.make_own(self.folder, account)
        with self._locked():
            running = server.find(self._layout)
            if running:
                self._server = running
                server.wait_until_ready(running, self._layout, self._say)
                return Start.ADOPTED
            return self._start_stopped(account)

    def stop(self, *, at_once: bool = False) -> None:
        """Stop the server, whoever started it; nothing to do when it does not run.

        :param at_once: skip the last checkpoint; no commit is lost, the next start recovers.
        """
        if not self.folder.exists():
            return
        with self._locked():
            running = self._server if self._server and self._server.alive() else None
            running = running or server.find(self._layout)
            if running:
                server.stop(running, self._say, at_once=at_once)
            self._server = None

    def upgrade(self) -> Path:
        """Move the data to the newest PostgreSQL here; returns the folder that keeps the old data.

        :raises ClusterError: the server runs, there is nothing newer, or pg_upgrade failed.
        """
        account = server_account()
        layout.make_own(self.folder, account)
        with self._locked():
            if server.find(self._layout):
                raise ClusterError("Stop Journeywork first.")
            server.clear_remains(self._layout, self._layout.make_socket_folder(account), self._say)
            return upgrade.upgrade(self._layout, account)

    def is_running(self) -> bool:
        """Whether a server runs on this folder, ready or not."""
        return server.find(self._layout) is not None

    @property
    def pid(self) -> int | None:
        """Process id of the running server, or None."""
        running = server.find(self._layout)
        return running.pid if running else None

    @property
    def processes(self) -> list[int]:
        """Process ids of all that works in the data folder: what a killed server left counts."""
        return server.processes_in(self._layout.pgdata)

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the address for libpq, psycopg and asyncpg: no host, no password, a socket folder.

        :raises ClusterError: the cluster has never been started.
        """
        socket = self._layout.socket_folder()
        if socket is None:
            raise ClusterError(f"The cluster in {self.folder} has never been started.")
        return f"postgresql://{role}@/{database}?host={quote(str(socket), safe='')}&port=5432"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _start_stopped(self, account: Account) -> Start:
        made_by = self._layout.made_by()
        programs = binaries.reachable(self._choose(made_by), account)
        if made_by is not None:
            layout.require_kept_by(self._layout.pgdata, account)
        else:
            self._say(f"Making a PostgreSQL {programs.version} data folder in {self.folder}.")
            creation.create(self._layout, programs, account)
        socket = self._layout.make_socket_folder(account)
        server.clear_remains(self._layout, socket, self._say)
        settings.write_settings(self._layout.pgdata, socket, self._overrides)
        settings.write_access(self._layout.pgdata, connecting_accounts(account))
        self._server = server.spawn(self._layout, programs, account, tied=self._tied)
        server.wait_until_ready(self._server, self._layout, self._say)
        return Start.STARTED if made_by else Start.CREATED

    def _choose(self, made_by: int | None) -> binaries.Binaries:
        named = binaries.inspect(self._programs) if self._programs else None
        if named and made_by in (None, named.major):
            return named
        return binaries.choose(made_by, self._layout.remembered_programs())

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One process at a time starts or stops; the kernel frees the lock of a killed one."""
        descriptor = os.open(self._layout.lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._say(
                    "Another process is starting or stopping this PostgreSQL; waiting for it."
                )
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
