"""What fits comes first, and each score says of what it is made."""

import timeit
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import fsum
from time import process_time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.areas import closeness, matches, within
from journeywork.engine.context import Context, QueryKind
from journeywork.engine.knowledge import AppliesTo, Trust
from journeywork.engine.options import OptionKind
from journeywork.engine.query_kinds import kind_of
from journeywork.engine.ranking import (
    WEIGHTS,
    Candidate,
    Lessons,
    Renown,
    gathers,
    rank,
    speaks_of,
)
from journeywork.engine.terms import path_terms, terms

NOW = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
TEAM = UUID(int=77)
CONTEXT = Context(
    text="refund",
    at=NOW,
    kind=QueryKind.CHANGE,
    place="api",
    paths=("billing/refund.py", "billing/fees.py"),
    labels=("rounding",),
    teams=(TEAM,),
)


def card(number: int, **more: object) -> Candidate:
    given: dict = {"kind": OptionKind.CARD, "id": UUID(int=number), "title": str(number)}
    return Candidate(**({"words": 5.0} | given | more))


def order(*candidates: Candidate, context: Context = CONTEXT) -> list[int]:
    return [option.id.int for option in rank(candidates, context)]


CANDIDATES = st.builds(
    Candidate,
    kind=st.just(OptionKind.CARD),
    id=st.uuids(),
    title=st.just("t"),
    words=st.floats(0, 100),
    meaning=st.none() | st.floats(-1, 1),
    team=st.sampled_from([None, TEAM]),
    place=st.sampled_from(["", "api"]),
    touched=st.lists(st.sampled_from(["billing/refund.py", "billing/a.py", "x"])).map(tuple),
    applies_to=st.builds(AppliesTo, paths=st.sampled_from([(), ("billing/**",), ("x",)])),
    labels=st.sampled_from([(), ("rounding",)]),
    at=st.none() | st.datetimes(timezones=st.just(UTC)),
    trust=st.none() | st.sampled_from(Trust),
    known=st.booleans(),
    renown=st.builds(Renown, st.integers(0, 90), st.integers(90, 900)),
    lessons=st.builds(
        Lessons,
        helped=st.integers(0, 50),
        not_useful=st.integers(0, 50),
        chosen=st.integers(0, 500),
    ),
)


@given(st.lists(CANDIDATES, max_size=8), st.sampled_from(QueryKind))
def test_the_parts_add_up_and_each_has_its_words(
    candidates: list[Candidate], kind: QueryKind
) -> None:
    context = Context(
        text="", at=NOW, kind=kind, place="api", paths=CONTEXT.paths, labels=("rounding",)
    )
    for option in rank(candidates, context):
        assert option.score == fsum(part.value for part in option.parts)
        assert all(part.value and part.says for part in option.parts)


@given(st.lists(CANDIDATES, max_size=8, unique_by=lambda one: one.id), st.randoms())
def test_the_order_of_candidates_changes_nothing(candidates: list[Candidate], lot: object) -> None:
    shuffled = list(candidates)
    lot.shuffle(shuffled)
    assert rank(candidates, CONTEXT) == rank(shuffled, CONTEXT)


@given(st.integers(0, 30), st.integers(0, 30))
def test_helping_one_more_never_hurts(helped: int, not_useful: int) -> None:
    def score(**counts: int) -> float:
        return rank([card(1, lessons=Lessons(**counts))], CONTEXT)[0].score

    assert score(helped=helped + 1, not_useful=not_useful) > score(
        helped=helped, not_useful=not_useful
    )
    assert score(helped=helped, not_useful=not_useful + 1) < score(
        helped=helped, not_useful=not_useful
    )


def test_each_kind_of_question_has_its_weights() -> None:
    assert set(WEIGHTS) == set(QueryKind)


def test_between_equal_words_the_work_at_hand_decides() -> None:
    assert order(card(1), card(2, applies_to=AppliesTo(paths=("billing/**",)))) == [2, 1]
    assert order(card(1), card(2, touched=("billing/refund.py",))) == [2, 1]
    assert order(card(1), card(2, place="api")) == [2, 1]
    assert order(card(1), card(2, labels=("Rounding",))) == [2, 1]
    assert order(card(1), card(2, team=TEAM)) == [2, 1]
    assert order(card(1), card(2, known=True)) == [2, 1]
    assert order(card(1, at=NOW - timedelta(days=900)), card(2, at=NOW)) == [2, 1]


@pytest.mark.parametrize(
    ("title", "gathered"),
    [
        ("Merge branch 'vb/refunds' into next", True),
        ("Merge tag 'v2.1'", True),
        ("Merge pull request #12 from ana/refunds", False),
        ("Merge refunds that were made twice", False),
    ],
)
def test_work_comes_before_the_note_that_it_was_merged(title: str, gathered: bool) -> None:
    assert gathers(title) == gathered
    assert order(card(1, gathers=gathered), card(2)) == ([2, 1] if gathered else [1, 2])


def test_expired_and_flagged_cards_sink() -> None:
    assert order(card(1, trust=Trust.EXPIRED), card(2, words=4.0, trust=Trust.FRESH)) == [2, 1]
    assert order(card(1, trust=Trust.FLAGGED), card(2, words=4.0, trust=Trust.DUE)) == [2, 1]


