"""The demo by one click: what the page Administration asks for, done by the worker.

`config/worker.py` registers both as tasks: `demo_load(org, person)` and `demo_remove(org,
person)`, in which `org` and `person` say who asked. Run twice, each changes nothing more.
"""

from contextlib import suppress
from uuid import UUID

from journeywork.connectors.demo import loading
from journeywork.connectors.demo.people import Visitor
from journeywork.kernel import clock
from journeywork.kernel.doors import require
from journeywork.kernel.errors import Invalid
from journeywork.kernel.tenancy import within
from journeywork.knowledge import indexing
from journeywork.people import queries
from journeywork.people.access import NO_ADDRESS


def demo_load(org: str, person: str) -> None:
    """Load the demo, with a seat in it for whoever asked; nothing where there is one already."""
    visitor = _asker(UUID(org), UUID(person))
    with suppress(Invalid):
        loading.load(at=clock.now(), visitor=visitor, keep_index=indexing.catch_up)


def demo_remove(org: str, person: str) -> None:
    """Remove the demo; whoever asked may do so from within it."""
    _asker(UUID(org), UUID(person))
    loading.remove(at=clock.now(), by=UUID(person))


def _asker(org: UUID, person: UUID) -> Visitor:
    with within(org):
        asking = queries.person(person)
        require(asking, "demo.write")
    # Who signs in by links alone has an account under an address that reaches nobody.
    return Visitor(name=asking.name, email=asking.email or f"{asking.id}@{NO_ADDRESS}")
