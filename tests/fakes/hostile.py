"""Sends bad values to the API, and says what is wrong with how they are answered."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.fakes.bad_values import Bad
from tests.fakes.described import Description, Operation, Place
from tests.fakes.written import taken_back

PREFIX = "/api/v1/"
#: Answers that name a field at fault.
NAMES_IT = (400, 422)
#: What names no field because nobody got so far: too large, not JSON, an address of nothing.
NAMELESS = (404, 405, 413, 414, 415)
OF_THE_ADDRESS = ("the address", "the query string")

#: RFC 9562 has more spellings than JSON Schema: braces, urn:uuid:, no dashes. All mean the same.
_FORMATS = FormatChecker(formats=set(FormatChecker.checkers) - {"uuid"})
#: Calls the API: (method, path, body, headers) -> (status, headers, content).
Send = Callable[[str, str, bytes | None, dict[str, str]], tuple[int, dict[str, str], bytes]]


@dataclass
class Judge:
    """Looks at what came back; `faults` says what was wrong, a line each."""

    described: Description
    faults: list[str] = field(default_factory=list)
    asked: int = 0
    _known: dict[str, Draft202012Validator] = field(default_factory=dict)

    def sound(self) -> None:
        """Fail where anything was wrong, and say all of it."""
        if self.faults:
            pytest.fail(
                f"{len(self.faults)} faults\n" + "\n".join(self.faults[:1000]), pytrace=False
            )

    def fits(self, schema: Any, value: Any) -> str:
        """Return "" where a value fits a schema of the document, or what does not."""
        key = json.dumps(schema)
        if key not in self._known:
            whole = {**schema, "components": self.described.document["components"]}
            self._known[key] = Draft202012Validator(whole, format_checker=_FORMATS)
        fault = next(self._known[key].iter_errors(value), None)
        return f"{list(fault.absolute_path)}: {fault.message[:150]}" if fault else ""

    def answer(
        self,
        operation: Operation,
        what: str,
        came: tuple[int, dict[str, str], bytes],
        written: Iterable[str],
        place: Place | None = None,
        value: Bad | None = None,
    ) -> None:
        """Look at one answer; `place` and `value` are what was tried."""
        status, headers, content = came
        self.asked += 1
        wrong = [*self._conforms(operation, what, status, headers, content)]
        if status >= 400:
            wrong += [f"wrote {table} and refused" for table in written]
            wrong += self._problem(status, content, place, value)
        self.faults += [f"{operation.method} {operation.name} {what}: {status} {w}" for w in wrong]

    def taken(self, operation: Operation, what: str, body: bytes | None) -> None:
        """Look at a body that was taken: the description must allow it."""
        if body and operation.body and (said := self.fits(operation.body, json.loads(body))):
            self.faults.append(f"{operation.method} {operation.name} {what}: takes {said}")

    def _conforms(
        self,
        operation: Operation,
        what: str,
        status: int,
        headers: dict[str, str],
        content: bytes,
    ) -> Iterable[str]:
        described = operation.answer(status)
        if status >= 500:
            yield "is a fault of ours"
        elif described is None:
            # What the address or a condition decides stands before any operation.
            if status != 404 and not (status == 412 and what.startswith("header If-")):
                yield f"is not described: {content[:200]!r}"
        elif described.get("content"):
            kind = headers.get("Content-Type", "").partition(";")[0]
            if kind not in described["content"]:
                yield f"comes as {kind}"
            elif "json" in kind:
                said = self.fits(described["content"][kind]["schema"], json.loads(content))
                yield from [f"answers what is not described: {said}"] if said else []
        elif content:
            yield "has content, and none is described"

    def _problem(
        self, status: int, content: bytes, place: Place | None, value: Bad | None
    ) -> Iterable[str]:
        try:
            said = json.loads(content)
        except ValueError:
            said = {}
        if said.get("status") != status:
            yield f"is no problem: {content[:80]!r}"
            return
        if place is None or status in NAMELESS or status not in NAMES_IT:
            return
        errors = said.get("errors", ())
        if not any(self._names(each["field"], each["detail"], place, value) for each in errors):
            yield f"does not name it: {json.dumps(said)[:200]}"

    def _names(self, field: str, detail: str, place: Place, value: Bad | None) -> bool:
        unread = value is not None and value.whole and place.kind == "body"
        if place.kind == "path" or unread or field.lower() == place.name.lower():
            return True
        if place.kind == "header":
            return False
        if field == "body":  # It is two fields that do not go together, or the whole body.
            return str(place.path[-1]) in detail
        if place.kind == "query" and field in OF_THE_ADDRESS:
            return True
        said = re.sub(r"\[(\d+)\]", r".\1", field.removeprefix("a key of "))
        return said.startswith(place.name) or (said != "" and place.name.startswith(said))


@dataclass
class Walk:
    """Puts values into places of operations, each next to what fits."""

    send: Send
    judge: Judge
    #: Operation -> a call that fits: method, path below /api/v1/, body.
    examples: dict[str, tuple[str, str, Any]]

    def try_(self, operation: Operation, place: Place, value: Bad) -> None:
        """Send one value to one place, take back what it did, and look at the answer."""
        if place.kind == "header":
            self.header(operation, place.name, value, place)
            return
        path, body = self._call(operation, place, value)
        self._ask(operation, f"{place.kind} {place.name} = {value.name}", path, body, place, value)

    def right(self, operation: Operation) -> None:
        """Send what fits; an answer other than 2xx (or 404, 409: nothing is there) is a fault."""
        _, path, body = self.examples[operation.name]
        given = None if body is None else json.dumps(body).encode()
        with taken_back() as written:
            came = self.send(operation.method, PREFIX + path, given, {})
        self.judge.answer(operation, "as it fits", came, written.tables())
        if came[0] >= 400 and came[0] not in (404, 409):
            self.judge.faults.append(f"{operation.name} refuses what fits: {came[2][:200]!r}")

    def whole(self, operation: Operation, value: Bad) -> None:
        """Send one value as the whole body."""
        path = self.examples[operation.name][1]
        self._ask(operation, f"body = {value.name}", path, value.json)

    def header(
        self, operation: Operation, name: str, value: Bad, place: Place | None = None
    ) -> None:
        """Send one value as a header, as far as a header can carry it."""
        _, path, body = self.examples[operation.name]
        sent = value.plain.translate(None, b"\r\n\x00")[:8000].decode("latin-1")
        given = None if body is None else json.dumps(body).encode()
        what = f"header {name} = {value.name}"
        self._ask(operation, what, path, given, place, value, headers={name: sent})

    def _ask(
        self,
        operation: Operation,
        what: str,
        path: str,
        body: bytes | None,
        place: Place | None = None,
        value: Bad | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        with taken_back() as written:
            came = self.send(operation.method, PREFIX + path, body, headers or {})
        self.judge.answer(operation, what, came, written.tables(), place, value)
        if came[0] < 300:
            self.judge.taken(operation, what, body)

    def _call(self, operation: Operation, place: Place, value: Bad) -> tuple[str, bytes | None]:
        _, path, example = self.examples[operation.name]
        body = None if example is None else json.dumps(example).encode()
        if place.kind == "body":
            body = self.judge.described.with_value(operation, example, place.path, value.json)
        plain = quote_from_bytes(value.plain[:3_000], safe="")
        if place.kind == "query":
            bare, _, query = path.partition("?")
            others = [each for each in query.split("&") if each and not each.startswith(place.name)]
            path = f"{bare}?{'&'.join([*others, f'{place.name}={plain}'])}"
        if place.kind == "path":
            path = self._address(operation, place, path, plain)
        return path, body

    @staticmethod
    def _address(operation: Operation, place: Place, path: str, plain: str) -> str:
        wanted = operation.address.removeprefix(PREFIX).split("/")
        given = path.partition("?")[0].split("/")
        pairs = zip(wanted, given, strict=True)
        return "/".join(plain if w == f"{{{place.name}}}" else g for w, g in pairs)
