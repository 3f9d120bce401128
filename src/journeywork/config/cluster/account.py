"""The operating-system account under which PostgreSQL runs.

An ordinary user runs it as themselves. PostgreSQL refuses to run as root, so root runs it as a
service account that nobody can log in to; it is made on first use.
"""

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from journeywork.config.cluster.faults import ClusterError

SERVICE_ACCOUNT = "journeywork"
_FIRST_PERSON_UID = 1000  # Debian, Ubuntu and Red Hat give people ids from here on.
_CANNOT_RUN = 126  # As shells have it.
_CLOSED_SHELLS = {"nologin", "false"}


class Identity(TypedDict, total=False):
    """Arguments of ``subprocess`` that make a child run as somebody else."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """An account by name, user id and group id."""

    name: str
    uid: int
    gid: int

    def identity(self) -> Identity:
        """Return arguments for ``subprocess``: empty when this account is already ours."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def run(
        self, command: Sequence[str], text: str | None = None, folder: Path = Path("/")
    ) -> subprocess.CompletedProcess[str]:
        """Run a command as this account, with a clean environment.

        :param text: what it reads; nothing when None.
        :param folder: where it runs.
        Any exit code is an answer, not an error; 126 says that the program could not be run.
        """
        try:
            return subprocess.run(
                list(command),
                input=text,
                stdin=subprocess.DEVNULL if text is None else None,
                capture_output=True,
                text=True,
                cwd=folder,
                env=clean_environment(),
                check=False,
                **self.identity(),
            )
        except OSError as fault:  # The account may not even read the program.
            return subprocess.CompletedProcess(command, _CANNOT_RUN, "", str(fault))

    def can_enter(self, folder: Path) -> bool:
        """Whether this account can reach the folder and what lies in it."""
        return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]).returncode == 0


def clean_environment() -> dict[str, str]:
    """Return the environment of PostgreSQL's programs: nobody's PG* variables, English words."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def server_account() -> Account:
    """Return the account that runs PostgreSQL for this process; as root, made if it is missing.

    :raises ClusterError: this user id has no name, or the service account is somebody's login.
    """
    return service_account() if os.geteuid() == 0 else own_account()


def connecting_accounts(server: Account) -> list[str]:
    """Return the names that may connect: the server's own account, and root where root started it."""
    return [server.name] if os.geteuid() == server.uid else [server.name, own_account().name]


def service_account() -> Account:
    """Return root's service account, made if it is missing.

    :raises ClusterError: it could not be made, or a person could log in to it.
    """
    found = _look_up(SERVICE_ACCOUNT)
    if found is None:
        found = _make_service_account()
    shell = Path(found.pw_shell).name
    if found.pw_uid >= _FIRST_PERSON_UID and shell not in _CLOSED_SHELLS:
        raise ClusterError(
            f"The account {SERVICE_ACCOUNT!r} on this machine can be logged in to, so the data "
            f"would be open to whoever holds it. Close it (usermod --shell /usr/sbin/nologin "
            f"{SERVICE_ACCOUNT}) or run Journeywork as an ordinary user."
        )
    return Account(found.pw_name, found.pw_uid, found.pw_gid)


def own_account() -> Account:
    """Return the account of this process.

    :raises ClusterError: its user id has no name.
    """
    try:
        found = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise ClusterError(
            f"User id {os.geteuid()} has no name on this machine, and PostgreSQL will not run "
            "without one. Give it an entry in /etc/passwd, or set DATABASE_URL."
        ) from None
    return Account(found.pw_name, found.pw_uid, found.pw_gid)


def _look_up(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _make_service_account() -> pwd.struct_passwd:
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if program is None:
        raise ClusterError(
            f"There is no useradd on this machine. Make a system account {SERVICE_ACCOUNT!r} "
            "without a login, then start again."
        )
    command = [program, "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", SERVICE_ACCOUNT]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    # Another process may be making it at this moment: useradd then says "exists" or "cannot lock".
    for _ in range(20):
        found = _look_up(SERVICE_ACCOUNT)
        if found is not None:
            return found
        time.sleep(0.1)
    raise ClusterError(f"The account {SERVICE_ACCOUNT!r} was not made: {answer.stderr.strip()}")
