"""Where Journeywork keeps what it must not lose, when nobody has named a place."""

import hashlib
import os
from pathlib import Path

from journeywork.config.cluster import APP, OWNER, Cluster, ClusterError, layout
from journeywork.config.cluster.account import Account, server_account

_OF_ROOT = Path("/var/lib/journeywork")
_OF_ROOT_ALONE = {"postgresql", "logs", "run.lock"}
_TELLING = {
    "secret",
    "postgresql",
    "run.lock",
    "index",
    "logs",
    "metrics",
}  # By these a data folder of ours is known.


def checkout() -> Path | None:
    """Return the checkout this code runs from, or None when it was installed from a wheel."""
    folder = Path(__file__).resolve().parents[3]
    return folder if (folder / "pyproject.toml").is_file() else None


def data_folder(named: Path | None) -> Path:
    """Return the data folder: the named one, else by who runs us.

    As root it lies below ``/var/lib/journeywork``, one for each checkout, because the service
    account that keeps the database may not be able to enter the checkout. An ordinary user finds
    it as ``data`` in the checkout, or below ``~/.local/share`` where there is no checkout.
    """
    if named is not None:
        return named
    home = checkout()
    if os.geteuid() == 0:
        return _OF_ROOT / (_identity(home) if home else "default")
    if home:
        return home / "data"
    share = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(share) / "journeywork"


def make_data_folder(data: Path) -> Path:
    """Make the data folder, closed to others.

    As root it belongs to root, and the service account may add to it but (by the sticky bit) not
    replace what root has put there.

    :raises ClusterError: it belongs to somebody else, or holds something else.
    """
    account = server_account()
    layout.make_parents(data.parent)
    mode = 0o700 if account.uid == os.geteuid() else 0o1770
    layout.make(data, Account("", os.geteuid(), account.gid), mode)
    there = {path.name for path in data.iterdir()}
    if there and not there & _TELLING:
        raise ClusterError(
            f"{data} holds things that are not Journeywork's. Name a folder that is empty or does "
            "not exist yet."
        )
    os.chown(data, os.geteuid(), account.gid)
    data.chmod(mode)
    return data


def hand_over(data: Path, account: Account) -> None:
    """Give what root's commands left in the data folder to the account that serves from it.

    What only root writes stays root's. No link is followed: the account could have put it there.
    """
    if os.geteuid() == account.uid:
        return
    for top, folders, files, here in os.fwalk(data):
        if Path(top) == data:
            folders[:] = [name for name in folders if name not in _OF_ROOT_ALONE]
            files[:] = [name for name in files if name not in _OF_ROOT_ALONE]
        for name in [*folders, *files]:
            os.chown(name, account.uid, account.gid, dir_fd=here, follow_symlinks=False)


def act_as_keeper(folder: Path) -> None:
    """As root, become whoever keeps a folder: what is made in it here, they must be able to change.

    For the rest of this process; nothing happens where the folder is root's, or not there yet.
    """
    if os.geteuid() != 0 or not folder.is_dir():
        return
    keeper = folder.stat()
    if keeper.st_uid != 0:
        os.setgroups([])
        os.setgid(keeper.st_gid)
        os.setuid(keeper.st_uid)


def cluster_folder(data: Path) -> Path:
    """Return the embedded database's folder inside a data folder."""
    return data / "postgresql"


def embedded_addresses(data: Path) -> tuple[str, str]:
    """Return the addresses of the embedded database: as the application, and as the owner.

    :raises ClusterError: it has never been started.
    """
    cluster = Cluster(cluster_folder(data))
    return cluster.url(APP), cluster.url(OWNER)


def _identity(folder: Path) -> str:
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:8]
    return f"{folder.name}-{digest}"
