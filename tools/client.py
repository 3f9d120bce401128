"""Writes the shapes and the operations of `journeywork.client` from the API's description.

`python -m tools.client --check` fails when they are not what the description says.
"""

import argparse
import json
import keyword
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
CLIENT = ROOT / "src" / "journeywork" / "client"
HEAD = "# Made by `make docs` from the API's description; change the API, not this file."
PLAIN = {"boolean": "bool", "integer": "int", "number": "float", "string": "str", "null": "None"}
FORMATS = {"uuid": "UUID", "date-time": "datetime", "date": "date", "time": "time"}
Told = dict[str, Any]
#: Verb, path, name, and what is told of it.
Operation = tuple[str, str, str, Told]
Rooms = dict[str, list[Operation]]
SHAPES = "journeywork.client.shapes"
#: The module of shapes that more than one room needs.
SHARED = "shared"
INIT = "__init__.py"


def modules(document: Told) -> dict[str, str]:
    """Return each module by its path within the client: the shapes and operations of each room."""
    rooms = _rooms(document)
    return {
        **{f"shapes/{name}.py": text for name, text in _shapes(document, rooms).items()},
        **{f"operations/{_file(room)}.py": _operations(room, of) for room, of in rooms.items()},
        "operations/__init__.py": _all_operations(rooms),
    }


def _rooms(document: Told) -> Rooms:
    """Return the operations of each room: verb, path, name, and what is told of it."""
    rooms: Rooms = {}
    for path, verbs in document["paths"].items():
        for verb, told in verbs.items():
            room, _, name = told["operationId"].rpartition(".")
            rooms.setdefault(room, []).append((verb, path, name, told))
    return rooms


def _shapes(document: Told, rooms: Rooms) -> dict[str, str]:
    """Return the modules of shapes; what is sent is `Given`, what is answered `Answered`."""
    known = document["components"]["schemas"]
    homes, given = _homes(known, rooms), _given(document)
    parts: dict[str, list[str]] = {}
    for name in _in_order(known):
        told = known[name]
        part = _choice(name, told) if "enum" in told else _shape(name, known, given=name in given)
        parts.setdefault(homes[name], []).append(part)
    shared = sorted(name for name, home in homes.items() if home == SHARED)
    made = {home: _shape_module(home, shared, some) for home, some in sorted(parts.items())}
    return made | {"__init__": _all_shapes(homes)}


def _homes(known: Told, rooms: Rooms) -> dict[str, str]:
    """Return the module of each shape: that of the one room that needs it, else SHARED."""
    needs = {room: _reached(of, known) for room, of in rooms.items()}
    homes = {}
    for name in filter(_is_ours, known):
        rooms_of = [_file(room) for room, names in needs.items() if name in names]
        homes[name] = rooms_of[0] if len(rooms_of) == 1 else SHARED
    for name in [name for name, home in homes.items() if home == SHARED]:
        # What is shared knows of no room.
        homes |= dict.fromkeys(_reached(known[name], known) & homes.keys(), SHARED)
    return homes


def _shape_module(home: str, shared: list[str], parts: list[str]) -> str:
    says = "several rooms" if home == SHARED else f"`{home}`"
    known = [] if home == SHARED else [f"from {SHAPES}.{SHARED} import {', '.join(shared)}"]
    return "\n".join(
        [
            f'"""The shapes of {says}."""',
            HEAD,
            "from datetime import date, datetime, time",
            "from typing import Any, Literal",
            "from uuid import UUID",
            "from journeywork.client.shape import UNSET, Answered, Given, UnsetType",
            *known,
            *parts,
        ]
    )


def _all_shapes(homes: dict[str, str]) -> str:
    lines = [f"from {SHAPES}.{home} import {name} as {name}" for name, home in homes.items()]
    return "\n".join(['"""The shapes of the API."""', HEAD, *sorted(lines)])


def _operations(room: str, operations: list[Operation]) -> str:
    return "\n".join(
        [
            f'"""The operations of `{room}`."""',
            HEAD,
            "from collections.abc import Iterator",
            "from datetime import date, datetime, time",
            "from typing import Any",
            "from uuid import UUID",
            "from journeywork.client import shapes",
            "from journeywork.client.calls import Room, at",
            f'class {_class(room)}(Room):\n    """Operations `{room}`."""\n',
            "\n\n".join(_operation(*each) for each in operations),
        ]
    )


def _all_operations(rooms: Rooms) -> str:
    place = "journeywork.client.operations"
    return "\n".join(
        [
            '"""The operations of the API, under the names that the description gives them."""',
            HEAD,
            "from typing import Any, Self",
            "from journeywork.client.calls import Calls",
            *(f"from {place}.{_file(room)} import {_class(room)}" for room in rooms),
            _administration(rooms),
            _whole(rooms),
        ]
    )


