"""What the terminal shows: words for people, JSON for programs."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.markup import escape

from journeywork.cli import connection
from journeywork.cli.client import Client, Refused, Unreachable

console = Console(highlight=False)


@contextmanager
def server() -> Iterator[Client]:
    """Give a client of the known server; what goes wrong becomes one line and exit code 1."""
    try:
        yield Client(connection.find())
    except (connection.NotConnected, Unreachable, Refused) as fault:
        fail(str(fault))


def fail(says: str) -> None:
    """Say what went wrong on the error stream and leave with exit code 1."""
    Console(stderr=True, highlight=False).print(f"[bold]journeywork:[/] {escape(says)}")
    raise typer.Exit(1)


def as_json(value: Any) -> None:
    """Print `value` for a program."""
    json.dump(value, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


def line(text: str = "", *, dim: bool = False, bold: bool = False) -> None:
    """Print one line; people's words are never read as markup."""
    style = "dim" if dim else "bold" if bold else ""
    console.print(escape(text), style=style or None, soft_wrap=True)


def markdown(text: str) -> None:
    """Print a card's body."""
    console.print(Markdown(text))


def option(found: dict[str, Any], *, number: int | None = None) -> None:
    """Print one thing that could help, and its reasons underneath."""
    mark = f"{number}. " if number is not None else ""
    line(f"{mark}{found['title']}", bold=True)
    reasons = [part["says"] for part in found["parts"] if part["says"]]
    line(f"   {'; '.join(reasons)}", dim=True)
    if found["kind"] == "card":
        line(f"   jw cards show {found['key']}", dim=True)
