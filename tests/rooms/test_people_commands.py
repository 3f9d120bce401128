"""`journeywork people`: ways in from the command line of the server."""

import json
from datetime import datetime

import pytest
from typer.testing import CliRunner, Result

from journeywork.cli.people import app
from journeywork.growth import actions as growth
from journeywork.kernel import clock
from journeywork.kernel.schema import scoped_models
from journeywork.people import actions, queries
from tests.conftest import Cast

#: There are two organisations on the stage.
HERE = ("--org", "fairwater")


def run(*words: str, answer: str = "") -> Result:
    return CliRunner().invoke(app, list(words), input=answer)


def secret_in(said: Result) -> str:
    return said.stdout.split("/sign-in/")[1].strip("/\n")


@pytest.mark.django_db
def test_a_fresh_installation_gets_its_administrator_and_a_link(at: datetime) -> None:
    with clock.fixed(at):
        first, second = run("sign-in-link"), run("sign-in-link")
        account = actions.use_link(secret_in(second), at=at)
    organisation = queries.organisations()[0]
    assert (first.exit_code, second.exit_code, account is not None) == (0, 0, True)
    assert (organisation.name, len(queries.organisations())) == ("My team", 1)


def test_a_link_for_somebody_by_address_or_key(cast: Cast, at: datetime) -> None:
    with clock.fixed(at):
        for who in ("ana", "Ana@Fairwater.example"):
            said = run("sign-in-link", who, "--org", "fairwater")
            assert actions.use_link(secret_in(said), at=at) == queries.account_of(cast.ana.id)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("sign-in-link", "nobody", *HERE), "journeywork: There is no such person here."),
        (("list",), "journeywork: say which organisation with --org (fairwater, elsewhere)"),
        (("list", "--org", "none"), "say which organisation with --org (fairwater, elsewhere)"),
        (("add", "", "x@y.example", *HERE), "journeywork: name: needs at least one character"),
    ],
)
def test_a_mistake_is_a_line_not_a_traceback(cast: Cast, words: tuple[str, ...], says: str) -> None:
    said = run(*words)
    assert (said.exit_code, says in said.output) == (1, True)


def test_people_are_listed_added_and_let_go(cast: Cast) -> None:
    run("add", *HERE, "Gus Holm", "gus@x.example", "--role", "coordinator")
    told = json.loads(run("list", *HERE, "--json").stdout)
    gus = next(each for each in told if each["key"] == "gus-holm")
    assert gus["roles"] == ["coordinator"]
    assert run("deactivate", *HERE, "gus-holm").exit_code == 0
    assert "gus-holm" not in run("list", *HERE).stdout


def test_erasing_asks_first(cast: Cast) -> None:
    refused = run("erase", *HERE, "ana", answer="n\n")
    assert (refused.exit_code, queries.person(cast.ana.id).name) == (1, "Ana")
    exported = json.loads(run("export", *HERE, "ana").stdout)
    run("erase", *HERE, "ana", answer="y\n")
    assert (exported["people_person"][0]["name"], queries.person(cast.ana.id).name) == (
        "Ana",
        "Someone who left",
    )


def test_an_export_on_the_server_holds_nothing_private(cast: Cast, at: datetime) -> None:
    """Whoever runs the server takes out for Ana what is hers, but not what she alone can read."""
    growth.add(line="read a ledger", by=cast.ana.id, at=at)
    growth.write(text="I was afraid", day=at.date(), by=cast.ana.id, at=at)
    private = {model._meta.db_table for model in scoped_models() if model.private_to}
    hers, told = queries.my_data(cast.ana.id), json.loads(run("export", *HERE, "ana").stdout)
    assert {"growth_entry", "growth_journal"} <= hers.keys() & private
    assert told.keys() & private == set()
    assert told.keys() == hers.keys() - private
