"""What goes in and out of the API: the engine's values, as JSON; every field has its sentence."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict, Strict, StringConstraints

#: What comes in as a number or a truth is one: neither "1" nor true stands for 1.
Whole = Annotated[int, Strict()]
Number = Annotated[float, Strict()]
Flag = Annotated[bool, Strict()]


def _written(value: Any) -> Any:
    if isinstance(value, int | float):
        raise ValueError("Input should be text")  # noqa: TRY004 -- it becomes a fault of the field
    return value


def _a_day(value: Any) -> Any:
    if isinstance(_written(value), str) and len(value) > len("2026-03-10"):
        raise ValueError("Input should be a day such as 2026-03-10")
    return value


#: Days and times come as text; a number would be taken for seconds since 1970.
Written = BeforeValidator(_written)
ADay = BeforeValidator(_a_day)
#: Names of topics, places, kinds: short, and never empty.
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
#: A path or a pattern of paths, as long as work events have them.
Path = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class In(Schema):
    """What comes in; a field that is not known is refused: it is most likely a slip."""

    model_config = ConfigDict(extra="forbid")


def _nothing_by_default(schema: dict[str, Any]) -> None:
    for field in schema.get("properties", {}).values():
        field.pop("default", None)


class Change(In):
    """What shall be different; what is left out stays, so that no field has a default to tell."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_nothing_by_default)


class PersonRef(Schema):
    """A person, by identifier and name."""

    id: UUID = Field(description="Identifies the person.")
    name: str = Field(description="What they are called.")