def _file(room: str) -> str:
    return room.replace(".", "_")


def _administration(rooms: Rooms) -> str:
    inner = [room for room in rooms if room.startswith("administration.")]
    lines = [f"        self.{room.partition('.')[2]} = {_class(room)}(calls)" for room in inner]
    return "\n".join(
        [
            "class Administration:",
            '    """What administrators do."""',
            "    def __init__(self, calls: Calls) -> None:",
            *lines,
        ]
    )


def _whole(rooms: Rooms) -> str:
    outer = [room for room in rooms if "." not in room]
    return "\n".join(
        [
            "class Operations(Calls):",
            '    """Every operation, by room."""',
            "    def __init__(self, *given: Any, **named: Any) -> None:",
            "        super().__init__(*given, **named)",
            *(f"        self.{room} = {_class(room)}(self)" for room in outer),
            "        self.administration = Administration(self)",
            "    def __enter__(self) -> Self:",
            "        return self",
        ]
    )


def _operation(verb: str, path: str, name: str, told: Told) -> str:
    parameters = told.get("parameters", [])
    queries = [one for one in parameters if one["in"] == "query" and one["name"] != "cursor"]
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    names = {one["name"] for one in parameters}
    is_list, compares, answer = "cursor" in names, "If-Match" in names, _answer(told)
    in_path = [one for one in parameters if one["in"] == "path"]
    given = ["self", *(f"{one['name']}: {_type(one['schema'])}" for one in in_path)]
    given += [f"body: {_type(body, 'shapes.')}"] if body else []
    named = list(_named(queries))
    named += [] if verb != "get" or is_list else [f"known: {_optional(answer)} = None"]
    named += ["once: str | None = None"] if verb != "get" else []
    named += ["if_match: str = ''"] if compares else []
    given += ["*", *named] if named else []
    sends = [f"query={{{', '.join(_queried(queries))}}}"] if queries else []
    sends += ["known=known"] if verb == "get" and not is_list else []
    sends += ["body=body"] if body else []
    sends += ["once=once"] if verb != "get" else []
    sends += ["if_match=if_match"] if compares else []
    where = _where(path)
    if is_list:
        call = f"self._calls.pages({', '.join([where, answer, *sends])})"
        return _method(name, given, f"Iterator[{answer}]", told, call)
    does = "get" if verb == "get" else "send"
    first = [] if verb == "get" else [f'"{verb.upper()}"']
    call = f"self._calls.{does}({', '.join([*first, where, _kind(answer), *sends])})"
    return _method(name, given, answer, told, call)


def _method(name: str, given: list[str], answer: str, told: Told, call: str) -> str:
    does = f"return {call}"
    if not answer.startswith("Iterator"):  # What is read is of the kind that is named.
        does = call if answer == "None" else f"found: {answer} = {call}\n        return found"
    says = _text(told["description"], "        ")
    return f"    def {name}({', '.join(given)}) -> {answer}:\n        {says}\n        {does}"


def _kind(answer: str) -> str:
    """Return a type as an argument."""
    return "type(None)" if answer == "None" else answer


def _named(queries: list[Told]) -> Iterator[str]:
    """Yield the arguments of a query; what must be given comes without a default."""
    for one in queries:
        name = "at_once" if one["name"] == "limit" else one["name"]
        type = _type(one["schema"], "shapes.")
        yield f"{name}: {type}" if one.get("required") else f"{name}: {_optional(type)} = None"


def _optional(type: str) -> str:
    return type if type.endswith("| None") else f"{type} | None"


def _queried(queries: list[Told]) -> Iterator[str]:
    for one in queries:
        yield f'"{one["name"]}": {"at_once" if one["name"] == "limit" else one["name"]}'


def _where(path: str) -> str:
    parts = path.removeprefix("/api/v1/").split("/")
    return f"at({', '.join(part[1:-1] if part.startswith('{') else repr(part) for part in parts)})"


def _answer(told: Told) -> str:
    (good,) = [one for status, one in told["responses"].items() if str(status).startswith("2")]
    # One kind of content each: JSON, or a page.
    schema = next((kind["schema"] for kind in good.get("content", {}).values()), None)
    if schema is None:
        return "None"
    page = re.fullmatch(r".*/(\w+)Page", schema.get("$ref", ""))
    return f"shapes.{page[1]}Out" if page else _type(schema, "shapes.")


def _given(document: Told) -> set[str]:
    """Return the names of all shapes that are sent, also within others."""
    bodies = [
        one["requestBody"]
        for verbs in document["paths"].values()
        for one in verbs.values()
        if "requestBody" in one
    ]
    return _reached(bodies, document["components"]["schemas"])


