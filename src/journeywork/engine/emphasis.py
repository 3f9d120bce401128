"""Which words of a question count more, by its kind."""

from collections.abc import Mapping

import re2

from journeywork.engine.context import QueryKind

#: What two words side by side count, where one word counts 1. Error texts are written by
#: machines and stay the same to the letter; people at chat put their words in any order.
PAIRS: Mapping[QueryKind, float] = {
    QueryKind.ERROR: 0.5,
    QueryKind.ALERT: 0.2,
    QueryKind.HOW_TO: 0.2,
    QueryKind.CHANGE: 0.2,
    QueryKind.PATH: 0.0,
    QueryKind.URL: 0.0,
    QueryKind.CHAT: 0.0,
}

_STATES = re2.compile(r"(?i)^\W*(?:\w+(?:error|exception)|error|fatal|panic|caused by)\b")


def stated(text: str, kind: QueryKind) -> str:
    """Return the lines of an error text that say what is wrong, "" for other kinds.

    The rest (code, stack frames, notes) says where.
    """
    if kind is not QueryKind.ERROR:
        return ""
    return "\n".join(line for line in text.splitlines()[:200] if _STATES.search(line[:300]))
