"""`journeywork work ...` on a repository, with the worker beside it."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from journeywork.config.cluster import throwaway_folder
from journeywork.kernel.clock import now
from tests.flow.installation import PROGRAM, Installation, wait_until
from tests.rooms.repositories import Repository

NOW = now()
EPISODES = "select count(*) from work_episode where place = %s"


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    whole = Installation(throwaway_folder("jw-git-"))
    try:
        whole.start("worker")
        yield whole
    finally:
        whole.stop()
        shutil.rmtree(whole.place)


def command(whole: Installation, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "work", *arguments],
        env=whole.environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_repository_comes_in_with_its_documents(
    installation: Installation, tmp_path: Path
) -> None:
    repository = Repository(tmp_path / "payments", NOW - timedelta(days=400))
    repository.commit("Write it down", "docs/deploy.md", text="# Deploy\n\nAsk Ben first.\n")
    repository.commit("Charge once", "billing/fees.py")
    first = command(installation, "import-repository", str(repository.path))
    again = command(installation, "import-repository", str(repository.path))
    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert "payments: 2 changes by 1 people, 4 new events" in first.stdout
    assert "payments: 0 changes by 0 people, 0 new events" in again.stdout
    assert installation.count(EPISODES, "payments") == 2
    titles = installation.rows("select title from knowledge_card where state = 'published'")
    assert titles == [("Deploy",)]
    assert installation.count("select count(*) from moments_moment") == 0, "history moves nobody"


def test_another_repository_of_the_same_name_is_refused(
    installation: Installation, tmp_path: Path
) -> None:
    mine = Repository(tmp_path / "a" / "infra", NOW - timedelta(days=400))
    theirs = Repository(tmp_path / "b" / "infra", NOW - timedelta(days=300))
    mine.commit("Write it down", "docs/deploy.md", text="# Roll out\n\nAsk Ben first.\n")
    theirs.commit("Write it down", "docs/other.md", text="# Turn off\n\nAsk Ana first.\n")
    titles = "select title from knowledge_card where state = 'published' and source ~ 'infra$'"
    assert command(installation, "import-repository", str(mine.path)).returncode == 0
    refused = command(installation, "import-repository", str(theirs.path))
    assert refused.returncode == 1
    assert refused.stderr.startswith("journeywork: another history is known as infra.")
    assert installation.rows(titles) == [("Roll out",)]
    named = command(installation, "import-repository", str(theirs.path), "--place", "b-infra")
    assert named.returncode == 0, named.stderr
    assert sorted(installation.rows(titles)) == [("Roll out",), ("Turn off",)]
    taken = command(installation, "import-repository", str(theirs.path), "--yes")
    assert taken.returncode == 0, taken.stderr


def test_what_is_no_repository_is_one_line(installation: Installation, tmp_path: Path) -> None:
    refused = command(installation, "import-git", str(tmp_path / "nowhere"))
    assert refused.returncode == 1
    assert refused.stderr.splitlines() == [
        f"journeywork: there is no folder {tmp_path / 'nowhere'}"
    ]


def test_an_organisation_that_is_not_here(installation: Installation, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "x", NOW)
    repository.commit("One", "a.py")
    refused = command(installation, "import-git", str(repository.path), "--org", "nobody")
    assert refused.returncode == 2
    assert refused.stderr.strip().endswith("(fairwater)")


def test_following_a_repository(installation: Installation, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "ledger", NOW - timedelta(hours=1))
    repository.commit("Before", "a.py")
    follower = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "work", "watch", str(repository.path), "--every", "0.5"],
        env=installation.environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        wait_until(lambda: installation.count(EPISODES, "ledger") == 1, "the first is there")
        repository.commit("After", "a.py")
        wait_until(lambda: installation.count(EPISODES, "ledger") == 2, "the next came in")
    finally:
        follower.send_signal(signal.SIGTERM)
    assert follower.wait(20) == 0


def test_without_a_worker_it_says_what_waits(installation: Installation, tmp_path: Path) -> None:
    assert installation.ask_to_stop("worker") == 0
    repository = Repository(tmp_path / "later", NOW - timedelta(days=30))
    repository.commit("One", "a.py")
    told = command(installation, "import-git", str(repository.path))
    assert told.returncode == 0
    assert "2 events wait for the worker: journeywork worker" in told.stdout
