"""Tests in the browser wait for what a click brings before they look or go elsewhere.

Without that a test passes on a quick machine and fails on a busy one: the page is still empty, or
what was pressed has not reached the server when the next address is opened.
"""

import ast
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

WEB = Path(__file__).parent.parent / "web"
#: what sets something going
GOES = frozenset({"click", "press"})
#: what looks at once, or goes elsewhere; `inner_text` and its like wait for their element
HASTY = frozenset(
    {"goto", "reload", "go_back", "evaluate", "content", "count", "is_visible", "all_inner_texts"}
    | {"sound", "look_at", "walk", "violations", "shoot", "sticking_out"}
)


def calls(node: ast.AST) -> set[str]:
    """Return the names of all that is called somewhere in `node`."""
    found = (each.func for each in ast.walk(node) if isinstance(each, ast.Call))
    return {
        each.attr if isinstance(each, ast.Attribute) else each.id
        for each in found
        if isinstance(each, ast.Attribute | ast.Name)
    }


def goes(statement: ast.stmt, helpers: frozenset[str] = frozenset()) -> bool:
    """Tell whether a statement sets something going and does not wait for what comes."""
    if not isinstance(statement, ast.Expr | ast.Assign | ast.With):
        return False
    called = calls(statement)
    waits = any(name.startswith("expect") for name in called)
    return not waits and bool(called & (GOES | helpers))


def blocks(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield every sequence of statements of a file."""
    for node in ast.walk(tree):
        for part in ("body", "orelse", "finalbody"):
            found = getattr(node, part, None)
            if isinstance(found, list):
                yield found


def helpers_of(trees: Iterable[ast.AST]) -> frozenset[str]:
    """Return the names of functions whose last act sets something going."""
    ends: dict[str, ast.stmt] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("test_"):
                acts = [each for each in node.body if not isinstance(each, ast.Return)]
                if acts:
                    ends[node.name] = acts[-1]
    return frozenset(name for name, last in ends.items() if goes(last))


def hasty(tree: ast.AST, helpers: frozenset[str] = frozenset()) -> list[int]:
    """Return the lines that do not wait for what the line before them set going."""
    return [
        then.lineno
        for block in blocks(tree)
        for first, then in pairwise(block)
        if goes(first, helpers)
        and calls(then) & HASTY
        and not any(name.startswith("expect") for name in calls(then))
    ]


# Where a key's only effect is in the page, at once.
STANDS = {"test_keyboard.py: now = page.evaluate(FOCUSED)"}


def test_no_browser_test_hurries_on() -> None:
    files = {path: path.read_text() for path in sorted(WEB.glob("*.py"))}
    trees = {path: ast.parse(text) for path, text in files.items()}
    helpers = helpers_of(trees.values())
    found = {
        f"{path.name}: {files[path].splitlines()[line - 1].strip()}"
        for path, tree in trees.items()
        for line in hasty(tree, helpers)
    }
    assert found == STANDS


@pytest.mark.parametrize(
    "text",
    [
        "page.click('x')\npage.goto('/')",
        "page.keyboard.press('y')\nassert page.locator('z').count() == 1",
        "if a:\n    page.click('x')\n    assert sound(page, 'x') == []",
        "sign_in(page)\npage.reload()",
    ],
)
def test_a_hurried_line_is_found(text: str) -> None:
    assert len(hasty(ast.parse(text), frozenset({"sign_in"}))) == 1


def test_who_waits_may_go_on() -> None:
    waits = "page.click('x')\nexpect(page.locator('h1')).to_have_text('y')\npage.goto('/')"
    assert hasty(ast.parse(waits)) == []
    assert (
        hasty(ast.parse("with page.expect_download():\n    page.click('x')\npage.goto('/')")) == []
    )
