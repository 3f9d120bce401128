"""The command line of the server: what could not be done, who is meant, and how it breaks."""

import json
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
import typer
from typer.testing import CliRunner

from journeywork.config.cluster import APP
from journeywork.config.entry import app
from tests.flow.installation import Installation, wait_until
from tests.flow.terminal import PROGRAM
from tools.reference import known_commands

SPEAKS_OF_OCTO = """
import django; django.setup()
from datetime import timedelta
from uuid import UUID
from journeywork.engine.work import WorkEvent
from journeywork.kernel.clock import now
from journeywork.kernel.tenancy import within
from journeywork.work import actions
at = now()
with within(UUID("{org}")):
    actions.accept([WorkEvent(source="urn:x", id="octo", type="change.merged", at=at,
                              subject="change:octo/1", by_handle="octo@old.example",
                              title="A migration")], by=None, at=at)
"""
FAIL = """
insert into procrastinate_jobs (task_name, queue_name, args, status) values
    ('turn_fact', 'default', json_build_object('org', %s::text, 'fact', 'x'), 'todo') returning id
"""


def jw(whole: Installation, *words: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
    """Run the program on the server."""
    return subprocess.run(
        [PROGRAM, *words],
        input=typed,
        env=whole.environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def failed(demo_installation: Installation) -> Iterator[int]:
    """The number of a job that failed as often as it may."""
    with psycopg.connect(demo_installation.cluster.url(APP), autocommit=True) as link:
        row = link.execute("begin").execute(FAIL, [demo_installation.org]).fetchone()
        assert row is not None
        for status in ("doing", "failed"):
            link.execute(
                "update procrastinate_jobs set status = %s where id = %s", [status, row[0]]
            )
        link.execute(
            "insert into kernel_job_note values (%s, '', 0, 0, 'Somebody left -> new owners.',"
            " 'KeyError in upkeep.reassign')",
            row,
        )
        link.execute("commit")
        yield row[0]
        link.execute("delete from procrastinate_jobs where status = 'failed'")


# Jobs


def test_what_could_not_be_done_is_listed_in_words(
    demo_installation: Installation, failed: int
) -> None:
    said = jw(demo_installation, "jobs", "list").stdout
    assert said.startswith(f"{failed}  Somebody left -> new owners.\n")
    assert "it broke off with KeyError in upkeep.reassign" in said
    (told,) = json.loads(jw(demo_installation, "jobs", "list", "--json").stdout)
    assert (told["id"], told["organisation"], told["comes_again"]) == (
        failed,
        demo_installation.org,
        False,
    )


def test_the_doctor_tells_of_it(demo_installation: Installation, failed: int) -> None:
    del failed
    findings = json.loads(jw(demo_installation, "doctor", "--json").stdout)
    (told,) = [each for each in findings if each["check"] == "jobs"]
    assert (told["state"], told["says"]) == (
        "warn",
        "1 failed for good: what they should have done is not done",
    )
    assert "journeywork jobs list" in told["do"]


def test_it_is_given_up_after_a_question(demo_installation: Installation, failed: int) -> None:
    refused = jw(demo_installation, "jobs", "give-up", str(failed), typed="n\n")
    assert (refused.returncode, refused.stdout.strip()) == (1, "")
    assert "Give up 1 for good?" in refused.stderr
    given = jw(demo_installation, "jobs", "give-up", str(failed), "--yes", "--json")
    assert json.loads(given.stdout) == {"given_up": 1}
    assert jw(demo_installation, "jobs", "list").stdout == "Nothing was left undone.\n"


def test_it_is_tried_again(demo_installation: Installation, failed: int) -> None:
    del failed
    said = jw(demo_installation, "jobs", "try-again", "--all").stdout
    assert said == "1 of them will be tried again.\n"


@pytest.mark.parametrize("words", [["try-again"], ["give-up", "1", "--all"], ["try-again", "999"]])
def test_a_mistake_is_one_line(demo_installation: Installation, words: list[str]) -> None:
    done = jw(demo_installation, "jobs", *words)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert done.stderr.startswith("journeywork: ")


# Authors


def test_a_name_in_the_work_is_said_to_be_ana(demo_installation: Installation) -> None:
    demo_installation.python(SPEAKS_OF_OCTO.format(org=demo_installation.org))
    _wait_for(demo_installation)
    said = jw(demo_installation, "work", "authors").stdout
    assert said.splitlines()[0] == "      1  octo@old.example"
    stranger = jw(demo_installation, "work", "name-author", "octo@old.example", "zorro")
    assert stranger.stderr == "journeywork: There is no such person here.\n"
    named = jw(demo_installation, "work", "name-author", "octo@old.example", "ana")
    assert named.stdout == "octo@old.example is Ana. The worker hands the history over.\n"
    again = jw(demo_installation, "work", "name-author", "octo@old.example", "ana")
    assert again.stderr == "journeywork: There is no such author here.\n"


def _wait_for(whole: Installation) -> None:
    def known() -> bool:
        return json.loads(jw(whole, "work", "authors", "--json").stdout) != []

    wait_until(known, "the event was taken up", log=lambda: whole.log("worker"))


# All commands


@pytest.mark.parametrize("path", [path for path, _ in known_commands()])
def test_every_command_helps_a_newcomer(path: str) -> None:
    command = typer.main.get_command(app())
    shown = CliRunner().invoke(app(), [*path.split()[1:], "--help"])
    assert (shown.exit_code, "Usage:" in shown.stdout) == (0, True)
    for word in path.split()[1:]:
        command = command.commands[word]  # type: ignore[attr-defined]
    mute = [each.name for each in command.params if not getattr(each, "help", "")]
    assert (bool(command.help), mute) == (True, [])


def test_what_nobody_foresaw_is_one_line_and_an_exit_code_of_its_own() -> None:
    broken = (
        "import sys; from journeywork.config import entry\n"
        "entry.app = lambda: lambda: {}['what somebody wrote']\n"
        "sys.argv = ['journeywork', 'today']; entry.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", broken], capture_output=True, text=True, check=False
    )
    (line,) = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (70, "")
    assert line.startswith("journeywork: something broke that should not have: KeyError")
    assert "somebody wrote" not in line


def test_the_version_is_told() -> None:
    done = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("journeywork ")
