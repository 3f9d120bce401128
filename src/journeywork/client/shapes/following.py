"""The shapes of `following`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import datetime, time

from journeywork.client.shape import Answered, Given
from journeywork.client.shapes.shared import PersonRef


class FollowingOut(Answered, kw_only=True):
    """Whom and what one follows; nobody else can read it."""

    people: list[PersonRef]
    topics: list[str]


class ReflectionOut(Answered, kw_only=True):
    """When one is asked how the week was, and whether that waits now."""

    weekday: int | None
    time: time | None
    waits_since: datetime | None


class ReflectionTimeIn(Given, kw_only=True):
    """When in the week one is asked, by one's own clock."""

    weekday: int
    time: time
