"""`cards import` and `cards export`: documents on this machine become cards, and cards documents."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from journeywork.connectors.connecting import organisation

GROUP = "cards"
app = typer.Typer()

SHOWN = 10  # Lines on what was left out; the rest is counted.


@app.command("import")
def import_(
    path: Annotated[
        Path, typer.Argument(help="A folder, a vault, a .csv, or a .zip or .tar of one.")
    ],
    source: Annotated[
        str, typer.Option(help="What to call it; an import under the same name is an update.")
    ] = "",
    place: Annotated[str, typer.Option(help="The repository, ward or cell it is about.")] = "",
    org: Annotated[
        str, typer.Option("--org", help="Key of the organisation, where there are several.")
    ] = "",
) -> None:
    """Make cards of documents; a removed document archives its card (on the server)."""
    import django

    django.setup()
    from journeywork.kernel.archives import BadArchive
    from journeywork.kernel.clock import now
    from journeywork.kernel.errors import Invalid
    from journeywork.kernel.tenancy import within
    from journeywork.knowledge.actions import import_documents
    from journeywork.knowledge.importers.choosing import read

    try:
        found = read(path, place=place)
        with within(organisation(org)):
            done = import_documents(
                found.documents,
                source=source or f"documents:{path.resolve().name}",
                by=None,
                at=now(),
            )
    except (NotADirectoryError, BadArchive, Invalid, ValueError) as fault:
        _fail(str(fault))
    typer.echo(
        f"{done.new} new cards, {done.changed} changed, {done.same} as before, "
        f"{done.archived} archived"
    )
    _left_out((*found.aside, *done.aside))


@app.command("export")
def export(
    folder: Annotated[Path, typer.Argument(help="A new or an empty folder.")],
    org: Annotated[
        str, typer.Option("--org", help="Key of the organisation, where there are several.")
    ] = "",
) -> None:
    """Write every published card into a folder, a Markdown file each (on the server).

    `cards import` makes the same cards of them again, here or elsewhere.
    """
    import django

    django.setup()
    from journeywork.connectors.documents.export import export as write
    from journeywork.kernel.tenancy import within

    try:
        with within(organisation(org)):
            count = write(folder)
    except OSError as fault:
        _fail(f"{folder}: {fault.strerror or fault}")
    typer.echo(f"{count} cards in {folder}")


def _left_out(lines: tuple[str, ...]) -> None:
    for line in lines[:SHOWN]:
        typer.echo(f"  left out: {line}")
    if len(lines) > SHOWN:
        typer.echo(f"  and {len(lines) - SHOWN} more")


def _fail(says: str) -> NoReturn:
    typer.echo(f"journeywork: {says}", err=True)
    raise typer.Exit(1)
