"""People who know: near the work, lately, and not always the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import fsum
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.context import Context, QueryKind
from journeywork.engine.who_knows import Knowers
from journeywork.engine.work import Contribution, ContributionKind

NOW = datetime(2026, 6, 10, 10, 0, tzinfo=UTC)
ANA, BEN, CLEO, DORA = (UUID(int=n) for n in range(1, 5))
NAMES = {ANA: "Ana", BEN: "Ben", CLEO: "Cleo", DORA: "Dora"}
CONTEXT = Context(text="", at=NOW, person=CLEO, kind=QueryKind.CHANGE, paths=("billing/refund.py",))


def did(person: UUID, days: int, **more: object) -> Contribution:
    given: dict = {
        "person": person,
        "episode": UUID(int=1000 + days),
        "at": NOW - timedelta(days=days),
        "kind": ContributionKind.MERGED,
        "paths": ("billing/fees.py",),
    }
    return Contribution(**(given | more))


def knowing(*contributions: Contribution) -> Knowers:
    knowers = Knowers()
    for contribution in contributions:
        knowers.add(contribution)
    return knowers


def test_the_reason_is_in_words_a_colleague_would_use() -> None:
    knowers = knowing(
        *(did(ANA, days) for days in (3, 10, 20, 33)),
        did(ANA, 5, kind=ContributionKind.HELPED, to=BEN, paths=()),
        did(BEN, 400),
    )
    (ana,) = [one for one in knowers.rank(CONTEXT, NAMES) if one.id == ANA]
    assert ana.parts[0].says == (
        "merged 4 changes in `billing/` since May; helped a colleague in June"
    )


def test_who_was_helped_is_told_to_themselves_alone() -> None:
    knowers = knowing(did(ANA, 3), did(ANA, 5, kind=ContributionKind.HELPED, to=CLEO, paths=()))
    (found,) = knowers.rank(CONTEXT, NAMES)
    assert found.parts[0].says == "merged a change in `billing/` in June; helped you in June"


def test_nearer_and_later_work_comes_first() -> None:
    assert first(did(ANA, 3, paths=("billing/refund.py",)), did(BEN, 3)) == "Ana"
    assert first(did(ANA, 200), did(BEN, 3)) == "Ben"
    assert first(did(ANA, 3, kind=ContributionKind.REVIEWED), did(BEN, 3)) == "Ana"


def test_without_anything_near_nobody_is_named() -> None:
    knowers = knowing(did(ANA, 3, paths=("ui/page.js",)))
    assert knowers.rank(CONTEXT, NAMES) == ()
    assert [one.title for one in knowers.rank(CONTEXT, {ANA: "Ana"}, near=False)] == ["Ana"]


def test_labels_and_words_lead_to_people_where_there_are_no_files() -> None:
    context = Context(text="patient fell at night", at=NOW, labels=("falls",))
    ward = did(ANA, 3, paths=(), labels=("Falls",), title="Fall on ward 4", place="ward 4")
    (found,) = knowing(ward, did(BEN, 3)).rank(context, NAMES)
    assert (found.title, found.parts[0].says) == ("Ana", "merged a change on falls in June")


def test_nobody_is_suggested_to_themselves_or_against_the_list() -> None:
    knowers = knowing(did(CLEO, 3), did(ANA, 3), did(BEN, 3))
    assert [one.title for one in knowers.rank(CONTEXT, NAMES, exclude=(ANA,))] == ["Ben"]
    assert knowers.rank(CONTEXT, {}) == ()


def test_who_is_asked_again_and_again_sinks_and_rises_again() -> None:
    knowers = knowing(did(ANA, 3), did(ANA, 4), did(BEN, 3))
    assert knowers.rank(CONTEXT, NAMES)[0].title == "Ana"
    for _ in range(4):
        knowers.asked(ANA, NOW)
    assert (
        knowers.rank(CONTEXT, NAMES)[0].score
        < knowing(did(ANA, 3), did(ANA, 4), did(BEN, 3)).rank(CONTEXT, NAMES)[0].score
    )
    quiet = Context(text="", at=NOW + timedelta(days=90), paths=CONTEXT.paths)
    assert knowers.rank(quiet, NAMES)[0].title == "Ana"


CONTRIBUTIONS = st.builds(
    did,
    st.sampled_from([ANA, BEN, DORA]),
    st.integers(0, 1000),
    kind=st.sampled_from(ContributionKind),
    paths=st.sampled_from([("billing/refund.py",), ("billing/a.py", "ui/b.js"), ()]),
    to=st.sampled_from([None, CLEO, ANA]),
    title=st.sampled_from(["", "refund rounding"]),
)


@given(st.lists(CONTRIBUTIONS, max_size=12), st.lists(st.sampled_from([ANA, BEN]), max_size=4))
def test_the_parts_add_up_to_a_share(contributions: list[Contribution], asked: list[UUID]) -> None:
    knowers = knowing(*contributions)
    for person in asked:
        knowers.asked(person, NOW - timedelta(days=1))
    found = knowers.rank(CONTEXT, NAMES, limit=10, near=False)
    for option in found:
        assert option.score == fsum(part.value for part in option.parts)
        assert 0.0 <= option.score <= 1.0 + 1e-9
    assert sum(option.score for option in found) <= 1.0 + 1e-6


@given(st.lists(CONTRIBUTIONS, max_size=8), st.randoms())
def test_the_order_in_which_work_is_learnt_of_does_not_matter(
    contributions: list[Contribution], lot: object
) -> None:
    shuffled = list(contributions)
    lot.shuffle(shuffled)
    one = knowing(*contributions).rank(CONTEXT, NAMES, limit=10, near=False)
    other = knowing(*shuffled).rank(CONTEXT, NAMES, limit=10, near=False)
    assert {o.id: round(o.score, 9) for o in one} == {o.id: round(o.score, 9) for o in other}


@given(st.lists(CONTRIBUTIONS, max_size=8), st.lists(CONTRIBUTIONS, max_size=8), st.randoms())
def test_what_is_taken_back_has_never_been(
    kept: list[Contribution], gone: list[Contribution], lot: object
) -> None:
    numbered = [replace(one, episode=UUID(int=n)) for n, one in enumerate((*kept, *gone))]
    kept, gone = numbered[: len(kept)], numbered[len(kept) :]
    mixed = list(numbered)
    lot.shuffle(mixed)
    knowers = knowing(*mixed)
    for one in gone:
        knowers.remove(one)
    plain = knowing(*kept).rank(CONTEXT, NAMES, limit=10)
    found = knowers.rank(CONTEXT, NAMES, limit=10)
    assert {o.id: round(o.score, 6) for o in found} == {o.id: round(o.score, 6) for o in plain}


def test_the_foremost_are_those_with_something_to_show() -> None:
    knowers = knowing(did(ANA, 3), did(BEN, 90), did(DORA, 3, paths=("ui/page.js",)), did(CLEO, 1))
    assert knowers.look(CONTEXT).foremost(5) == (ANA, BEN)
    assert knowers.look(CONTEXT).foremost(1) == (ANA,)


def first(*contributions: Contribution) -> str:
    return knowing(*contributions).rank(CONTEXT, NAMES)[0].title
