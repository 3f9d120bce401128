"""`debriefs`: what waits for what you saw, what was revealed; write in one, or pass."""

import os
from pathlib import Path
from secrets import token_urlsafe
from typing import Annotated, Any

import typer

from journeywork.cli import outbox, output
from journeywork.cli.client import Client
from journeywork.cli.picking import completing, one_of
from journeywork.cli.questions import Json

app = typer.Typer(help="Debriefs: look back at work together.", no_args_is_help=True)

#: Question -> how a terminal asks it.
_ASKS = {
    "intended": "What was intended",
    "happened": "What happened",
    "worked": "What worked, and why",
    "differently": "What would be done differently, and why",
}
Debrief = Annotated[
    str,
    typer.Argument(help="Its id, or how its title begins.", autocompletion=completing("debriefs")),
]


@app.command("list")
def list_(
    waiting: Annotated[bool, typer.Option("--waiting", help="Only what waits for you.")] = False,
    json: Json = False,
) -> None:
    """List the debriefs in which you take part, newest first."""
    with output.server() as server:
        found = [one for one in server.every("debriefs") if one["waits_for_me"] or not waiting]
        if json:
            output.as_json(found)
            return
        for each in found:
            output.line(each["title"], bold=True)
            waits = ", waits for you" if each["waits_for_me"] else ""
            output.line(f"   {each['id']}  {_told(each)}{waits}", dim=True)
        if not found:
            output.line("Nothing waits for you." if waiting else "No debrief yet.")


@app.command()
def show(debrief: Debrief, json: Json = False) -> None:
    """Show a debrief; once it is revealed, what was said, learned and agreed on."""
    with output.server(f"debrief {debrief!r}") as server:
        found = _one(server, debrief)
        beside = {
            name: list(server.every("debriefs", found["id"], name))
            for name in ("answers", "lessons", "commitments")
        }
        if json:
            output.as_json(found | beside)
            return
        output.line(found["title"], bold=True)
        output.line(
            f"{_told(found)}; {', '.join(one['name'] for one in found['people'])}", dim=True
        )
        _show(beside)


@app.command()
def write(
    debrief: Debrief,
    intended: Annotated[str, typer.Option(help="What was intended?")] = "",
    happened: Annotated[str, typer.Option(help="What happened?")] = "",
    worked: Annotated[str, typer.Option(help="What worked, and why?")] = "",
    differently: Annotated[str, typer.Option(help="What would you do differently, and why?")] = "",
    json: Json = False,
) -> None:
    """Say what you saw, in place of what you wrote before; others see it at the reveal.

    Without names what you write carries a key that is drawn and kept on this computer alone: it
    opens again what you wrote here, and tells nobody who did.

    \b
    jw debriefs write "The fee" --happened "It was charged twice" --differently "A key first"
    """  # noqa: D301 -- what follows \b keeps its lines
    given = dict(zip(_ASKS, (intended, happened, worked, differently), strict=True))
    answers = {question: text for question, text in given.items() if text.strip()}
    if not answers:
        output.fail("Say something, such as --happened ..., or: jw debriefs pass")
    _write(debrief, answers, "Kept.", json=json)


@app.command("pass")
def pass_(debrief: Debrief, json: Json = False) -> None:
    """Pass this time; no reason is asked for, and nobody sees who did. What you wrote goes."""
    _write(debrief, {}, "All right. You passed.", json=json)


def _write(debrief: str, answers: dict[str, str], says: str, *, json: bool) -> None:
    with output.server(f"debrief {debrief!r}") as server:
        found = _one(server, debrief)
        key = "" if found["named"] else _key(found["id"])
        server.put("debriefs", found["id"], "written", content={"answers": answers, "key": key})
        told = server.get("debriefs", found["id"])
        if json:
            output.as_json(told)
            return
        shown = told["state"] == "revealed"
        output.line(f"{says} {'It is revealed.' if shown else 'It is revealed to all at once.'}")


def _key(debrief: str) -> str:
    """Return the key of this computer for a debrief without names, drawn the first time."""
    kept = outbox.folder().parent / "debriefs"
    for each in reversed((kept, *kept.parents)):
        each.mkdir(exist_ok=True, mode=0o700)
    file = kept / f"{debrief}.key"
    try:
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
            out.write(token_urlsafe(32))
    except FileExistsError:
        pass
    return Path(file).read_text()


def _one(server: Client, said: str) -> dict[str, Any]:
    return one_of(server.every("debriefs"), said, what="debrief")


def _told(found: dict[str, Any]) -> str:
    names = "with names" if found["named"] else "without names"
    if found["state"] != "writing":
        return f"{found['state']}, {names}"
    return f"open until {output.local(found['ends_at'])}, {names}"


def _show(beside: dict[str, list[dict[str, Any]]]) -> None:
    for question, asks in _ASKS.items():
        said = [one for one in beside["answers"] if one["question"] == question]
        if said:
            output.line()
            output.line(asks, bold=True)
        for one in said:
            by = f"  ({one['author']['name']})" if one["author"] else ""
            output.line(f"  {one['text']}{by}")
    for name, title in (("lessons", "Learned"), ("commitments", "Agreed on")):
        if beside[name]:
            output.line()
            output.line(title, bold=True)
        for one in beside[name]:
            due = f"  ({one['owner']['name']}, by {one['due']})" if name == "commitments" else ""
            output.line(f"  {one.get('title') or one['text']}{due}")
