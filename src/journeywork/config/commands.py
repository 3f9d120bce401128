"""The server's own commands: run, migrate, web, worker, doctor."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from journeywork.config.doctor import Finding, State, examine

_COLOURS = {State.OK: "green", State.WARN: "yellow", State.FAIL: "red"}


def mount(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("run")(run)
    app.command("migrate")(migrate)
    app.command("web")(web)
    app.command("worker")(worker)
    app.command("doctor")(doctor)


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


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,  # noqa: FBT002
) -> None:
    """Look at settings, database, index, clock, folders and mail, and say what to do."""
    findings = list(examine(os.environ))
    if as_json:
        json.dump([asdict(finding) for finding in findings], sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        Console(highlight=False).print(_table(findings))
    failed = any(finding.state is State.FAIL for finding in findings)
    raise typer.Exit(1 if failed else 0)


def _table(findings: list[Finding]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("", "what", "how it stands", "what to do"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        state = Text(finding.state, style=_COLOURS[finding.state])
        table.add_row(state, finding.check, Text(finding.says), Text(finding.do))
    return table
