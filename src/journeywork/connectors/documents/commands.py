"""`cards import` and `cards export`: documents on this machine become cards, and cards documents."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from journeywork.connectors.connecting import Json, organisation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from journeywork.engine.documents import Document
    from journeywork.engine.knowledge import Imported

GROUP = "cards"
app = typer.Typer()

#: Two folders of one name are two sources: only who imports them can tell.
_ADVICE = (
    "If these are other documents, give them a name of their own with --source; "
    "if most are gone indeed, say --yes."
)
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
    yes: Annotated[
        bool, typer.Option("--yes", help="Also where most cards of that name would be archived.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make cards of documents; a removed document archives its card (on the server)."""
    import django

    django.setup()
    from journeywork.kernel.archives import BadArchive
    from journeywork.kernel.errors import Invalid
    from journeywork.kernel.tenancy import within
    from journeywork.knowledge.importers.choosing import read
    from journeywork.knowledge.importing import WouldArchiveMost

    try:
        found = read(path, place=place)
        named = source or f"documents:{path.resolve().name}"
        with within(organisation(org)):
            done = _take_in(found.documents, named, wholesale=yes or bool(source))
    except WouldArchiveMost as fault:
        _fail(f"{fault}. {_ADVICE}")
    except (NotADirectoryError, BadArchive, Invalid, ValueError) as fault:
        _fail(str(fault))
    _tell(done, (*found.aside, *done.aside), as_json=as_json)


def _take_in(documents: "Iterable[Document]", source: str, *, wholesale: bool) -> "Imported":
    from journeywork.kernel.clock import now
    from journeywork.knowledge.actions import import_documents

    return import_documents(documents, source=source, by=None, at=now(), wholesale=wholesale)


def _tell(done: "Imported", aside: tuple[str, ...], *, as_json: bool) -> None:
    if as_json:
        counts = {name: getattr(done, name) for name in ("new", "changed", "same", "archived")}
        typer.echo(json.dumps({**counts, "left_out": aside}, indent=2))
        return
    typer.echo(
        f"{done.new} new cards, {done.changed} changed, {done.same} as before, "
        f"{done.archived} archived"
    )
    _left_out(aside)


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
