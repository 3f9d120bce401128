"""The web process: granian, and the ASGI application in its workers."""

import gc
import importlib
import os
import signal
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from journeywork.config.environment import load
from journeywork.config.tether import tie_to_parent
from journeywork.config.watching.logs import configure
from journeywork.config.watching.serving import be_watched

#: Objects made, less those gone, until the collector looks: 700 would be for smaller work.
_NEW_OBJECTS = 50_000
_PATIENCE = 10  # Seconds that a worker gets to finish its requests when it is told to stop.
#: What the server says goes where everything goes.
_LEFT_TO_US: dict[str, Any] = {
    "handlers": {},
    "loggers": {"_granian": {"handlers": [], "propagate": True}},
}


def serve() -> None:
    """Serve pages and the API until told to stop; an address that is taken ends the process."""
    environment = load(os.environ)
    # What makes no sense ends this process with a line, and not each of its workers with many.
    importlib.import_module("journeywork.config.settings")
    configure(environment["JOURNEYWORK_LOG"])
    server = Granian(
        "journeywork.config.asgi:application",
        address=environment["JOURNEYWORK_LISTEN"],
        port=environment["JOURNEYWORK_PORT"],
        interface=Interfaces.ASGINL,
        workers=max(1, environment["JOURNEYWORK_WEB_PROCESSES"]),
        respawn_failed_workers=True,
        workers_kill_timeout=_PATIENCE,
        log_level=LogLevels.warning,
        log_dictconfig=_LEFT_TO_US,
    )
    server.serve(target_loader=load_application, wrap_loader=False)


def load_application() -> Any:
    """Load the application in a worker, which must not outlive a killed parent on the same port."""
    tie_to_parent(signal.SIGKILL)
    from journeywork.config.asgi import application

    be_watched("web")
    # What was loaded stays; and a batch of events makes many objects that soon go by themselves.
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 20)
    return application
