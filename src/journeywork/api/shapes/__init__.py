"""What goes in and out of the API: the engine's values, as JSON."""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, StringConstraints

#: Names of topics, places, paths: short, and never empty.
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class In(Schema):
    """What comes in; a field that is not known is refused: it is most likely a slip."""

    model_config = ConfigDict(extra="forbid")


class PersonRef(Schema):
    """A person, by identifier and name."""

    id: UUID
    name: str
