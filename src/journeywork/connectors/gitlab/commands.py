"""`work connect-gitlab`: the address and the secret for GitLab."""

import typer

from journeywork.connectors.connecting import Json, Name, Org, connect

GROUP = "work"
app = typer.Typer()


@app.command("connect-gitlab")
def connect_gitlab(
    name: Name,
    org: Org = "",
    as_json: Json = False,
) -> None:
    """Print the address and the secret to enter as a webhook on GitLab."""
    connect("gitlab", name, org, as_json=as_json)
