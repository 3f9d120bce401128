"""Mentoring from the command line: a round asked for, looked at, published; and taking part."""

import json
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from journeywork.config.entry import app
from journeywork.engine.mentoring import Choosing
from journeywork.engine.people import Person
from journeywork.kernel import clock
from journeywork.mentoring import finding, publishing, queries, staging
from tests.conftest import Cast
from tests.flow.test_client import cast as cast  # noqa: PLC0414 -- a fixture
from tests.flow.test_client import token
from tests.rooms.mentoring import enrol, programme

Jw = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module", autouse=True)
def _solver() -> None:
    """Where nothing is compiled yet this takes long: it is nothing to wait for in a test."""
    finding.make_ready()


@pytest.fixture
def as_(live_server: Any, cast: Cast, tmp_path: Path) -> Callable[[Person], Jw]:
    """Return commands as they run for somebody who is connected."""
    del cast
    whole = app()

    def somebody(person: Person) -> Jw:
        env = {"HOME": str(tmp_path), "JOURNEYWORK_ADDRESS": live_server.url}
        env |= {"JOURNEYWORK_TOKEN": token(person)}

        def run(*arguments: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
            done = CliRunner().invoke(whole, arguments, input=typed, env=env)
            return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)

        return run

    return somebody


def said(done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_from_enrolling_to_a_match(cast: Cast, as_: Callable[[Person], Jw]) -> None:
    at = clock.now()
    where = programme(at, by=cast.emil, key="spring-cohort", choosing=Choosing.BOTH)
    enrol(where, cast.cleo, at, offers=["SQL"])
    ana, cleo, emil = (as_(one) for one in (cast.ana, cast.cleo, cast.emil))
    assert "jw mentoring enrol spring-cohort" in said(ana("mentoring", "programmes"))
    enrols = ("mentoring", "enrol", "spring-cohort", "--role", "mentee", "--learn", "SQL")
    assert said(ana(*enrols)) == "You take part: Spring cohort\n"
    assert said(ana(*enrols, "--goal", "Lead")) == "Kept. It counts from now on.\n"
    until = f"{at + timedelta(days=30):%Y-%m-%d}"
    assert until in said(ana("mentoring", "pause", "spring-cohort", "--until", until))
    said(ana("mentoring", "pause", "Spring", "--end"))
    assert said(ana("mentoring", "matches")).startswith("You are together with nobody")

    assert said(emil("rounds", "ask", "spring-cohort")).startswith("Round 1 is being matched")
    assert emil("rounds", "publish", "spring-cohort", "--yes").returncode == 1, "nothing waits yet"
    (found,) = queries.rounds(where.id)
    staging.stage(round_id=found.id, at=at)
    shown = said(emil("rounds", "show", "spring-cohort", "--pairs", "--left"))
    assert "1 sought somebody" in shown
    assert "Ana and Cleo" in shown
    assert emil("rounds", "publish", "spring-cohort", typed="n\n").returncode == 1
    assert queries.round(found.id).state == "staged", "asked once more, and not published"
    assert said(emil("rounds", "publish", "spring-cohort", "--yes")).startswith("Round 1")
    publishing.publish(round_id=found.id, at=at)

    assert said(ana("mentoring", "answer")).startswith("Cleo")
    assert ana("mentoring", "answer", "Cleo").returncode == 1, "neither a yes nor a no"
    assert said(ana("mentoring", "answer", "Cleo", "--yes")).startswith("Kept")
    assert said(cleo("mentoring", "answer", "Ana", "--yes")).startswith("You are together")
    (match,) = json.loads(said(ana("mentoring", "matches", "--json")))
    assert [one["name"] for one in match["people"]] == ["Cleo"]
    assert said(cleo("mentoring", "matches")).startswith("Ana")


def test_who_does_not_coordinate_is_told(cast: Cast, as_: Callable[[Person], Jw]) -> None:
    programme(clock.now(), by=cast.emil, key="spring-cohort")
    done = as_(cast.ana)("rounds", "ask", "spring-cohort")
    assert (done.returncode, "programme.read" in done.stderr) == (1, True)
    done = as_(cast.emil)("rounds", "show", "nowhere")
    assert (done.returncode, "no programme 'nowhere'" in done.stderr) == (1, True)
