"""The shapes of `administration_authors`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import datetime

from journeywork.client.shape import Answered, Given


class AuthorIn(Given, kw_only=True):
    """Who is meant by a name in the work."""

    handle: str
    person: str


class AuthorOut(Answered, kw_only=True):
    """A name in the work whom nobody knows here."""

    handle: str
    events: int
    seen_at: datetime
