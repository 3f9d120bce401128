"""Long texts are cut at their headings, and not a word is lost."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeywork.engine.card_kinds import kind_of
from journeywork.engine.documents import Document, pieces, summary, worth_a_card
from journeywork.engine.front_matter import FrontMatter, front_matter
from journeywork.engine.headings import sections
from journeywork.engine.import_plan import plan
from journeywork.engine.knowledge import AppliesTo, CardKind
from journeywork.engine.reading_time import advice, minutes, words
from journeywork.engine.splitting import MOST_WORDS, split

LINES = st.sampled_from(
    [
        "# Title", "## Part", "### Step", "Under", "=====", "-----", "```", "~~~~", "", "  ",
        "- [ ] tick", "1. first", "| a | b |", "word " * 30, "word " * 1200, "x\u2028y", "#no",
        "    # code", "\u00a0", "a\rb",
    ]
)  # fmt: skip
TEXTS = st.lists(LINES, max_size=30).map("\n".join)


@given(TEXTS | st.text(max_size=300))
@settings(max_examples=300)
def test_the_parts_joined_are_the_text(text: str) -> None:
    cuts = split(text)
    assert "".join(text[cut.start : cut.end] for cut in cuts) == text


@given(TEXTS)
@settings(max_examples=300)
def test_no_part_takes_more_than_five_minutes(text: str) -> None:
    assert max((words(text[c.start : c.end]) for c in split(text)), default=0) <= MOST_WORDS


@given(TEXTS)
def test_every_card_of_a_document_has_a_key_of_its_own(text: str) -> None:
    keys = [piece.key for piece in pieces(Document(path="a/b.md", text=text))]
    assert len(keys) == len(set(keys))


def test_a_short_document_is_one_card_under_its_path() -> None:
    (piece,) = pieces(Document(path="docs/a.md", text="# Pumps\n\nPress twice.\n"))
    assert (piece.key, piece.title, piece.body) == ("docs/a.md", "Pumps", "Press twice.\n")


def test_a_long_document_is_cut_at_its_headings_and_says_where_each_part_belongs() -> None:
    text = (
        f"# Book\n\nHi.\n\n## A\n\n{'a ' * 600}\n\n## B\n\n{'b ' * 300}\n\n### C\n\n{'c ' * 800}\n"
    )
    made = pieces(Document(path="book.md", text=text))
    assert [(piece.key, piece.title) for piece in made] == [
        ("book.md#book-a", "Book: A"),
        ("book.md#book-b", "Book: B"),
        ("book.md#book-b-c", "Book: B - C"),
    ]
    assert made[0].body.startswith("Hi.\n\n## A\n")


def test_a_text_without_headings_is_cut_between_paragraphs() -> None:
    text = "\n\n".join(f"{n} {'word ' * 400}" for n in range(5))
    made = pieces(Document(path="long.md", text=text))
    assert [piece.key for piece in made] == ["long.md", "long.md~2", "long.md~3"]
    assert [piece.title for piece in made] == ["Long", "Long (2)", "Long (3)"]


def test_headings_in_code_are_no_headings() -> None:
    text = "# Real\n\n```\n# not\n```\n\nAlso\n----\n\n~~~\n## not\n"
    assert [(s.level, s.title) for s in sections(text)] == [(1, "Real"), (2, "Also")]


def test_reading_time_and_advice() -> None:
    assert [minutes(""), minutes("word " * 200), minutes("word " * 201)] == [1, 1, 2]
    assert advice("word " * 1400) == (
        "This takes 7 minutes to read; a card takes at most 5. "
        "Give each step or question its own heading and make a card of each."
    )


@pytest.mark.parametrize(
    ("title", "path", "body", "kind"),
    [
        ("Deploy", "docs/deploy.md", "1. a\n2. b\n3. c\n", CardKind.HOW_TO),
        ("How to deploy", "a.md", "Just do.", CardKind.HOW_TO),
        ("Before merge", "a.md", "- [ ] a\n- [x] b\n- [ ] c\n", CardKind.CHECKLIST),
        ("Use PostgreSQL", "docs/adr/3.md", "We chose.", CardKind.DECISION),
        ("Which gauge", "a.md", "It depends.", CardKind.DECISION),
        ("Lost cent", "postmortems/1.md", "It happened.", CardKind.LESSON),
        ("Alarms", "a.md", "- 12: door\n", CardKind.REFERENCE),
        ("Alarms", "a.md", "```\n1. a\n2. b\n3. c\n```\n", CardKind.REFERENCE),
    ],
)
def test_the_kind_follows_clear_rules(title: str, path: str, body: str, kind: CardKind) -> None:
    assert kind_of(title=title, path=path, body=body) is kind


def test_front_matter_is_read_and_what_makes_no_sense_is_left_out() -> None:
    text = (
        "---\ntitle: After a fall\nkind: checklist\ntags: safety, ward\nreview_days: many\n"
        "applies_to:\n  paths: [ward/**]\n---\nBody.\n"
    )
    assert front_matter(text) == (
        FrontMatter(
            title="After a fall",
            kind=CardKind.CHECKLIST,
            topics=("safety", "ward"),
            applies_to=AppliesTo(paths=("ward/**",)),
        ),
        "Body.\n",
    )


@pytest.mark.parametrize(
    "block",
    [
        "a: &x [1]\nb: *x",
        "a: !!python/object/apply:os.system [ls]",
        "[" * 2000,
        "a: [b",
        "- a list",
        "a: 2026-99-99",
        "? {a: b}\n: c",
    ],
)
def test_a_hostile_block_stays_in_the_text(block: str) -> None:
    text = f"---\n{block}\n---\nBody.\n"
    said, rest = front_matter(text)
    assert said == FrontMatter()
    assert rest.endswith("Body.\n")


@given(st.text(max_size=400).map(lambda text: f"---\n{text}"))
def test_front_matter_never_fails(text: str) -> None:
    _, rest = front_matter(text)
    assert text.endswith(rest)


def test_files_that_help_nobody_are_told_apart() -> None:
    paths = ["LICENSE.md", "CHANGELOG.md", "vendor/x/README.md", "docs/LICENSE-MIT.md", "docs/a.md"]
    assert [worth_a_card(path) for path in paths] == [False, False, False, False, True]


def test_the_summary_is_the_first_prose() -> None:
    assert summary("# T\n\n- list\n\nFirst  line\nof prose.\n\nMore.") == "First line of prose."
    assert len(summary("long " * 100)) <= 200


KEYS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["11aa", "22bb", "33cc"]))


@given(KEYS, KEYS)
def test_a_plan_sends_each_key_to_one_place(there: dict[str, str], coming: dict[str, str]) -> None:
    made = plan(there, coming)
    assert sorted((*made.new, *made.changed, *made.same, *made.moved)) == sorted(coming)
    assert sorted((*made.gone, *made.changed, *made.same, *made.moved.values())) == sorted(there)


@given(KEYS)
def test_the_same_again_is_no_work(there: dict[str, str]) -> None:
    made = plan(there, there)
    assert (made.new, made.changed, made.gone, dict(made.moved)) == ((), (), (), {})


def test_topics_and_reach_come_from_the_path() -> None:
    document = Document(path="docs/payments/Key_rotation.md", text="Words.", place="api")
    (piece,) = pieces(document)
    assert piece.topics == ("payments", "key-rotation")
    assert piece.applies_to == AppliesTo(places=("api",), paths=("docs/payments/**",))
    assert pieces(replace(document, text="---\ntitle: x\n---\n \n")) == ()


def test_the_name_for_links_is_no_part_of_a_heading() -> None:
    text = "## Layout {#type-layout}\n\n# Use {#} well\n\n# A {b}\n"
    assert [one.title for one in sections(text)] == ["Layout", "Use {#} well", "A {b}"]
