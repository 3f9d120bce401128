"""`cards`: find, read, publish and flag job aids."""

from typing import Annotated

import typer

from journeywork.cli import output
from journeywork.cli.questions import Json

app = typer.Typer(help="Find, read, publish and flag cards.", no_args_is_help=True)

Key = Annotated[str, typer.Argument(help="The card's key, as in its address.")]


@app.command("list")
def list_(
    text: Annotated[str, typer.Argument(help="Words to look for.")] = "",
    topic: Annotated[str | None, typer.Option(help="Only this topic.")] = None,
    json: Json = False,
) -> None:
    """List cards, the best fit or the newest first."""
    with output.server() as server:
        found = server.get("cards", text=text or None, topic=topic)
        if json:
            output.as_json(found)
            return
    for card in found:
        output.line(card["title"], bold=True)
        output.line(f"   {card['key']}  {card['kind']}, {card['minutes']} min, {card['trust']}", dim=True)
    if not found:
        output.line("No card yet. Write the first line: jw note ...")


@app.command()
def show(key: Key, json: Json = False) -> None:
    """Read a card."""
    with output.server() as server:
        card = server.get(f"cards/{key}")
        if json:
            output.as_json(card)
            return
    output.line(card["title"], bold=True)
    output.line(f"{card['kind']}, {card['minutes']} min, {card['trust']}", dim=True)
    output.markdown(card["body"])


@app.command()
def publish(key: Key, json: Json = False) -> None:
    """Publish one of your drafts for everyone."""
    with output.server() as server:
        card = server.post(f"cards/{key}/publish")
        if json:
            output.as_json(card)
            return
    output.line(f"Published: {card['title']}")


@app.command()
def outdated(
    key: Key,
    note: Annotated[str, typer.Option(help="What is no longer true.")] = "",
    json: Json = False,
) -> None:
    """Say that a card is outdated; its owner gets a task."""
    with output.server() as server:
        card = server.post(f"cards/{key}/outdated", {"note": note})
        if json:
            output.as_json(card)
            return
    output.line("Thank you. The owner has been asked to look at it.")
