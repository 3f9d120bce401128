"""`rounds`: for whoever coordinates: a round asked for, looked at, and published."""

from typing import Annotated, Any

import typer

from journeywork.cli import output
from journeywork.cli.client import Client
from journeywork.cli.picking import completing, one_of
from journeywork.cli.questions import Json
from journeywork.engine.mentoring import RoundState

app = typer.Typer(
    help="Rounds of a programme, for whoever coordinates it: ask, show, publish.",
    no_args_is_help=True,
)

Found = dict[str, Any]
Programme = Annotated[
    str,
    typer.Argument(
        help="Its key, or how its name begins.",
        autocompletion=completing("programmes", name="name"),
    ),
]
_STATES = {
    RoundState.STAGING: "is being matched",
    RoundState.STAGED: "waits to be looked at",
    RoundState.PUBLISHING: "is being published",
    RoundState.PUBLISHED: "is published",
    RoundState.DROPPED: "was dropped",
    RoundState.FAILED: "could not be matched",
}
#: States of a round that somebody still looks at.
_OPEN = (RoundState.STAGING, RoundState.STAGED, RoundState.PUBLISHING)


@app.command()
def ask(
    programme: Programme,
    dial: Annotated[str, typer.Option(help="What counts: even, weakest, most or steady.")] = "even",
    draws: Annotated[
        bool, typer.Option("--draws", help="Let lots decide where places are too few.")
    ] = False,
    json: Json = False,
) -> None:
    """Let a programme be matched; nobody is told before it is published."""
    with output.server(f"programme {programme!r}") as server:
        key = _programme(server, programme)["key"]
        content = {"dial": dial, "draws": draws}
        made = server.post("programmes", key, "rounds", content=content)
        if json:
            output.as_json(made)
            return
        output.line(f"Round {made['number']} {_stands(made)}: jw rounds show {key}")


@app.command()
def show(
    programme: Programme,
    left: Annotated[bool, typer.Option("--left", help="Who has nobody, and why.")] = False,
    pairs: Annotated[bool, typer.Option("--pairs", help="Who is with whom, and why.")] = False,
    json: Json = False,
) -> None:
    """Show the newest round: how far it is, what it found, what is proven of it."""
    with output.server(f"programme {programme!r}") as server:
        found = _newest(server, _programme(server, programme)["key"])
        if found is None:
            output.fail("There is no round yet: jw rounds ask")
        whole = server.get("rounds", found["id"])
        some = list(server.every("rounds", found["id"], "pairs")) if pairs else []
        alone = list(server.every("rounds", found["id"], "left")) if left else []
        if json:
            output.as_json({"round": whole, "pairs": some, "left": alone})
            return
        _show(whole)
        for each in some:
            _pair(each)
        for each in alone:
            says = "; ".join(each["says"])
            output.line(f"{each['person']['name']} ({each['role']}) has nobody: {says}")


@app.command()
def publish(
    programme: Programme,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask once more.")] = False,
    json: Json = False,
) -> None:
    """Let the round that waits begin: everybody in it is told, each by their role."""
    with output.server(f"programme {programme!r}") as server:
        found = _newest(server, _programme(server, programme)["key"])
        if found is None or found["state"] != RoundState.STAGED:
            output.fail("No round waits to be looked at: jw rounds show")
        whole = server.get("rounds", found["id"])
        if not yes:
            asks = f"Tell the people of {whole['pairs']['staged']} pairs that they are together?"
            typer.confirm(asks, abort=True, err=True)
        made = server.post("rounds", found["id"], "confirm")
        if json:
            output.as_json(made)
            return
        output.line(f"Round {made['number']} {_stands(made)}.")


def _programme(server: Client, said: str) -> Found:
    found = list(server.every("programmes"))
    known = [each for each in found if each["key"] == said]
    return known[0] if known else one_of(found, said, what="programme", name="name")


def _newest(server: Client, key: str) -> Found | None:
    """Return the round that somebody still looks at, else the newest that put nothing right."""
    found = list(server.every("programmes", key, "rounds"))
    waits = (each for each in found if each["state"] in _OPEN)
    asked = (each for each in found if not each["heals"])
    return next(waits, None) or next(asked, None)


def _show(found: Found) -> None:
    output.line(f"{found['programme']}, round {found['number']}", bold=True)
    output.line(f"It {_stands(found)}.{' ' if found['says'] else ''}{found['says']}")
    far = found["far"]
    if far and far["failed"]:
        output.line("It broke off; ask for it again.")
    elif far:
        at = "waits for its turn" if far["waiting"] else far["step"] or "begins"
        output.line(f"   {at}, {far['share']:.0%}", dim=True)
    counts = found["counts"]
    if counts:
        sought = f"{counts['seekers']} sought somebody, {counts['places']} places were free"
        output.line(f"{sought}: {counts['placed']} have somebody, {counts['left']} have nobody.")
    if found["proof"]:
        proven = found["proof"]["proven"]
        output.line("No better pairs are possible." if proven else "Better pairs may be possible.")
    if found["pairs"]["staged"]:
        output.line(f"{found['pairs']['staged']} pairs, {found['pairs']['locked']} locked")


def _pair(found: Found) -> None:
    output.line(" and ".join(one["name"] for one in found["people"]), bold=True)
    why = "; ".join(one["says"] for one in found["parts"] if one["says"])
    locked = "  locked" if found["locked"] else ""
    output.line(f"   {why}{locked}", dim=True)


def _stands(found: Found) -> str:
    return _STATES[RoundState(found["state"])]
