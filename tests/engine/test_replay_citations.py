"""Which earlier work a text names, and what is left of the text without it."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.citations import CitationKind, citations, reverted_titles, stripped
from journeywork.engine.cited_work import CitedWork
from journeywork.engine.work import WorkEvent

REVERTS, FIXES, MENTIONS = CitationKind.REVERTS, CitationKind.FIXES, CitationKind.MENTIONS
SHA = "1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b"
TUESDAY = datetime(2026, 3, 10, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"This reverts commit {SHA}.", [(REVERTS, SHA, "")]),
        (f"reverts {SHA}, reversing\nchanges made to {SHA[::-1]}.", [(REVERTS, SHA, "")]),
        ('Fixes: 1a2b3c4d ("fees: charge once")', [(FIXES, "1a2b3c4d", "")]),
        ("In 1a2b3c4d (fees: charge once, 2026-01-02), we", [(MENTIONS, "1a2b3c4d", "")]),
        ("Broken by #12, see also GH-7 and !9", [(FIXES, "#12", ""), (FIXES, "#7", ""), (FIXES, "#9", "")]),
        ("see https://github.com/pay/fees/pull/12 again", [(MENTIONS, "#12", "pay/fees")]),
        ("as pay/fees@1a2b3c4d did", [(MENTIONS, "1a2b3c4d", "pay/fees")]),
        ("other/house#12 is not ours", [(MENTIONS, "#12", "other/house")]),
        ("as on ward-12 in May", [(MENTIONS, "ward-12", "")]),
        ("from pay/patch-abe2a8f4e", []),
        ("Colour #fff, 42 of 100, v1.2.3", []),
    ],
)  # fmt: skip
def test_names_of_earlier_work(text: str, found: list[tuple[CitationKind, str, str]]) -> None:
    assert [(one.kind, one.name, one.home) for one in citations(text)] == found


def test_a_citation_leaves_with_the_title_quoted_beside_it() -> None:
    text = "Charge twice less\n\nFixes 1a2b3c4d (fees: charge once, 2026-01-02) in the retry."
    assert stripped(text, citations(text)) == "Charge twice less\n\nFixes  in the retry."


def test_a_title_leaves_in_any_shape_and_trailers_with_names_leave_too() -> None:
    text = 'Revert "Charge a  fee\nonce"\n\nIt broke.\n\nReviewed-by: Ben <ben@fairwater.example>'
    assert stripped(text, (), ["charge a fee once"]) == 'Revert " "\n\nIt broke.'


def test_a_revert_names_the_title_it_takes_back() -> None:
    assert reverted_titles('Revert "Charge "a" fee" (#9)') == ('Charge "a" fee',)


@given(st.text(alphabet='ab1 \n#!/-@"(),.:', max_size=200), st.integers(1, 999_999))
def test_nothing_of_a_citation_is_left(text: str, number: int) -> None:
    whole = f"{text} see #{number} and {SHA} again"
    found = citations(whole)
    left = stripped(whole, found)
    assert f"#{number}" not in left
    assert SHA[:7] not in left
    assert all(0 <= one.start < one.end <= len(whole) for one in found)


def test_hostile_texts_take_no_longer_than_their_length() -> None:
    texts = ("a/" * 10_000, "(" * 20_000, "1a2b3c4d(" * 2_000, 'revert "' * 2_500, "#1" * 10_000)
    for text in texts:
        start = time.process_time()
        stripped(text, citations(text)[:50], [text[:200]])
        reverted_titles(text)
        assert time.process_time() - start < 3.0


def change(subject: str, text: str = "", title: str = "A change", **more: object) -> WorkEvent:
    fields = {
        "source": "git", "id": subject, "type": "change.merged", "at": TUESDAY,
        "subject": subject, "title": title, "text": text, "place": "pay/fees",
    }  # fmt: skip
    return WorkEvent(**(fields | more))


def test_work_is_known_by_number_digest_key_and_title() -> None:
    names = CitedWork()
    names.add(change("pay/fees#12", part_of=("pay/fees@1a2b3c4d5e6f",), title="Charge a fee once"))
    names.add(change("ward-7"))
    for text in (
        "see #12",
        f"reverts {SHA}",
        "in 1a2b3c4",
        'Revert "Charge a fee once"',
        "https://github.com/pay/fees/pull/12",
    ):
        (found,) = names.cited(change("pay/fees#20", text))
        assert found.subject in ("pay/fees#12", "pay/fees@1a2b3c4d5e6f"), text
    assert [one.subject for one in names.cited(change("x", "as on Ward-7"))] == ["ward-7"]


def test_what_is_unknown_elsewhere_or_its_own_is_not_cited() -> None:
    names = CitedWork()
    names.add(change("pay/fees#12"))
    assert names.cited(change("pay/fees#20", "see #13, other/house#12, 1a2b3c4d")) == ()
    assert names.cited(change("pay/fees#12", "this is #12")) == ()


def test_two_works_that_begin_alike_are_neither() -> None:
    names = CitedWork()
    names.add(change("pay/fees@1a2b3c4d0000"))
    names.add(change("pay/fees@1a2b3c4d1111"))
    assert names.cited(change("x", "in 1a2b3c4d")) == ()
    assert [one.subject for one in names.cited(change("x", "in 1a2b3c4d1"))] == [
        "pay/fees@1a2b3c4d1111"
    ]


def test_what_the_source_itself_lists_counts() -> None:
    names = CitedWork()
    names.add(change("pay/fees@1a2b3c4d5e6f"))
    (found,) = names.cited(change("x", extra={"cites": ["pay/fees@1a2b3c4d5e6f"]}))
    assert (found.subject, found.citation) == ("pay/fees@1a2b3c4d5e6f", None)
