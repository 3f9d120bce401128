"""What lies where in a cluster's folder, and how the private folders are made.

Folders of other people are never opened: a place that the server's account cannot reach is
refused with the reason.
"""

import json
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from journeywork.config.cluster.account import Account, server_account
from journeywork.config.cluster.faults import ClusterError

SOCKET_NAME = ".s.PGSQL.5432"
_SHORT_PLACE = "/tmp"  # noqa: S108 - every folder made there is new, named at random and closed.
_LONGEST_SOCKET_PATH = 103  # Bytes: 107 on Linux, 103 on macOS and the BSDs.
# libpq splits a host at commas, and a quote would need escaping in two places.
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_./+-]+")


@dataclass(frozen=True)
class Layout:
    """Paths inside one cluster's folder."""

    folder: Path

    @property
    def pgdata(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.folder / "data"

    @property
    def draft(self) -> Path:
        """The data folder while it is being made; renamed when it is whole."""
        return self.folder / "data.new"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "server.log"

    @property
    def lock(self) -> Path:
        """Held by whoever starts or stops the server."""
        return self.folder / "lock"

    @property
    def pid_file(self) -> Path:
        """Written by the server: process id, and whether it is ready."""
        return self.pgdata / "postmaster.pid"

    @property
    def origin(self) -> Path:
        """Which programs made the data folder."""
        return self.folder / "origin.json"

    def made_by(self) -> int | None:
        """Return the major version that made the data folder; None when there is no data yet.

        :raises ClusterError: the folder holds something that is not a cluster.
        """
        if not self.pgdata.exists():
            self._refuse_half_an_upgrade()
            return None
        try:
            return int((self.pgdata / "PG_VERSION").read_text().strip())
        except (OSError, ValueError) as fault:
            raise ClusterError(
                f"{self.pgdata} is not a PostgreSQL data folder ({fault}). Nothing was changed. "
                "Restore it from a backup, or move it away to begin with an empty one."
            ) from None

    def _refuse_half_an_upgrade(self) -> None:
        """Make no empty data where an upgrade was killed between its last two steps."""
        kept = sorted(self.folder.glob("data.[0-9]*"))
        if kept:
            raise ClusterError(
                f"An upgrade of {self.folder} was cut off. Rename {kept[-1].name} to data in it, "
                "and upgrade again."
            )

    def remembered_programs(self) -> Path | None:
        """Return the folder of the programs that made the data, where it was written down."""
        try:
            return Path(json.loads(self.origin.read_text())["programs"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def remember_programs(self, programs: Path, version: str) -> None:
        """Write down which programs made the data."""
        told = json.dumps({"programs": str(programs), "version": version})
        _write_own(self.origin, f"{told}\n")

    def socket_folder(self) -> Path | None:
        """Return the folder of the socket, or None when it has not been made yet."""
        inside = self.folder / "socket"
        if _fits(inside):
            return inside
        try:
            return Path((self.folder / "socket-folder").read_text().strip())
        except OSError:
            return None

    def make_socket_folder(self, account: Account) -> Path:
        """Make a folder that only the account can enter, short enough for a socket's path."""
        folder = self.socket_folder()
        if folder is not None and _is_private(folder, account):
            return folder
        if _fits(self.folder / "socket"):
            return make_private(self.folder / "socket", account)
        folder = Path(tempfile.mkdtemp(prefix="journeywork-", dir=_SHORT_PLACE))
        os.chown(folder, account.uid, account.gid)
        _write_own(self.folder / "socket-folder", f"{folder}\n")
        return folder


def make_own(folder: Path, account: Account) -> Path:
    """Make the cluster's folder, or check the one there: ours to write, the account's to enter.

    Where root runs the server as the service account, that account gets no right to write here:
    root opens files in this folder, and a link planted by a broken-in server would lead it astray.

    :raises ClusterError: it belongs to somebody else, or the account cannot reach it.
    """
    make_parents(folder.parent)
    mode = 0o700 if account.uid == os.geteuid() else 0o710
    make(folder, Account("", os.geteuid(), account.gid), mode)
    os.chown(folder, os.geteuid(), account.gid)  # A copy may have lost both.
    folder.chmod(mode)
    if not account.can_enter(folder):
        raise ClusterError(
            f"The account {account.name} cannot reach {folder}: a folder above it is closed to "
            "others, and Journeywork opens nobody's folders. Name another place with "
            "JOURNEYWORK_DATA or --data."
        )
    return folder


def require_kept_by(folder: Path, account: Account) -> None:
    """Refuse data that its server could not read, with the way out.

    :raises ClusterError: it belongs to somebody else.
    """
    found = folder.stat().st_uid
    if found != account.uid:
        raise ClusterError(
            f"{folder} belongs to user id {found}, and PostgreSQL runs as {account.name}. If it was "
            "copied without its owners, copy it again with cp -a, or type: "
            f"chown -R {account.name}: {folder}"
        )


def make_private(folder: Path, account: Account) -> Path:
    """Make a folder that only the account can enter, or check that the one there is its own."""
    make(folder, account, 0o700)
    return folder


def throwaway_folder(prefix: str) -> Path:
    """Make a folder for a short-lived cluster, where the server's account can reach it."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=_SHORT_PLACE))
    folder.rmdir()
    return make_own(folder, server_account())


def remove(folder: Path) -> None:
    """Remove a folder and all that is in it."""
    shutil.rmtree(folder)


def _write_own(file: Path, text: str) -> None:
    """Write a file that nobody else may change, whatever the caller's umask: root believes it."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o644)
    with os.fdopen(descriptor, "w") as out:
        out.write(text)


def _fits(folder: Path) -> bool:
    path = os.fsencode(folder / SOCKET_NAME)
    return len(path) <= _LONGEST_SOCKET_PATH and bool(_PLAIN_PATH.fullmatch(str(folder)))


def _is_private(folder: Path, account: Account) -> bool:
    try:
        found = os.lstat(folder)
    except OSError:
        return False
    closed = stat.S_IMODE(found.st_mode) & 0o077 == 0
    return stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and closed


def make_parents(folder: Path) -> None:
    """Make missing parents that others may pass through, whatever the caller's umask.

    :raises ClusterError: we may not.
    """
    if not folder.exists():
        make_parents(folder.parent)
        with _allowed(folder):
            folder.mkdir(exist_ok=True)
        folder.chmod(0o755)


def make(folder: Path, owner: Account, mode: int) -> None:
    """Make a folder with this owner, group and mode, or check the owner of the one there.

    :raises ClusterError: it belongs to somebody else, or we may not make it.
    """
    try:
        with _allowed(folder):
            folder.mkdir(mode=0o700)
    except FileExistsError:
        _require_owner(folder, owner)
    else:
        os.chown(folder, owner.uid, owner.gid)
        folder.chmod(mode)


@contextmanager
def _allowed(folder: Path) -> Iterator[None]:
    """Turn what the system does not allow into a sentence with the way out."""
    try:
        yield
    except (PermissionError, NotADirectoryError) as fault:
        raise ClusterError(
            f"{folder} cannot be made: {fault.strerror}. Name another place with JOURNEYWORK_DATA "
            "or --data, or work in a checkout of your own."
        ) from None


def _require_owner(folder: Path, wanted: Account) -> None:
    found = os.lstat(folder).st_uid
    if found != wanted.uid:
        raise ClusterError(
            f"{folder} belongs to user id {found}, not to {wanted.uid}. Start as the user who "
            "made it, or name another place with JOURNEYWORK_DATA or --data."
        )
