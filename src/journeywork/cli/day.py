"""`today`: what Journeywork would tell you now. `respond`: what became of it."""

from typing import Annotated, Any

import typer

from journeywork.cli import output
from journeywork.cli.questions import Json
from journeywork.engine.feedback import ResponseKind


def today(json: Json = False) -> None:
    """Show the one offer of the moment, if there is one, and the work at hand."""
    with output.server() as server:
        found = server.get("today")
        if json:
            output.as_json(found)
            return
    if found["offer"]:
        _show(found["offer"])
    else:
        output.line("Nothing to offer right now. That is a good sign: carry on.")
    if found["episodes"]:
        output.line()
        output.line("Your work at hand", bold=True)
    for episode in found["episodes"]:
        output.line(f"  {episode['title']}  ({episode['place'] or episode['key']})")


def respond(
    kind: Annotated[ResponseKind, typer.Argument(help="What became of the offer.")],
    offer: Annotated[str, typer.Option(help="Which offer; today's without it.")] = "",
    note: Annotated[str, typer.Option(help="A word on why; only you can read it.")] = "",
    json: Json = False,
) -> None:
    """Answer an offer: it teaches what helps where."""
    with output.server() as server:
        offer = offer or _current(server.get("today"))
        answer = server.post(f"offers/{offer}/response", {"kind": kind.value, "note": note})
        if json:
            output.as_json(answer)
            return
    output.line("Thank you. That is taken into account from now on.")


def _current(found: dict[str, Any]) -> str:
    if not found["offer"]:
        output.fail("There is no offer to answer right now.")
    return str(found["offer"]["id"])


def _show(offer: dict[str, Any]) -> None:
    output.line(offer["option"]["title"], bold=True)
    output.line(f"  {offer['why_this']}", dim=True)
    output.line(f"  {offer['why_now']}", dim=True)
    output.line(f"  read it: jw cards show {offer['option']['key']}", dim=True)
    output.line("  answer: jw respond helped | not_useful_here | knew_it | too_late | wrong", dim=True)
