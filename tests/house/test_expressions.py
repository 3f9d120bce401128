"""Regular expressions that meet people's text run in linear time.

Those of `re2` do by its nature. Every other one in the source is found here, wherever it stands:
taken apart for loops that can share a text, and attacked with that text. One that is slower has
its file below, and what bounds the text that it meets.
"""

import ast
import importlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.fakes.linear import Expression
from tests.house.test_sizes import SOURCE, sources

#: Called like this, an expression matches at one place only.
FIXED = {"match", "fullmatch"}
CALLS = {"compile", "search", "findall", "finditer", "sub", "subn", "split", *FIXED}
#: Files with an expression that is put together while running -> out of what.
MADE = {"evidence/charts.py": "clip and a number, over a chart of our own"}
#: Files whose expressions may be quadratic -> what bounds the text that they meet.
BOUNDED = {"engine/masking.py": "the first 4,000 characters of a line are read, no more"}


@dataclass(frozen=True)
class Found:
    """An expression in the source, and how it is used."""

    file: str
    pattern: str
    flags: int = 0
    search: bool = True


def calls(text: str) -> Iterator[tuple[ast.Call, str, str]]:
    """Yield each use of `re`: the call, what is called, and the name it is kept under."""
    tree = ast.parse(text)
    kept = {
        id(node.value): target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called.removeprefix("re.") in CALLS and called.startswith("re."):
            yield node, called.removeprefix("re."), kept.get(id(node), "")
        if called in ("re_path", "RegexValidator"):
            yield node, "search", ""
        for word in node.keywords:
            if called == "Meta" and word.arg == "pattern":
                yield ast.Call(node.func, [word.value], []), "search", ""


def used(text: str, name: str) -> set[str]:
    """Return the methods that are called of a compiled expression; nothing for one in a list."""
    return set(re.findall(rf"\b{name}\.(\w+)\(", text)) & CALLS if name else set()


def values(file: str, *parts: ast.expr) -> list[Any]:
    """Return what arguments are, as far as the module's own names say."""
    name = "journeywork." + file.removesuffix(".py").replace("/", ".")
    names = vars(importlib.import_module(name.removesuffix(".__init__")))
    return [eval(compile(ast.Expression(part), file, "eval"), dict(names)) for part in parts]


def expressions() -> Iterator[Found]:
    """Yield every expression of `re` in the source."""
    for file, text in sources():
        for call, method, name in calls(text):
            if isinstance(call.args[0], ast.JoinedStr) and file in MADE:
                continue
            flags = call.args[1:2] if method == "compile" else []
            pattern, *more = values(file, call.args[0], *flags)
            ways = used(text, name) or {method}
            whole = f"(?:{pattern})\\Z" if ways == {"fullmatch"} else pattern
            yield Found(file, whole, int(more[0]) if more else 0, not ways <= FIXED)


def scripts() -> Iterator[Found]:
    """Yield every expression in our own scripts."""
    literal = re.compile(r"[(=,:!&|?]\s*/((?:[^/\\\n\[*]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)/[gimsuy]*")
    for file in sorted(SOURCE.rglob("*.js")):
        text = file.read_text()
        assert "new RegExp" not in text
        for found in literal.finditer(text):
            yield Found(str(file.relative_to(SOURCE)), found[1])


def judged(found: Found) -> tuple[str, str, str] | None:
    return Expression(found.pattern, found.flags, search=found.search).attack()


def test_every_expression_of_re_is_linear() -> None:
    every = [*expressions(), *scripts()]
    slow = {f"{each.file}: {each.pattern}": shown for each in every
            if each.file not in BOUNDED and (shown := judged(each))}  # fmt: skip
    assert slow == {}
    assert len(every) > 20


def test_what_is_bounded_is_quadratic_at_worst() -> None:
    """Twice the text takes four times the steps, not eight, and never more."""
    for each in expressions():
        if each.file not in BOUNDED:
            continue
        expression = Expression(each.pattern, each.flags, search=each.search)
        for begin, pump in set(expression.suspects()):
            few, many = (expression.steps(begin + pump * n + "\n") for n in (12, 24))
            assert many < 5 * few + 500, (each.pattern, begin, pump)


def test_no_template_and_no_page_brings_an_expression_of_its_own() -> None:
    pages = [*SOURCE.rglob("*.html"), *SOURCE.rglob("*.jinja")]
    assert len(pages) > 30
    assert [str(each) for each in pages if " pattern=" in each.read_text()] == []


def test_expressions_come_from_re_or_re2_and_from_nowhere_else() -> None:
    """Under another name an expression would not be seen here; nor in a question to the database."""
    hidden = [
        f"{file}: {found[0]}"
        for file, text in sources()
        for found in re.finditer(
            r"from re2? import|import re2? as|__i?regex\b|\bimport (?:regex|fnmatch)\b|"
            r"\bsimilar to\b|\bre\.template\b", text
        )
    ]  # fmt: skip
    assert hidden == []
    assert {*MADE, *BOUNDED} <= {file for file, _ in sources()}


@pytest.mark.parametrize(
    ("pattern", "search"),
    [
        (r"(a+)+$", False), (r"(a|a)*b", False), (r"(?:a*)*b", False), (r"(\w+\s?)*$", False),
        (r"([a-z]+)*=", True), (r"a+b", True), (r"\s+$", True), (r".*.*x", False),
        (r"<[^>]*>", True), (r"a*b*c*d", True), (r"(x|y|xy)*z", False), (r"^(\d+,?)+;", False),
        (r"(?=.*a).*b", True), (r"\d*\.?\d*e", False),
    ],
)  # fmt: skip
def test_the_judge_finds_what_is_slow(pattern: str, search: bool) -> None:
    assert Expression(pattern, search=search).attack() is not None


@pytest.mark.parametrize(
    ("pattern", "search"),
    [
        (r"[^\W_]+", True), (r"a+b", False), (r"(?:ab|cd)+e", False), (r"\d{1,3}x", True),
        (r"\bfoo\w*\b", True), (r"[a-z]+(?:-[a-z]+)*", False), (r"^\s*x", False),
    ],
)  # fmt: skip
def test_the_judge_lets_pass_what_is_linear(pattern: str, search: bool) -> None:
    assert Expression(pattern, search=search).attack() is None


@pytest.mark.long
def test_a_long_text_made_to_be_slow_takes_no_time() -> None:
    """The same attacks on `re` itself, with 50,000 characters, as far as people's text is read."""
    for each in [*expressions(), *scripts()]:
        compiled = re.compile(each.pattern, each.flags)
        most = 4_000 if each.file in BOUNDED else 50_000
        for begin, pump in set(Expression(each.pattern, each.flags, search=each.search).suspects()):
            text = (begin + pump * most)[:most] + "\n"
            began = time.process_time()
            compiled.findall(text) if each.search else compiled.match(text)
            assert time.process_time() - began < 1, (each, pump)
