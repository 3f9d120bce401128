"""`work connect-gitea`: the address and the secret for Gitea or Forgejo."""

from typing import Annotated

import typer

from journeywork.connectors.connecting import Json, connect

GROUP = "work"
app = typer.Typer()


@app.command("connect-gitea")
def connect_gitea(
    name: Annotated[str, typer.Argument(help="What to call it, such as owner/repository.")],
    org: Annotated[
        str, typer.Option("--org", help="Key of the organisation, where there are several.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Print the address and the secret to enter as a webhook on Gitea or Forgejo."""
    connect("gitea", name, org, as_json=as_json)
