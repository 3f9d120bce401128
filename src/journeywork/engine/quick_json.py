"""The quick lane of the input gate: most documents are plainly good, and a cheap look shows it.

It lets through only what `gate.parse_json` would let through, with the same value; about
anything else it is in doubt, and the gate looks closely and finds the words. So no rule
stands here alone, and a test holds the two side by side.
"""

from functools import cache
from typing import Annotated, Any, Final, Protocol

import msgspec
from msgspec import Meta

#: The answer to a document that wants a closer look.
DOUBT: Final = object()

#: A NUL, and an escaped colon, which would spoil the count of keys.
_SUSPICIOUS = (b"\\u0000", b"\\u003a", b"\\u003A")
_DEEPER = frozenset({dict, list})
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1
#: Levels to which the decoder itself looks at the shape; hardly anything is deeper.
_SHALLOW = 6
_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


class _Limits(Protocol):
    @property
    def depth(self) -> int: ...
    @property
    def keys(self) -> int: ...
    @property
    def values(self) -> int: ...
    @property
    def text(self) -> int: ...


def quick(body: bytes, limits: _Limits) -> Any:
    """Return the value of a JSON document, or DOUBT; `body` is within its limit of size."""
    if len(body) > limits.text and _could_hold_a_long_text(body, limits.text):
        return DOUBT
    if body.count(b",") >= limits.values or _is_suspicious(body):
        return DOUBT
    try:
        value = _decoded(body, limits)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return DOUBT
    if value is DOUBT:
        return DOUBT
    # A key that stands twice is gone when the value is written again, and so is its colon.
    again = _encode(value)
    return value if again == body or again.count(b":") == body.count(b":") else DOUBT


def _decoded(body: bytes, limits: _Limits) -> Any:
    """Return the value, or DOUBT where depth, keys or whole numbers are not within their limits."""
    try:
        return _shallow(min(limits.depth, _SHALLOW), limits.keys)(body)
    except msgspec.ValidationError:
        value = _decode(body)  # It is deeper, or does not fit.
    return value if _shape_fits(value, limits) else DOUBT


@cache
def _shallow(depth: int, keys: int) -> Any:
    """Return a decoder that looks at the shape as it goes, at no cost: one type for each level."""
    plain = None | bool | Annotated[int, Meta(ge=_SMALLEST, le=_LARGEST)] | float | str
    found: Any = plain
    for _ in range(depth):
        found = plain | list[found] | Annotated[dict[str, found], Meta(max_length=keys)]
    return msgspec.json.Decoder(found).decode


def _could_hold_a_long_text(body: bytes, longest: int) -> bool:
    """Tell whether two neighbouring quotes may stand that far apart."""
    at = -1
    while at + longest < len(body):
        following = body.rfind(b'"', at + 1, at + 1 + longest)
        if following < 0:
            return True
        at = following
    return False


def _is_suspicious(body: bytes) -> bool:
    # One sign is found far faster than two, and most documents have none.
    return b"\\" in body and any(each in body for each in _SUSPICIOUS)


def _shape_fits(value: Any, limits: _Limits) -> bool:
    """Tell whether depth, keys and whole numbers are within their limits."""
    level: list[Any] = [[value]]
    # The list around the value is a level of its own.
    for _ in range(limits.depth + 1):
        parts: list[Any] = []
        for each in level:
            if type(each) is not dict:
                parts += each
            elif len(each) > limits.keys:
                return False
            else:
                parts += each.values()
        kinds = set(map(type, parts))
        if int in kinds and not all(
            _SMALLEST <= part <= _LARGEST for part in parts if type(part) is int
        ):
            return False
        if not kinds & _DEEPER:
            return True
        level = [part for part in parts if type(part) in _DEEPER]
    return False
