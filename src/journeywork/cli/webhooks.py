"""`webhooks`: other systems are told what happens here, from the command line of the server."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from journeywork.cli import output
from journeywork.cli.questions import Json
from journeywork.cli.server import Org, ready, within_organisation

if TYPE_CHECKING:
    from journeywork.engine.subscriptions import Delivery, Subscription

app = typer.Typer(
    help="Other systems that are told what happens here, and what could not be told them.",
    no_args_is_help=True,
)

Name = Annotated[str, typer.Argument(help="What it is called.")]
Kinds = Annotated[
    list[str] | None, typer.Option("--kind", help="What it is told of; repeat it for several.")
]
Given = Annotated[
    bool, typer.Option("--given", help="The other system made the secret: ask for it.")
]
Letters = Annotated[
    list[UUID] | None, typer.Argument(help="Ids of dead letters, as the list shows them.")
]
Everything = Annotated[bool, typer.Option("--all", help="All of them.")]
MOST = 200


@app.command()
def kinds(json: Json = False) -> None:
    """List what other systems may be told of; nothing else can leave."""
    ready()
    from journeywork.subscriptions.queries import KINDS, type_of

    if json:
        output.as_json(
            [
                {"kind": kind, "type": type_of(kind), "says": each.says}
                for kind, each in KINDS.items()
            ]
        )
        return
    for kind, each in KINDS.items():
        output.line(f"{kind:<18} {each.says}")


@app.command("list")
def list_(json: Json = False, org: Org = "") -> None:
    """List who is told, and how it stands."""
    with within_organisation(org):
        from journeywork.subscriptions import queries

        found = queries.subscriptions()
        if json:
            output.as_json([_plain(each) for each in found])
            return
        for each in found:
            _show(each)
        if not found:
            output.line("Nobody is told anything yet. See: journeywork webhooks add --help")


@app.command()
def add(
    name: Name,
    address: Annotated[str, typer.Argument(help="Where it listens: https://...")],
    kind: Kinds = None,
    given: Given = False,
    json: Json = False,
    org: Org = "",
) -> None:
    """Tell another system; prints the secret with which it checks that it is us, this once.

    Without --kind it is told everything that may leave.
    """
    with within_organisation(org):
        from journeywork.kernel.clock import now
        from journeywork.subscriptions import actions, queries

        wanted = kind or list(queries.KINDS)
        made, secret = actions.add(
            name=name, address=address, kinds=wanted, secret=_asked(given), by=None, at=now()
        )
        if json:
            output.as_json(_plain(made) | {"secret": secret})
            return
        output.line(f"{made.name} is told: {', '.join(made.kinds)}.")
        output.line(f"Secret: {secret}")
        output.line(f"See whether it arrives: journeywork webhooks test '{made.name}'", dim=True)


@app.command()
def change(
    name: Name,
    address: Annotated[str, typer.Option(help="Where it listens from now on.")] = "",
    kind: Kinds = None,
    new_name: Annotated[str, typer.Option("--name", help="What to call it from now on.")] = "",
    org: Org = "",
) -> None:
    """Change a webhook; what is left out stays."""
    changes = {"address": address, "kinds": kind, "name": new_name}
    with within_organisation(org):
        from journeywork.subscriptions import actions

        given: dict[str, Any] = {field: value for field, value in changes.items() if value}
        _show(actions.change(**_it(name), **given))


@app.command("new-secret")
def new_secret(
    name: Name,
    hours: Annotated[
        int, typer.Option(min=0, max=720, help="How long the old one signs too; 0: it leaked.")
    ] = 24,
    given: Given = False,
    org: Org = "",
) -> None:
    """Change the secret of a webhook, and print the new one, this once."""
    with within_organisation(org):
        from journeywork.subscriptions import actions

        overlap = timedelta(hours=hours)
        secret = actions.rotate(**_it(name), overlap=overlap, secret=_asked(given))
        output.line(f"Secret: {secret}")
        output.line(
            f"The old one signs too for {hours} hours." if hours else "The old one is over."
        )


@app.command("test")
def try_out(name: Name, org: Org = "") -> None:
    """Let the worker send a test, once; `deliveries` tells what came of it."""
    with within_organisation(org):
        from journeywork.subscriptions import actions

        made = actions.try_out(**_it(name))
        output.line(f"On its way as {made.event}.")
        output.line(f"What came of it: journeywork webhooks deliveries '{name}'", dim=True)


@app.command()
def pause(name: Name, org: Org = "") -> None:
    """Tell a webhook nothing until it goes on; what happens meanwhile waits."""
    with within_organisation(org):
        from journeywork.subscriptions import actions

        _show(actions.pause(**_it(name)))


@app.command()
def resume(name: Name, org: Org = "") -> None:
    """Let a webhook go on, with what waits first."""
    with within_organisation(org):
        from journeywork.subscriptions import actions

        _show(actions.resume(**_it(name)))


@app.command()
def remove(
    name: Name,
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    org: Org = "",
) -> None:
    """Take a webhook away, with its deliveries and dead letters."""
    with within_organisation(org):
        from journeywork.subscriptions import actions

        it = _it(name)
        if not sure:
            typer.confirm(f"Remove {name}, with what waits for it?", abort=True, err=True)
        actions.remove(**it)
        output.line(f"{name} is told nothing any more.")


@app.command()
def deliveries(
    name: Name,
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="How many at most.")] = 20,
    json: Json = False,
    org: Org = "",
) -> None:
    """List what a webhook was told in the last 30 days, newest first, and what came of it."""
    with within_organisation(org):
        from journeywork.subscriptions import queries

        line = queries.subscription_named(name)
        _list(queries.deliveries(subscription=line.id, limit=limit), {}, as_json=json)


@app.command("dead-letters")
def dead_letters(json: Json = False, org: Org = "") -> None:
    """List what was tried for about three days in vain, newest first."""
    with within_organisation(org):
        from journeywork.engine.subscriptions import DeliveryState
        from journeywork.subscriptions import queries

        found = queries.deliveries(state=DeliveryState.DEAD, limit=MOST)
        _list(found, queries.names(each.subscription for each in found), as_json=json)
        if not found and not json:
            output.line("There are no dead letters.")


@app.command("try-again")
def try_again(letters: Letters = None, everything: Everything = False, org: Org = "") -> None:
    """Put dead letters back into their lines; they go out under the ids they had."""
    with within_organisation(org):
        from journeywork.kernel.clock import now
        from journeywork.subscriptions import actions

        count = actions.again(deliveries=_meant(letters, everything), by=None, at=now())
        output.line(f"{count} of them will be tried again.")


@app.command()
def drop(letters: Letters = None, everything: Everything = False, org: Org = "") -> None:
    """Give dead letters up: they are not delivered."""
    with within_organisation(org):
        from journeywork.kernel.clock import now
        from journeywork.subscriptions import actions

        count = actions.drop(deliveries=_meant(letters, everything), by=None, at=now())
        output.line(f"{count} dropped.")


def _it(name: str) -> dict[str, Any]:
    from journeywork.kernel.clock import now
    from journeywork.subscriptions import queries

    return {"subscription_id": queries.subscription_named(name).id, "by": None, "at": now()}


def _asked(given: bool) -> str:
    """Ask for a secret; it has no place in a command, which others can read."""
    return str(typer.prompt("Secret", hide_input=True, err=True)) if given else ""


def _meant(letters: list[UUID] | None, everything: bool) -> list[UUID] | None:
    if bool(letters) == everything:
        output.fail("Say which dead letters, by id, or --all.")
    return None if everything else letters


def _show(each: "Subscription") -> None:
    output.line(f"{each.name}: {each.state}", bold=True)
    last = output.local(each.delivered_at.isoformat()) if each.delivered_at else "nothing yet"
    output.line(f"   {each.address}", dim=True)
    output.line(f"   told of {', '.join(each.kinds)}; last delivered {last}", dim=True)
    if each.waiting or each.dead:
        output.line(f"   {each.waiting} wait, {each.dead} dead letters", dim=True)
    if each.reason:
        output.line(f"   {each.reason}")


def _list(found: "Iterable[Delivery]", names: dict[UUID, str], *, as_json: bool) -> None:
    if as_json:
        output.as_json([_plain(each) for each in found])
        return
    for each in found:
        whose = f" for {names[each.subscription]}" if each.subscription in names else ""
        output.line(f"{each.id}  {each.kind}{whose}: {each.state}", bold=True)
        tried = each.attempts[-1].reason if each.attempts else ""
        says = f"; last: {tried}" if tried else ""
        happened = output.local(each.at.isoformat())
        output.line(f"   happened {happened}, {len(each.attempts)} attempts{says}", dim=True)


def _plain(value: "Subscription | Delivery") -> dict[str, Any]:
    """Return a value as JSON has it."""
    import msgspec

    found: dict[str, Any] = msgspec.to_builtins(asdict(value))
    return found
