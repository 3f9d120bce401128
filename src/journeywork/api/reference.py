"""The description as a page: every operation, every shape, in words; it asks nobody for anything.

The page is text and links: it works offline, without scripts, on paper, in light and dark.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

from journeywork.api.openapi import PERMISSION

Shape = Mapping[str, Any]
_PLAIN = {
    "boolean": "yes or no",
    "integer": "whole number",
    "number": "number",
    "object": "object",
    "string": "text",
}
_FORMATS = {
    "uuid": "identifier",
    "date-time": "time",
    "date": "day",
    "time": "time of day",
}
#: End of the names of pages.
PAGE = "Page"
_BOUNDS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "maxLength": "at most {} characters",
    "maxItems": "at most {} entries",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A parameter or a field. `shape` names the shape its type speaks of, "" for none."""

    name: str
    type: str
    shape: str
    says: str
    bounds: str
    needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An operation as it is read."""

    id: str
    method: str
    path: str
    summary: str
    says: str
    permission: str
    parameters: tuple[Line, ...]
    body: str
    status: str
    answer: str
    answer_shape: str
    example: str


class Reference(DocsBase):
    """Shows the API's reference."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **given: Any) -> HttpResponse:
        """Return the page."""
        del given
        values = {"title": "API", "address": settings.ADDRESS, **_read(api)}
        return render(request, "api.html", values)


@lru_cache(maxsize=1)
def _read(api: NinjaAPI) -> dict[str, Any]:
    schema = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    groups: dict[str, list[Told]] = {}
    for path, verbs in schema["paths"].items():
        for method, operation in verbs.items():
            groups.setdefault(operation["tags"][0], []).append(_told(method, path, operation))
    shapes = schema["components"]["schemas"]
    return {
        "groups": groups,
        "shapes": {name: (shape["description"], _fields(shape)) for name, shape in _whole(shapes)},
        "choices": {name: shape for name, shape in shapes.items() if "enum" in shape},
    }


def _whole(shapes: Shape) -> Iterator[tuple[str, Any]]:
    """Return the shapes with fields; pages are all alike, and told of at the beginning."""
    whole = ((name, shape) for name, shape in sorted(shapes.items()) if "properties" in shape)
    return ((name, shape) for name, shape in whole if not name.endswith(PAGE))


def _told(method: str, path: str, operation: Shape) -> Told:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    status, answer = next(
        (status, answer)
        for status, answer in operation["responses"].items()
        if status.startswith("2")
    )
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    listed = _listed(schema)
    named = tuple(
        _line(each["name"], each["schema"] | each)
        for each in operation.get("parameters", ())
        if each["in"] != "header"  # They mean the same everywhere: the page says it once.
    )
    return Told(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        says=operation["description"],
        permission=operation.get(PERMISSION, ""),
        parameters=named,
        body=_name(body.get("schema", {})),
        status=f"{status} {HTTPStatus(int(status)).phrase}",
        answer=f"a page of {listed}" if listed else _type(schema) if schema else "nothing",
        answer_shape=listed or _name(schema),
        example=_example(method, path, body=bool(body)),
    )


def _listed(schema: Shape) -> str:
    """Return the shape of which an answer is a page, "" for any other answer."""
    name = _name(schema)
    return f"{name.removesuffix(PAGE)}Out" if name.endswith(PAGE) else ""


def _fields(shape: Shape) -> tuple[Line, ...]:
    needed = set(shape.get("required", ()))
    return tuple(
        _line(name, {**field, "required": name in needed})
        for name, field in shape["properties"].items()
    )


def _line(name: str, told: Shape) -> Line:
    return Line(
        name=name,
        type=_type(told),
        shape=_name(told),
        says=told.get("description", ""),
        bounds=", ".join(text.format(told[key]) for key, text in _BOUNDS.items() if key in told),
        needed=bool(told.get("required")),
    )


def _type(schema: Shape) -> str:
    """Return what stands in a field, in words: "list of CardOut", "text or null"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    parts = schema.get("anyOf") or schema.get("allOf")
    if parts:
        return " or ".join(_type(part) for part in parts)
    kind = schema.get("type", "")
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if kind == "null":
        return "null"
    return _FORMATS.get(schema.get("format", "")) or _PLAIN.get(kind, "anything")


def _name(schema: Shape) -> str:
    """Return the shape that a schema speaks of, "" for none."""
    for part in (
        schema,
        schema.get("items", {}),
        *schema.get("anyOf", ()),
        *schema.get("allOf", ()),
    ):
        if "$ref" in part:
            return str(part["$ref"]).rpartition("/")[2]
    return ""


def _example(method: str, path: str, *, body: bool) -> str:
    way = "" if method == "get" else f"-X {method.upper()} "
    sent = " -H 'Content-Type: application/json' -d '{\u2026}'" if body else ""
    return f'curl {way}-H "Authorization: Bearer $JOURNEYWORK_TOKEN"{sent} {{address}}{path}'
