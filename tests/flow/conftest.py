"""One installation with the demo in it, for everything that is tried from a terminal."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeywork.config.cluster import throwaway_folder
from tests.flow.installation import Installation
from tests.flow.terminal import PROGRAM, Run, environment, token


@pytest.fixture(scope="session")
def demo_installation() -> Iterator[Installation]:
    whole = Installation(throwaway_folder("jw-cli-"))
    try:
        whole.start("web", "worker")
        said = whole.run("demo", "load", "--for", "ana@fairwater.example")
        assert "journeywork demo sign-in --as ana" in said
        yield whole
    finally:
        whole.stop()
        shutil.rmtree(whole.place)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def jw(home: Path, tmp_path: Path) -> Run:
    """Run the program as a person would, in a folder that is no repository."""
    (tmp_path / "elsewhere").mkdir()

    def run(*arguments: str, typed: str = "", **more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [PROGRAM, *arguments],
            input=typed,
            env=environment(home, **more),
            cwd=tmp_path / "elsewhere",
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run


@pytest.fixture(scope="session")
def anas_token(demo_installation: Installation) -> str:
    return token(demo_installation, "ana")


@pytest.fixture
def ana(demo_installation: Installation, anas_token: str, jw: Run) -> Run:
    """Ana of the demo, connected."""
    done = jw("login", demo_installation.address, "--token", anas_token)
    assert done.returncode == 0, done.stderr
    return jw
