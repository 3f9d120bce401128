"""The supervisor's children talk for months; what they say does not fill the disk."""

import os
import pwd
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeywork.config.children import Child
from journeywork.config.cluster.account import Account
from tests.flow.installation import wait_until

LARGEST = 5_000_000
#: Says six million signs, and a few more when it is asked to.
TALKS = """
import sys, time
from pathlib import Path
print("x" * 6_000_000, flush=True)
asked = Path(sys.argv[1])
while not asked.exists():
    time.sleep(0.01)
print("the last words", flush=True)
time.sleep(60)
"""


@pytest.fixture
def talker(tmp_path: Path) -> Iterator[Child]:
    me = pwd.getpwuid(os.geteuid())
    child = Child(
        "talker",
        [sys.executable, "-c", TALKS, str(tmp_path / "asked")],
        Account(me.pw_name, me.pw_uid, me.pw_gid),
        {},
        tmp_path / "talker.log",
    )
    child.start()
    yield child
    child.wait_stopped(lambda: True)


def test_the_log_of_a_child_that_talks_begins_anew_while_it_lives(
    talker: Child, tmp_path: Path
) -> None:
    wait_until(lambda: talker.log.stat().st_size > LARGEST + 1_000_000, "said much")
    pid = talker.group
    talker.watch(print)
    assert talker.log.stat().st_size == 0
    (tmp_path / "asked").touch()
    wait_until(lambda: talker.log.stat().st_size > 0, "said more")
    talker.watch(print)
    assert (talker.last_words(), talker.group, talker.alive) == ("the last words", pid, True)
    assert talker.log.stat().st_size == len("the last words\n"), "no hole before it"
    assert {file.name: file.stat().st_size for file in tmp_path.glob("*.1")} == {
        "talker.log.1": 6_000_001
    }
