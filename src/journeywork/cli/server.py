"""What commands need that run on the server, with the database at hand instead of a token."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from journeywork.cli import output

Org = Annotated[
    str, typer.Option("--org", help="Key of the organisation, where there are several.")
]


def ready() -> None:
    """Make the database reachable, before anything is imported that speaks to it."""
    import django

    django.setup()


@contextmanager
def within_organisation(key: str) -> Iterator[None]:
    """Put the organisation with this key in force, or the only one; a fault becomes one line."""
    ready()
    from journeywork.kernel.errors import Invalid, NotFound
    from journeywork.kernel.tenancy import within
    from journeywork.people import queries

    try:
        with within(queries.organisation_meant(key).id):
            yield
    except NotFound as fault:
        output.fail(f"There is no such {fault} here.")
    except Invalid as fault:
        output.fail(fault.faults.get("org", str(fault)))
