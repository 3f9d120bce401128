"""Small functions, small files, honest names: what import contracts cannot see."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parent.parent.parent / "src" / "journeywork"
LONGEST_FUNCTION = 40
LONGEST_FILE = 400
BANNED = {
    "utils",
    "helpers",
    "common",
    "misc",
    "manager",
    "base",
    "data",
    "info",
    "handle",
    "process",
}

#: file or file:function -> why it may be longer
EXCEPTIONS: dict[str, str] = {}


def sources() -> Iterator[tuple[str, str]]:
    """Yield (path below the package, text) of every module we wrote."""
    for file in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in file.parts:
            yield str(file.relative_to(SOURCE)), file.read_text()


def test_files_have_at_most_400_lines() -> None:
    long = [
        name
        for name, text in sources()
        if text.count("\n") > LONGEST_FILE and name not in EXCEPTIONS
    ]
    assert long == []


def test_functions_have_at_most_40_lines() -> None:
    long = []
    for name, text in sources():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                place = f"{name}:{node.name}"
                if lines > LONGEST_FUNCTION and place not in EXCEPTIONS:
                    long.append(f"{place} {lines}")
    assert long == []


def test_no_file_and_no_definition_has_an_empty_name() -> None:
    empty = []
    for name, text in sources():
        names = {Path(name).stem, Path(name).parent.name}
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                names.add(node.name)
        empty += [f"{name}: {found}" for found in names if found.lower() in BANNED]
    assert empty == []


def test_the_engine_never_reads_a_clock() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, text in sources()
        if name.startswith("engine/")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}
    ]
    assert found == []


def test_exceptions_are_still_needed() -> None:
    known = {name for name, _ in sources()}
    assert [place for place in EXCEPTIONS if place.split(":")[0] not in known] == []
