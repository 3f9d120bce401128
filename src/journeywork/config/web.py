"""The web process: granian, and the ASGI application in its workers."""

import os
import signal
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from journeywork.config.environment import load
from journeywork.config.tether import tie_to_parent

_PATIENCE = 10  # Seconds that a worker gets to finish its requests when it is told to stop.


def serve() -> None:
    """Serve pages and the API until told to stop; an address that is taken ends the process."""
    environment = load(os.environ)
    server = Granian(
        "journeywork.config.asgi:application",
        address=environment["JOURNEYWORK_LISTEN"],
        port=environment["JOURNEYWORK_PORT"],
        interface=Interfaces.ASGINL,
        workers=max(1, environment["JOURNEYWORK_WEB_PROCESSES"]),
        respawn_failed_workers=True,
        workers_kill_timeout=_PATIENCE,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=load_application, wrap_loader=False)


def load_application() -> Any:
    """Load the application in a worker, which must not outlive a killed parent on the same port."""
    tie_to_parent(signal.SIGKILL)
    from journeywork.config.asgi import application

    return application
