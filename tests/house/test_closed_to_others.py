"""What we make on somebody's disk is closed to others, whatever the umask and whoever starts us."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import pytest

from journeywork.cli.connection import Connection, keep
from journeywork.config.cluster import Cluster, throwaway_folder
from journeywork.config.cluster.layout import Layout
from journeywork.config.environment import WrongSetting
from journeywork.config.secrets import keys
from tests.flow.installation import PROGRAM, Installation, wait_until
from tests.house.conftest import AsUser

UMASKS = pytest.mark.parametrize("umask", [0o000, 0o022], ids=oct)
ORDINARY = "daemon"  # An account that every system has.


@contextmanager
def under(umask: int) -> Iterator[None]:
    before = os.umask(umask)
    try:
        yield
    finally:
        os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    """Name what somebody else could read, change or enter; what lies in a closed folder too."""
    found = [folder, *folder.rglob("*")]
    return [str(path) for path in found if not path.is_symlink() and mode(path) & 0o007]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@UMASKS
def test_a_command_before_the_first_run_closes_the_folder_that_it_makes(
    place: Path, umask: int
) -> None:
    data = place / "new" / "jw"
    command = [sys.executable, "-c", "import journeywork.config.settings"]
    environment = {"PATH": os.environ["PATH"], "JOURNEYWORK_DATA": str(data)}
    subprocess.run(command, env=environment, umask=umask, check=True)
    assert open_to_others(data) == []
    assert mode(data / "secret") == 0o600
    assert mode(data.parent) == 0o755, "a folder on the way is not ours to close"


@UMASKS
def test_an_ordinary_user_keeps_it_for_themselves_alone(
    place: Path, umask: int, as_user: AsUser
) -> None:
    os.chown(place, *_ids(ORDINARY))

    def make() -> tuple[int, int]:
        os.umask(umask)
        keys((), place / "jw")
        return mode(place / "jw"), mode(place / "jw" / "secret")

    assert as_user(ORDINARY, make) == (0o700, 0o600)


def test_a_folder_that_somebody_made_stays_as_it_is(tmp_path: Path) -> None:
    """A command mends no rights behind anybody's back; the doctor names them."""
    tmp_path.chmod(0o750)
    keys((), tmp_path)
    assert mode(tmp_path) == 0o750


def test_where_no_key_can_be_kept_the_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WrongSetting, match="JOURNEYWORK_DATA: no key can be kept in"):
        keys((), tmp_path / "file" / "jw")


def _key(data: Path) -> str:
    (key,) = keys((), data)
    return key


def test_all_who_start_at_the_same_moment_get_the_same_key(tmp_path: Path) -> None:
    (tmp_path / "secret").touch()  # As whoever was killed between making it and writing it left it.
    with get_context("fork").Pool(8) as pool:
        found = pool.map(_key, [tmp_path] * 64)
    assert {len(key) for key in found} == {64}
    assert set(found) == {(tmp_path / "secret").read_text()}


def test_what_root_believes_nobody_else_can_change(place: Path) -> None:
    """The programs named there are started as root: the service account must not name them."""
    layout = Layout(place)
    with under(0):
        layout.remember_programs(Path("/usr/bin"), "18.6")
    assert mode(layout.origin) == 0o644


def test_the_database_is_closed_too(place: Path) -> None:
    with under(0), Cluster(place / "pg"):
        assert open_to_others(place / "pg" / "data") == []
        assert [path for path in (place / "pg").iterdir() if mode(path) & 0o022] == []
    assert mode(place / "pg") & 0o007 == 0


@UMASKS
def test_the_token_on_this_machine_is_for_its_owner(
    tmp_path: Path, umask: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "a" / "b"))
    with under(umask):
        file = keep(Connection(address="http://127.0.0.1:8765", token="jw_x"))
    assert open_to_others(tmp_path / "a") == []
    assert mode(file) == 0o600


@UMASKS
def test_what_web_and_worker_make_is_closed(umask: int) -> None:
    whole = Installation(throwaway_folder("jw-closed-"))
    data = whole.place / "data"
    try:
        whole.start()
        command = [sys.executable, "-c", PROGRAM, "worker"]
        with _running(command, whole.environment(), umask):
            wait_until((data / "index" / "current").exists, "the worker has made an index")
        with _running([*command[:-1], "web"], whole.environment(), umask):
            wait_until(whole.answers, "the web process answers")
        assert open_to_others(data) == []
    finally:
        whole.stop()
        shutil.rmtree(whole.place)


@contextmanager
def _running(command: list[str], environment: dict[str, str], umask: int) -> Iterator[None]:
    child = subprocess.Popen(command, env=environment, umask=umask, start_new_session=True)
    try:
        yield
    finally:
        child.terminate()
        child.wait()


def _ids(name: str) -> tuple[int, int]:
    import pwd

    user = pwd.getpwnam(name)
    return user.pw_uid, user.pw_gid
