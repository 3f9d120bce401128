"""`assignments`: real work a step beyond what one has done, taken on, lent time to, ended.

How it feels is on no list here and in no command: its page alone asks, and tells its learner.
"""

from datetime import datetime
from typing import Annotated, Any

import typer

from journeywork.cli import output
from journeywork.cli.client import Client
from journeywork.cli.picking import completing, one_of
from journeywork.cli.questions import Json
from journeywork.cli.work import find

app = typer.Typer(
    help="Stretch assignments: take work on, lend time, begin, end.", no_args_is_help=True
)

_DAY = ["%Y-%m-%d"]
_STATES = {
    "asking": "waits for whoever lends the time",
    "refused": "nobody lends the time yet",
    "ready": "can begin",
    "running": "under way",
    "resting": "rests",
    "ended": "over",
}
_WHO = "Who has done this before: 1 we all, 2 the team, 3 somebody here, 4 elsewhere, 5 nobody."

Assignment = Annotated[
    str,
    typer.Argument(
        help="Its id, or how its title begins.", autocompletion=completing("assignments")
    ),
]
Proposal = Annotated[
    str,
    typer.Argument(
        help="Its id, or how its title begins.",
        autocompletion=completing("assignments", "proposals"),
    ),
]
Loan = Annotated[
    str,
    typer.Argument(
        help="Its id, or how its title begins.", autocompletion=completing("assignments", "loans")
    ),
]
Day = Annotated[datetime | None, typer.Option(formats=_DAY, help="The last day.")]


@app.command("list")
def list_(json: Json = False) -> None:
    """List what you have taken on, and where you stand by, newest first."""
    with output.server() as server:
        found = list(server.every("assignments"))
        if json:
            output.as_json(found)
            return
        for each in found:
            output.line(each["title"], bold=True)
            told = f"{_STATES[each['state']]}, {each['learner']['name']} learns: {each['skill']}"
            output.line(f"   {each['id']}  {told}", dim=True)
        if not found:
            output.line("Nothing taken on yet: jw assignments proposals")


@app.command()
def show(assignment: Assignment, json: Json = False) -> None:
    """Show one: why it is a stretch, who stands by, what is reached."""
    with output.server(f"assignment {assignment!r}") as server:
        found = server.get("assignments", _id(server, assignment))
        if json:
            output.as_json(found)
            return
        _show(found)
        if found["wanted"] is not None and found["state"] == "running":
            output.line()
            output.line("How it goes for you is said on its page, to you alone:", dim=True)
            output.line(f"   {server.address}/assignments/{found['id']}/", dim=True)


@app.command()
def proposals(json: Json = False) -> None:
    """List the work that is proposed to you; nobody else sees it."""
    with output.server() as server:
        found = list(server.every("assignments", "proposals"))
        if json:
            output.as_json(found)
            return
        for each in found:
            output.line(each["title"], bold=True)
            by = f"{each['by']['name']}: " if each["by"] else ""
            output.line(f"   {by}{each['says']}")
            output.line(f"   {each['id']}", dim=True)
        if not found:
            output.line("Nothing is proposed to you just now.")


