"""The demo by one click: what the page Administration asks for, done by the worker.

`org` and `person` say who asked; both "" for the command line, which takes no seat. Doors have
checked that they may. Run twice, each changes nothing more.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from uuid import UUID

from journeywork.connectors.demo import loading
from journeywork.connectors.demo.loading import AlreadyLoaded
from journeywork.connectors.demo.people import Visitor
from journeywork.kernel import clock
from journeywork.kernel.job_notes import tell
from journeywork.kernel.tenancy import within
from journeywork.people import queries
from journeywork.people.access import NO_ADDRESS
from journeywork.people.demo import LOAD, REMOVE


def demo_load(org: str = "", person: str = "") -> None:
    """Load the demo, with a seat in it for whoever asked; nothing where there is one already."""
    visitor = visitor_of(UUID(org), UUID(person)) if person else None
    with suppress(AlreadyLoaded):
        loading.load(at=clock.now(), visitor=visitor, progress=tell)


def demo_remove(org: str = "", person: str = "") -> None:
    """Remove the demo; whoever asked may do so from within it."""
    del org
    tell("remove", 0, 0)
    loading.remove(at=clock.now(), by=UUID(person) if person else None)


def visitor_of(org: UUID, person: UUID) -> Visitor:
    """Return somebody as a visitor of the demo; raises NotFound."""
    with within(org):
        asking = queries.person(person)
    # Who signs in by links alone has an account under an address that reaches nobody.
    return Visitor(name=asking.name, email=asking.email or f"{asking.id}@{NO_ADDRESS}")


TASKS: Mapping[str, Callable[..., None]] = {LOAD: demo_load, REMOVE: demo_remove}
