"""One picture of several processes: each counts in files of its own, in one folder.

    FOLDER/lock                   held while somebody reads or folds
    FOLDER/<process>.alive        locked as long as its process lives
    FOLDER/<kind>_<process>.db    what it counts, in the library's format
    FOLDER/<kind>_past.db         what processes counted that are gone

The library names files by process number and never takes one away. Numbers come again, and
two containers on one volume are both number 1; so here a process has a name that no other will
have. What it counted is folded into the past when it is gone: a counter never goes back, and
there are never more files than processes.
"""

import fcntl
import logging
import os
import platform
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO
from uuid import uuid4

from journeywork.kernel.instruments import Instrument, in_memory, keep_values
from journeywork.kernel.telling import kind_of, tell

#: Kinds of files, and bytes set aside for each beforehand: a full disk must refuse them when
#: they are made, and not kill whoever counts later.
FILES = {"counter": 1 << 18, "histogram": 1 << 20, "gauge_livesum": 1 << 16}
PAST = "past"
#: What is added up, and so outlives its process.
LASTING = ("counter", "histogram")

log = logging.getLogger(__name__)
#: Where this process counts, and what it holds to show that it lives.
_here: list[tuple[Path, TextIO]] = []


def share(folder: Path) -> bool:
    """Count in `folder` from now on; False where that cannot be, and all stays in memory."""
    from prometheus_client import values

    name = uuid4().hex
    try:
        alive = _settled(folder, name)
    except OSError as fault:
        what = "what is counted stays in this process"
        tell(log, what, level=logging.WARNING, fault=kind_of(fault))
        return False
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    _here[:] = [(folder, alive)]
    keep_values(values.MultiProcessValue(lambda: name))  # type: ignore[no-untyped-call]
    return True


def keep_to_oneself() -> None:
    """Count in this process's memory again, as before `share`."""
    keep_values(None)
    os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)
    for _, alive in _here:
        alive.close()
    _here.clear()


def processes() -> int:
    """Return how many processes share their counts here; 1 for one that keeps to itself."""
    if not _here:
        return 1
    folder, _ = _here[0]
    with _locked(folder):
        return sum(_lives(alive) for alive in folder.glob("*.alive"))


def collected() -> list[Any]:
    """Return what all processes counted that are here, and those that were."""
    if not _here:
        return list(in_memory())
    from prometheus_client.multiprocess import MultiProcessCollector

    folder, _ = _here[0]
    with _locked(folder):
        fold(folder)
        files = [str(file) for file in folder.glob("*.db") if os.access(file, os.R_OK)]
        return list(MultiProcessCollector.merge(files))  # type: ignore[no-untyped-call]


def fold(folder: Path) -> None:
    """Add what processes counted that are gone to the past; the folder must be locked.

    Killed between its two steps it adds the counts of one process twice.
    """
    for alive in folder.glob("*.alive"):
        if _lives(alive):
            continue
        for kind in LASTING:
            _add_to_past(folder, kind, folder / f"{kind}_{alive.stem}.db")
        for file in folder.glob(f"*_{alive.stem}.db"):
            file.unlink(missing_ok=True)
        alive.unlink(missing_ok=True)


def _settled(folder: Path, name: str) -> TextIO:
    """Make the files of a process; what could not be made whole is taken away again."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _locked(folder):
        fold(folder)
        alive = (folder / f"{name}.alive").open("w")
        try:
            fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for kind, size in FILES.items():
                _reserve(folder / f"{kind}_{name}.db", size)
        except OSError:
            alive.close()
            for file in (*folder.glob(f"*_{name}.db"), folder / f"{name}.alive"):
                file.unlink(missing_ok=True)
            raise
    return alive


def _reserve(file: Path, size: int) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        if platform.system() == "Linux":
            os.posix_fallocate(descriptor, 0, size)
        else:
            os.truncate(descriptor, size)
    finally:
        os.close(descriptor)


def _lives(alive: Path) -> bool:
    """Tell whether the process of a file holds it, or it is not ours to look at."""
    with suppress(OSError), alive.open("r+") as found:
        try:
            fcntl.flock(found, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
    return alive.exists()


def _add_to_past(folder: Path, kind: str, file: Path) -> None:
    from prometheus_client.mmap_dict import MmapedDict

    past, fresh = folder / f"{kind}_{PAST}.db", folder / f"{kind}_{PAST}.new"
    known = {each.name.removesuffix("_total") for each in Instrument.known.values()}
    total: dict[str, float] = defaultdict(float)
    for source in filter(Path.exists, (past, file)):
        for key, value, *_ in MmapedDict.read_all_values_from_file(source):  # type: ignore[no-untyped-call]
            # What an older version counted and this one does not know is told no more.
            if key.partition('"')[2].partition('"')[0] in known:
                total[key] += value
    fresh.unlink(missing_ok=True)
    written = MmapedDict(str(fresh))  # type: ignore[no-untyped-call]
    for key, value in total.items():
        written.write_value(key, value, 0.0)  # type: ignore[no-untyped-call]
    written.close()  # type: ignore[no-untyped-call]
    fresh.replace(past)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
