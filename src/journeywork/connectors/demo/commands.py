"""`demo load`, `demo remove`, `demo sign-in`: the demo from the command line of the server."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

if TYPE_CHECKING:
    from uuid import UUID

GROUP = "demo"
#: Seconds that the worker gets.
PATIENCE = 180.0
app = typer.Typer(help="A demo organisation of forty people, to look at every page.")
_console = Console(highlight=False)

Show = Callable[[str, int, int], None]


@app.command()
def load(
    for_: Annotated[
        str, typer.Option("--for", help="E-mail of whoever shall have a seat in it.")
    ] = "",
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
        if loading.writes_here():
            visitor = visitor_of(*asker) if asker else None
            with _bars() as show:
                loading.load(at=clock.now(), visitor=visitor, progress=show)
        else:
            _let_the_worker_load(asker)
    except (Invalid, WrongContent) as fault:
        _fail(str(fault))
    _console.print("The demo is loaded. To look at it as Ana does:")
    _console.print("   journeywork demo sign-in --as ana")


@app.command()
def remove() -> None:
    """Remove the demo organisation with everything in it; nothing else is touched."""
    _start()
    from journeywork.connectors.demo import loading
    from journeywork.kernel import clock

    gone = loading.remove(at=clock.now())
    for organisation in gone:
        _console.print(f"Removed: {organisation.name}", markup=False)
    if not gone:
        _console.print("There is no demo here.")


@app.command("sign-in")
def sign_in(
    as_: Annotated[str, typer.Option("--as", help="Whose place to take, by key.")] = "ana",
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
            link = actions.sign_in_link(person_id=person.id, at=clock.now())
    except NotFound:
        _fail(f"Nobody in the demo goes by {as_!r}. Try ana, ben, cleo, dora or emil.")
    typer.echo(f"{settings.ADDRESS}{link}")


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


def _let_the_worker_load(asker: "tuple[UUID, UUID] | None") -> None:
    """Ask the worker, which holds the search index, and wait until it has done so."""
    from journeywork.connectors.demo import loading, tasks
    from journeywork.kernel import jobs

    org, person = map(str, asker or ("", ""))
    jobs.defer(tasks.LOAD, lock=tasks.LOCK, org=org, person=person)
    until = time.monotonic() + PATIENCE
    with _console.status("The worker loads it ..."):
        while not loading.demos():
            if time.monotonic() > until:
                _fail("The worker has not done it yet. Does it run? journeywork doctor tells.")
            time.sleep(0.5)


def _start() -> None:
    import django

    django.setup()


def _fail(says: str) -> NoReturn:
    typer.echo(f"journeywork: {says}", err=True)
    raise typer.Exit(1)


@contextmanager
def _bars() -> Iterator[Show]:
    """Show how far each part has come."""
    columns = (TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=_console) as progress:
        tasks = {}

        def show(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=of)
            progress.update(tasks[what], completed=done, total=of)

        yield show
