"""`work connect-github`: the address and the secret for GitHub."""

import typer

from journeywork.connectors.connecting import Json, Name, Org, connect

GROUP = "work"
app = typer.Typer()


@app.command("connect-github")
def connect_github(
    name: Name,
    org: Org = "",
    as_json: Json = False,
) -> None:
    """Print the address and the secret to enter as a webhook on GitHub."""
    connect("github", name, org, as_json=as_json)
