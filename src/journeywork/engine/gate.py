"""The input gate: what may come in through any door, as pure functions.

Each fault names the field and says what is wrong and what is expected, in words that can be
shown. `status` is the answer a door gives: 400 for what cannot be understood, 413 for what is
too large.
"""

import json
import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from journeywork.engine.quick_json import DOUBT, quick

MEGABYTE = 1024 * 1024
SMALLEST, LARGEST = -(2**63), 2**63 - 1
LONGEST_PATH = 2_000
LONGEST_NAME = 200

# Invisible characters that turn the direction of what follows: they make a name read as another.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class GateFault(ValueError):
    """Input that may not pass: which `field`, and what is wrong with it."""

    def __init__(self, field: str, says: str, *, status: int = 400) -> None:
        super().__init__(f"{field}: {says}" if field else says)
        self.field = field
        self.says = says
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much may come in at once. `body` in bytes, `text` in characters."""

    body: int = MEGABYTE
    depth: int = 32
    keys: int = 1_000
    values: int = 50_000
    text: int = 1_000_000
    page: int = 200


STANDARD = Limits()
BATCH = Limits(body=10 * MEGABYTE, values=500_000)


def parse_json(body: bytes, limits: Limits = STANDARD) -> Any:
    """Return the value of a JSON document in UTF-8; raises GateFault.

    Refused: bodies, nesting, objects and documents over the limits; keys that stand twice;
    NaN, infinities and numbers that overflow to one; whole numbers beyond 64 bits; NUL and
    lone surrogates in any text, keys included. The fault names the path, e.g. `people[2].name`.
    """
    check_size(len(body), limits)
    value = quick(body, limits)
    return parse_closely(body, limits) if value is DOUBT else value


def parse_closely(body: bytes, limits: Limits = STANDARD) -> Any:
    """Do what `parse_json` says, without its quick lane; for bodies within the limit of size."""
    text = decode(body)
    _check_count(text, limits)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_Pairs,
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=_Refused,
        )
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno} column {fault.colno}"
        raise GateFault("", f"this is not JSON: {fault.msg} at {where}") from None
    except RecursionError:
        raise GateFault("", f"is nested deeper than {limits.depth} levels") from None
    return _checked(value, "", limits, limits.depth)


def check_size(length: int, limits: Limits = STANDARD) -> None:
    """Raise GateFault (413) when a body of `length` bytes is over the limit."""
    if length > limits.body:
        raise GateFault("", f"the body is larger than {limits.body} bytes", status=413)


def decode(body: bytes, *, field: str = "") -> str:
    """Return `body` as text; raises GateFault when it is not UTF-8."""
    try:
        return body.decode()
    except UnicodeDecodeError as fault:
        raise GateFault(field, f"is not UTF-8 at byte {fault.start}") from None


def check_text(
    value: Any, *, field: str = "", longest: int = STANDARD.text, lines: bool = True
) -> str:
    """Return `value` if it is text that can be stored and shown; raises GateFault.

    Without `lines` it must stand on one line: no breaks, no other control characters, nothing
    that turns the direction of what follows.
    """
    if not isinstance(value, str):
        raise GateFault(field, "is not text")
    if len(value) > longest:
        raise GateFault(field, f"is longer than {longest} characters")
    fault = _text_fault(value)
    if not fault and not lines:
        fault = _line_fault(value)
    if fault:
        raise GateFault(field, fault)
    return value


def check_whole(value: Any, *, field: str, least: int = SMALLEST, most: int = LARGEST) -> int:
    """Return a whole number, given as such or in ASCII digits; raises GateFault."""
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    digits = text.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > len(str(LARGEST)):
        raise GateFault(field, f"is not a whole number from {least} to {most}")
    if not least <= int(text) <= most:
        raise GateFault(field, f"lies outside {least} to {most}")
    return int(text)


def check_pairs(pairs: Iterable[tuple[str, str]], *, where: str, limits: Limits = STANDARD) -> None:
    """Check names and values of a query string, a form or cookies; raises GateFault."""
    for count, (name, value) in enumerate(pairs, start=1):
        if count > limits.keys:
            raise GateFault(where, f"has more than {limits.keys} fields")
        check_text(name, field=f"a field name in {where}", longest=LONGEST_NAME, lines=False)
        check_text(value, field=name, longest=limits.text)


def check_path(path: str) -> str:
    """Return the path of an address, already decoded; raises GateFault."""
    return check_text(path, field="the address", longest=LONGEST_PATH, lines=False)


class _Pairs(list[tuple[str, Any]]):
    """An object as it stood, so that keys that stand twice can be seen."""


class _Refused(str):
    """A number as it stood, that may not pass."""

    __slots__ = ()


def _whole(text: str) -> int | _Refused:
    if len(text) <= len(str(SMALLEST)) and SMALLEST <= int(text) <= LARGEST:
        return int(text)
    return _Refused("is a whole number beyond 64 bits")


def _fraction(text: str) -> float | _Refused:
    number = float(text)
    return number if math.isfinite(number) else _Refused("is a number too large to keep")


def _check_count(text: str, limits: Limits) -> None:
    # Before parsing: a small body can hold very many values, each costing much more memory.
    most = limits.values
    if text.count(",") < most:
        return
    # Without escapes every second piece between quotes is text; no pattern that could be slow.
    outside = text.replace("\\\\", "").replace('\\"', "").split('"')[::2]
    if sum(piece.count(",") for piece in outside) >= most:
        raise GateFault("", f"has more than {most} values")


def _checked(value: Any, path: str, limits: Limits, depth: int) -> Any:
    if isinstance(value, str):
        if isinstance(value, _Refused):
            raise GateFault(path, _says(value))
        return check_text(value, field=path, longest=limits.text)
    if isinstance(value, list):
        if depth <= 0:
            raise GateFault(path, f"is nested deeper than {limits.depth} levels")
        if isinstance(value, _Pairs):
            return _object(value, path, limits, depth - 1)
        return [
            _checked(item, f"{path}[{index}]", limits, depth - 1)
            for index, item in enumerate(value)
        ]
    return value


def _object(pairs: _Pairs, path: str, limits: Limits, depth: int) -> dict[str, Any]:
    if len(pairs) > limits.keys:
        raise GateFault(path, f"has more than {limits.keys} keys")
    found: dict[str, Any] = {}
    for key, value in pairs:
        check_text(key, field=f"a key of {path}" if path else "a key", longest=limits.text)
        inner = f"{path}.{key[:80]}" if path else key[:80]
        if key in found:
            raise GateFault(inner, "stands twice")
        found[key] = _checked(value, inner, limits, depth)
    return found


def _says(refused: _Refused) -> str:
    if refused in ("NaN", "Infinity", "-Infinity"):
        return f"{refused} is not a number that JSON knows"
    return str(refused)


def _text_fault(value: str) -> str:
    if "\x00" in value:
        return "contains the character NUL"
    try:
        value.encode()
    except UnicodeEncodeError:
        return "contains half of a surrogate pair"
    return ""


def _line_fault(value: str) -> str:
    if value.isascii() and value.isprintable():
        return ""
    for character in value:
        if unicodedata.category(character) in ("Cc", "Zl", "Zp"):
            return "must stand on one line, without control characters"
        if character in _TURNING:
            return "contains an invisible character that turns the direction of reading"
    return ""
