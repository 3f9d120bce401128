"""The shapes of `administration_teams`."""

# Made by `make docs` from the API's description; change the API, not this file.
from uuid import UUID

from journeywork.client.shape import UNSET, Given, UnsetType


class TeamChangeIn(Given, kw_only=True):
    """What shall be different about a team; what is left out stays."""

    name: str | UnsetType = UNSET
    leads: list[UUID] | UnsetType = UNSET


class TeamIn(Given, kw_only=True):
    """A new team."""

    name: str
    setting: str | UnsetType = UNSET
