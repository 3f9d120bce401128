"""`login`, `logout`: which server the command line talks to, and as whom."""

import os
from dataclasses import replace
from typing import Annotated

import typer

from journeywork.cli import connection, outbox, output
from journeywork.cli.client import Client, Refused, Unreachable
from journeywork.cli.connection import Connection, NoAddress
from journeywork.cli.questions import Json


def login(
    address: Annotated[str, typer.Argument(help="The server, such as http://127.0.0.1:8765")],
    token: Annotated[
        str,
        typer.Option(
            prompt="Token (page Me > Tokens)", hide_input=True, help="Asked for when absent."
        ),
    ],
    json: Json = False,
) -> None:
    """Connect this computer to a server, with a personal access token.

    \b
    jw login http://journeywork.fairwater.example

    The token is asked for; make one on the page Me > Tokens. It is kept in a file that only you
    can read.
    """  # noqa: D301 -- what follows \b keeps its lines
    if not connection.fits(token.strip()):
        output.fail("That is no token: tokens begin with jw_.")
    try:
        wanted = Connection(address=connection.checked(address), token=token.strip())
        me = Client(wanted).get("me")
        wanted = replace(wanted, person=str(me["id"]))
    except (NoAddress, Unreachable, Refused) as fault:
        output.fail(str(fault))
    file = connection.keep(wanted)
    if json:
        output.as_json({"address": wanted.address, "name": me["name"], "file": str(file)})
        return
    output.line(f"Hello {me['name']}. The connection is kept in {file}.")
    for name in ("JOURNEYWORK_ADDRESS", "JOURNEYWORK_TOKEN"):
        if os.environ.get(name):
            output.line(f"{name} is set here and comes before it.")


def logout(json: Json = False) -> None:
    """Give the kept token back to the server, and forget it here."""
    known = connection.kept()
    if known is None:
        output.fail("No connection is kept on this computer.")
    given_back = _give_back(known)
    connection.forget()
    if json:
        output.as_json({"address": known.address, "given_back": given_back})
        return
    if given_back:
        output.line("The token was given back and forgotten.")
    else:
        output.line("Forgotten here. The server could not be told; revoke it on Me > Tokens.")
    waiting = len(outbox.waiting())
    if waiting:
        output.line(f"Notes of visits that were not sent stay in {outbox.folder()}: {waiting}.")


def _give_back(known: Connection) -> bool:
    try:
        Client(known).delete("me", "token")
    except Refused as fault:
        return fault.status == 401  # noqa: PLR2004 -- already no token there
    except Unreachable:
        return False
    return True
