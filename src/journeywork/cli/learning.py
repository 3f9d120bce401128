"""`learn`: put something on one's to-learn list, or read it. `learned`: it is done."""

from datetime import datetime
from typing import Annotated, Any

import typer

from journeywork.cli import output
from journeywork.cli.picking import completing, one_of
from journeywork.cli.questions import Json


def learn(
    line: Annotated[
        list[str] | None, typer.Argument(help="What you want to learn; without it, the list.")
    ] = None,
    skill: Annotated[str, typer.Option(help="The skill, in a word or two.")] = "",
    why: Annotated[str, typer.Option(help="Why.")] = "",
    by: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="By which day.")] = None,
    json: Json = False,
) -> None:
    """Put something on your to-learn list; only you can read it. Without words, show the list.

    \b
    jw learn "read a balance sheet"
    jw learn "review SQL" --skill SQL --by 2026-04-01
    """  # noqa: D301 -- what follows \b keeps its lines
    text = " ".join(line or []).strip()
    with output.server() as server:
        if not text:
            _list(list(server.every("me", "to-learn")), json=json)
            return
        content = {"line": text, "skill": skill, "why": why}
        content |= {"by_when": f"{by:%Y-%m-%d}"} if by else {}
        made = server.post("me", "to-learn", content=content)
        if json:
            output.as_json(made)
            return
        output.line("On your list. You are told once when something fits.")


def learned(
    entry: Annotated[
        str,
        typer.Argument(
            help="Its id, or how its line begins.",
            autocompletion=completing("me", "to-learn", name="line"),
        ),
    ],
    how: Annotated[str, typer.Option(help="How you learned it; only you can read it.")] = "",
    json: Json = False,
) -> None:
    """Say that something on your list is learned."""
    with output.server("entry") as server:
        listed = _open(list(server.every("me", "to-learn")))
        found = one_of(listed, entry, what="open entry", name="line")
        content = {"state": "done"} | ({"learned": how} if how else {})
        done = server.patch("me", "to-learn", found["id"], content=content)
        if json:
            output.as_json(done)
            return
        output.line(f"Learned: {done['line']}")


def _open(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in entries if each["state"] == "open"]


def _list(entries: list[dict[str, Any]], *, json: bool) -> None:
    if json:
        output.as_json(entries)
        return
    for each in _open(entries):
        output.line(each["line"], bold=True)
        if each["by_when"]:
            output.line(f"   by {each['by_when']}", dim=True)
        for found in each["found"]:
            output.line(f"   {found['title']}  ({found['kind']}; {found['says']})", dim=True)
    if not _open(entries):
        output.line('Nothing is on your list yet: jw learn "..."')
