"""`login`: tell the command line which server it talks to."""

from typing import Annotated

import typer

from journeywork.cli import connection, output
from journeywork.cli.client import Client, Refused, Unreachable
from journeywork.cli.connection import Connection


def login(
    address: Annotated[str, typer.Argument(help="The server, such as http://127.0.0.1:8765")],
    token: Annotated[
        str,
        typer.Option(
            prompt="Token (page Me > Tokens)", hide_input=True, help="Asked for when absent."
        ),
    ],
) -> None:
    """Connect this computer to a server, with a personal access token."""
    wanted = Connection(address=address.rstrip("/"), token=token.strip())
    try:
        me = Client(wanted).get("me")
    except (Unreachable, Refused) as fault:
        output.fail(str(fault))
        return
    file = connection.keep(wanted)
    output.line(f"Hello {me['name']}. The connection is kept in {file}.")
