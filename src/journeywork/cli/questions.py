"""`ask`: before I do X. `note`: one line worth keeping."""

import sys
from typing import Annotated

import typer

from journeywork.cli import output

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def ask(
    question: Annotated[
        list[str] | None,
        typer.Argument(help="Words, an address, a path, an error message. `-` reads input."),
    ] = None,
    place: Annotated[str, typer.Option(help="The repository, ward, matter or cell.")] = "",
    path: Annotated[list[str] | None, typer.Option(help="A file or area touched.")] = None,
    json: Json = False,
) -> None:
    """Ask before you do something: cards, a past piece of work, people who know."""
    text = _text(question)
    with output.server() as server:
        found = server.post("ask", {"text": text, "place": place, "paths": path or []})
        if json:
            output.as_json(found)
            return
    for number, card in enumerate(found["cards"], 1):
        output.option(card, number=number)
    if found["episode"]:
        output.line("Done before:")
        output.option(found["episode"])
    if found["people"]:
        output.line("Could help:")
        for person in found["people"]:
            output.option(person)
    if not (found["cards"] or found["episode"] or found["people"]):
        output.line("Nothing fits yet. Your question is on the list that anyone can answer.")


def note(
    text: Annotated[list[str] | None, typer.Argument(help="One line. `-` reads input.")] = None,
    json: Json = False,
) -> None:
    """Keep one line that you learned; it becomes a draft that only you see."""
    with output.server() as server:
        card = server.post("notes", {"text": _text(text)})
        if json:
            output.as_json(card)
            return
    output.line(f"Kept as a draft: {card['title']}")
    output.line(f"   publish it: jw cards publish {card['key']}", dim=True)


def _text(words: list[str] | None) -> str:
    text = sys.stdin.read() if not words or words == ["-"] else " ".join(words)
    if not text.strip():
        output.fail("Say what it is about, or pipe it in.")
    return text
