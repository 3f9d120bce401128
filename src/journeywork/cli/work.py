"""`work list`, `work show`: pieces of work, mine and my teams'."""

from typing import Annotated, Any
from uuid import UUID

import typer

from journeywork.cli import output
from journeywork.cli.client import Client
from journeywork.cli.questions import Json

app = typer.Typer(help="Pieces of work; bring in and follow repositories.", no_args_is_help=True)

Limit = Annotated[int, typer.Option(min=1, max=200, help="How many at most.")]


@app.command("list")
def list_(
    mine: Annotated[bool, typer.Option("--mine", help="Only what I take part in.")] = False,
    limit: Limit = 20,
    json: Json = False,
) -> None:
    """List recent pieces of work, newest first."""
    with output.server() as server:
        found = server.get("episodes", mine=str(mine).lower(), limit=limit)["items"]
        if json:
            output.as_json(found)
            return
        for episode in found:
            output.line(episode["title"] or episode["key"], bold=True)
            owner = f", {episode['owner']['name']}" if episode["owner"] else ""
            told = f"{output.local(episode['last_at'])}, {episode['state']}{owner}"
            output.line(f"   {episode['key']}  {told}", dim=True)
        if not found:
            output.line("No work has come in yet: journeywork work import-git PATH")


@app.command()
def show(
    piece: Annotated[str, typer.Argument(help="Its key, as the list shows it, or its id.")],
    json: Json = False,
) -> None:
    """Show what happened in a piece of work, in order."""
    if not piece.strip():
        output.fail("Say which piece of work, by its key or its id.")
    with output.server(f"piece of work {piece!r}") as server:
        episode = find(server, piece)
        events = list(server.every("episodes", episode["uuid"], "time-line"))
        if json:
            output.as_json(episode | {"events": events})
            return
        output.line(episode["title"] or episode["key"], bold=True)
        output.line(f"{episode['key']}, {episode['state']}, {episode['place']}", dim=True)
        for event in events:
            _event(event)


def _event(event: dict[str, Any]) -> None:
    by = event["by"]["name"] if event["by"] else ""
    to = f" to {event['to']['name']}" if event["to"] else ""
    output.line(f"{output.local(event['at'])}  {event['type']:<18} {by}{to}")
    for line in event["text"].splitlines():
        output.line(f"    {line}", dim=True)


def find(server: Client, piece: str) -> dict[str, Any]:
    """Return a piece of work by its key or its id; leaves where one sees none."""
    try:
        found = server.get("episodes", str(UUID(piece)))
        return dict(found)
    except ValueError:
        listed = server.get("episodes", subject=piece)["items"]
    if not listed:
        output.fail(f"There is no piece of work {piece!r} that you can see.")
    return dict(listed[0])
