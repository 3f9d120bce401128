"""Lines of the log that say what happened in numbers and in words of the code, and of nobody.

    tell(log, "batch", events=500, ms=120.0)

What a line may say is listed in FIELDS. Faults are told by type and place: their messages may
carry what people wrote.
"""

import errno
import logging
from collections.abc import Callable
from pathlib import Path
from traceback import extract_tb, walk_tb
from types import TracebackType

#: Everything that a line may say beside what happened, when, and in which request.
FIELDS = frozenset(
    {
        "attempt", "duty", "event", "events", "failed", "fault", "job", "loop", "method", "ms",
        "part", "process", "ready", "seconds", "state", "status", "task", "trace", "view",
    }
)  # fmt: skip
Told = str | int | float | bool | tuple[str, ...] | None
#: Takes a level, what happened, and the fields.
Writer = Callable[[int, str, dict[str, Told]], None]
DEEPEST = 30
_writer: list[Writer] = []


def write_with(writer: Writer | None) -> None:
    """Have lines written by `writer` from now on; None: by Python's logging, as ever."""
    _writer[:] = [writer] if writer else []


def tell(log: logging.Logger, what: str, *, level: int = logging.INFO, **fields: Told) -> None:
    """Write one line; KeyError for a field that is not listed."""
    _write(log, what, level, fields)


def tell_fault(log: logging.Logger, what: str, fault: BaseException, **fields: Told) -> None:
    """Write what broke and where, down to the last frame, without anybody's words."""
    _write(log, what, logging.ERROR, fields | {"fault": reason_of(fault), "trace": trace_of(fault)})


def _write(log: logging.Logger, what: str, level: int, fields: dict[str, Told]) -> None:
    if not FIELDS.issuperset(fields):
        raise KeyError(*sorted(fields.keys() - FIELDS))
    if _writer:
        _writer[0](level, what, fields)
    elif log.isEnabledFor(level):
        record = logging.LogRecord(log.name, level, "", 0, what, None, None)
        record.fields = fields
        log.handle(record)


def reason_of(fault: BaseException) -> str:
    """Return what broke and where; not the message, which may carry what people wrote."""
    ours = [frame for frame in extract_tb(fault.__traceback__) if "journeywork" in frame.filename]
    place = f" in {Path(ours[-1].filename).stem}.{ours[-1].name}" if ours else ""
    return f"{kind_of(fault)}{place}"


def kind_of(fault: BaseException) -> str:
    """Return the type of a fault, with the code that PostgreSQL or the system gave it."""
    code = getattr(fault, "sqlstate", None) or getattr(fault.__cause__, "sqlstate", None)
    if isinstance(fault, OSError) and fault.errno:
        code = errno.errorcode.get(fault.errno)
    return f"{type(fault).__name__}{f' {code}' if code else ''}"


def trace_of(fault: BaseException) -> tuple[str, ...]:
    """Return the frames of a fault and of what caused it, innermost last: `file:line function`."""
    found, seen = list(_frames(fault.__traceback__)), {id(fault)}
    cause = _cause(fault)
    while cause is not None and id(cause) not in seen and len(found) < DEEPEST:
        found = [*_frames(cause.__traceback__), f"after {kind_of(cause)}", *found]
        seen.add(id(cause))
        cause = _cause(cause)
    return tuple(found[-DEEPEST:])


def _cause(fault: BaseException) -> BaseException | None:
    return fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)


def _frames(trace: TracebackType | None) -> tuple[str, ...]:
    return tuple(
        f"{_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
        for frame, line in walk_tb(trace)
    )


def _short(file: str) -> str:
    """Return where a file lies below what is installed: the rest is this machine's business."""
    for mark in ("/site-packages/", "/src/", "/lib/"):
        _, found, rest = file.rpartition(mark)
        if found:
            return rest
    return Path(file).name
