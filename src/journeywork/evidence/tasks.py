"""What the worker does for evidence, by name.

Every process knows every name; what a replay needs (numpy, a third of the time that a command
takes to begin) is loaded by the one that runs it.
"""

import logging
from collections.abc import Callable, Mapping
from uuid import UUID

from journeywork.kernel import clock
from journeywork.kernel.errors import NotFound
from journeywork.kernel.telling import tell_fault
from journeywork.kernel.tenancy import within

log = logging.getLogger(__name__)


def run_replay(org: str, replay: str) -> None:
    """Run a replay that was asked for.

    A fault is kept with the replay, which says so on its page; trying the same history again
    would only fail again.
    """
    from journeywork.evidence import actions

    with within(UUID(org)):
        try:
            actions.run(replay_id=UUID(replay), at=clock.now())
        except NotFound:
            log.info("a replay was gone before it began")
        except Exception as fault:  # noqa: BLE001 -- the page says it, the log says where
            tell_fault(log, "a replay broke", fault)


TASKS: Mapping[str, Callable[..., None]] = {"run_replay": run_replay}
