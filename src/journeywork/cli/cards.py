"""`cards`: find, read, write, publish and look after job aids."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from journeywork.cli import connection, output
from journeywork.cli.client import Client, Refused, Unreachable
from journeywork.cli.day import Answer
from journeywork.cli.questions import Json
from journeywork.engine.knowledge import CardKind

app = typer.Typer(help="Find, read, write and look after cards.", no_args_is_help=True)
_HURRY = 2.0  # Seconds that somebody waits for a completion.


def known_keys(incomplete: str) -> list[str]:
    """Return keys of cards for the shell to complete; none where no server answers."""
    try:
        found = Client(connection.find(), patience=_HURRY).get("cards", limit=200)["items"]
    except (connection.NotConnected, connection.NoAddress, Unreachable, Refused):
        return []
    return [card["key"] for card in found if card["key"].startswith(incomplete)]


Key = Annotated[
    str, typer.Argument(help="The card's key, as in its address.", autocompletion=known_keys)
]
Limit = Annotated[int, typer.Option(min=1, max=200, help="How many at most.")]


@app.command("list")
def list_(
    text: Annotated[list[str] | None, typer.Argument(help="Words to look for.")] = None,
    topic: Annotated[str | None, typer.Option(help="Only this topic.")] = None,
    kind: Annotated[CardKind | None, typer.Option(help="Only this kind.")] = None,
    mine: Annotated[bool, typer.Option("--mine", help="Only cards that I own.")] = False,
    limit: Limit = 20,
    json: Json = False,
) -> None:
    """List cards, the best fit or the newest first."""
    asked = {"text": " ".join(text or []) or None, "topic": topic, "limit": limit}
    asked |= {"kind": kind.value if kind else None, "mine": "true" if mine else None}
    with output.server() as server:
        found = server.get("cards", **asked)["items"]
        if json:
            output.as_json(found)
            return
        for card in found:
            output.line(card["title"], bold=True)
            output.line(f"   {card['key']}  {_told(card)}", dim=True)
        if not found:
            output.line("No card fits." if text or topic or kind else "No card yet: jw note ...")


@app.command()
def show(key: Key, json: Json = False) -> None:
    """Read a card."""
    with output.server(f"card {key!r}") as server:
        card = server.get("cards", key)
        if json:
            output.as_json(card)
            return
        output.line(card["title"], bold=True)
        owner = f", looked after by {card['owner']['name']}" if card["owner"] else ""
        output.line(f"{_told(card)}{owner}", dim=True)
        output.line()
        output.markdown(card["body"])


@app.command()
def write(
    title: Annotated[str, typer.Argument(help="What the card is called.")],
    file: Annotated[Path | None, typer.Option(help="Markdown; without it, input is read.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="A topic; may be repeated.")] = None,
    kind: Annotated[CardKind | None, typer.Option(help="Told from the text without it.")] = None,
    json: Json = False,
) -> None:
    """Write a card; it is a draft that only you see until you publish it.

    \b
    jw cards write "Before the settlement run" --file settlement.md --topic settlement
    """  # noqa: D301 -- what follows \b keeps its lines
    content = {"title": title, "body": _body(file), "topics": topic or []}
    if kind:
        content["kind"] = kind.value
    with output.server() as server:
        card = server.post("cards", content=content)
        _done(card, f"Kept as a draft: {card['title']}", json=json)
        if not json:
            output.line(f"   publish it: jw cards publish {card['key']}", dim=True)


@app.command()
def publish(key: Key, json: Json = False) -> None:
    """Publish one of your drafts for everyone."""
    with output.server(f"card {key!r}") as server:
        card = server.post("cards", key, "publish")
        _done(card, f"Published: {card['title']}", json=json)


@app.command()
def archive(key: Key, json: Json = False) -> None:
    """Take a card out of use."""
    with output.server(f"card {key!r}") as server:
        card = server.post("cards", key, "archive")
        _done(card, f"Archived: {card['title']}", json=json)


@app.command()
def review(key: Key, json: Json = False) -> None:
    """Say that a card is right as it stands."""
    with output.server(f"card {key!r}") as server:
        card = server.post("cards", key, "review")
        _done(card, f"Thank you. It counts as reviewed today: {card['title']}", json=json)


@app.command()
def outdated(
    key: Key,
    note: Annotated[str, typer.Option(help="What is no longer true.")] = "",
    json: Json = False,
) -> None:
    """Say that a card is outdated; its owner gets a task."""
    with output.server(f"card {key!r}") as server:
        card = server.post("cards", key, "outdated", content={"note": note})
        _done(card, "Thank you. The owner has been asked to look at it.", json=json)


@app.command()
def adopt(
    key: Key,
    owner: Annotated[str | None, typer.Option(help="Somebody else's key.")] = None,
    json: Json = False,
) -> None:
    """Look after a card from now on, or let somebody else do so."""
    about = f"card {key!r}" + (f" or person {owner!r}" if owner else "")
    with output.server(about) as server:
        card = server.post("cards", key, "adopt", content={"owner": owner})
        whose = card["owner"]["name"] if card["owner"] else "nobody"
        _done(card, f"Looked after by {whose} from now on: {card['title']}", json=json)


@app.command()
def respond(
    key: Key,
    kind: Annotated[Answer, typer.Argument(help="What became of it.")],
    note: Annotated[str, typer.Option(help="A word on why; only you can read it.")] = "",
    json: Json = False,
) -> None:
    """Say whether a card helped: it counts from the next question on."""
    with output.server(f"card {key!r}") as server:
        content = {"kind": kind.value, "note": note}
        answer = server.post("cards", key, "response", content=content)
        _done(answer, "Thank you. That is taken into account from now on.", json=json)


def _done(found: dict[str, Any], says: str, *, json: bool) -> None:
    if json:
        output.as_json(found)
    else:
        output.line(says)


def _told(card: dict[str, Any]) -> str:
    state = "" if card["state"] == "published" else f"{card['state']}, "
    return f"{state}{card['kind']}, {card['minutes']} min, {card['trust']}"


def _body(file: Path | None) -> str:
    if file is None:
        return sys.stdin.buffer.read().decode(errors="replace")
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        output.fail(f"{file} cannot be read: {fault}")
