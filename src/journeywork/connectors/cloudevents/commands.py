"""`work export` and `work import-events`: the whole record of work as CloudEvents, out and in."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from journeywork.connectors.connecting import organisation

GROUP = "work"
app = typer.Typer()

SHOWN = 10  # Refused events in words; the rest is counted.
Org = Annotated[
    str, typer.Option("--org", help="Key of the organisation, where there are several.")
]


@app.command("export")
def export(org: Org = "") -> None:
    """Print every work event as a CloudEvent, a line of JSON each (on the server).

    The command import-events takes them up again, here or elsewhere.
    """
    import django

    django.setup()
    from journeywork.connectors.cloudevents.record import lines
    from journeywork.kernel.tenancy import within

    with within(organisation(org)):
        for line in lines():
            sys.stdout.buffer.write(line + b"\n")


@app.command("import-events")
def import_events(
    path: Annotated[Path, typer.Argument(help="CloudEvents, a line of JSON each; - reads input.")],
    org: Org = "",
) -> None:
    """Take work events from a file; what is known already is passed over (on the server)."""
    import django

    django.setup()
    from journeywork.connectors.cloudevents.record import take
    from journeywork.kernel.tenancy import within

    try:
        opened = nullcontext(sys.stdin.buffer) if str(path) == "-" else path.open("rb")
        with opened as source, within(organisation(org)):
            taken = take(source)
    except OSError as fault:
        typer.echo(f"journeywork: {path}: {fault.strerror}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{taken.new} new events, {taken.repeated} known already")
    for line in taken.refused[:SHOWN]:
        typer.echo(f"  refused: {line}", err=True)
    if len(taken.refused) > SHOWN:
        typer.echo(f"  and {len(taken.refused) - SHOWN} more", err=True)
    if taken.refused:
        raise typer.Exit(1)
