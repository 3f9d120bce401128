"""`ask`: before I do X. `note`: one line worth keeping."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from journeywork.cli import output

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
LONGEST_QUESTION = 100_000


def ask(
    question: Annotated[
        list[str] | None,
        typer.Argument(help="Words, an address, a path, an error message. `-` reads input."),
    ] = None,
    place: Annotated[
        str | None,
        typer.Option(help="The repository, ward, matter or cell; the repository you are in."),
    ] = None,
    path: Annotated[list[str] | None, typer.Option(help="A file or area touched.")] = None,
    json: Json = False,
) -> None:
    """Ask before you do something: cards, a past piece of work, people who know."""
    asked = {
        "text": _text(question)[:LONGEST_QUESTION],
        "place": repository_here() if place is None else place,
        "paths": path or [],
    }
    with output.server() as server:
        found = server.post("ask", content=asked)
        if json:
            output.as_json(found)
        else:
            _show(found)


def note(
    text: Annotated[list[str] | None, typer.Argument(help="One line. `-` reads input.")] = None,
    place: Annotated[
        str | None,
        typer.Option(help="Where it holds; the repository you are in."),
    ] = None,
    json: Json = False,
) -> None:
    """Keep one line that you learned; it becomes a draft that only you see."""
    kept = {"text": _text(text), "place": repository_here() if place is None else place}
    with output.server() as server:
        card = server.post("notes", content=kept)
        if json:
            output.as_json(card)
            return
        output.line(f"Kept as a draft: {card['title']}")
        output.line(f"   publish it: jw cards publish {card['key']}", dim=True)


def repository_here() -> str:
    """Return the name of the git repository around the current folder, "" outside of one."""
    asked = ["git", "rev-parse", "--show-toplevel"]
    try:
        found = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=2)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return Path(found.stdout.strip()).name if found.returncode == 0 else ""


def _show(found: dict[str, Any]) -> None:
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


def _text(words: list[str] | None) -> str:
    if words == ["-"] or (not words and not sys.stdin.isatty()):
        text = sys.stdin.buffer.read().decode(errors="replace")
    else:
        text = " ".join(words or [])
    if not text.strip():
        output.fail("Say what it is about, or pipe it in.")
    return text.replace("\x00", "")
