"""Moments of need: decision points at which help may help."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from journeywork.engine.context import Context


class Need(StrEnum):
    """The five moments of need (Gottfredson & Mosher), and a sixth of ours."""

    NEW = "new"
    MORE = "more"
    APPLY = "apply"
    SOLVE = "solve"
    CHANGE = "change"
    REFLECT = "reflect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A decision point: `person` may need help of the sort `need`, because of `because`.

    `rule` is the key of the rule that saw it, `because` the facts it saw, by name, ready to
    be shown. `breakpoint` tells that the person is between two pieces of work just now.
    """

    id: UUID
    person: UUID
    at: datetime
    need: Need
    rule: str
    context: Context
    because: Mapping[str, str | int | float]
    breakpoint: bool
