"""One thing the doctor found."""

import enum
from dataclasses import dataclass


class State(enum.StrEnum):
    """How it stands."""

    OK = "ok"
    WARN = "warn"  # Works, but somebody should look.
    FAIL = "fail"  # Does not work, or a promise is not kept.


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it stands, and what to do ("" when nothing)."""

    check: str
    state: State
    says: str
    do: str = ""


def ok(check: str, says: str) -> Finding:
    """Find it in order."""
    return Finding(check, State.OK, says)


def warn(check: str, says: str, do: str) -> Finding:
    """Find something to look at."""
    return Finding(check, State.WARN, says, do)


def fail(check: str, says: str, do: str) -> Finding:
    """Find something that must be mended."""
    return Finding(check, State.FAIL, says, do)
