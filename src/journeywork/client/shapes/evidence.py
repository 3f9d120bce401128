"""The shapes of `evidence`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import datetime

from journeywork.client.shape import UNSET, Answered, Given, UnsetType


class ProgressOut(Answered, kw_only=True):
    """How far a replay is."""

    since: datetime
    asked_at: datetime
    waiting: bool
    done: int
    total: int
    fault: str


class ReplayIn(Given, kw_only=True):
    """How far back the replay shall judge."""

    days: int | UnsetType = UNSET