@app.command("take-on")
def take_on(
    skill: Annotated[str, typer.Option(help="What you want to learn by it.")],
    why: Annotated[str, typer.Option(help="Why it is a stretch: what is new to you.")],
    good: Annotated[str, typer.Option(help="What good looks like.")],
    complexity: Annotated[int, typer.Option(min=1, max=5, help=_WHO)],
    title: Annotated[
        str, typer.Argument(help="Which piece of work; that of the proposal without it.")
    ] = "",
    proposal: Annotated[str, typer.Option(help="Take up a proposal: its id, or title.")] = "",
    mentor: Annotated[str | None, typer.Option(help="Who stands by, by key.")] = None,
    checkpoint: Annotated[
        list[str] | None, typer.Option(help="What is reached on the way; may be repeated.")
    ] = None,
    lender: Annotated[str | None, typer.Option(help="Who is asked to lend the time.")] = None,
    hours: Annotated[int, typer.Option(min=0, help="For how many hours a week.")] = 0,
    until: Day = None,
    json: Json = False,
) -> None:
    """Take work on: yours, or what was proposed to you. Whoever lends the time is asked.

    \b
    jw assignments take-on "Retry refunds" --skill "Payment gateways" --why "The gateway is new
    to me" --good "A failed refund is tried again" --complexity 2 --lender dora --hours 4
    """  # noqa: D301 -- what follows \b keeps its lines
    content: dict[str, Any] = {"skill": skill, "why": why, "good": good, "complexity": complexity}
    content |= {"mentor": mentor, "lender": lender, "hours": hours}
    content |= {"until": f"{until:%Y-%m-%d}" if until else None}
    content |= {"checkpoints": [{"text": each} for each in checkpoint or []]}
    with output.server("person or piece of work of these names") as server:
        if proposal:
            found = one_of(server.every("assignments", "proposals"), proposal, what="proposal")
            content |= {"proposal": found["id"]}
            title = title or found["title"]
        if not title.strip():
            output.fail("Say which piece of work, or take up a proposal with --proposal.")
        made = server.post("assignments", content=content | {"title": title})
        _done(made, f"Taken on: {made['title']}. It {_stands(made)}.", json=json)


@app.command()
def propose(
    person: Annotated[str, typer.Argument(help="To whom, by key.")],
    piece: Annotated[str, typer.Argument(help="The piece of work: its key, or its id.")],
    says: Annotated[str, typer.Option(help="Why them; they read it with your name.")],
    skill: Annotated[str, typer.Option(help="What they could learn by it.")] = "",
    json: Json = False,
) -> None:
    """Propose a piece of work to a colleague; nothing is sent, and you are not told of a no.

    \b
    jw assignments propose ana change:payments-api/431 --says "You drew the old one"
    """  # noqa: D301 -- what follows \b keeps its lines
    with output.server(f"person {person!r} near you") as server:
        work = find(server, piece)
        content = {"person": person, "episode": work["uuid"], "says": says, "skill": skill}
        server.post("assignments", "proposals", content=content)
        _done(content, "Proposed. It stands on their page; a no is fine.", json=json)


@app.command()
def decline(proposal: Proposal, json: Json = False) -> None:
    """Say no to what was proposed to you; no reason is asked for, and nobody is told."""
    with output.server(f"proposal {proposal!r}") as server:
        found = one_of(server.every("assignments", "proposals"), proposal, what="proposal")
        server.post("assignments", "proposals", found["id"], "decline")
        _done(found, "All right. Such work is proposed to you less readily.", json=json)


@app.command()
def begin(assignment: Assignment, json: Json = False) -> None:
    """Begin, once whoever lends the time has said yes; check-ins are planned."""
    with output.server(f"assignment {assignment!r}") as server:
        made = server.post("assignments", _id(server, assignment), "start")
        _done(made, f"Begun: {made['title']}", json=json)


@app.command("half-way")
def half_way(assignment: Assignment, json: Json = False) -> None:
    """Say that it is half way: other questions are asked from now on."""
    with output.server(f"assignment {assignment!r}") as server:
        made = server.post("assignments", _id(server, assignment), "half-way")
        _done(made, f"Half way: {made['title']}", json=json)


@app.command()
def reached(
    assignment: Assignment,
    checkpoint: Annotated[str, typer.Argument(help="How the checkpoint begins, or its id.")],
    alone: Annotated[
        bool, typer.Option("--alone/--with-help", help="Kept for you; nobody is told.")
    ],
    json: Json = False,
) -> None:
    """Say that a checkpoint is reached. Others see that it is, and not whether alone."""
    with output.server(f"assignment {assignment!r}") as server:
        id = _id(server, assignment)
        points = server.get("assignments", id)["checkpoints"]
        point = one_of(points, checkpoint, what="checkpoint", name="text")
        path = ("assignments", id, "checkpoints", point["id"], "reached")
        made = server.put(*path, content={"alone": alone})
        _done(made, f"Reached: {point['text']}", json=json)


