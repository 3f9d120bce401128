"""`shadow`: let others watch, ask to watch, agree on a time, go on step by step, note."""

from datetime import datetime
from typing import Annotated, Any

import typer

from journeywork.cli import output, visit_notes
from journeywork.cli.client import Client
from journeywork.cli.picking import completing, one_of
from journeywork.cli.questions import Json
from journeywork.cli.visit_notes import Visit
from journeywork.engine.shadowing import Mode

app = typer.Typer(
    help="Shadowing: let others watch you, ask to watch, note what you see.", no_args_is_help=True
)
_TIME = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]
Words = Annotated[list[str] | None, typer.Argument(help="Only with these words, or topics.")]
Topics = Annotated[list[str] | None, typer.Option("--topic", help="A topic; may be repeated.")]
Limit = Annotated[int, typer.Option(min=1, max=200, help="How many at most.")]
Minutes = Annotated[int | None, typer.Option(help="How long a meeting takes.")]
Offer = Annotated[
    str,
    typer.Argument(
        help="Its id, or how its title begins.", autocompletion=completing("shadowing", "offers")
    ),
]
Request = Annotated[
    str,
    typer.Argument(
        help="Its id, or how its title begins.", autocompletion=completing("shadowing", "requests")
    ),
]


@app.command()
def offers(words: Words = None, limit: Limit = 20, json: Json = False) -> None:
    """List who shows their work, newest first."""
    text = " ".join(words or []) or None
    with output.server() as server:
        found = server.get("shadowing", "offers", text=text, limit=limit)["items"]
        if json:
            output.as_json(found)
            return
        for each in found:
            output.line(each["title"], bold=True)
            full = "" if each["open"] else ", full just now"
            topics = "".join(f" #{topic}" for topic in each["topics"])
            output.line(f"   {each['id']}  {each['host']['name']}{full}{topics}", dim=True)
        if not found:
            output.line(
                "No offer fits." if text else 'Nobody shows anything yet: jw shadow offer "..."'
            )


@app.command()
def offer(
    title: Annotated[str, typer.Argument(help="What can be watched, such as: close the month.")],
    about: Annotated[str, typer.Option(help="What will happen, and when is a good moment.")] = "",
    topics: Topics = None,
    visitors: Annotated[int, typer.Option(min=1, help="How many may come at once.")] = 1,
    reverse: Annotated[
        bool, typer.Option("--reverse", help="Somebody experienced watches you, the newer one.")
    ] = False,
    json: Json = False,
) -> None:
    """Let others watch you at something; whoever asked for such a thing is told once."""
    content = {"title": title, "about": about, "topics": topics or [], "visitors": visitors}
    with output.server() as server:
        made = server.post("shadowing", "offers", content=content | {"reverse": reverse})
        _done(made, f"Offered: {made['title']}", json=json)


@app.command()
def requests(
    words: Words = None,
    mine: Annotated[bool, typer.Option("--mine", help="Only those that you made.")] = False,
    limit: Limit = 20,
    json: Json = False,
) -> None:
    """List who would like to see something and asks you, or anyone; and what you asked for."""
    asked = {"text": " ".join(words or []) or None, "mine": "true" if mine else None}
    with output.server() as server:
        found = server.get("shadowing", "requests", limit=limit, **asked)["items"]
        if json:
            output.as_json(found)
            return
        for each in found:
            output.line(each["title"], bold=True)
            output.line(f"   {each['id']}  {each['visitor']['name']} asks", dim=True)
        if not found:
            output.line("Nobody asks for that just now.")


@app.command()
def request(
    title: Annotated[str, typer.Argument(help="What you would like to see.")],
    aims: Annotated[str, typer.Option(help="What you want to find out.")] = "",
    topics: Topics = None,
    person: Annotated[str | None, typer.Option(help="Ask only this person, by key.")] = None,
    team: Annotated[str | None, typer.Option(help="Ask only this team, by key.")] = None,
    json: Json = False,
) -> None:
    """Ask to watch somebody at something; only those whom you ask see it."""
    content = {"title": title, "aims": aims, "topics": topics or []}
    with output.server("person or team of that key") as server:
        made = server.post(
            "shadowing", "requests", content=content | {"to_person": person, "to_team": team}
        )
        _done(made, f"Asked: {made['title']}", json=json)


@app.command()
def come(
    offer: Offer,
    aims: Annotated[str, typer.Option(help="What you want to see; both of you read it.")] = "",
    minutes: Minutes = None,
    json: Json = False,
) -> None:
    """Take an offer up: a visit begins, with times that suit both."""
    with output.server(f"offer {offer!r}") as server:
        found = one_of(server.every("shadowing", "offers"), offer, what="offer")
        content = {"aims": aims} | ({"minutes": minutes} if minutes else {})
        made = server.post("shadowing", "offers", found["id"], "visits", content=content)
        _begun(made, json=json)


@app.command()
def invite(request: Request, minutes: Minutes = None, json: Json = False) -> None:
    """Say "come along" to whoever asked: a visit begins, with times that suit both."""
    with output.server(f"request {request!r}") as server:
        found = one_of(server.every("shadowing", "requests"), request, what="request")
        content = {"minutes": minutes} if minutes else {}
        made = server.post("shadowing", "requests", found["id"], "visits", content=content)
        _begun(made, json=json)


