"""The demo from the command line of the server: loaded, entered, removed."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from urllib.request import build_opener
from uuid import UUID

import pytest

from journeywork.config.cluster import throwaway_folder
from journeywork.connectors.demo.commands import _bars
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
#: Of these the search index holds something.
HELD = """
import django; django.setup()
from journeywork.knowledge.indexing import search_index
print(*search_index().organisations())
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


def in_the_index(whole: Installation) -> set[UUID]:
    return {UUID(each) for each in whole.python(HELD).split()}


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


def finished(bars: list[str]) -> dict[str, bool]:
    """Which parts stand on the bars, without a terminal, and whether each stands at its end."""
    shown = [re.match(r"(\w+) .* (\d+)/(\d+)$", line) for line in bars]
    return {one[1]: one[2] == one[3] for one in shown if one}


def test_bars_stand_where_it_ended_and_where_it_broke(capsys: pytest.CaptureFixture[str]) -> None:
    """The worker is looked at twice a second: the last look comes before the end."""
    with _bars(quiet=True) as show:
        show("people", 32, 40)
    assert finished(capsys.readouterr().err.splitlines()) == {"people": True}
    with pytest.raises(KeyError), _bars(quiet=True) as show:  # The control.
        show("people", 32, 40)
        raise KeyError
    assert finished(capsys.readouterr().err.splitlines()) == {"people": False}


def test_it_is_loaded_entered_once_by_a_link_and_removed(installation: Installation) -> None:
    assert command(installation, "sign-in")[0].startswith("!journeywork: There is no demo here")
    assert command(installation, "remove") == ["There is no demo here."]
    loaded = command(installation, "load", "--for", "ana@fairwater.example")
    assert loaded[-2] == "The demo is loaded. To look at it as Ana does:"
    assert all(finished(loaded[:-2]).values())
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
    assert asked[-2] == "The demo is loaded. To look at it as Ana does:"
    assert len(in_the_index(installation)) == 2
    assert command(installation, "remove") == ["Removed: Fairwater Group (demo)"]
    wait_until(
        lambda: in_the_index(installation) == {UUID(installation.org)},
        "the worker has taken the demo out of the index",
    )
    installation.ask_to_stop("worker")
    alone = command(installation, "load")
    assert [line.split()[0] for line in alone[:4]] == ["people", "cards", "past", "work"]
