"""`journeywork replay` as a team lead types it: a repository in, a report out."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer

from journeywork.cli.replay import start_of
from journeywork.config.cluster import throwaway_folder
from journeywork.kernel.clock import now
from tests.flow.installation import PROGRAM, Installation, wait_until
from tests.rooms.repositories import ANA, BEN, DORA, Repository

NOW = now()
TUESDAY = datetime(2026, 3, 10, 10, tzinfo=UTC)
PEOPLE = (ANA, BEN, DORA, "Emil <emil@fairwater.example>", "Finn <finn@fairwater.example>",
          "Gwen <gwen@fairwater.example>")  # fmt: skip
DONE = "select count(*) from evidence_replay where state = 'done'"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation that knows a repository of some 60 changes by six people."""
    repository = Repository(tmp_path_factory.mktemp("git") / "payments", NOW - timedelta(days=420))
    repository.commit("Write it down", "billing/rounding.md", text="# Rounding\n\nRound once.\n")
    last = ""
    for n in range(60):
        here = PEOPLE[: 2 + n // 10]
        folder = ("billing", "ledger", "audit")[n // 3 % 3]
        cites = f"\n\nFollows {last[:10]}." if n % 4 == 3 else ""
        helper = f"\n\nReviewed-by: {here[(n + 1) % len(here)]}"
        by = here[n % len(here)]
        last = repository.commit(f"Mend {folder} {n}{cites}{helper}", f"{folder}/{n % 4}.py", by=by)
        repository.at += timedelta(days=6)
    whole = Installation(throwaway_folder("jw-replay-"))
    try:
        whole.start("worker")
        whole.run("work", "import-repository", str(repository.path))
        yield whole
    finally:
        whole.stop()
        shutil.rmtree(whole.place)


def command(whole: Installation, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "replay", *arguments],
        env=whole.environment() | {"COLUMNS": "160"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_worker_does_it_once_where_there_is_news(installation: Installation) -> None:
    assert "The worker replays the history" in command(installation, "--later").stdout
    wait_until(lambda: installation.count(DONE) == 1, "the worker has done it")
    assert "Nothing has come in" in command(installation, "--later").stdout
    assert installation.count(DONE) == 1


def test_a_report_in_the_terminal_and_in_a_file(installation: Installation, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    done = command(installation, "--since", "2y", "--html", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Would the right past work have come up?" in done.stdout
    assert "Would the right colleague have been named?" in done.stdout
    assert f"Written to {file}" in done.stdout
    assert file.read_text().startswith("<!doctype html>")
    again = command(installation, "--last")
    assert again.stdout == done.stdout.replace(f"Written to {file}\n", "")


def test_a_report_for_programs(installation: Installation) -> None:
    found = json.loads(command(installation, "--since", "1y", "--json").stdout)
    assert found["past_work"]["questions"] > 0
    assert found["who_knows"]["questions"] > 0
    assert found["events"] == 122


def test_what_cannot_be_is_one_line(installation: Installation) -> None:
    wrong = command(installation, "--since", "yesterday")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "is not 90d, 26w, 18m, 2y or 2024-03-01" in " ".join(wrong.stderr.split())
    ahead = command(installation, "--since", "2999-01-01")
    assert ahead.returncode == 1
    assert ahead.stderr.splitlines()[-1].startswith("journeywork: since: must lie in the past")
    nobody = command(installation, "--org", "nobody")
    assert nobody.stderr == "journeywork: say which organisation with --org (fairwater)\n"


@pytest.mark.parametrize(
    ("written", "days"), [("90d", 90), ("2w", 14), ("2Y", 730.5), ("1m", 30.44), ("2026-03-01", 9)]
)
def test_spans_as_people_write_them(written: str, days: float) -> None:
    start = TUESDAY.replace(hour=0) if "-" in written else TUESDAY
    assert start_of(written, start) == start - timedelta(days=days)


@pytest.mark.parametrize("written", ["", "y", "two years", "-1y", "1.5y", "2026-13-01"])
def test_spans_that_are_none(written: str) -> None:
    with pytest.raises(typer.BadParameter):
        start_of(written, TUESDAY)


def test_a_span_beyond_all_calendars_is_all_there_is() -> None:
    assert start_of("99999y", TUESDAY) == datetime(1971, 1, 1, tzinfo=UTC)