def _reached(part: Any, known: Told) -> set[str]:
    """Return the names of the shapes in a part of the description, also within others."""
    found: set[str] = set()
    waiting = _referred(part)
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= _referred(known[name]) - found
    return found


def _is_ours(name: str) -> bool:
    """Tell whether a shape has a class; pages and problems are read by `calls`."""
    return not name.endswith("Page") and name not in ("Problem", "Fault")


def _referred(part: Any) -> set[str]:
    return set(re.findall(r"#/components/schemas/(\w+)", json.dumps(part)))


def _in_order(known: Told) -> list[str]:
    """Return the names of our shapes, each after those that it holds."""
    ordered: list[str] = []

    def add(name: str) -> None:
        if name in ordered:
            return
        for inner in sorted(_referred(known[name]) - {name}):
            add(inner)
        ordered.append(name)

    for name in filter(_is_ours, sorted(known)):
        add(name)
    return ordered


def _shape(name: str, known: Told, *, given: bool) -> str:
    told = known[name]
    needed = set(told.get("required", ()))
    lines = []
    for field, each in told["properties"].items():
        assert not keyword.iskeyword(field), field
        type = _type(each)
        if given and field not in needed:
            null = " | None" if type.endswith(" | None") else ""
            type = f"{type.removesuffix(' | None')} | UnsetType{null} = UNSET"
        lines.append(f"    {field}: {type}")
    says = _text(told["description"], "    ")
    return (
        f"class {name}({'Given' if given else 'Answered'}, kw_only=True):\n    {says}\n\n"
        + "\n".join(lines)
    )


def _choice(name: str, told: Told) -> str:
    values = ", ".join(repr(value) for value in told["enum"])
    return f"#: {' '.join(told['description'].split())}\n{name} = Literal[{values}]"


def _type(schema: Told, place: str = "") -> str:
    if "$ref" in schema:
        return place + str(schema["$ref"]).rpartition("/")[2]
    parts = schema.get("anyOf") or schema.get("allOf")
    if parts:
        return " | ".join(_type(part, place) for part in parts)
    kind = schema.get("type", "")
    if kind == "array":
        return f"list[{_type(schema.get('items', {}), place)}]"
    if kind == "object":
        inner = schema.get("additionalProperties")
        return f"dict[str, {_type(inner, place) if isinstance(inner, dict) else 'Any'}]"
    return FORMATS.get(schema.get("format", "")) or PLAIN.get(kind, "Any")


def _class(room: str) -> str:
    return "".join(part.capitalize() for part in room.split("."))


def _text(says: str, indent: str) -> str:
    lines = [line.strip() for line in says.strip().splitlines()]
    text = f"\n{indent}".join(line for line in lines)
    text = re.sub(rf"\n{indent}\n", "\n\n", text)
    return f'"""{text}\n{indent}"""' if "\n" in text else f'"""{text}"""'


def made() -> dict[str, str]:
    """Return the modules as they should stand, by path, formatted as all code is."""
    from journeywork.api.app import api

    document = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return {name: _formatted(name, text) for name, text in modules(document).items()}


def _formatted(name: str, text: str) -> str:
    ruff = Path(sys.executable).parent / "ruff"
    unused = ["check", "--fix-only", "--select", "I" if name.endswith(INIT) else "I,F401"]
    for command in (unused, ["format"]):
        text = subprocess.run(
            [ruff, *command, "--quiet", "--stdin-filename", CLIENT / name, "-"],
            input=text,
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        ).stdout
    return text


def stale() -> dict[str, str | None]:
    """Return the modules that are not as they should stand, by path; None for one too many."""
    wanted: dict[str, str | None] = {**made()}
    there = {
        str(file.relative_to(CLIENT)): file.read_text(encoding="utf-8")
        for folder in ("shapes", "operations")
        for file in (CLIENT / folder).glob("*.py")
    }
    names = sorted(wanted.keys() | there.keys())
    return {name: wanted.get(name) for name in names if wanted.get(name) != there.get(name)}


def main() -> int:
    """Write the modules, or with --check say which ones are not current."""
    import django

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    checking = parser.parse_args().check
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journeywork.config.settings")
    os.environ.setdefault("JOURNEYWORK_SECRETS", "only-to-read-the-code-" * 2)
    django.setup()
    found = stale()
    for name, text in found.items():
        if checking:
            print(f"client/{name} is not what the description says; run make docs")
        elif text is None:
            (CLIENT / name).unlink()
        else:
            (CLIENT / name).parent.mkdir(exist_ok=True)
            (CLIENT / name).write_text(text, encoding="utf-8")
    return 1 if found and checking else 0


if __name__ == "__main__":
    sys.exit(main())
