"""The demo from the command line of the server: loaded, entered, removed."""

import shutil
import subprocess
from collections.abc import Iterator
from urllib.request import build_opener

import pytest

from journeywork.config.cluster import throwaway_folder
from tests.flow.installation import Installation, wait_until
from tests.flow.terminal import PROGRAM

WRITE = """
import django; django.setup()
from uuid import UUID
from journeywork.kernel.clock import now
from journeywork.kernel.tenancy import within
from journeywork.knowledge import actions
with within(UUID("{org}")):
    actions.note(text="Locks wait for reports.", by=UUID("{ana}"), at=now())
"""
PENDING = "select count(*) from knowledge_index_change"


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    whole = Installation(throwaway_folder("jw-demo-"))
    try:
        whole.start("web", "worker")
        yield whole
    finally:
        whole.stop()
        shutil.rmtree(whole.place)


def command(whole: Installation, *words: str) -> list[str]:
    """Run `journeywork demo ...`; return the lines it prints, and ! before its complaint."""
    done = subprocess.run(
        [PROGRAM, "demo", *words],
        env=whole.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stdout.splitlines()
    return told if done.returncode == 0 else ["!" + done.stderr.strip()]


def test_it_is_loaded_entered_once_by_a_link_and_removed(installation: Installation) -> None:
    assert command(installation, "sign-in")[0].startswith("!journeywork: There is no demo here")
    assert command(installation, "remove") == ["There is no demo here."]
    loaded = command(installation, "load", "--for", "ana@fairwater.example")
    assert loaded[-2] == "The demo is loaded. To look at it as Ana does:"
    twice = command(installation, "load")
    assert twice[0].startswith("!journeywork: A demo is loaded already; remove it first")
    stranger = command(installation, "load", "--for", "nobody@fairwater.example")
    assert stranger[0].startswith("!journeywork: --for: nobody here has the address")

    (link,) = command(installation, "sign-in", "--as", "ben")
    path = link.removeprefix("http://127.0.0.1:8765")
    assert path.startswith("/sign-in/")
    assert b"<form" in build_opener().open(f"{installation.address}{path}").read()
    nobody = command(installation, "sign-in", "--as", "zorro")
    assert nobody[0].startswith("!journeywork: Nobody in the demo goes by 'zorro'.")

    assert command(installation, "remove") == ["Removed: Fairwater Group (demo)"]
    assert installation.count("select count(*) from people_person") == 1


def test_the_worker_loads_it_where_it_holds_the_index(installation: Installation) -> None:
    installation.python(WRITE.format(org=installation.org, ana=installation.ana))
    wait_until(lambda: installation.count(PENDING) == 0, "the worker has written the index")
    asked = command(installation, "load")
    assert asked[0] == "The demo is loaded. To look at it as Ana does:"
    assert command(installation, "remove") == ["Removed: Fairwater Group (demo)"]
    installation.ask_to_stop("worker")
    alone = command(installation, "load")
    assert [line.split()[0] for line in alone[:3]] == ["people", "cards", "work"]
