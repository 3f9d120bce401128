"""A call that fits for each operation of the API: a file for each part, found by being here.

A part has `things(cast, at)`, what its operations can be about, Ana's as far as it is anybody's:
name -> identifier; `examples(things)`; and, where others' things are refused, `OWN` (operations
that answer 403 to whoever has the right but not the thing) and `own(person, at)`: examples with
things of that person.
"""

from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from journeywork.engine.people import Person
from tests.conftest import Cast
from tests.rooms.api_examples.shape import Examples

__all__ = ["OWN", "examples", "own", "things"]

_PARTS: list[Any] = [
    import_module(f"{__name__}.{file.stem}")
    for file in sorted(Path(__file__).parent.glob("*.py"))
    if file.stem not in ("__init__", "shape")
]
#: Operations about things that are somebody's alone.
OWN: frozenset[str] = frozenset().union(*(getattr(part, "OWN", ()) for part in _PARTS))
#: Comes last: after it the token is none.
_LAST: Examples = {"me.give_back": ("DELETE", "me/token", None)}


def things(cast: Cast, at: datetime) -> dict[str, str]:
    """Return one of each thing that an operation can be about, by name."""
    return {name: id for part in _PARTS for name, id in part.things(cast, at).items()}


def examples(things: dict[str, str]) -> Examples:
    """Return for each operation a call that fits."""
    found = {name: call for part in _PARTS for name, call in part.examples(things).items()}
    return found | _LAST


def own(person: Person, at: datetime) -> Examples:
    """Return calls with things that are this person's, where it takes that."""
    whole = [part.own(person, at) for part in _PARTS if hasattr(part, "own")]
    return {name: call for found in whole for name, call in found.items()}
