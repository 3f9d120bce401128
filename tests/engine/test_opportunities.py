"""What fits a wish: well enough, news, few of a kind; and a no that is remembered."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.journal import Page, excerpt, found
from journeywork.engine.opportunities import (
    Find,
    FindState,
    Opportunity,
    OpportunityKind,
    as_option,
    fitting,
    least,
    next_to_tell,
    said_of,
)
from journeywork.engine.options import OptionKind
from journeywork.engine.to_learn import Entry, EntryState, closed, moved, opened_again

AT = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
DAY = date(2026, 3, 10)


def opportunity(number: int, kind: OpportunityKind, fit: float) -> Opportunity:
    return Opportunity(kind=kind, thing=UUID(int=number), title=f"thing {number}", fit=fit, says="")


def find(number: int, kind: OpportunityKind, **more: object) -> Find:
    fields: dict[str, object] = {
        "id": UUID(int=number),
        "entry": UUID(int=9),
        "kind": kind,
        "thing": UUID(int=number),
        "title": f"thing {number}",
        "says": "",
        "fit": 0.7,
        "state": FindState.NEW,
        "at": AT,
    }
    return Find(**(fields | more))  # type: ignore[arg-type]


KINDS = st.sampled_from(OpportunityKind)
MANY = st.lists(
    st.builds(opportunity, st.integers(0, 20), KINDS, st.floats(0, 1)),
    max_size=30,
    unique_by=lambda each: (each.kind, each.thing),
)


KNOWN = st.dictionaries(
    st.tuples(KINDS, st.integers(0, 20).map(lambda n: UUID(int=n))), st.sampled_from(FindState)
)


@given(MANY, KNOWN)
def test_nothing_comes_twice_and_of_no_kind_too_much(
    given_: list[Opportunity], known: dict[tuple[OpportunityKind, UUID], FindState]
) -> None:
    kept = fitting(given_, known=known)
    assert not {(each.kind, each.thing) for each in kept} & known.keys()
    assert all(count <= 2 for count in Counter(each.kind for each in kept).values())
    assert all(each.fit >= least(each.kind, 0) for each in kept)


def test_what_stands_already_leaves_no_room_for_what_fits_less() -> None:
    """Found anew each hour, the list of an entry does not creep down to what fits badly."""
    cards = [opportunity(n, OpportunityKind.CARD, 0.9 - n / 10) for n in range(5)]
    first = fitting(cards, known={})
    known = {(each.kind, each.thing): FindState.TOLD for each in first}
    assert ([each.thing.int for each in first], fitting(cards, known=known)) == ([0, 1], ())
    refused = known | {(OpportunityKind.CARD, UUID(int=0)): FindState.NOT_THIS}
    assert [each.thing.int for each in fitting(cards, known=refused)] == [2]


@given(KINDS, st.integers(0, 6))
def test_each_no_asks_for_a_better_fit(kind: OpportunityKind, noes: int) -> None:
    assert least(kind, noes) < least(kind, noes + 1) < 1.0


def test_a_no_lowers_that_kind_and_no_other() -> None:
    both = [opportunity(1, OpportunityKind.CARD, 0.4), opportunity(2, OpportunityKind.MENTOR, 0.4)]
    no = {(OpportunityKind.CARD, UUID(int=7)): FindState.NOT_THIS}
    before, after = fitting(both, known={}), fitting(both, known=no)
    assert ([each.kind for each in before], [each.kind for each in after]) == (
        [OpportunityKind.CARD, OpportunityKind.MENTOR],
        [OpportunityKind.MENTOR],
    )


def test_a_rare_word_says_more_than_a_common_one() -> None:
    asked = {"ledger": 1.0, "check": 1.0}
    rare = {"ledger": 1, "check": 900}
    rarely, words = said_of(asked, {"ledger"}, rare=rare, size=1000)
    commonly, _ = said_of(asked, {"check"}, rare=rare, size=1000)
    assert (rarely > 0.9, commonly < 0.1) == (True, True)
    assert words == ("ledger",)
    assert said_of(asked, {"ledger", "check"}, rare={}, size=0)[0] == pytest.approx(1.0)
    assert said_of({}, {"ledger"}, rare={}, size=0) == (0.0, ())


def test_what_passes_by_is_told_first_and_only_what_is_new() -> None:
    finds = [
        find(1, OpportunityKind.MENTOR),
        find(2, OpportunityKind.CARD),
        find(3, OpportunityKind.SHADOWING),
        find(4, OpportunityKind.SHADOWING, state=FindState.TOLD),
        find(5, OpportunityKind.SHADOWING, until=AT - timedelta(hours=1)),
        find(6, OpportunityKind.SHADOWING, tried_on=DAY),
    ]
    told = next_to_tell(finds, at=AT, day=DAY)
    assert [each.thing.int for each in told] == [3, 2, 1]
    tomorrow = next_to_tell(finds, at=AT, day=DAY + timedelta(days=1))
    assert [each.thing.int for each in tomorrow] == [3, 6, 2, 1]


def test_an_offer_never_repeats_the_words_of_a_wish() -> None:
    secret = find(1, OpportunityKind.WORK, says="speaks of burnout")
    option = as_option(secret)
    assert (option.kind, option.key) == (OptionKind.OPPORTUNITY, "work")
    assert "burnout" not in repr(option)
    assert as_option(find(2, OpportunityKind.MENTOR)).kind is OptionKind.PERSON


def entry(number: int, place: int) -> Entry:
    return Entry(id=UUID(int=number), author=UUID(int=1), line="x", at=AT, place=place)


@given(st.integers(1, 8), st.data())
def test_moving_keeps_everything_and_counts_through(size: int, data: st.DataObject) -> None:
    entries = [entry(n, 0) for n in range(size)]
    one = data.draw(st.integers(0, size - 1))
    order = moved(entries, UUID(int=one), data.draw(st.integers(-10, 10)))
    assert [each.place for each in order] == list(range(size))
    assert {each.id for each in order} == {each.id for each in entries}


def test_an_entry_moves_by_so_many_places_and_stops_at_the_ends() -> None:
    entries = [entry(n, n) for n in range(3)]
    up = moved(entries, UUID(int=2), -1)
    top = moved(entries, UUID(int=2), -9)
    assert [each.id.int for each in up] == [0, 2, 1]
    assert [each.id.int for each in top] == [2, 0, 1]
    with pytest.raises(KeyError):
        moved(entries, UUID(int=7), 1)


def test_how_it_was_learned_is_asked_of_what_is_done_and_once() -> None:
    done = closed(entry(1, 0), EntryState.DONE, AT)
    assert (done.asks_how, closed(entry(1, 0), EntryState.DROPPED, AT).asks_how) == (True, False)
    assert opened_again(done).closed_at is None
    with pytest.raises(ValueError, match="it has ended"):
        closed(done, EntryState.DROPPED, AT)


def test_a_journal_is_looked_through_by_every_word() -> None:
    def page(number: int, text: str) -> Page:
        return Page(id=UUID(int=number), author=UUID(int=1), day=DAY, text=text, at=AT)

    pages = [page(1, "The *Ledger* was off"), page(2, "Off to the lake"), page(3, "Straße")]
    assert [each.id.int for each in found(pages, "off LEDG")] == [1]
    assert [each.id.int for each in found(pages, "STRASSE")] == [3]
    assert [each.id.int for each in found(pages, " ")] == [1, 2, 3]
    long = "before " * 40 + "ledger" + " after" * 40
    around = excerpt(long, "ledger")
    assert ("ledger" in around, around[:2], around[-2:]) == (True, "… ", " …")
