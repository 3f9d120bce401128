"""Counting: labels that cannot grow, and one picture of several processes, dead or alive."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeywork.kernel import shared_counts
from journeywork.kernel.instruments import OTHER, Counter, Gauge, Histogram, Instrument

Figures = dict[tuple[str, tuple[str, ...]], float]


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Leave no instrument of a test behind, and no shared counts."""
    known = dict(Instrument.known)
    yield
    Instrument.known.clear()
    Instrument.known.update(known)
    shared_counts.keep_to_oneself()


def figures() -> Figures:
    """Return what all processes counted, without bounds of buckets that nobody reached."""
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in shared_counts.collected()
        for sample in family.samples
        if sample.value and "trial" in sample.name
    }


def test_what_is_not_declared_is_counted_as_other() -> None:
    answers = Counter("trial_total", "Answers.", {"kind": frozenset({"yes", "no"})})
    for kind in ("yes", "Ana Ahrens", "ana@fairwater.example", "yes"):
        answers.add(1, kind)
    assert figures() == {
        ("journeywork_trial_total", ("yes",)): 2,
        ("journeywork_trial_total", (OTHER,)): 2,
    }


def test_a_bound_tells_so_many_apart_and_no_more() -> None:
    visits = Counter("trial_total", "Visits.", {"view": 2})
    for view in ("today", "ask", "cards", "today", "me"):
        visits.add(1, view)
    assert figures() == {
        ("journeywork_trial_total", ("today",)): 2,
        ("journeywork_trial_total", ("ask",)): 1,
        ("journeywork_trial_total", (OTHER,)): 2,
    }
    assert visits.series == 3


def test_input_that_never_ends_takes_no_memory() -> None:
    visits = Counter("trial_total", "Visits.", {"view": 2})
    for number in range(1000):
        visits.add(1, f"view {number}")
    assert len(visits._cells) == 3


def test_a_histogram_knows_how_many_series_it_may_have() -> None:
    times = Histogram("trial_seconds", "Times.", {"kind": frozenset({"a", "b"})}, buckets=(1, 2))
    times.observe(1.5, "a")
    with times.timed("b"):
        pass
    assert times.series == 3 * 5
    assert figures()["journeywork_trial_seconds_count", ("a",)] == 1
    assert figures()["journeywork_trial_seconds_count", ("b",)] == 1


COUNTS = """
import os, signal, sys
from pathlib import Path
from journeywork.kernel import shared_counts
from journeywork.kernel.instruments import Counter, Gauge, Histogram
events = Counter("trial_total", "Events.", {"kind": frozenset({"new"})})
waiting = Gauge("trial_waiting", "Waiting.")
times = Histogram("trial_seconds", "Times.", buckets=(1, 2))
assert shared_counts.share(Path(sys.argv[1]))
events.add(int(sys.argv[2]), "new")
waiting.set(int(sys.argv[2]))
times.observe(1.5)
print("counted", flush=True)
sys.stdin.read()
"""


def process(folder: Path, many: int) -> "subprocess.Popen[str]":
    """Start a process that counts so many, and lives until it is killed."""
    command = [sys.executable, "-c", COUNTS, str(folder), str(many)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    started = subprocess.Popen(command, text=True, **pipes)  # type: ignore[call-overload]
    assert started.stdout
    assert started.stdout.readline() == "counted\n"
    return started  # type: ignore[no-any-return]


def instruments() -> None:
    Counter("trial_total", "Events.", {"kind": frozenset({"new"})})
    Gauge("trial_waiting", "Waiting.")
    Histogram("trial_seconds", "Times.", buckets=(1, 2))


def seen() -> tuple[float, float, float]:
    """Return events, what waits, and how many times were taken."""
    found = figures()
    return (
        found["journeywork_trial_total", ("new",)],
        found.get(("journeywork_trial_waiting", ()), 0),
        found["journeywork_trial_seconds_count", ()],
    )


def test_processes_are_one_picture_and_the_dead_are_not_forgotten(tmp_path: Path) -> None:
    """A counter never goes back, and what a dead process had waiting waits no more."""
    instruments()
    assert shared_counts.share(tmp_path)
    first, second = process(tmp_path, 3), process(tmp_path, 4)
    assert (seen(), shared_counts.processes()) == ((7, 7, 2), 3)
    first.kill()
    first.wait()
    assert (seen(), shared_counts.processes()) == ((7, 4, 2), 2)
    third = process(tmp_path, 5)
    assert (seen(), shared_counts.processes()) == ((12, 9, 3), 3)
    for each in (second, third):
        each.send_signal(signal.SIGKILL)
        each.wait()
    assert (seen(), shared_counts.processes()) == ((12, 0, 3), 1)
    left = sorted(file.name.split("_")[0] for file in tmp_path.glob("*_past.db"))
    assert left == ["counter", "histogram"]
    assert len(list(tmp_path.glob("*.alive"))) == 1


def test_there_are_never_more_files_than_processes(tmp_path: Path) -> None:
    instruments()
    for _ in range(4):
        killed = process(tmp_path, 1)
        killed.kill()
        killed.wait()
    assert shared_counts.share(tmp_path)
    assert seen() == (4, 0, 4)
    assert len(list(tmp_path.iterdir())) == 2 + 1 + 3 + 1  # Past, sign of life, counts, lock.


def test_what_an_older_version_counted_is_told_no_more(tmp_path: Path) -> None:
    killed = process(tmp_path, 1)
    killed.kill()
    killed.wait()
    assert shared_counts.share(tmp_path)
    assert figures() == {}


def test_where_nothing_can_be_kept_a_process_counts_for_itself(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, no folder")
    answers = Counter("trial_total", "Answers.")
    assert not shared_counts.share(tmp_path / "taken")
    answers.add(2)
    assert (figures(), shared_counts.processes()) == ({("journeywork_trial_total", ()): 2}, 1)


def test_a_full_disk_refuses_the_files_and_kills_nobody(tmp_path: Path) -> None:
    """A file with holes would end the process that writes into it, by a signal."""
    import resource

    command = [sys.executable, "-c", COUNTS.replace("assert shared_counts", "print(shared_counts")
               .replace("share(Path(sys.argv[1]))", "share(Path(sys.argv[1])))"), str(tmp_path), "1"]  # fmt: skip

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    ended = subprocess.run(
        command, input="", capture_output=True, text=True, check=False, preexec_fn=little_room
    )
    assert (ended.returncode, ended.stdout) == (0, "False\ncounted\n"), ended.stderr
    assert sorted(file.name for file in tmp_path.iterdir()) == ["lock"]


def test_files_are_closed_to_others(tmp_path: Path) -> None:
    assert shared_counts.share(tmp_path / "metrics")
    modes = {file.stat().st_mode & 0o077 for file in (tmp_path / "metrics").glob("*.db")}
    assert modes == {0}
    assert (tmp_path / "metrics").stat().st_mode & 0o077 == 0
    assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == str(tmp_path / "metrics")
    assert json.dumps(sorted(shared_counts.FILES)) == '["counter", "gauge_livesum", "histogram"]'