@app.command()
def end(
    assignment: Assignment,
    outcome: Annotated[
        str, typer.Option(help="What you can do now; those who stood by read it.")
    ] = "",
    thanks: Annotated[str, typer.Option(help="Thanks to whoever lent the time.")] = "",
    json: Json = False,
) -> None:
    """End what you have taken on; once it has begun, say what you can do now."""
    with output.server(f"assignment {assignment!r}") as server:
        content = {"outcome": outcome, "thanks": thanks}
        made = server.post("assignments", _id(server, assignment), "end", content=content)
        _done(made, f"It is done: {made['title']}", json=json)


@app.command()
def loans(json: Json = False) -> None:
    """List what you are asked to lend, and have lent."""
    with output.server() as server:
        found = list(server.every("assignments", "loans"))
        if json:
            output.as_json(found)
            return
        for each in found:
            output.line(each["title"], bold=True)
            asks = f"{each['learner']['name']} asks for {_terms(each['wanted'])}"
            answered = {"asked": "waits for your answer", "given": "lent", "refused": "not lent"}
            output.line(f"   {each['id']}  {asks}; {answered[each['consent']]}", dim=True)
            if each["thanks"]:
                output.line(f"   Thanks: {each['thanks']}")
        if not found:
            output.line("Nobody asks you for time.")


@app.command()
def lend(
    loan: Loan,
    hours: Annotated[int, typer.Option(min=0, help="Hours a week; as asked without it.")] = 0,
    until: Day = None,
    no: Annotated[bool, typer.Option("--no", help="Not now; no reason is asked for.")] = False,
    says: Annotated[str, typer.Option(help="What else you want to say to them.")] = "",
    json: Json = False,
) -> None:
    """Lend the time on your own terms, or say no; once.

    \b
    jw assignments lend "Retry refunds" --hours 4 --until 2026-04-01
    jw assignments lend "Retry refunds" --no
    """  # noqa: D301 -- what follows \b keeps its lines
    with output.server(f"loan {loan!r}") as server:
        found = one_of(server.every("assignments", "loans"), loan, what="loan")
        wanted = found["wanted"]
        last = f"{until:%Y-%m-%d}" if until else wanted["until"]
        content: dict[str, Any] = {"given": not no, "says": says}
        if not no:
            content |= {"hours": hours or wanted["hours"], "until": last}
        told = server.post("assignments", "loans", found["id"], content=content)
        _done(told, "Said: not now." if no else f"Lent: {_terms(told['terms'])}.", json=json)


def _id(server: Client, said: str) -> str:
    return str(one_of(server.every("assignments"), said, what="assignment")["id"])


def _show(found: dict[str, Any]) -> None:
    output.line(found["title"], bold=True)
    output.line(f"{_STATES[found['state']]}, {found['learner']['name']} learns", dim=True)
    for name, says in (("To learn", "skill"), ("A stretch", "why"), ("Good", "good")):
        output.line(f"{name}: {found[says]}")
    beside = [
        f"{found[role]['name']} ({role})" for role in ("mentor", "buddy") if found[role] is not None
    ]
    output.line(f"Beside: {', '.join(beside) or 'nobody'}; help: {found['help']}")
    if found["lender"]:
        given = _terms(found["terms"]) if found["consent"] == "given" else found["consent"]
        output.line(f"Time: {found['lender']['name']}, {given}")
    for each in found["checkpoints"]:
        due = f", by {each['due']}" if each["due"] else ""
        output.line(f"  [{'x' if each['done_at'] else ' '}] {each['text']}{due}")
    for key in found["cards"]:
        output.line(f"  jw cards show {key}", dim=True)
    if found["outcome"]:
        output.line(f"What came of it: {found['outcome']}")


def _terms(found: dict[str, Any]) -> str:
    hours = f"{found['hours']} hour{'' if found['hours'] == 1 else 's'} a week"
    return hours + (f" until {found['until']}" if found["until"] else "")


def _stands(found: dict[str, Any]) -> str:
    return _STATES[found["state"]]


def _done(found: Any, says: str, *, json: bool) -> None:
    if json:
        output.as_json(found)
    else:
        output.line(says)
