"""The shapes of `watching`."""

# Made by `make docs` from the API's description; change the API, not this file.
from journeywork.client.shape import Given


class LookForIn(Given, kw_only=True):
    """Something to look for, in one's own words."""

    says: str
