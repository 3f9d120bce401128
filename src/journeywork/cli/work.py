"""`work list`: pieces of work, mine and my teams'."""

from typing import Annotated

import typer

from journeywork.cli import output
from journeywork.cli.questions import Json

app = typer.Typer(help="Pieces of work; bring in and follow repositories.", no_args_is_help=True)


@app.command("list")
def list_(
    mine: Annotated[bool, typer.Option("--mine", help="Only what I take part in.")] = False,
    json: Json = False,
) -> None:
    """List recent pieces of work, newest first."""
    with output.server() as server:
        found = server.get("episodes", mine=str(mine).lower())
        if json:
            output.as_json(found)
            return
    for episode in found:
        output.line(f"{episode['last_at'][:10]}  {episode['state']:<9} {episode['title']}")
    if not found:
        output.line("No work has come in yet: journeywork work import-git PATH")


@app.command()
def show(uuid: str, json: Json = False) -> None:
    """Show what happened in a piece of work, in order."""
    with output.server() as server:
        events = server.get(f"episodes/{uuid}/time-line")
        if json:
            output.as_json(events)
            return
    for event in events:
        output.line(f"{event['at'][:16]}  {event['type']:<18} {event['title']}")
