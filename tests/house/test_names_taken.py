"""A name is given once: no column hides what every row has, no two shapes of the API are one.

A column called `about` once hid the declaration of that name, and nobody could be erased. Of two
shapes with one name the description of the API keeps the last, and tells the other's callers so.
"""

import json
from collections import defaultdict
from typing import Any

from django.apps import apps
from django.db import models
from ninja import NinjaAPI, Router, Schema
from ninja.openapi.schema import OpenAPISchema

from journeywork.api.app import api
from journeywork.kernel.rows import OrgLeaf, OrgRow, Scoped

#: What every row has as a column.
KEYS = {"id", "org", "pk"}


def hides(columns: set[str]) -> set[str]:
    """Return which columns take the name of something that the base rows, or models, declare."""
    return columns & {*dir(OrgRow), *dir(OrgLeaf), *dir(models.Model), *Scoped.__annotations__}


def columns_of(model: type[models.Model]) -> set[str]:
    return {
        name for field in model._meta.get_fields() for name in (field.name, _attribute(field))
    } - KEYS


def _attribute(field: Any) -> str:
    return str(getattr(field, "attname", field.name))


def test_no_column_hides_what_every_row_has() -> None:
    ours = [one for one in apps.get_models() if one.__module__.startswith("journeywork.")]
    assert len(ours) > 50
    found = {one._meta.label: hides(columns_of(one)) for one in ours}
    assert {label: names for label, names in found.items() if names} == {}
    # The control: these would be told.
    taken = {"about", "whose", "personal", "references", "private_to", "shown_to", "save", "check"}
    assert hides({*taken, "title", "by"}) == taken


class Told(OpenAPISchema):
    """The description of an API as the framework puts it together, with all it ever called so."""

    def __init__(self, described: NinjaAPI) -> None:
        self.meant: dict[str, set[str]] = defaultdict(set)
        super().__init__(described, "")

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        """Remember what each name means each time, then let the last one stand."""
        for name, shape in definitions.items():
            self.meant[name].add(json.dumps(shape, sort_keys=True))
        super().add_schema_definitions(definitions)

    @property
    def ambiguous(self) -> set[str]:
        """Return the names that mean several things."""
        return {name for name, meant in self.meant.items() if len(meant) > 1}


def test_no_two_shapes_of_the_api_share_a_name() -> None:
    told = Told(api)
    assert len(told.meant) > 150
    assert told.ambiguous == set()
    # Nor do they once pages of lists have names of ours; two more are how faults are told.
    named = api.get_openapi_schema()["components"]["schemas"]
    assert len(named) == len({*told.meant, "Problem", "Fault"})


def test_two_shapes_of_one_name_would_be_told() -> None:
    """The control: as two files of the API might have them."""
    first = type("NoteIn", (Schema,), {"__annotations__": {"text": str}})
    second = type("NoteIn", (Schema,), {"__annotations__": {"text": str, "day": str}})
    router = Router()

    def take(request: Any, body: Any) -> None:
        del request, body

    for path, shape in (("/notes", first), ("/journal", second), ("/again", first)):

        def door(request: Any, body: Any) -> None:
            return take(request, body)

        door.__annotations__ = {"body": shape}
        router.post(path, operation_id=path[1:])(door)
    described = NinjaAPI(urls_namespace="two shapes of one name")
    described.add_router("", router)
    assert Told(described).ambiguous == {"NoteIn"}
