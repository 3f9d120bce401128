"""The log of web and worker: lines for people or JSON for programs, without anybody's words.

Our own lines carry fields (`kernel.telling`). What libraries log is told only as it stands in
their source: the values that they would put in may be addresses, names or input. An exception
is told by its type and its frames.
"""

import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from journeywork.kernel.asked import request_id
from journeywork.kernel.telling import (
    Told,
    Writer,
    kind_of,
    reason_of,
    tell_fault,
    trace_of,
    write_with,
)

#: Libraries whose words are of processes and ports alone.
_PLAIN = ("_granian",)
#: Loggers that tell each request again, with its path; a fault among it is told all the same.
_OF_REQUESTS = ("django.request", "django.server")
#: What is said only where it matters.
_QUIET = {
    "procrastinate": logging.WARNING,
    "asyncio": logging.WARNING,
    "py.warnings": logging.ERROR,
}
WITHHELD = "something that may carry input was logged here"
Line = Mapping[str, Any]

log = logging.getLogger(__name__)
_encode = msgspec.json.Encoder().encode


def configure(form: str) -> None:
    """Send everything that is logged in this process to stderr, as `text` or `json`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Form(FORMS[form]))
    handler.addFilter(worth_a_line)
    write_with(writer(FORMS[form], sys.stderr.fileno()))
    logging.captureWarnings(capture=True)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in ("django", *_OF_REQUESTS, *_PLAIN):
        other = logging.getLogger(name)
        other.handlers.clear()
        other.propagate = True
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)
    _tell_what_nobody_caught()


class Form(logging.Formatter):
    """Puts a record into its form: the fields that it has, or what may be told of it."""

    def __init__(self, form: Callable[[Line], str]) -> None:
        super().__init__()
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return self._form(_line(record.created, record.levelname, _told(record)))


def writer(form: Callable[[Line], str], descriptor: int) -> Writer:
    """Return what writes our own lines: each at once, whole, and without detours."""
    names = {level: logging.getLevelName(level) for level in (10, 20, 30, 40, 50)}

    def write(level: int, what: str, fields: dict[str, Told]) -> None:
        line = form(_line(time.time(), names[level], {"what": what, **fields}))
        with suppress(OSError):  # Whoever reads the log has gone; the work goes on.
            os.write(descriptor, f"{line}\n".encode())

    return write


def _line(at: float, level: str, said: Line) -> Line:
    line: dict[str, Any] = {"at": _moment(int(at), int(at % 1 * 1000)), "level": level, **said}
    if asked := request_id():
        line["request"] = asked
    return line


def _moment(second: int, thousandth: int) -> str:
    return f"{_second(second)}.{thousandth:03}Z"


@lru_cache(maxsize=2)
def _second(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))


def worth_a_line(record: logging.LogRecord) -> bool:
    """Tell whether a record says something that no other line says."""
    return record.name not in _OF_REQUESTS or bool(record.exc_info)


def as_text(line: Line) -> str:
    """Return a line for people; the frames of a fault follow, one a line."""
    at, level, what = line["at"], line["level"], line["what"]
    parts = [at, level, what]
    parts += [f"{name}={_shown(line[name])}" for name in line if name not in _FIRST]
    frames = "".join(f"\n    {frame}" for frame in line.get("trace", ()))
    return f"{' '.join(parts)}{frames}"


def as_json(line: Line) -> str:
    """Return a line for programs: one JSON object."""
    return _encode(line).decode()


FORMS: dict[str, Callable[[Line], str]] = {"text": as_text, "json": as_json}
_FIRST = frozenset({"at", "level", "what", "trace"})


def _shown(value: object) -> str:
    text = str(value)
    return f'"{text}"' if " " in text or not text else text


def _told(record: logging.LogRecord) -> Line:
    fields = getattr(record, "fields", None)
    if fields is not None:
        return {"what": record.msg, **fields}
    line: dict[str, Any] = {"what": _words(record)}
    if not record.name.startswith("journeywork."):
        line |= {"logger": record.name, "place": f"{record.module}:{record.lineno}"}
    fault = record.exc_info[1] if record.exc_info else None
    return line | ({"fault": reason_of(fault), "trace": trace_of(fault)} if fault else {})


def _words(record: logging.LogRecord) -> str:
    if record.name.startswith("journeywork."):
        return _without_messages(record)
    if record.name.startswith(_PLAIN):
        return record.getMessage()
    template = record.msg if isinstance(record.msg, str) else ""
    return template if template and _stands_in(record.pathname, template) else WITHHELD


def _without_messages(record: logging.LogRecord) -> str:
    """Return our own words, with faults among the values told by their type."""
    values = record.args if isinstance(record.args, tuple) else ()
    safe = tuple(kind_of(each) if isinstance(each, BaseException) else each for each in values)
    return str(record.msg) % safe if safe else str(record.msg)


@lru_cache(maxsize=500)
def _stands_in(source: str, words: str) -> bool:
    """Tell whether these words stand in a source: then they are nobody's."""
    try:
        return words in Path(source).read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return False


def _tell_what_nobody_caught() -> None:
    """Keep messages of faults out of stderr, also where Python itself would print them."""

    def told(fault: BaseException | None) -> None:
        if fault is not None and not isinstance(fault, SystemExit):
            tell_fault(log, "nobody caught this", fault)

    sys.excepthook = lambda _, fault, __: told(fault)
    threading.excepthook = lambda given: told(given.exc_value)
    sys.unraisablehook = lambda given: told(given.exc_value)
