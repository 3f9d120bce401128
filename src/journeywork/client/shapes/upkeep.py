"""The shapes of `upkeep`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import datetime

from journeywork.client.shape import Answered
from journeywork.client.shapes.shared import PersonRef


class VersionOut(Answered, kw_only=True):
    """What a card said before it was changed."""

    number: int
    at: datetime
    by: PersonRef | None
    title: str
    body: str
