"""How a serving process becomes visible: its log, its counts, its traces."""

import os

from journeywork.config.watching import traces
from journeywork.config.watching.logs import configure
from journeywork.kernel.shared_counts import share


def be_watched(role: str) -> None:
    """Let administrators see what this process does, as `web` or as `worker`; after Django."""
    from django.conf import settings

    configure(settings.ENVIRONMENT["JOURNEYWORK_LOG"])
    share(settings.METRICS_FOLDER)
    traces.listen(os.environ, role=role)
