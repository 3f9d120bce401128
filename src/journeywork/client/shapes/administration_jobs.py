"""The shapes of `administration_jobs`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import datetime

from journeywork.client.shape import Answered


class JobOut(Answered, kw_only=True):
    """Something that the worker could not do, though it tried as often as it may."""

    id: int
    what: str
    fault: str
    attempts: int
    failed_at: datetime | None
    comes_again: bool
