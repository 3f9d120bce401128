"""`journeywork webhooks`, from the command line of the server."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from journeywork.cli.webhooks import app
from journeywork.kernel import clock
from journeywork.subscriptions import queries
from tests.conftest import Cast
from tests.fakes.outbound import Day
from tests.fakes.receiver import Receiver, answer, receiving

ADDRESS = "https://wiki.example/hook"


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.INSIDE = frozenset({"127.0.0.1"})
    with receiving() as made:
        yield made


def run(at: datetime, *words: str, answer: str = "") -> Result:
    with clock.fixed(at):
        return CliRunner().invoke(app, [*words, *_org(words)], input=answer)


def _org(words: tuple[str, ...]) -> tuple[str, ...]:
    return () if words[0] == "kinds" else ("--org", "fairwater")


def test_one_is_added_listed_changed_and_removed(cast: Cast, at: datetime) -> None:
    made = run(at, "add", "The wiki", ADDRESS, "--kind", "card.published")
    assert (made.exit_code, "Secret: whsec_" in made.stdout) == (0, True)
    (told,) = json.loads(run(at, "list", "--json").stdout)
    assert (told["name"], told["address"], told["kinds"]) == (
        "The wiki",
        ADDRESS,
        ["card.published"],
    )
    run(at, "change", "The wiki", "--name", "Wiki", "--kind", "card.flagged")
    assert queries.subscription_named("Wiki").kinds == ("card.flagged",)
    assert "Secret: whsec_" in run(at, "new-secret", "Wiki", "--hours", "0").stdout
    assert "Wiki: paused" in run(at, "pause", "Wiki").stdout
    assert "Wiki: active" in run(at, "resume", "Wiki").stdout
    assert run(at, "remove", "Wiki", answer="n\n").exit_code == 1
    assert run(at, "remove", "Wiki", "--yes").exit_code == 0
    assert "Nobody is told anything yet" in run(at, "list").stdout


def test_without_a_choice_it_is_told_all_that_may_leave(cast: Cast, at: datetime) -> None:
    run(at, "add", "wiki", ADDRESS)
    assert queries.subscription_named("wiki").kinds == tuple(queries.KINDS)
    assert run(at, "kinds").stdout.split()[0] == "card.published"


def test_a_secret_of_the_other_side_is_asked_for(cast: Cast, at: datetime) -> None:
    secret = "whsec_" + "QUJD" * 10
    made = run(at, "add", "wiki", ADDRESS, "--given", "--json", answer=f"{secret}\n")
    assert json.loads(made.stdout)["secret"] == secret


def test_a_test_and_what_came_of_it(cast: Cast, at: datetime, receiver: Receiver) -> None:
    day = Day(cast, at)
    line = day.subscribe(receiver)
    assert "On its way" in run(at, "test", "wiki").stdout
    day.work(line)
    assert "webhook.tested: delivered" in run(at, "deliveries", "wiki").stdout


def test_dead_letters_are_listed_tried_again_and_dropped(
    cast: Cast, at: datetime, receiver: Receiver
) -> None:
    day, receiver.usual = Day(cast, at), answer(500)
    line = day.subscribe(receiver)
    day.happens()
    day.work_until(line, lambda: queries.subscription(line.id).dead == 1)
    listed = run(at, "dead-letters")
    assert "for wiki: dead letter" in listed.stdout
    letter = listed.stdout.split()[0]
    assert run(at, "try-again").exit_code == 1
    assert "1 of them" in run(at, "try-again", letter).stdout
    assert "no such dead letter" in run(at, "drop", letter).output
    assert "0 dropped" in run(at, "drop", "--all").stdout
    assert "There are no dead letters." in run(at, "dead-letters").stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("test", "nothing"), "There is no such webhook here"),
        (("add", "wiki", "http://wiki.example"), "address: must begin with https://"),
        (("add", "wiki", ADDRESS, "--kind", "offer.made"), "kinds: cannot be told: offer.made"),
    ],
)
def test_a_mistake_is_a_line_not_a_traceback(
    cast: Cast, at: datetime, words: tuple[str, ...], says: str
) -> None:
    said = run(at, *words)
    assert (said.exit_code, says in said.output) == (1, True)
