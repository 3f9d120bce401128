"""`replay`: see what would have been offered before you switch it on; runs on the server."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from journeywork.cli.server import Org, within_organisation

if TYPE_CHECKING:
    from journeywork.evidence.noticed_words import Noticed
    from journeywork.evidence.sentences import Told
    from journeywork.evidence.values import Finished

#: letter -> days
_SPANS = {"d": 1.0, "w": 7.0, "m": 30.44, "y": 365.25}
_console = Console(highlight=False)

Since = Annotated[
    str,
    typer.Option(
        help="How far back to judge, from the latest work: 90d, 26w, 18m, 2y; or a day: 2024-03-01."
    ),
]


def replay(
    since: Since = "2y",
    html: Annotated[
        Path | None, typer.Option(help="Write the report as one file that can be mailed.")
    ] = None,
    last: Annotated[bool, typer.Option("--last", help="Show the last report again.")] = False,
    later: Annotated[
        bool, typer.Option("--later", help="Let the worker do it, where there is news.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    org: Org = "",
) -> None:
    """Show what would have been offered, when and why, from the history of work itself."""
    with within_organisation(org):
        if later:
            _ask_the_worker(since)
            return
        if not last:
            _run(since, quiet=as_json)
        _show(html=html, as_json=as_json)


def start_of(since: str, end: datetime) -> datetime:
    """Return when `since` (2y, 90d, 2024-03-01) was, seen from `end`; BadParameter otherwise."""
    number, letter = since[:-1], since[-1:].lower()
    if letter in _SPANS and number.isascii() and number.isdigit() and len(number) <= 5:  # noqa: PLR2004
        try:
            return end - timedelta(days=_SPANS[letter] * int(number))
        except OverflowError:
            return datetime.min.replace(year=1971, tzinfo=UTC)
    try:
        day = datetime.fromisoformat(since)
    except ValueError:
        raise typer.BadParameter(f"{since!r} is not 90d, 26w, 18m, 2y or 2024-03-01") from None
    return day if day.tzinfo else day.replace(tzinfo=UTC)


def _run(since: str, *, quiet: bool) -> None:
    from journeywork.evidence import actions, queries
    from journeywork.kernel.clock import now
    from journeywork.kernel.errors import Invalid

    at = now()
    start = start_of(since, queries.history_end(at=at))
    try:
        with _bar(quiet=quiet) as show:
            actions.replay(since=start, by=None, at=at, progress=show)
    except Invalid as fault:
        _fail(str(fault))


def _ask_the_worker(since: str) -> None:
    from journeywork.evidence import actions, queries
    from journeywork.kernel.clock import now

    at = now()
    if queries.is_news(at=at):
        start = start_of(since, queries.history_end(at=at))
        actions.ask_for(since=start, by=None, at=at)
        _console.print("The worker replays the history; the page “Replay” shows how far it is.")
    else:
        _console.print("Nothing has come in since the last replay.")


def _show(*, html: Path | None, as_json: bool) -> None:
    from journeywork.evidence import queries
    from journeywork.evidence.report import html as as_html
    from journeywork.evidence.values import plain

    finished = queries.latest_report()
    if finished is None:
        _fail("There is no report yet: journeywork replay --since 2y")
    if html is not None:
        _write(html, as_html(finished, standalone=True))
    if as_json:
        typer.echo(json.dumps(plain(finished.report), indent=2))
    else:
        _tables(finished)
        if html is not None:
            _console.print(f"Written to {html}", markup=False)


def _write(file: Path, page: str) -> None:
    try:
        file.write_text(page, "utf-8")
    except OSError as fault:
        _fail(f"the report is kept, and was not written to {file}: {fault.strerror}")


def _tables(finished: "Finished") -> None:
    from journeywork.evidence.sentences import told

    report = told(finished)
    _console.print(report.title, style="bold")
    _console.print(report.made, style="dim", markup=False)
    _console.print(report.span, style="dim", markup=False)
    if report.too_little:
        _console.print(f"\n{report.too_little}", markup=False)
    else:
        _answers(report)
    _heading("How this was worked out, and what it cannot know")
    for says in report.how:
        _console.print(f"- {says}", style="dim", markup=False)


def _answers(report: "Told") -> None:
    _heading("What would people have noticed?")
    if report.noticed is None:
        _console.print(report.too_few, markup=False)
    else:
        _noticed(report.noticed)
    if report.debriefs:
        _heading("Which debriefs would have been proposed?")
        _console.print(report.debriefs.says, markup=False)
        _table(("Trigger", "proposals", "people"), report.debriefs.rows)
        for what, why in report.debriefs.examples:
            _console.print(f"- {what}: {why}.", markup=False)
    for one in report.judged:
        _heading(one.title)
        _console.print(one.says, markup=False)
        _table(one.heads, one.rows)
        _table(("", "share on the busiest person"), one.load_rows)
        for note in (*one.legend, *one.notes) if one.rows else ():
            _console.print(f"- {note}", style="dim", markup=False)


def _noticed(found: "Noticed") -> None:
    for says in found.says:
        _console.print(says, markup=False)
    heads = ("Trigger", "moments", "people", "offered", "most silences")
    _table(heads, found.rules)
    _table(("Why silence", "moments", "of all"), found.silences)
    _table(("Offers in a week", "weeks", "of all"), found.weeks)
    for title, examples in found.examples:
        _console.print(f"\n{title}", style="bold", markup=False)
        for example in examples:
            _console.print(f"- {example}", markup=False)


def _heading(title: str) -> None:
    _console.print(f"\n{title}", style="bold", markup=False)


def _table(heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    if not rows:
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for place, head in enumerate(heads):
        table.add_column(head, overflow="fold", ratio=2 if place == 0 else 1)
    for row in rows:
        table.add_row(*(_plain(cell) for cell in row))
    _console.print(table)


def _plain(text: str) -> str:
    """Return a cell that rich shows as it stands: titles come from other people."""
    from rich.markup import escape

    from journeywork.cli.output import plain

    return escape(plain(text))


@contextmanager
def _bar(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Show how far the history is gone through; on the error stream, beside the report."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    beside = Console(stderr=True)
    hidden = quiet or not beside.is_terminal
    with Progress(*columns, console=beside, disable=hidden, transient=True) as bars:
        task = bars.add_task("events", total=None)

        def show(done: int, of: int) -> None:
            bars.update(task, completed=done, total=of)

        yield show


def _fail(says: str) -> NoReturn:
    typer.echo(f"journeywork: {says}", err=True)
    raise typer.Exit(1)
