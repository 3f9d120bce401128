"""`jobs`: what the worker could not do, from the command line of the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journeywork.cli import output

if TYPE_CHECKING:
    from journeywork.kernel.jobs import Job

app = typer.Typer(
    help="What the worker could not do: see it, try it again, give it up (on the server).",
    no_args_is_help=True,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Which = Annotated[
    list[int] | None, typer.Argument(help="Numbers of jobs, as the list shows them.", min=1)
]
#: Jobs that are read at once.
PAGE = 200


@app.command("list")
def list_(json: Json = False) -> None:
    """List jobs that failed as often as they may, of every organisation, newest first."""
    with _queue() as queue:
        found = list(_all(queue))
        if json:
            output.as_json([_told(job) for job in found])
            return
        for job in found:
            _show(job)
    if not found:
        output.line("Nothing was left undone.")


@app.command("try-again")
def try_again(
    numbers: Which = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    json: Json = False,
) -> None:
    """Let the worker try jobs again that failed."""
    from journeywork.kernel.clock import now

    with _queue() as queue:
        known = (job.id for job in _all(queue) if not job.duty)
        count = queue.try_again(_meant(numbers, known, everything=everything), at=now())
        _done("tried_again", count, f"{count} of them will be tried again.", as_json=json)


@app.command("give-up")
def give_up(
    numbers: Which = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """Forget jobs that failed; what they should have done is not done."""
    with _queue() as queue:
        known = (job.id for job in _all(queue))
        meant = _meant(numbers, known, everything=everything)
        if meant and not sure:
            typer.confirm(f"Give up {len(meant)} for good?", abort=True, err=True)
        count = queue.give_up(meant)
        _done("given_up", count, f"{count} given up.", as_json=json)


@contextmanager
def _queue() -> Iterator[Any]:
    """Give the queue; a job that is not there is one line, not a traceback."""
    import django

    django.setup()
    from journeywork.kernel import jobs
    from journeywork.kernel.errors import NotFound

    try:
        yield jobs
    except NotFound:
        output.fail("There is no such job that failed. See: journeywork jobs list")


def _all(queue: Any) -> "Iterator[Job]":
    """Yield every job that failed, newest first."""
    before = None
    while page := queue.failed(limit=PAGE, before=before):
        yield from page
        before = page[-1].id


def _meant(numbers: list[int] | None, known: Iterator[int], *, everything: bool) -> list[int]:
    if bool(numbers) == everything:
        output.fail("Say which jobs, by number, or --all.")
    return list(known) if everything else list(numbers or [])


def _done(name: str, count: int, says: str, *, as_json: bool) -> None:
    if as_json:
        output.as_json({name: count})
    else:
        output.line(says)


def _show(job: "Job") -> None:
    output.line(f"{job.id}  {job.what or job.task}", bold=True)
    fault = f"it broke off with {job.fault}" if job.fault else "the worker was ended while at it"
    last = f", last {output.local(job.at.isoformat())}" if job.at else ""
    again = "; it comes again by itself" if job.duty else ""
    output.line(f"   {fault}; tried {job.attempts} times{last}{again}", dim=True)


def _told(job: "Job") -> dict[str, Any]:
    return {
        "id": job.id,
        "task": job.task,
        "organisation": job.arguments.get("org"),
        "what": job.what,
        "fault": job.fault,
        "attempts": job.attempts,
        "failed_at": job.at.isoformat() if job.at else None,
        "comes_again": job.duty,
    }
