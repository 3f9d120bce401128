"""The server's own commands: run, migrate, web, worker, doctor.

What a command needs it imports when it runs: the program must answer within the blink of a prompt.
"""

import os
from pathlib import Path
from typing import Annotated

import typer

from journeywork.cli.root import SERVER

index = typer.Typer(help="The search index, which is made from the database.", no_args_is_help=True)


def mount(app: typer.Typer) -> None:
    """Add the commands to the program."""
    for does in (run, doctor, ready, migrate, web, worker):
        app.command(rich_help_panel=SERVER)(does)
    app.add_typer(database, name="database", rich_help_panel=SERVER)
    app.add_typer(index, name="index", rich_help_panel=SERVER)


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


@database.command("move")
def move_out() -> None:
    """Move everything from the embedded PostgreSQL to your own, which DATABASE_OWNER_URL names."""
    from journeywork.config.cluster import ClusterError
    from journeywork.config.environment import load
    from journeywork.config.lease import Taken
    from journeywork.config.moving import Unmovable, leave
    from journeywork.config.place import data_folder

    settings = load(os.environ)
    target = settings["DATABASE_OWNER_URL"] or settings["DATABASE_URL"]
    data = data_folder(settings["JOURNEYWORK_DATA"])
    try:
        rows = leave(data, target, typer.echo)
    except (Unmovable, ClusterError, Taken) as refusal:
        typer.echo(f"journeywork: {refusal}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{rows} rows moved; what was there stays. Keep the key, `secret` in {data}.")


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


def ready(
    wait: Annotated[float, typer.Option(help="Seconds to wait until it is.")] = 0.0,
    alive: Annotated[bool, typer.Option("--alive", help="Only whether it answers.")] = False,  # noqa: FBT002
) -> None:
    """Ask the web process of this machine whether it and all it needs are ready; 1 where not."""
    from journeywork.config.environment import load
    from journeywork.config.watching.asking import place, wait_for

    environment = load(os.environ)
    where = place(environment["JOURNEYWORK_LISTEN"], environment["JOURNEYWORK_PORT"])
    found = wait_for(where, seconds=wait, only_alive=alive)
    lacks = "" if alive and found.alive else found.lacks
    typer.echo(f"Not ready: {lacks}" if lacks else "It answers." if alive else "Ready.")
    raise typer.Exit(1 if lacks or not (alive or found.ready) else 0)


@index.command("rebuild")
def rebuild() -> None:
    """Make the search index anew from the database; the one in use serves until it is done."""
    import django

    django.setup()
    from django.conf import settings

    from journeywork.config.place import act_as_keeper
    from journeywork.knowledge.indexing import rebuild as make_anew

    act_as_keeper(Path(settings.INDEX_FOLDER))
    typer.echo(f"{make_anew()} cards and pieces of work are in the index.")
