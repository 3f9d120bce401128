"""`work connect-github`: the address and the secret for GitHub."""

from typing import Annotated

import typer

from journeywork.connectors.connecting import Json, connect

GROUP = "work"
app = typer.Typer()


@app.command("connect-github")
def connect_github(
    name: Annotated[str, typer.Argument(help="What to call it, such as owner/repository.")],
    org: Annotated[
        str, typer.Option("--org", help="Key of the organisation, where there are several.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Print the address and the secret to enter as a webhook on GitHub."""
    connect("github", name, org, as_json=as_json)
