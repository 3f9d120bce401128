"""`work connect-gitea`: the address and the secret for Gitea or Forgejo."""

import typer

from journeywork.connectors.connecting import Json, Name, Org, connect

GROUP = "work"
app = typer.Typer()


@app.command("connect-gitea")
def connect_gitea(
    name: Name,
    org: Org = "",
    as_json: Json = False,
) -> None:
    """Print the address and the secret to enter as a webhook on Gitea or Forgejo."""
    connect("gitea", name, org, as_json=as_json)
