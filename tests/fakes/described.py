"""An OpenAPI document, taken apart: every place of every operation into which a value can go."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]
Path = tuple[str | int, ...]
#: Stands in a document for the bytes that are put there afterwards.
_MARK = "\ue000here\ue000"
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value goes: `kind` is path, query, header or body; `path` names it there."""

    operation: str
    kind: str
    path: Path
    schema: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the name as a problem has it: offers.0.level."""
        return ".".join(map(str, self.path))


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the document describes it."""

    name: str
    method: str
    address: str
    content: Schema

    @property
    def parameters(self) -> list[Schema]:
        """Return what goes into the address, the query and the headers."""
        return list(self.content.get("parameters", ()))

    @property
    def body(self) -> Schema | None:
        """Return the schema of the body, None where there is none."""
        content = self.content.get("requestBody", {}).get("content", {})
        return content.get("application/json", {}).get("schema")

    def answer(self, status: int) -> Schema | None:
        """Return the response described for a status, None where none is."""
        return self.content["responses"].get(str(status))


class Description:
    """The whole document."""

    def __init__(self, document: Any) -> None:
        self.document: Schema = json.loads(json.dumps(document, default=str))

    def operations(self) -> list[Operation]:
        """Return every operation, in the order of the document."""
        return [
            Operation(content["operationId"], method.upper(), address, content)
            for address, verbs in self.document["paths"].items()
            for method, content in verbs.items()
            if method in _METHODS
        ]

    def places(self, operation: Operation) -> list[Place]:
        """Return every place of an operation: parameters, and the body down to its leaves."""
        found = [Place(operation.name, p["in"], (p["name"],)) for p in operation.parameters]
        if operation.body is None:
            return found
        inner = dict.fromkeys(self._inner(operation.body, ()))
        return [*found, *(Place(operation.name, "body", path) for path in inner)]

    def _inner(self, schema: Schema, path: Path, depth: int = 0) -> Iterator[Path]:
        if path:
            yield path
        for each in self._forms(schema) if depth < 6 else ():
            for name, part in each.get("properties", {}).items():
                yield from self._inner(part, (*path, name), depth + 1)
            if isinstance(each.get("items"), dict):
                yield from self._inner(each["items"], (*path, 0), depth + 1)

    def _forms(self, schema: Schema) -> list[Schema]:
        """Return what a schema may be, references and alternatives followed."""
        if "$ref" in schema:
            name = schema["$ref"].removeprefix("#/components/schemas/")
            return self._forms(self.document["components"]["schemas"][name])
        chosen = [each for key in ("anyOf", "allOf", "oneOf") for each in schema.get(key, ())]
        return [form for each in chosen for form in self._forms(each)] or [schema]

    def sample(self, schema: Schema) -> Any:
        """Return something small that fits well enough to stand beside what is tried."""
        form = next((f for f in self._forms(schema) if f.get("type") != "null"), {})
        if "enum" in form or "const" in form:
            return form.get("enum", [form.get("const")])[0]
        if form.get("type") == "object" or "properties" in form:
            needed = form.get("required", ())
            return {name: self.sample(form["properties"][name]) for name in needed}
        formats = {"uuid": "0190a3b4-0000-7000-8000-000000000001", "date": "2026-03-12",
                   "date-time": "2026-03-12T10:00:00Z", "time": "09:00"}  # fmt: skip
        plain: dict[str, Any] = {
            "array": [],
            "integer": form.get("minimum", 1),
            "number": form.get("minimum", 0),
            "boolean": True,
            "string": formats.get(form.get("format", ""), "x"),
        }
        return plain.get(form.get("type", ""), "x")

    def with_value(self, operation: Operation, body: Any, path: Path, value: bytes) -> bytes:
        """Return `body` as JSON with `value`, byte for byte, at `path`."""
        assert operation.body is not None
        marked = self._placed(operation.body, copy.deepcopy(body), path)
        return json.dumps(marked).encode().replace(json.dumps(_MARK).encode(), value)

    def _placed(self, schema: Schema, body: Any, path: Path) -> Any:
        if not path:
            return _MARK
        name, rest = path[0], path[1:]
        forms = self._forms(schema)
        if isinstance(name, int):
            part = next(f["items"] for f in forms if isinstance(f.get("items"), dict))
            entries = body if isinstance(body, list) and body else [self.sample(part)]
            return [self._placed(part, entries[0], rest), *entries[1:]]
        part = next(f["properties"][name] for f in forms if name in f.get("properties", {}))
        found = body if isinstance(body, dict) else self.sample(schema)
        inner = found.get(name)
        return {**found, name: self._placed(part, self.sample(part) if inner is None else inner,
                                            rest)}  # fmt: skip
