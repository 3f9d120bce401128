"""Connecting a webhook from the command line: its address, and its secret."""

from uuid import UUID

import typer


def connect(kind: str, key: str, org_key: str) -> None:
    """Connect the source `key` of `kind` and print what to enter on the other side."""
    import django

    django.setup()
    from django.conf import settings

    from journeywork.kernel.clock import now
    from journeywork.kernel.tenancy import within
    from journeywork.work import actions
    from journeywork.work.secrets import secrets_of

    org = organisation(org_key)
    with within(org):
        source = actions.follow(kind=kind, key=key, at=now())
    secret = secrets_of(kind=kind, org=org, source=source)[0]
    typer.echo(f"Address: {settings.ADDRESS}/ingest/{kind}/{org}/{source}")
    typer.echo(f"Secret:  {secret}")


def organisation(key: str) -> UUID:
    """Return the organisation meant by `key`; without one, the only one there is."""
    from journeywork.people import queries

    here = [each for each in queries.organisations() if not each.is_demo or each.key == key]
    wanted = [each for each in here if key in ("", each.key)]
    if len(wanted) == 1:
        return wanted[0].id
    keys = ", ".join(each.key for each in here) or "none yet"
    typer.echo(f"journeywork: say which organisation with --org ({keys})", err=True)
    raise typer.Exit(2)
