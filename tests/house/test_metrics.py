"""Every metric is in the table, bounded, and about nobody."""

import ast
import re
from math import prod
from pathlib import Path

import pytest

from journeywork.kernel import metrics
from journeywork.kernel.instruments import Counter, Gauge, Histogram, Instrument, Reading
from journeywork.kernel.telling import FIELDS

SOURCE = Path(__file__).parent.parent.parent / "src" / "journeywork"
EVERY = {name: each for name, each in vars(metrics).items() if isinstance(each, Instrument)}
#: Series of one metric, and of all together, at most: what a small Prometheus does not notice.
MOST, MOST_OF_ALL = 4_000, 10_000
#: Words that would tell of somebody.
NEVER = {"person", "people", "name", "email", "org", "organisation", "account", "user", "title",
         "subject", "path", "url", "text", "question", "by", "host", "ip", "address", "token",
         "query", "key", "id", "uuid", "place", "team"}  # fmt: skip


@pytest.mark.parametrize("each", EVERY.values(), ids=lambda each: each.name)
def test_no_input_can_make_it_grow(each: Instrument) -> None:
    bounds = [b if isinstance(b, int) else len(b) for b in each.labels.values()]
    assert prod(bound + 1 for bound in bounds) <= each.series <= MOST
    assert set(each.labels) & NEVER == set()


def test_all_together_are_few() -> None:
    assert 20 < sum(each.series for each in EVERY.values()) <= MOST_OF_ALL


def test_names_are_as_prometheus_has_them() -> None:
    for each in EVERY.values():
        assert re.fullmatch(r"journeywork_[a-z_]+", each.name)
        assert each.says.endswith(".")
        assert each.name.endswith("_total") == isinstance(each, Counter)
        if isinstance(each, Histogram):
            assert each.name.endswith(("_seconds", "_events"))
            assert list(each.buckets) == sorted(each.buckets)
            assert len(each.buckets) <= 7


def test_there_are_no_others() -> None:
    """One table: whoever wants to count something adds it there."""
    made = []
    for file in SOURCE.rglob("*.py"):
        if file.name in ("metrics.py", "instruments.py"):
            continue
        made += [
            f"{file.name}:{node.lineno}"
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.ImportFrom)
            and node.module == "journeywork.kernel.instruments"
            and {each.name for each in node.names} & {"Counter", "Gauge", "Histogram"}
        ]
    assert made == []
    assert {type(each) for each in EVERY.values()} == {Counter, Gauge, Histogram, Reading}


def test_every_metric_is_counted_somewhere() -> None:
    text = "".join(file.read_text() for file in SOURCE.rglob("*.py") if file.name != "metrics.py")
    assert [name for name in EVERY if not re.search(rf"\b{name}\b", text)] == []


def test_what_lines_of_the_log_may_say_is_about_nobody() -> None:
    assert FIELDS & (NEVER - {"path"}) == set()


def test_the_log_is_written_through_one_door() -> None:
    """`tell` and `tell_fault` take fields that are listed; %s would take anything."""
    found = [
        f"{file.relative_to(SOURCE)}:{node.lineno}"
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and fills_in(node)
    ]
    assert found == []


def fills_in(call: ast.Call) -> bool:
    """Tell whether a call writes to a log more than words that stand there."""
    does = call.func
    return (
        isinstance(does, ast.Attribute)
        and isinstance(does.value, ast.Name)
        and does.value.id in ("log", "logger", "logging")
        and does.attr in ("debug", "info", "warning", "error", "exception", "critical")
        and (
            len(call.args) > 1
            or bool(call.keywords)
            or does.attr == "exception"
            or not isinstance(call.args[0], ast.Constant)
        )
    )


def test_a_line_with_somebodys_words_would_be_found() -> None:
    told = ('log.info("a", name)', 'log.info(f"a {name}")', 'log.exception("a")', 'log.info("a")')
    calls = [ast.parse(each, mode="eval").body for each in told]
    assert [fills_in(each) for each in calls if isinstance(each, ast.Call)] == [
        True,
        True,
        True,
        False,
    ]
