"""`mentoring`: programmes for you, taking part, pausing, with whom you are, and answering.

With whom you would rather not be is said on its page alone: no command and no token reads it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

from journeywork.cli import output
from journeywork.cli.client import Client
from journeywork.cli.picking import completing, one_of
from journeywork.cli.questions import Json
from journeywork.engine.fit.participants import Role

app = typer.Typer(
    help="Mentoring: take part in programmes, answer, see with whom you are.", no_args_is_help=True
)

_DAY = ["%Y-%m-%d"]
_USUAL_LEVEL = 3
Found = dict[str, Any]
Programme = Annotated[
    str,
    typer.Argument(
        help="Its key, or how its name begins.",
        autocompletion=completing("mentoring", "programmes", name="name"),
    ),
]


@app.command()
def programmes(json: Json = False) -> None:
    """List the programmes you take part in, and those you could."""
    with output.server() as server:
        found = list(server.every("mentoring", "programmes"))
        if json:
            output.as_json(found)
            return
        for each in found:
            output.line(each["name"], bold=True)
            output.line(f"   {each['key']}  {_stands(each)}", dim=True)
            for says in each["nobody"]:
                output.line(f"   The last round had nobody for you: {says}")
        if not found:
            output.line("There is no programme for you just now.")


@app.command()
def enrol(
    programme: Programme,
    role: Annotated[
        Role | None, typer.Option(help="As a mentor, a mentee, or both; as before without it.")
    ] = None,
    learn: Annotated[
        list[str] | None,
        typer.Option(help="What you would like to learn; may be repeated. Else your profile's."),
    ] = None,
    offer: Annotated[
        list[str] | None,
        typer.Option(help="What you offer, such as Rust or Rust:4; may be repeated."),
    ] = None,
    goal: Annotated[
        list[str] | None, typer.Option(help="What you would like to get done; may be repeated.")
    ] = None,
    json: Json = False,
) -> None:
    """Take part, or change what you said; what you leave out is as before, or as your profile.

    \b
    jw mentoring enrol spring-cohort --role mentee --learn Rust --goal "Lead a project"
    """  # noqa: D301 -- what follows \b keeps its lines
    content: Found = {"role": role.value} if role else {}
    if learn:
        content["wants"] = [{"name": each} for each in learn]
    if offer:
        content["offers"] = [_skill(each) for each in offer]
    if goal:
        content["goals"] = goal
    with output.server(f"programme {programme!r}") as server:
        found = _programme(server, programme)
        path = ("mentoring", "programmes", found["key"])
        if found["mine"] is None:
            made = server.post(*path, "enrol", content=content)
            _done(made, f"You take part: {made['name']}", json=json)
            return
        made = server.patch(*path, content=content) if content else server.post(*path, "confirm")
        _done(made, "Kept. It counts from now on.", json=json)


@app.command()
def pause(
    programme: Programme,
    until: Annotated[
        datetime | None, typer.Option(formats=_DAY, help="The day on which you are in again.")
    ] = None,
    skip: Annotated[
        bool, typer.Option("--skip", help="Skip the next round, and no other.")
    ] = False,
    end: Annotated[bool, typer.Option("--end", help="Be in again now.")] = False,
    json: Json = False,
) -> None:
    """Pause until a day, skip a round, or be in again; whoever you are with stays.

    \b
    jw mentoring pause spring-cohort --until 2026-09-01
    jw mentoring pause spring-cohort --end
    """  # noqa: D301 -- what follows \b keeps its lines
    if [until is not None, skip, end].count(True) != 1:
        output.fail("Say one of --until DAY, --skip and --end.")
    with output.server(f"programme {programme!r}") as server:
        path = ("mentoring", "programmes", _programme(server, programme)["key"])
        if until is not None:
            made = server.post(*path, "pause", content={"until": f"{until:%Y-%m-%d}"})
        else:
            made = server.post(*path, "skip" if skip else "resume")
        _done(made, f"{made['name']}: {_stands(made)}.", json=json)


@app.command()
def matches(
    ended: Annotated[bool, typer.Option("--ended", help="Those that are over too.")] = False,
    json: Json = False,
) -> None:
    """List with whom you are together, and why."""
    with output.server() as server:
        found = list(server.every("mentoring", "matches", ended="true" if ended else None))
        if json:
            output.as_json(found)
            return
        for each in found:
            output.line(_people(each), bold=True)
            since = each["first_met_at"] or each["at"]
            met = "met first" if each["first_met_at"] else "not met yet, together since"
            over = "; over" if each["ended_at"] else ""
            told = f"you are the {each['mine']}; {met} {output.local(since)}{over}"
            output.line(f"   {told}", dim=True)
            _reasons(each)
            output.line(f"   {server.address}/mentoring/matches/{each['id']}/", dim=True)
        if not found:
            output.line("You are together with nobody just now: jw mentoring programmes")


@app.command()
def answer(
    person: Annotated[
        str, typer.Argument(help="How their name begins, or the id; without it: who waits.")
    ] = "",
    yes: Annotated[
        bool | None, typer.Option("--yes/--no", help="A no needs no reason; nobody is told.")
    ] = None,
    json: Json = False,
) -> None:
    """Say yes or no to somebody you are proposed; it begins once all say yes.

    \b
    jw mentoring answer
    jw mentoring answer Ben --yes
    """  # noqa: D301 -- what follows \b keeps its lines
    with output.server(f"proposal {person!r}") as server:
        waits = [each | {"who": _people(each)} for each in server.every("mentoring", "proposed")]
        if not person:
            _list_waiting(waits, json=json)
            return
        if yes is None:
            output.fail("Say --yes or --no.")
        found = one_of(waits, person, what="proposal", name="who")
        came = server.post("mentoring", "proposed", found["id"], content={"yes": yes})
        says = "Kept. You hear once the others have answered." if yes else "All right."
        _done(came, "You are together: jw mentoring matches" if came["began"] else says, json=json)


def _list_waiting(waits: Sequence[Found], *, json: bool) -> None:
    if json:
        output.as_json([{name: each[name] for name in each if name != "who"} for each in waits])
        return
    for each in waits:
        output.line(each["who"], bold=True)
        output.line(f"   {each['id']}  {each['programme']}", dim=True)
        _reasons(each)
    if not waits:
        output.line("Nobody waits for your answer.")


def _programme(server: Client, said: str) -> Found:
    found = list(server.every("mentoring", "programmes"))
    known = [each for each in found if each["key"] == said]
    return known[0] if known else one_of(found, said, what="programme", name="name")


def _skill(said: str) -> Found:
    name, mark, level = said.rpartition(":")
    if mark and level.strip().isdecimal():
        return {"name": name.strip(), "level": int(level)}
    return {"name": said, "level": _USUAL_LEVEL}


def _stands(found: Found) -> str:
    mine = found["mine"]
    if mine is None:
        return f"you could take part: jw mentoring enrol {found['key']}"
    if mine["paused_until"]:
        return f"you are in again on {mine['paused_until']}"
    return "you skip the next round" if mine["skips"] else f"you take part ({mine['role']})"


def _people(found: Found) -> str:
    return ", ".join(str(one["name"]) for one in found["people"])


def _reasons(found: Found) -> None:
    if found["reasons"]:
        output.line(f"   {'; '.join(found['reasons'])}")


def _done(found: Any, says: str, *, json: bool) -> None:
    if json:
        output.as_json(found)
    else:
        output.line(says)
