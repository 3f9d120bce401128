"""`work import-git`, `import-repository` and `watch`: a repository's history and documents."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from journeywork.connectors.connecting import organisation

if TYPE_CHECKING:
    from uuid import UUID

    from journeywork.connectors.git.repository import Repository

GROUP = "work"
app = typer.Typer()
_console = Console(highlight=False)
#: Two repositories of one name would archive each other's cards and share their work.
_ANOTHER = (
    "another history is known as {place}. If this is another repository, give it a name of its "
    "own with --place; if its history was rewritten, say --yes."
)
#: Seconds between two looks at the worker, and without progress until we stop looking.
LOOK, PATIENCE = 0.2, 8.0

Where = Annotated[Path, typer.Argument(help="Folder of a git repository, bare or not.")]
Place = Annotated[str, typer.Option(help="What to call it; without this, as its origin does.")]
Org = Annotated[
    str, typer.Option("--org", help="Key of the organisation, where there are several.")
]
Yes = Annotated[
    bool, typer.Option("--yes", help="Also where another history is known under that name.")
]


@app.command("import-git")
def import_git(path: Where, place: Place = "", org: Org = "", yes: Yes = False) -> None:
    """Bring in a repository's history as work; what is known already is passed over."""
    with _opened(path, place, org, yes=yes) as repository:
        _history(repository)


@app.command("import-repository")
def import_repository(path: Where, place: Place = "", org: Org = "", yes: Yes = False) -> None:
    """Bring in a repository's Markdown documents as cards, and its history as work."""
    with _opened(path, place, org, yes=yes) as repository:
        _history(repository)
        _documents(repository)
        _past(repository)


@app.command("watch")
def watch(
    path: Where,
    every: Annotated[float, typer.Option(min=0.5, help="Seconds between two looks.")] = 10.0,
    place: Place = "",
    org: Org = "",
    yes: Yes = False,
) -> None:
    """Follow a repository: what arrives on its main line comes in until Ctrl-C."""
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with _opened(path, place, org, yes=yes) as repository:
        from journeywork.connectors.git.watching import watch as looks  # needs Django
        from journeywork.kernel.clock import now

        _console.print(f"Following {repository.place}. Ctrl-C ends it.", markup=False)
        for found in looks(repository, by=None, clock=now, every=every, stop=stop):
            _console.print(f"{now():%H:%M:%S}  {found.changes} changes, {found.events} events")


def _history(repository: "Repository") -> None:
    from journeywork.connectors.git.history import import_history
    from journeywork.kernel.clock import now

    with _bars() as show:
        found = import_history(repository, by=None, at=now(), progress=show)
    _console.print(
        f"{repository.place}: {found.changes} changes by {found.people} people, "
        f"{found.events} new events" + (f", {found.repeated} known" if found.repeated else ""),
        markup=False,
    )
    _wait_for_the_worker()


def _wait_for_the_worker() -> None:
    """Show how the worker takes up what came in; say so where none does."""
    from journeywork.work.queries import backlog

    most = left = backlog()
    still = 0.0
    with _bars() as show:
        while left and still < PATIENCE:
            time.sleep(LOOK)
            before, left = left, backlog()
            still = still + LOOK if left >= before else 0.0
            show("episodes", max(0, most - left), most)
    if left:
        _console.print(f"{left} events wait for the worker: journeywork worker")


def _documents(repository: "Repository") -> None:
    from journeywork.connectors.git.documents import count_documents, documents
    from journeywork.kernel.clock import now
    from journeywork.knowledge.actions import import_documents

    total = count_documents(repository)
    with _bars() as show:
        done = import_documents(
            documents(repository),
            source=f"git:{repository.place}",
            by=None,
            at=now(),
            progress=lambda count: show("documents", count, total),
        )
    _console.print(
        f"{total} documents: {done.new} new cards, {done.changed} changed, {done.same} as before, "
        f"{done.archived} archived",
        markup=False,
    )
    for line in done.aside[:10]:
        _console.print(f"  left out: {line}", markup=False)
    if len(done.aside) > 10:  # noqa: PLR2004 -- as many as are shown
        _console.print(f"  and {len(done.aside) - 10} more")


def _past(repository: "Repository") -> None:
    """Keep what the documents said when: a replay must not show today's words to yesterday."""
    from journeywork.connectors.git.past import past_steps, past_texts, reading_of
    from journeywork.knowledge.actions import keep_past
    from journeywork.knowledge.queries import reading

    steps, source = past_steps(repository), f"git:{repository.place}"
    state = reading_of(steps)
    if not steps or reading(source) == state:
        return
    with _bars() as show:
        wordings = keep_past(
            past_texts(repository, steps),
            source=source,
            reading=state,
            progress=lambda count: show("wordings", count, len(steps)),
        )
    told = "1 wording" if wordings == 1 else f"{wordings} wordings"
    _console.print(f"{told} of the last five years, for the replay")


@contextmanager
def _opened(path: Path, place: str, org: str, *, yes: bool) -> Iterator["Repository"]:
    """Open the repository with its organisation in force; a fault is a line, not a traceback."""
    import django

    django.setup()
    from journeywork.connectors.git.program import GitError
    from journeywork.connectors.git.repository import opened
    from journeywork.kernel.tenancy import within

    try:
        repository = opened(path, place)
        with within(_organisation(org)):
            if not yes:
                _refuse_another(repository)
            yield repository
    except GitError as fault:
        typer.echo(f"journeywork: {fault}", err=True)
        raise typer.Exit(1) from None


def _refuse_another(repository: "Repository") -> None:
    from journeywork.connectors.git.history import is_another
    from journeywork.connectors.git.program import GitError

    if is_another(repository):
        raise GitError(_ANOTHER.format(place=repository.place))


def _organisation(key: str) -> "UUID":
    """Return the organisation meant; the first import of a fresh installation makes one."""
    from journeywork.kernel.clock import now
    from journeywork.people import actions, queries

    if not key and all(each.is_demo for each in queries.organisations()):
        return actions.first_organisation(at=now()).id
    return organisation(key)


@contextmanager
def _bars() -> Iterator[Callable[[str, int, int], None]]:
    """Show how far each sort of thing has come."""
    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=_console) as progress:
        tasks = {}

        def show(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=of)
            progress.update(tasks[what], completed=done, total=of)

        yield show
