"""The shapes of `administration_demo`."""

# Made by `make docs` from the API's description; change the API, not this file.
from typing import Literal

from journeywork.client.shape import Answered

#: Where a job stands.
JobState = Literal["waiting", "running", "failed"]


class DemoOut(Answered, kw_only=True):
    """How it stands with the demo organisation."""

    installed: bool
    organisation: str | None
    state: JobState | None
    removing: bool
    share: float
    fault: str
