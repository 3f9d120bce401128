"""The sealed box: one text in one row, into which several people put what nobody may trace.

Whatever must not be a row of whoever wrote it lies in a box: the answers of a debrief without
names, and what a team says of its climate. The text is a `SealedTextField` of the room's row,
held (`select for update`) while somebody puts something in, and written anew as a whole: with
the keys of the settings, in an order that says nothing of who came when, and filled up to a
round length. So a copy of the database shows neither what was written nor how much one more
person wrote. What lies in it, and when it is poured out, is the room's own.
"""

import json
from collections.abc import Iterable
from secrets import randbelow
from typing import Any

from journeywork.engine.boxes import by_lot, padded


def opened(text: str) -> Any:
    """Return what lies in a box as JSON has it; None for one that holds nothing yet."""
    return json.loads(text) if text else None


def closed(content: Any) -> str:
    """Return the text of a box that holds `content`; mappings lie in the order of their keys."""
    plain = json.dumps(content, ensure_ascii=True, sort_keys=True)
    return plain + " " * padded(len(plain))


def shuffled(things: Iterable[Any]) -> list[Any]:
    """Return things of JSON by lot. Sorted first: a shuffle may leave some of the order."""
    return list(by_lot(sorted(things, key=lambda one: json.dumps(one, sort_keys=True)), randbelow))
