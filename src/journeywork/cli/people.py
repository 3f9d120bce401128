"""`people`: who is here, from the command line of the server; needs the database at hand."""

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from journeywork.cli.server import Org, ready, within_organisation

if TYPE_CHECKING:
    from journeywork.engine.people import Person

app = typer.Typer(help="People, and ways in for them (on the server).", no_args_is_help=True)

Who = Annotated[str, typer.Argument(help="E-mail address or key of a person.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


# Before a command imports what speaks to the database.
app.callback()(ready)


@app.command("sign-in-link")
def sign_in_link(
    who: Annotated[str, typer.Argument(help="E-mail or key; else the first administrator.")] = "",
    org: Org = "",
    as_json: Json = False,
) -> None:
    """Print a one-time sign-in link; on a fresh installation it makes the administrator."""
    from django.conf import settings

    from journeywork.kernel.clock import now
    from journeywork.people import actions

    if not who and not org:
        path = actions.first_sign_in_link(at=now())
    else:
        with within_organisation(org):
            person = _person(who).id if who else actions.first_administrator(at=now()).id
            path = actions.sign_in_link(person_id=person, by=None, at=now())
    _print({"link": f"{settings.ADDRESS}{path}"}, as_json=as_json)


@app.command("token")
def token(as_json: Json = False) -> None:
    """Print a token of the first administrator, for the command line on this server."""
    from journeywork.kernel.clock import now
    from journeywork.people import actions

    _print({"token": actions.first_token(at=now())}, as_json=as_json)


@app.command("list")
def list_people(org: Org = "", as_json: Json = False) -> None:
    """List who is here."""
    from journeywork.people import queries

    with within_organisation(org):
        people = tuple(queries.persons().values())
    if as_json:
        typer.echo(json.dumps([_told(person) for person in people], ensure_ascii=False, indent=2))
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("key", "name", "e-mail", "roles"):
        table.add_column(heading)
    for person in people:
        roles = "known from history" if person.known_only else ", ".join(person.roles)
        table.add_row(person.key, person.name, person.email, roles)
    Console(highlight=False, markup=False).print(table)


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="Their name.")],
    email: Annotated[str, typer.Argument(help="Their e-mail address.")],
    role: Annotated[list[str] | None, typer.Option(help="May be given several times.")] = None,
    org: Org = "",
    as_json: Json = False,
) -> None:
    """Add somebody who may sign in from now on; they are told by mail where mail works."""
    from journeywork.kernel.clock import now
    from journeywork.people import actions

    with within_organisation(org):
        person = actions.add_person(
            name=name, email=email, roles=role or ("member",), invited=True, by=None, at=now()
        )
    if as_json:
        typer.echo(json.dumps(_told(person), ensure_ascii=False, indent=2))
    else:
        typer.echo(f"{person.name} is here, as {person.key}.")


@app.command("deactivate")
def deactivate(who: Who, org: Org = "") -> None:
    """Somebody no longer works here: no way in, no pushes; what they wrote stays."""
    from journeywork.kernel.clock import now
    from journeywork.people import actions

    with within_organisation(org):
        actions.deactivate(person_id=_person(who).id, by=None, at=now())
    typer.echo("They have no way in any more.")


@app.command("export")
def export(who: Who, org: Org = "") -> None:
    """Print what is kept about a person, as JSON; what only they can read is not in it.

    They take that out themselves, under Me > Privacy.
    """
    from journeywork.people import queries

    with within_organisation(org):
        told = queries.my_data(_person(who).id, private=False)
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2))


@app.command("erase")
def erase(
    who: Who,
    org: Org = "",
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Blank everything that names a person, for good."""
    from journeywork.kernel.clock import now
    from journeywork.people import actions

    with within_organisation(org):
        person = _person(who)
        if not sure:
            typer.confirm(f"Erase {person.name} ({person.key}) for good?", abort=True)
        actions.erase(person_id=person.id, by=None, at=now())
    typer.echo("Erased.")


def _person(who: str) -> "Person":
    from journeywork.people import queries

    return queries.person_by_email(who) or queries.person_by_key(who)


def _told(person: "Person") -> dict[str, object]:
    return {
        "key": person.key,
        "name": person.name,
        "email": person.email,
        "roles": list(person.roles),
        "known_only": person.known_only,
    }


def _print(value: dict[str, str], *, as_json: bool) -> None:
    """Print the one value that there is, or all of it for a program."""
    typer.echo(json.dumps(value, indent=2) if as_json else next(iter(value.values())))