@app.command()
def visits(
    over: Annotated[bool, typer.Option("--over", help="Those that have ended, too.")] = False,
    json: Json = False,
) -> None:
    """List the visits in which you watch, or are watched, newest first."""
    with output.server() as server:
        found = list(server.every("shadowing", "visits", running=None if over else "true"))
        if json:
            output.as_json(found)
            return
        for each in found:
            output.line(each["title"], bold=True)
            told = f"{_both(each)}; {each['mode'] if each['runs'] else 'over'}"
            output.line(f"   {each['id']}  {told}", dim=True)
        if not found:
            output.line("No visit is under way: jw shadow offers")


@app.command()
def visit(visit: Visit, json: Json = False) -> None:
    """Show a visit: its times, its step, and what to look for."""
    with output.server(f"visit {visit!r}") as server:
        found = _visit(server, visit)
        if json:
            output.as_json(found)
            return
        _show(found)


@app.command()
def agree(
    visit: Visit,
    starts: Annotated[
        datetime, typer.Argument(formats=_TIME, help="The time, as the visit shows it.")
    ],
    json: Json = False,
) -> None:
    """Agree to a time of a visit; once both have, it stands in both calendars.

    \b
    jw shadow agree "Close the month" "2026-03-12 14:00"
    """  # noqa: D301 -- what follows \b keeps its lines
    with output.server(f"visit {visit!r}") as server:
        found = _visit(server, visit)
        wanted = f"{starts:%Y-%m-%d %H:%M}"
        times = [each for each in found["times"] if output.local(each["starts"]) == wanted]
        if not times:
            output.fail(f"No time at {wanted} is proposed: jw shadow visit {found['id']}")
        path = ("shadowing", "visits", found["id"], "times", times[0]["id"], "agree")
        made = server.post(*path)
        both = any(output.local(each["starts"]) == wanted for each in made["meetings"])
        says = (
            "Both agree: it stands in both calendars." if both else "Said. The other one is asked."
        )
        _done(made, says, json=json)


@app.command()
def ready(
    visit: Visit,
    not_yet: Annotated[bool, typer.Option("--not-yet", help="Not yet, after all.")] = False,
    json: Json = False,
) -> None:
    """Say that you are ready for the next step; it can be taken once both say so."""
    with output.server(f"visit {visit!r}") as server:
        path = ("shadowing", "visits", _visit(server, visit)["id"])
        made = server.put(*path, "ready", content={"ready": not not_yet})
        step = made["next_mode"]
        says = f"Both are: jw shadow step {made['id']} {step}" if step else "Said."
        _done(made, says, json=json)


@app.command()
def step(
    visit: Visit,
    mode: Annotated[Mode, typer.Argument(help="The next step, or any earlier one.")],
    json: Json = False,
) -> None:
    """Take the next step once both are ready, or step back at any time."""
    with output.server(f"visit {visit!r}") as server:
        path = ("shadowing", "visits", _visit(server, visit)["id"])
        made = server.put(*path, "step", content={"mode": mode.value})
        _done(made, f"From now on: {made['mode']}", json=json)


def _visit(server: Client, said: str) -> dict[str, Any]:
    id = one_of(server.every("shadowing", "visits"), said, what="visit")["id"]
    return dict(server.get("shadowing", "visits", id))


def _show(found: dict[str, Any]) -> None:
    output.line(found["title"], bold=True)
    output.line(f"{_both(found)}; {found['mode']}, {found['minutes']} min", dim=True)
    for line in found["aims"].splitlines():
        output.line(f"  {line}")
    _times(found)
    if found["look_fors"]:
        output.line("Look for", bold=True)
    for each in found["look_fors"]:
        output.line(f"  {each['says']}{'' if each['shown'] else '  (only you see it)'}")


def _times(found: dict[str, Any]) -> None:
    for each in found["meetings"]:
        output.line(f"  {output.local(each['starts'])}  {each['state']}")
    if found["times"]:
        output.line("Times that suit both", bold=True)
    names = {one["id"]: one["name"] for one in (found["host"], found["visitor"])}
    for each in found["times"]:
        agreed = ", ".join(sorted(names[id] for id in each["agreed"]))
        output.line(f"  {output.local(each['starts'])}{f'  ({agreed} agreed)' if agreed else ''}")


def _both(found: dict[str, Any]) -> str:
    return f"{found['visitor']['name']} watches {found['host']['name']}"


def _begun(made: dict[str, Any], *, json: bool) -> None:
    _done(made, f"Begun: {made['title']}", json=json)
    if not json:
        _times(made)
        output.line(f'   agree on one: jw shadow agree {made["id"]} "TIME"', dim=True)


def _done(found: Any, says: str, *, json: bool) -> None:
    if json:
        output.as_json(found)
    else:
        output.line(says)


for name, does in (
    ("note", visit_notes.note),
    ("notes", visit_notes.arrived),
    ("send", visit_notes.send),
):
    app.command(name)(does)
