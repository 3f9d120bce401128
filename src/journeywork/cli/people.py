"""`people`: who is here, from the command line of the server; needs the database at hand."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from journeywork.engine.people import Person

app = typer.Typer(help="People, and ways in for them (on the server).", no_args_is_help=True)

Org = Annotated[str, typer.Option("--org", help="Key of the organisation; else the first.")]
Who = Annotated[str, typer.Argument(help="E-mail address or key of a person.")]


@app.callback()
def ready() -> None:
    """Make the database reachable before a command imports what speaks to it."""
    import django

    django.setup()


@app.command("sign-in-link")
def sign_in_link(
    who: Annotated[str, typer.Argument(help="E-mail or key; else the first administrator.")] = "",
    org: Org = "",
) -> None:
    """Print a one-time sign-in link; on a fresh installation it makes the administrator."""
    from journeywork.kernel.clock import now
    from journeywork.people import actions

    with _within(org):
        if not who and not org:
            typer.echo(actions.first_sign_in_link(at=now()))
        else:
            typer.echo(actions.sign_in_link(person_id=_person(who).id, at=now()))


@app.command("token")
def token() -> None:
    """Print a token of the first administrator, for the command line on this server."""
    from journeywork.kernel.clock import now
    from journeywork.people import actions

    with _within(""):
        typer.echo(actions.first_token(at=now()))


@app.command("list")
def list_people(
    org: Org = "",
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List who is here."""
    from journeywork.people import queries

    with _within(org):
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
) -> None:
    """Add somebody who may sign in from now on; they are told by mail where mail works."""
    from journeywork.kernel.clock import now
    from journeywork.people import actions

    with _within(org):
        person = actions.add_person(
            name=name, email=email, roles=role or ("member",), invited=True, by=None, at=now()
        )
    typer.echo(f"{person.name} is here, as {person.key}.")


@app.command("deactivate")
def deactivate(who: Who, org: Org = "") -> None:
    """Somebody no longer works here: no way in, no pushes; what they wrote stays."""
    from journeywork.kernel.clock import now
    from journeywork.people import actions

    with _within(org):
        actions.deactivate(person_id=_person(who).id, by=None, at=now())
    typer.echo("They have no way in any more.")


@app.command("export")
def export(who: Who, org: Org = "") -> None:
    """Print everything that is kept about a person, as JSON."""
    from journeywork.people import queries

    with _within(org):
        told = queries.my_data(_person(who).id)
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

    with _within(org):
        person = _person(who)
        if not sure:
            typer.confirm(f"Erase {person.name} ({person.key}) for good?", abort=True)
        actions.erase(person_id=person.id, by=None, at=now())
    typer.echo("Erased.")


@contextmanager
def _within(org: str) -> Iterator[None]:
    """Put the organisation in force; a fault is a line, not a traceback."""
    import django

    django.setup()
    from journeywork.kernel.clock import now
    from journeywork.kernel.errors import Invalid, NotFound
    from journeywork.kernel.tenancy import within
    from journeywork.people import actions, queries

    try:
        found = {each.key: each for each in queries.organisations()}
        if org and org not in found:
            _fail(f"there is no organisation {org}; here are: {', '.join(found) or 'none'}")
        chosen = found[org] if org else actions.first_organisation(at=now())
        with within(chosen.id):
            yield
    except (Invalid, NotFound) as fault:
        _fail(str(fault))


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


def _fail(says: str) -> NoReturn:
    typer.echo(f"journeywork: {says}", err=True)
    raise typer.Exit(1)
