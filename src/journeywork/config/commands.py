"""The server's own commands: run, migrate, web, worker, doctor.

What a command needs it imports when it runs: the program must answer within the blink of a prompt.
"""

import os
from pathlib import Path
from typing import Annotated

import typer

index = typer.Typer(help="The search index, which is made from the database.")


def mount(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("run")(run)
    app.command("migrate")(migrate)
    app.command("web")(web)
    app.command("worker")(worker)
    app.command("doctor")(doctor)
    app.add_typer(database, name="database")
    app.add_typer(index, name="index")


def run(
    repo: Annotated[
        Path | None, typer.Option(help="Git repository to import; without it, this checkout.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(help="Port of the web pages; without it, 8765 or the next free.")
    ] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of the data.")] = None,
) -> None:
    """Start database, web and worker, and keep them running until Ctrl-C."""
    from journeywork.config.run import run as run_everything

    raise typer.Exit(run_everything(repository=repo, port=port, data=data))


def migrate() -> None:
    """Bring the database up to date, as the owner of its tables (production)."""
    import django

    django.setup()
    from journeywork.config.migrate import migrate as bring_up_to_date

    bring_up_to_date()


def web() -> None:
    """Serve the pages and the API (production; `run` does it by itself)."""
    from journeywork.config.web import serve

    serve()


def worker() -> None:
    """Take up work events, turn facts, do what time brings, keep the index."""
    import django

    django.setup()
    from journeywork.config.worker import run as work

    work()


database = typer.Typer(help="The PostgreSQL that `run` brings.", no_args_is_help=True)


@database.command()
def upgrade() -> None:
    """Move the data of the embedded PostgreSQL to the newest version on this machine."""
    from journeywork.config.cluster import Cluster, ClusterError
    from journeywork.config.environment import load
    from journeywork.config.place import cluster_folder, data_folder

    cluster = Cluster(cluster_folder(data_folder(load(os.environ)["JOURNEYWORK_DATA"])))
    try:
        kept = cluster.upgrade()
    except ClusterError as refusal:
        typer.echo(f"journeywork: {refusal}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Done. Start Journeywork; when all is well, remove the old data in {kept}.")


def doctor(
    for_programs: Annotated[bool, typer.Option("--json", help="For programs.")] = False,  # noqa: FBT002
) -> None:
    """Look at settings, database, index, clock, folders and mail, and say what to do."""
    from journeywork.config.doctor import State, examine, report

    findings = list(examine(os.environ))
    if for_programs:
        typer.echo(report.as_json(findings))
    else:
        report.as_table(findings)
    failed = any(finding.state is State.FAIL for finding in findings)
    raise typer.Exit(1 if failed else 0)


@index.command("rebuild")
def rebuild() -> None:
    """Make the search index anew from the database; the one in use serves until it is done."""
    import django

    django.setup()
    from journeywork.knowledge.indexing import rebuild as make_anew

    typer.echo(f"{make_anew()} cards and pieces of work are in the index.")
