"""What documents said in the past becomes what cards said in the past."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.documents import Document, pieces
from journeywork.engine.past_texts import Seen, Wording, wordings

START = datetime(2024, 3, 5, 10, tzinfo=UTC)
GUIDE = Document(path="docs/fees.md", text="", place="payments")
ROUND = "# Fees\n\nRound once, at the end.\n"
SHARE = "# Fees\n\nRound by share, never per line, and keep the cents that are left.\n"
#: Long enough to be cut at its headings.
LONG = "# Fees\n\n" + "".join(f"## Part {n}\n\n" + f"word{n} " * 600 + "\n\n" for n in range(3))


def day(n: int) -> datetime:
    return START + timedelta(days=n)


def told(*texts: str | None) -> list[Wording]:
    """Return the wordings of a document that had `texts`, a new one each day."""
    return list(wordings(GUIDE, (Seen(day(n), text, "ana@x") for n, text in enumerate(texts))))


def test_each_text_is_said_until_the_next() -> None:
    first, second = told(ROUND, SHARE)
    assert (first.since, first.until, first.body) == (day(0), day(1), "Round once, at the end.\n")
    assert (second.since, second.until, second.key) == (day(1), None, "docs/fees.md")
    assert (first.author_email, first.applies_to.paths) == ("ana@x", ("docs/**",))


def test_the_same_text_again_is_the_same_wording() -> None:
    (only,) = told(ROUND, ROUND, ROUND)
    assert (only.since, only.until) == (day(0), None)


def test_a_change_in_earnest_is_news_and_a_review_and_a_comma_is_neither() -> None:
    first, comma, changed = told(ROUND, ROUND.replace(",", ";"), SHARE)
    assert [first.news, comma.news, changed.news] == [False, False, True]
    assert [first.reviewed_at, comma.reviewed_at, changed.reviewed_at] == [day(0), day(0), day(2)]


def test_what_is_gone_is_over_and_may_come_back() -> None:
    first, again = told(ROUND, None, ROUND)
    assert (first.until, again.since, again.news) == (day(1), day(2), False)
    assert told(None) == []


def test_a_document_that_grows_is_cut_from_then_on() -> None:
    whole, *parts = told(ROUND, LONG)
    assert (whole.key, whole.until) == ("docs/fees.md", day(1))
    assert [one.key for one in parts] == [f"docs/fees.md#fees-part-{n}" for n in range(3)]
    assert {one.since for one in parts} == {day(1)}


def test_only_the_part_that_changed_is_another_wording() -> None:
    found = told(LONG, LONG.replace("word1 word1", "word1 changed", 1))
    assert len(found) == 4
    assert [one.key for one in found if one.since == day(1)] == ["docs/fees.md#fees-part-1"]


@given(st.lists(st.sampled_from([None, ROUND, SHARE, LONG, "", "x"]), min_size=1, max_size=8))
def test_at_each_moment_the_shelf_is_what_an_import_would_have_made(
    texts: list[str | None],
) -> None:
    found = told(*texts)
    for n, text in enumerate(texts):
        there = {
            one.key: one.body
            for one in found
            if one.since <= day(n) and (one.until is None or day(n) < one.until)
        }
        document = Document(path=GUIDE.path, text=text or "", place=GUIDE.place)
        assert there == {piece.key: piece.body for piece in pieces(document)}
