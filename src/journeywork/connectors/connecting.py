"""Connecting a webhook from the command line: its address, and its secret."""

import json
from typing import Annotated
from uuid import UUID

import typer

Name = Annotated[str, typer.Argument(help="What to call it, such as owner/repository.")]
Org = Annotated[
    str, typer.Option("--org", help="Key of the organisation, where there are several.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def connect(kind: str, key: str, org_key: str, *, as_json: bool = False) -> None:
    """Connect the source `key` of `kind` and print what to enter on the other side."""
    import django

    django.setup()
    from journeywork.kernel.clock import now
    from journeywork.kernel.tenancy import within
    from journeywork.work import actions
    from journeywork.work.secrets import secrets_of
    from journeywork.work.webhooks import address_of

    org = organisation(org_key)
    with within(org):
        source = actions.follow(kind=kind, key=key, at=now())
    secret = secrets_of(kind=kind, org=org, source=source)[0]
    address = address_of(kind=kind, org=org, source=source)
    if as_json:
        typer.echo(json.dumps({"id": str(source), "address": address, "secret": secret}, indent=2))
        return
    typer.echo(f"Address: {address}")
    typer.echo(f"Secret:  {secret}")


def organisation(key: str) -> UUID:
    """Return the organisation meant by `key`; without one, the only one there is."""
    from journeywork.kernel.errors import Invalid
    from journeywork.people import queries

    try:
        return queries.organisation_meant(key).id
    except Invalid as fault:
        typer.echo(f"journeywork: {fault.faults['org']}", err=True)
        raise typer.Exit(2) from None
