"""Moving a data folder to a newer major version of PostgreSQL, by its own ``pg_upgrade``.

The old data stays beside the new, untouched but for its access file, until somebody removes it.
"""

import os
import time
from pathlib import Path

from journeywork.config.cluster import creation, settings
from journeywork.config.cluster.account import Account
from journeywork.config.cluster.binaries import Binaries, choose, discover, reachable
from journeywork.config.cluster.faults import ClusterError
from journeywork.config.cluster.layout import Layout, make_private, remove


def upgrade(layout: Layout, account: Account) -> Path:
    """Upgrade a stopped cluster to the newest programs here; returns where the old data lies now.

    :raises ClusterError: there is nothing newer, the old programs are gone, or pg_upgrade said no.
    """
    made_by = layout.made_by()
    old = reachable(choose(made_by, layout.remembered_programs()), account)
    newer = [one for one in discover() if one.major > old.major and _upgrades(one)]
    if made_by is None or not newer:
        raise ClusterError(f"There is nothing newer than PostgreSQL {old.version} here.")
    new = reachable(newer[0], account)
    if layout.draft.exists():  # An earlier attempt was killed.
        remove(layout.draft)
    make_private(layout.draft, account)
    creation.initdb(layout, new, account)
    for data in (layout.pgdata, layout.draft):
        settings.write_upgrade_access(data, account.name)
    _pg_upgrade(layout, old, new, account)
    kept = layout.folder / f"data.{old.major}.{int(time.time())}"
    layout.pgdata.rename(kept)
    layout.draft.rename(layout.pgdata)
    layout.remember_programs(new.folder, new.version)
    return kept


def _upgrades(programs: Binaries) -> bool:
    return programs.program("pg_upgrade").is_file()


def _pg_upgrade(layout: Layout, old: Binaries, new: Binaries, account: Account) -> None:
    socket = layout.make_socket_folder(account)
    command = [str(new.program("pg_upgrade")), "--username=postgres", f"--socketdir={socket}"]
    command += [f"--old-bindir={old.folder}", f"--new-bindir={new.folder}"]
    command += [f"--old-datadir={layout.pgdata}", f"--new-datadir={layout.draft}"]
    answer = account.run(command, folder=socket)  # It insists on a folder it can write in.
    (socket / "delete_old_cluster.sh").unlink(missing_ok=True)
    if answer.returncode != 0:
        raise ClusterError(
            f"pg_upgrade said no, and nothing was changed:{os.linesep}{answer.stdout.strip()}"
        )
