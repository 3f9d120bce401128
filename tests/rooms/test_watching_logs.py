"""The log in its two forms: what we say in fields, what libraries say in their own words alone."""

import json
import logging
import os
import subprocess
import sys
from typing import Any

import pytest

from journeywork.config.watching.logs import WITHHELD, Form, as_json, as_text, worth_a_line
from journeywork.kernel.asked import following
from journeywork.kernel.telling import kind_of, reason_of, tell, trace_of


def record(
    name: str, message: str, *values: Any, fault: BaseException | None = None, file: str = __file__
) -> logging.LogRecord:
    info = (type(fault), fault, fault.__traceback__) if fault else None
    return logging.LogRecord(name, logging.WARNING, file, 7, message, values, info)


def told(which: logging.LogRecord) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Form(as_json).format(which))
    return found


def broken(message: str) -> ValueError:
    try:
        return _break(ValueError(message))
    except ValueError as fault:
        return fault


def _break(fault: Exception) -> Any:
    raise fault


def test_a_line_of_ours_has_its_fields_in_both_forms() -> None:
    ours = record("journeywork.x", "batch")
    ours.fields = {"events": 500, "ms": 12.5, "task": "stuck work"}
    ours.created = 1_763_806_800.25
    with following("f" * 32):
        assert told(ours) == {
            "at": "2025-11-22T10:20:00.250Z",
            "level": "WARNING",
            "what": "batch",
            "events": 500,
            "ms": 12.5,
            "task": "stuck work",
            "request": "f" * 32,
        }
    line = Form(as_text).format(ours)
    assert line == ('2025-11-22T10:20:00.250Z WARNING batch events=500 ms=12.5 task="stuck work"')


def test_a_field_that_is_not_listed_is_refused() -> None:
    with pytest.raises(KeyError):
        tell(logging.getLogger("x"), "batch", person="Ana")  # type: ignore[call-arg]


def test_what_a_library_says_is_told_as_it_stands_in_its_source(tmp_path: Any) -> None:
    source = tmp_path / "library.py"
    source.write_text('log.warning("cannot reach %s", host)\nlog.warning(f"no {host}")\n')
    said = record("library", "cannot reach %s", "ana@fairwater.example", file=str(source))
    line = told(said)
    assert (line["what"], line["logger"], line["place"]) == (
        "cannot reach %s",
        "library",
        "library:7",
    )
    put_together = record("library", "no ana@fairwater.example", file=str(source))
    assert told(put_together)["what"] == WITHHELD
    assert told(record("library", "x", file="/nowhere.py"))["what"] == WITHHELD


def test_the_server_process_speaks_of_itself_alone() -> None:
    assert told(record("_granian", "Worker-%s ended", 1))["what"] == "Worker-1 ended"


def test_faults_are_told_by_type_and_place() -> None:
    line = told(record("library", "x", fault=broken("Ana Ahrens wrote: the fee is wrong")))
    assert line["fault"] == "ValueError"
    assert [frame.split()[1] for frame in line["trace"]] == ["broken", "_break"]
    assert "wrong" not in json.dumps(line)
    ours = told(record("journeywork.x", "it broke: %s", broken("Ana's fee")))
    assert ours["what"] == "it broke: ValueError"


def test_what_caused_a_fault_stands_before_it() -> None:
    try:
        try:
            _break(KeyError("Ana's fee is wrong"))
        except KeyError as cause:
            raise RuntimeError("Ana's fee is wrong again") from cause
    except RuntimeError as fault:
        frames = trace_of(fault)
    assert [each for each in frames if each.startswith("after")] == ["after KeyError"]
    assert "wrong" not in "".join(frames)


def test_faults_of_the_database_carry_its_code() -> None:
    class Unique(Exception):
        sqlstate = "23505"

    fault = ValueError("duplicate key ana@fairwater.example")
    fault.__cause__ = Unique("Key (email)=(ana@fairwater.example) already exists.")
    assert (kind_of(fault), reason_of(fault)) == ("ValueError 23505", "ValueError 23505")


def test_frames_name_no_folder_of_this_machine() -> None:
    try:
        json.loads("{")
    except ValueError as fault:
        frames = trace_of(fault)
    assert [frame for frame in frames if frame.startswith("/")] == []


def test_a_request_is_told_once() -> None:
    assert not worth_a_line(record("django.request", "Not Found: %s", "/people/ana"))
    assert worth_a_line(record("django.request", "%s: %s", fault=broken("x")))
    assert worth_a_line(record("library", "x"))


CRASHES = """
import logging, sys, threading, warnings
from journeywork.config.watching.logs import configure
configure(sys.argv[1])
warnings.warn("ana@fairwater.example", stacklevel=1)
logging.getLogger("asyncio").error("Task exception was never retrieved: " + "the late fee")
def ends():
    raise ValueError("Ana Ahrens wrote: the late fee is wrong")
thread = threading.Thread(target=ends); thread.start(); thread.join()
class Gone:
    def __del__(self):
        raise ValueError("Ana Ahrens wrote: the late fee is wrong")
Gone()
ends()
"""


@pytest.mark.parametrize("form", ["text", "json"])
def test_not_even_a_crash_tells_what_people_wrote(form: str) -> None:
    """Threads, destructors, the end of the process: whatever Python itself would print."""
    ended = subprocess.run(
        [sys.executable, "-c", CRASHES, form],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"]},
    )
    assert ended.returncode == 1
    for word in ("Ana", "fee", "fairwater"):
        assert word not in ended.stdout + ended.stderr
    told_of = [line for line in ended.stderr.splitlines() if "nobody caught this" in line]
    assert len(told_of) == 3
    if form == "json":
        assert {json.loads(line)["fault"] for line in told_of} == {"ValueError"}
