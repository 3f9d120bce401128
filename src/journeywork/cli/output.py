"""What the terminal shows: words for people, JSON for programs."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from journeywork.cli import connection
from journeywork.cli.client import Client, Refused, Unreachable

console = Console(highlight=False)
#: Texts come from other people: whatever would steer the terminal is taken out of them.
_STEERING = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)])


@contextmanager
def server(about: str = "") -> Iterator[Client]:
    """Give a client of the known server; what goes wrong becomes one line and exit code 1.

    `about` is the thing that the command names, such as "card 'locks'": where the server knows
    none, it is told so by that name.
    """
    try:
        yield Client(connection.find())
    except Refused as fault:
        missing = about and fault.status == HTTPStatus.NOT_FOUND
        fail(f"There is no {about} that you can see." if missing else str(fault))
    except (connection.NotConnected, connection.NoAddress, Unreachable) as fault:
        fail(str(fault))
    except BrokenPipeError:
        _leave_the_pipe()


def fail(says: str) -> NoReturn:
    """Say what went wrong on the error stream and leave with exit code 1."""
    shown = escape(plain(says))
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"[bold]journeywork:[/] {shown}")
    raise typer.Exit(1)


def aside(says: str) -> None:
    """Say something on the error stream beside what was asked for, and go on."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(escape(plain(says)))


def as_json(value: Any) -> None:
    """Print `value` for a program."""
    json.dump(value, sys.stdout, indent=2, ensure_ascii=not _speaks_unicode())
    sys.stdout.write("\n")


def line(text: str = "", *, dim: bool = False, bold: bool = False) -> None:
    """Print one line; people's words are never read as markup, and never steer the terminal."""
    style = "dim" if dim else "bold" if bold else ""
    console.print(escape(plain(text)), style=style or None, soft_wrap=True)


def markdown(text: str) -> None:
    """Print a card's body: laid out on a terminal, as it stands into a pipe."""
    if console.is_terminal:
        from rich.markdown import Markdown  # A tenth of a second that most commands need not wait.

        console.print(Markdown(plain(text), hyperlinks=False))
    else:
        console.print(escape(plain(text.rstrip("\n"))), soft_wrap=True)


def option(found: dict[str, Any], *, number: int | None = None) -> None:
    """Print one thing that could help, its reasons, and how to go on from it."""
    mark = f"{number}. " if number is not None else ""
    line(f"{mark}{found['title']}", bold=True)
    reasons = [part["says"] for part in found["parts"] if part["says"]]
    if reasons:
        line(f"   {'; '.join(reasons)}", dim=True)
    if way_on(found):
        line(f"   {way_on(found)}", dim=True)


def way_on(found: dict[str, Any]) -> str:
    """Return the command that shows more of an option, "" where there is none."""
    return {
        "card": f"jw cards show {found['key']}",
        "episode": f"jw work show {found['id']}",
        "note": "jw note ...",
    }.get(found["kind"], "")


def local(at: str) -> str:
    """Return a time of the server as the clock on this machine shows it."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"


def plain(text: str) -> str:
    """Return `text` without characters that would steer a terminal."""
    return text.translate(_STEERING)


def _speaks_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def _leave_the_pipe() -> NoReturn:
    # Whoever reads has read enough; Python would complain once more while it exits.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise typer.Exit(0)
