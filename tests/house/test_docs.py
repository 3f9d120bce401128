"""The documentation says what the code does, and every link leads somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import reference

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

_FENCE = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\)")
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
#: A command of ours: alone on a line of code, in `code`, or behind a pipe.
_COMMAND = re.compile(
    r"(?:^(?: {4}|\t|\$ )(?:sudo )?(?:[A-Z_]+=\S+ )*|`|\| |\$\()"
    r"(?:\S*/)?(?:journeywork|jw)((?: [a-z][a-z-]*)*)",
    re.MULTILINE,
)


@pytest.mark.parametrize("name", reference.REFERENCE)
def test_each_reference_page_is_what_the_code_says(name: str) -> None:
    assert reference.is_current(name), "run make docs"


def test_every_setting_is_documented() -> None:
    from journeywork.config.environment import SETTINGS

    assert rows("settings.md") == {setting.name for setting in SETTINGS}


def test_every_permission_and_scope_is_documented() -> None:
    from journeywork.engine.permissions import PERMISSIONS, SCOPES

    pages = {row for row in rows("permissions.md") if row.startswith("/")}
    assert rows("permissions.md") - pages == {*PERMISSIONS, *SCOPES}
    assert len(pages) > 20


def test_every_fact_is_documented() -> None:
    from journeywork import flow

    assert rows("facts.md") == set(reference.known_facts())
    assert {fact.__name__ for fact in flow.REACTIONS} <= rows("facts.md")


def test_every_type_of_work_event_is_documented_with_an_example() -> None:
    from journeywork.engine.vocabulary import TYPES

    text = (reference.PAGES / "events.md").read_text()
    assert set(headings(text)) - {"Work events"} == {f"`{key}`" for key in TYPES}
    assert text.count('"specversion": "1.0"') == len(TYPES)


def test_every_command_is_documented_in_words() -> None:
    known = dict(reference.known_commands())
    text = (reference.PAGES / "commands.md").read_text()
    assert set(headings(text)) - {"Commands"} == set(known)
    assert [path for path, command in known.items() if not command.help] == []


def test_every_operation_is_documented_in_words() -> None:
    known = {f"{verb.upper()} {path}" for verb, path, _ in reference.known_operations()}
    assert rows("api.md") == known
    mute = [path for _, path, operation in reference.known_operations() if not operation["summary"]]
    assert mute == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = [link for link in links(page) if not leads_somewhere(page, link)]
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_is_shown_exists(page: Path) -> None:
    known = {tuple(path.split()[1:]) for path, _ in reference.known_commands()}
    shown = {tuple(words.split()) for words in _COMMAND.findall(page.read_text())}
    unknown = [words for words in shown if words and not is_command(words, known)]
    assert unknown == []


def test_each_promise_names_tests_that_exist() -> None:
    page = (ROOT / "docs" / "explanation" / "the-promises.md").read_text()
    _, *promises = re.split(r"^## ", page, flags=re.MULTILINE)
    named = [re.findall(r"`(tests/[^`]+)::(test_[^`]+)`", promise) for promise in promises]
    assert [promise.partition(".")[0] for promise in promises] == [str(n) for n in range(1, 10)]
    assert [len(tests) > 0 for tests in named] == [True] * 9
    there = {file: (ROOT / file).read_text() for tests in named for file, _ in tests}
    gone = [test for tests in named for file, test in tests if f"def {test}(" not in there[file]]
    assert gone == []


def test_a_broken_link_and_a_stale_command_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Top\n[a](there.md) [b](#top) [c](#gone) `jw askk x`\n\n    jw today\n")
    assert [link for link in links(page) if not leads_somewhere(page, link)] == [
        "there.md",
        "#gone",
    ]
    known = {tuple(path.split()[1:]) for path, _ in reference.known_commands()}
    shown = [tuple(words.split()) for words in _COMMAND.findall(page.read_text())]
    assert [is_command(words, known) for words in shown] == [False, True]


def rows(page: str) -> set[str]:
    """Return what stands in code in the first column of a page's tables."""
    text = (reference.PAGES / page).read_text()
    return set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))


def links(page: Path) -> Iterator[str]:
    """Yield the targets of a page's links that are no web addresses."""
    for target in _LINK.findall(_FENCE.sub("", page.read_text())):
        if not re.match(r"[a-z]+:", target):
            yield target


def leads_somewhere(page: Path, target: str) -> bool:
    """Tell whether a relative link names a file, and a heading in it where it names one."""
    name, _, anchor = target.partition("#")
    file = (page.parent / name) if name else page
    if not file.exists():
        return False
    return not anchor or anchor in {slug(each) for each in headings(file.read_text())}


def headings(text: str) -> list[str]:
    return _HEADING.findall(_FENCE.sub("", text))


def slug(heading: str) -> str:
    """Return the anchor that a heading gets where Markdown is usually shown."""
    kept = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower())
    return kept.replace(" ", "-")


def is_command(words: tuple[str, ...], known: set[tuple[str, ...]]) -> bool:
    """Tell whether words begin with a command, or are a group of commands."""
    return any(words[: len(path)] == path or path[: len(words)] == words for path in known)