def test_the_words_shared_are_named() -> None:
    (option,) = rank([card(1)], CONTEXT)
    assert speaks_of(option, ("refund", "cent")).parts[0].says == "speaks of refund, cent"
    assert speaks_of(option, ()).parts[0].says == "shares some of your words"


@pytest.mark.parametrize(
    ("path", "glob", "fits"),
    [
        ("billing/refund.py", "billing/**", True),
        ("billing/refund.py", "billing/*.py", True),
        ("billing/deep/refund.py", "billing/*.py", False),
        ("billing/deep/refund.py", "**/refund.py", True),
        ("refund.py", "**/refund.py", True),
        ("billing/deep/refund.py", "billing", True),
        ("billings/refund.py", "billing/**", False),
        ("core/money.py", "core/money.py", True),
        ("core/money.py", "core/m?ney.py", True),
        ("a/b", "**", True),
    ],
)
def test_globs(path: str, glob: str, fits: bool) -> None:
    assert matches(path, glob) is fits


def test_shares_of_paths() -> None:
    assert within(("billing/a.py", "ui/b.js"), ("billing/**",)) == (0.5, "billing/**")
    same, area = closeness(("billing/refund.py",), ("billing/refund.py",))
    near, folder = closeness(("billing/refund.py",), ("billing/fees.py",))
    assert (round(same, 6), area) == (1.0, "billing/refund.py")
    assert (0.0 < near < same, folder) == (True, "billing")
    assert closeness(("billing/refund.py",), ("ui/b.js",)) == (0.0, "")


def test_identifiers_are_found_whole_and_in_parts() -> None:
    assert terms("refundTotal core/money.py:12 E0381 don't the") == [
        "refundtotal", "refund", "total", "core/money.py:12", "core", "money", "py", "12",
        "e0381", "0381", "dont",
    ]  # fmt: skip
    assert path_terms(("a/b/c.py",)) == ["a/b/c.py", "a/b", "a"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("how do I rotate the provider key", QueryKind.HOW_TO),
        ("error[E0381]: borrow of moved value\n --> src/main.rs:3:1", QueryKind.ERROR),
        ("Traceback (most recent call last):\n  File\nKeyError: 'a'", QueryKind.ERROR),
        ("https://example.org/tickets/12", QueryKind.URL),
        ("src/billing/refund.py", QueryKind.PATH),
        ("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@", QueryKind.CHANGE),
        ("Alertmanager is failing to send 12% of notifications", QueryKind.ALERT),
        ("anyone seen my build hang?", QueryKind.CHAT),
    ],
)
def test_the_kind_of_a_question_is_told_from_its_form(text: str, kind: QueryKind) -> None:
    assert kind_of(text) is kind


def test_what_is_spoken_of_by_its_name_comes_first_in_a_how_to() -> None:
    how_to = replace(CONTEXT, kind=QueryKind.HOW_TO)
    known = card(2, renown=Renown(texts=40, of=500))
    assert order(card(1), known, context=how_to) == [2, 1]
    (option,) = rank([known], how_to)
    assert "is spoken of in 40 other texts" in [part.says for part in option.parts]
    assert (Renown().share, Renown(0, 9).share, Renown(9, 9).share) == (0.0, 0.0, 1.0)


@pytest.mark.parametrize("unit", ["a", "a.", "_", "a_", "A", "aB", "/-", "1a"])
def test_terms_take_time_in_proportion_to_the_text(unit: str) -> None:
    """Ten times the text may take ten times as long, with room for a busy machine."""
    short, long = unit * (1_800 // len(unit)), unit * (18_000 // len(unit))
    quick = min(timeit.repeat(lambda: terms(short), timer=process_time, number=3, repeat=5))
    slow = min(timeit.repeat(lambda: terms(long), timer=process_time, number=3, repeat=5))
    assert slow < 40 * quick + 0.01


@pytest.mark.parametrize("pattern", ["*" * 40, "*a" * 20, "?*" * 20])
def test_a_hostile_glob_is_answered_at_once(pattern: str) -> None:
    took = min(timeit.repeat(lambda: matches("a" * 400 + "b/c", pattern), number=1, repeat=3))
    assert took < 0.2


def test_what_is_close_in_meaning_comes_before_what_shares_a_word_more() -> None:
    said, meant = card(1, words=6.0, meaning=0.1), card(2, words=5.0, meaning=0.7)
    assert order(said, meant) == [2, 1]
    unseen = [replace(one, meaning=None) for one in (said, meant)]
    assert order(*unseen) == [1, 2]


def test_what_was_not_compared_yet_counts_as_the_average_does() -> None:
    near, far = card(1, meaning=0.6), card(3, meaning=0.2)
    assert order(far, card(2), near) == [1, 2, 3]
    parts = {option.id.int: option.parts for option in rank([near, card(2), far], CONTEXT)}
    values = {id: next(p for p in found if p.name == "meaning") for id, found in parts.items()}
    assert {id: part.says for id, part in values.items()} == {
        1: "means much the same",
        2: "not compared in meaning yet",
        3: "is a little like it in meaning",
    }
    assert values[2].value == pytest.approx((values[1].value + values[3].value) / 2)


def test_without_a_model_nobody_hears_of_meanings() -> None:
    (only,) = rank([card(1)], CONTEXT)
    assert [part.name for part in only.parts] == ["words"]
