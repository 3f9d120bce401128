"""The shapes of `work`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import datetime

from journeywork.client.shape import Answered
from journeywork.client.shapes.shared import PersonRef


class WorkEventOut(Answered, kw_only=True):
    """Something that happened in a piece of work."""

    source: str
    id: str
    type: str
    at: datetime
    by: PersonRef | None
    to: PersonRef | None
    title: str
    text: str
    paths: list[str]
    labels: list[str]
    check: str
    rating: int | None
    url: str
