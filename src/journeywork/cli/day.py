"""`today`: what Journeywork would tell you now. `respond`: what became of it."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from journeywork.cli import output
from journeywork.cli.client import Client
from journeywork.cli.questions import Json
from journeywork.engine.feedback import VERDICTS, ResponseKind

_ORDER = [kind.value for kind in ResponseKind if kind in VERDICTS]


class Answer(StrEnum):
    """What can be said of help: nobody says that they ignored it."""

    HELPED = ResponseKind.HELPED.value
    NOT_USEFUL_HERE = ResponseKind.NOT_USEFUL_HERE.value
    KNEW_IT = ResponseKind.KNEW_IT.value
    TOO_LATE = ResponseKind.TOO_LATE.value
    WRONG = ResponseKind.WRONG.value
    OPENED = ResponseKind.OPENED.value


def today(
    why: Annotated[bool, typer.Option("--why", help="Also say why not the next ones.")] = False,
    json: Json = False,
) -> None:
    """Show the one offer of the moment, if there is one, and the work at hand."""
    with output.server() as server:
        found = server.get("today")
        if json:
            output.as_json(found)
            return
        if found["offer"]:
            _show(found["offer"], why=why)
        else:
            output.line("Nothing to offer right now. That is a good sign: carry on.")
        if found["episodes"]:
            output.line()
            output.line("Your work at hand", bold=True)
        for episode in found["episodes"]:
            output.line(f"  {episode['title']}  ({episode['place'] or episode['key']})")


def respond(
    kind: Annotated[Answer, typer.Argument(help="What became of the offer.")],
    offer: Annotated[str, typer.Option(help="Which offer; today's without it.")] = "",
    note: Annotated[str, typer.Option(help="A word on why; only you can read it.")] = "",
    json: Json = False,
) -> None:
    """Answer an offer: it teaches what helps where.

    \b
    jw respond helped
    jw respond not_useful_here --note "this is a test table"
    """  # noqa: D301 -- what follows \b keeps its lines
    with output.server(f"offer {offer!r}") as server:
        answered = offer or _current(server)
        content = {"kind": kind.value, "note": note}
        answer = server.post("offers", answered, "response", content=content)
        if json:
            output.as_json(answer)
            return
        output.line("Thank you. That is taken into account from now on.")


def _current(server: Client) -> str:
    found = server.get("today")
    if not found["offer"]:
        output.fail("There is no offer to answer right now.")
    return str(found["offer"]["id"])


def _show(offer: dict[str, Any], *, why: bool) -> None:
    output.line(offer["option"]["title"], bold=True)
    output.line(f"  {offer['why_this']}", dim=True)
    output.line(f"  {offer['why_now']}", dim=True)
    for reason in offer["why_not_next"] if why else ():
        output.line(f"  {reason}", dim=True)
    if output.way_on(offer["option"]):
        output.line(f"  go on: {output.way_on(offer['option'])}", dim=True)
    output.line(f"  answer: jw respond {' | '.join(_ORDER)}", dim=True)
