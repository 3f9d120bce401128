"""`demo load`, `demo remove`, `demo sign-in`: the demo from the command line of the server."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

if TYPE_CHECKING:
    from uuid import UUID

    from journeywork.kernel.jobs import Job

GROUP = "demo"
#: Seconds that the worker gets without any progress, and between two looks at it.
PATIENCE, LOOK = 60.0, 0.5
app = typer.Typer(
    help="A demo organisation of forty people, to look at every page (on the server).",
    no_args_is_help=True,
)
_console = Console(highlight=False)

Show = Callable[[str, int, int], None]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


@app.command()
def load(
    for_: Annotated[
        str, typer.Option("--for", help="E-mail of whoever shall have a seat in it.")
    ] = "",
    json: Json = False,
) -> None:
    """Load the demo organisation, beside your own."""
    _start()
    from journeywork.connectors.demo import loading
    from journeywork.connectors.demo.reading import WrongContent
    from journeywork.connectors.demo.tasks import visitor_of
    from journeywork.kernel import clock
    from journeywork.kernel.errors import Invalid

    try:
        asker = _asker(for_)
        if loading.demos():
            _fail("A demo is loaded already; remove it first: journeywork demo remove")
        with _bars(quiet=json) as show:
            if loading.writes_here():
                visitor = visitor_of(*asker) if asker else None
                loading.load(at=clock.now(), visitor=visitor, progress=show)
            else:
                _let_the_worker_load(asker, show)
    except (Invalid, WrongContent) as fault:
        _fail(str(fault))
    if json:
        _print({"loaded": loading.KEY})
        return
    _console.print("The demo is loaded. To look at it as Ana does:")
    _console.print("   journeywork demo sign-in --as ana")


@app.command()
def remove(json: Json = False) -> None:
    """Remove the demo organisation with everything in it; nothing else is touched."""
    _start()
    from journeywork.connectors.demo import loading
    from journeywork.kernel import clock

    gone = loading.remove(at=clock.now())
    if json:
        _print({"removed": [organisation.key for organisation in gone]})
        return
    for organisation in gone:
        _console.print(f"Removed: {organisation.name}", markup=False)
    if not gone:
        _console.print("There is no demo here.")


@app.command("sign-in")
def sign_in(
    as_: Annotated[str, typer.Option("--as", help="Whose place to take, by key.")] = "ana",
    json: Json = False,
) -> None:
    """Print a link that signs in once, as somebody of the demo; for nobody else there is one."""
    _start()
    from django.conf import settings

    from journeywork.connectors.demo import loading
    from journeywork.kernel import clock
    from journeywork.kernel.errors import NotFound
    from journeywork.kernel.tenancy import within
    from journeywork.people import actions, queries

    demos = loading.demos()
    if not demos:
        _fail("There is no demo here; load it with: journeywork demo load")
    try:
        with within(demos[0].id):
            person = queries.person_by_key(as_)
            link = f"{settings.ADDRESS}{actions.sign_in_link(person_id=person.id, by=None, at=clock.now())}"
    except NotFound:
        _fail(f"Nobody in the demo goes by {as_!r}. Try ana, ben, cleo, dora or emil.")
    if json:
        _print({"person": person.key, "name": person.name, "link": link})
    else:
        typer.echo(link)


def _asker(email: str) -> "tuple[UUID, UUID] | None":
    """Return (organisation, person) of an address; None for none. Raises Invalid."""
    from journeywork.kernel.errors import Invalid
    from journeywork.kernel.tenancy import within
    from journeywork.people import queries

    for organisation in queries.organisations() if email else ():
        with within(organisation.id):
            person = queries.person_by_email(email)
        if person is not None and not organisation.is_demo:
            return organisation.id, person.id
    if email:
        raise Invalid({"--for": f"nobody here has the address {email}"})
    return None


def _let_the_worker_load(asker: "tuple[UUID, UUID] | None", show: Show) -> None:
    """Ask the worker, which holds the search index, and show how far it is until it is done."""
    from journeywork.connectors.demo import loading
    from journeywork.kernel import jobs
    from journeywork.kernel.jobs import JobState
    from journeywork.people.demo import LOAD, LOCK

    org, person = map(str, asker or ("", ""))
    jobs.give_up_on(LOCK)
    jobs.defer(LOAD, lock=LOCK, org=org, person=person)
    told, until = None, time.monotonic() + PATIENCE
    while not loading.demos():
        job = jobs.latest(LOCK)
        if job != told:
            told, until = job, time.monotonic() + PATIENCE
        if job is None and not loading.demos():
            _fail("It was taken back before it was loaded.")
        if job and (job.fault or job.state is JobState.FAILED):
            _fail(f"It could not be loaded ({job.fault}); nothing of it is left. {_further(job)}")
        if job and job.total:
            show(job.step, job.done, job.total)
        if time.monotonic() > until:
            _fail("The worker does nothing about it. Does it run? journeywork doctor tells.")
        time.sleep(LOOK)


def _further(job: "Job") -> str:
    from journeywork.kernel.jobs import JobState

    failed = job.state is JobState.FAILED
    return "See: journeywork jobs list" if failed else "The worker tries again by itself."


def _start() -> None:
    import django

    django.setup()


def _print(value: object) -> None:
    json.dump(value, sys.stdout, indent=2)
    sys.stdout.write("\n")


def _fail(says: str) -> NoReturn:
    typer.echo(f"journeywork: {says}", err=True)
    raise typer.Exit(1)


@contextmanager
def _bars(*, quiet: bool) -> Iterator[Show]:
    """Show how far each part has come; with `quiet` only to those who look at the screen.

    Without a terminal the bars are printed once, as they stand at the end. What the worker did
    since the last look at it is done by then, too.
    """
    columns = (TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True) if quiet else _console) as progress:
        tasks = {}

        def show(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=of)
            progress.update(tasks[what], completed=done, total=of)

        yield show
        for part in progress.tasks:
            progress.update(part.id, completed=part.total)
