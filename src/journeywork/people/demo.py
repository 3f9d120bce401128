"""The demo organisation, asked for and asked away: the worker does both, one after the other.

Asking twice does no harm, and asking for what is there already changes nothing. What loads it is
a connector, a folder that may be deleted; its two tasks are known by name.
"""

from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from uuid import UUID

from django.db import transaction

from journeywork.engine.people import Organisation
from journeywork.kernel import audit, jobs
from journeywork.kernel.jobs import Job, JobState
from journeywork.kernel.locks import one_at_a_time_here
from journeywork.kernel.tenancy import current_org
from journeywork.people import queries

CONNECTOR = "journeywork.connectors.demo"
#: The tasks, and the lock under which one of them runs at a time.
LOAD, REMOVE, LOCK = "demo_load", "demo_remove", "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """How it stands with the demo: whether it can be had, is there, comes, goes, or failed to."""

    installed: bool
    organisation: Organisation | None
    job: Job | None

    @property
    def going(self) -> bool:
        """Tell whether it is being loaded or removed, or waits for that."""
        return self.job is not None and self.job.state is not JobState.FAILED

    @property
    def failed(self) -> bool:
        """Tell whether what was asked for last has failed, and is still to be had."""
        if self.job is None or self.job.state is not JobState.FAILED:
            return False
        return (self.job.task == LOAD) == (self.organisation is None)


def demo() -> Demo:
    """Return how it stands with the demo of this installation."""
    here = (each for each in queries.organisations() if each.is_demo)
    return Demo(
        installed=find_spec(CONNECTOR) is not None,
        organisation=next(here, None),
        job=jobs.latest(LOCK),
    )


def load_demo(*, by: UUID, at: datetime) -> bool:
    """Ask for the demo, with a seat in it for `by`; False where it is there or under way."""
    return _ask(LOAD, by=by, at=at)


def remove_demo(*, by: UUID, at: datetime) -> bool:
    """Ask the demo away with all that is in it; False where there is none or it is under way."""
    return _ask(REMOVE, by=by, at=at)


def stop_trying() -> bool:
    """Give up what failed and would be tried again; False where nothing of that sort waits."""
    stands = demo().job
    if stands is None or not stands.fault:
        return False
    return jobs.take_back(stands.id) or jobs.give_up_on(LOCK) > 0


def _ask(task: str, *, by: UUID, at: datetime) -> bool:
    with transaction.atomic():
        one_at_a_time_here("demo asked for")
        stands = demo()
        if stands.going or not stands.installed:
            return False
        if (stands.organisation is None) == (task == REMOVE):
            return False
        jobs.give_up_on(LOCK)
        audit.record(verb=f"{task}.asked", object="demo", by=by, at=at)
        jobs.defer(task, lock=LOCK, org=str(current_org()), person=str(by))
    return True
