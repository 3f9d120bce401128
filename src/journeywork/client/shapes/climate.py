"""The shapes of `climate`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import datetime
from uuid import UUID

from journeywork.client.shape import Answered


class ClimateFiguresOut(Answered, kw_only=True):
    """What a group said together, on a scale from 1 to 7; more is safer."""

    team: UUID | None
    items: dict[str, float]
    whole: float | None


class ClimateOut(Answered, kw_only=True):
    """What was told of one asking."""

    opened_at: datetime
    closed_at: datetime | None
    told: list[ClimateFiguresOut]
