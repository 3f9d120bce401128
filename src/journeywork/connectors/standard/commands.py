"""`work connect-standard`: the address and the secret for Standard Webhooks."""

from typing import Annotated

import typer

from journeywork.connectors.connecting import Json, Org, connect

GROUP = "work"
app = typer.Typer()


@app.command("connect-standard")
def connect_standard(
    name: Annotated[str, typer.Argument(help="What to call it, such as the help desk.")],
    org: Org = "",
    as_json: Json = False,
) -> None:
    """Print the address and the secret to enter wherever Standard Webhooks are sent from."""
    connect("standard", name, org, as_json=as_json)
