"""Boards of live debriefs: what changes make of them, votes, groups, and what is told."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine import live_boards as engine
from journeywork.engine.debriefs import QUESTIONS, Box
from journeywork.engine.live_boards import Board, Change, ChangeKind, Refused

ANA, BEN = UUID(int=1), UUID(int=2)
A, B, C, G, H = (UUID(int=n) for n in range(11, 16))


def card(id: UUID, question: str = "worked", **more: UUID) -> Change:
    return Change(kind=ChangeKind.CARD, thing=id, question=question, text=f"{id.int}", **more)


def moved(id: UUID, group: UUID | None) -> Change:
    return Change(kind=ChangeKind.MOVED, thing=id, group=group)


def named(group: UUID, text: str) -> Change:
    return Change(kind=ChangeKind.NAMED, thing=group, text=text)


def test_a_board_is_what_its_changes_make_of_it() -> None:
    board = engine.folded(
        [card(A), card(B), named(G, "Keys"), moved(A, G), named(G, "The key"), moved(B, G)]
    )
    [(group, name, cards), (none, _, loose)] = engine.in_columns(board)["worked"]
    assert (group, name, [one.id for one in cards]) == (G, "The key", [A, B])
    assert (none, loose) == (None, [])


def test_a_group_without_cards_is_gone() -> None:
    board = engine.folded([card(A), named(G, "Keys"), moved(A, G), moved(A, None)])
    assert (board.groups, board.cards[A].group) == ({}, None)
    board = engine.folded(
        [card(A), named(G, "Keys"), moved(A, G), Change(kind=ChangeKind.GONE, thing=A)]
    )
    assert board == Board()


def test_a_group_stands_under_one_question() -> None:
    board = engine.folded([card(A), card(B, "happened"), named(G, "Keys"), moved(A, G)])
    with pytest.raises(Refused) as refused:
        engine.grouped(board, B, group=G, name="")
    assert refused.value.field == "group"


def test_everybody_has_so_many_votes_and_takes_them_back() -> None:
    board, box = engine.folded([card(A), card(B)]), Box()
    for _ in range(engine.VOTES):
        box, change = engine.voted(board, box, person=ANA, key="k", card=A, up=True)
    assert change.votes == engine.VOTES
    with pytest.raises(Refused):
        engine.voted(board, box, person=ANA, key="k", card=B, up=True)
    box, change = engine.voted(board, box, person=ANA, key="k", card=A, up=False)
    assert change.votes == engine.VOTES - 1
    box, change = engine.voted(board, box, person=BEN, key="k", card=A, up=True)
    assert change.votes == engine.VOTES
    assert engine.votes_of(board, box, person=BEN, key="k") == {A: 1}


def test_votes_of_a_card_that_is_gone_may_be_given_again() -> None:
    board, box = engine.folded([card(A), card(B)]), Box()
    for _ in range(engine.VOTES):
        box, _ = engine.voted(board, box, person=ANA, key="k", card=A, up=True)
    board = engine.after(board, Change(kind=ChangeKind.GONE, thing=A))
    box, change = engine.voted(board, box, person=ANA, key="k", card=B, up=True)
    assert (change.thing, change.votes) == (B, 1)


def test_what_is_told_holds_no_mark() -> None:
    mark = engine.mark_of("key", ANA, A)
    change = engine.written(Board(), A, question="worked", text="x\n y", author=None, mark=mark)
    assert engine.told(change) == {
        "kind": "card", "thing": str(A), "question": "worked", "text": "x y", "votes": 0,
    }  # fmt: skip


def test_marks_of_one_writer_have_nothing_in_common() -> None:
    marks = {engine.mark_of("key", person, card) for person in (ANA, BEN) for card in (A, B)}
    assert len(marks) == 4


def test_what_is_kept_lies_in_the_order_that_is_drawn_and_has_no_mark() -> None:
    marked = [Change(kind=ChangeKind.CARD, thing=id, question="worked", mark="m") for id in (A, B)]
    board = engine.folded([*marked, named(G, "Keys"), moved(B, G)])
    assert [(one.id, one.mark, heading) for one, heading in engine.kept(board, lambda _: 0)] == [
        (B, "", "Keys"),
        (A, "", ""),
    ]


@pytest.mark.parametrize("text", ["", "  ", "x" * (engine.LONGEST_CARD + 1)])
def test_a_card_says_something_short(text: str) -> None:
    with pytest.raises(Refused):
        engine.written(Board(), A, question="worked", text=text, author=None, mark="")


CHANGES = st.one_of(
    st.builds(card, st.sampled_from((A, B, C)), st.sampled_from(QUESTIONS)),
    st.builds(moved, st.sampled_from((A, B, C)), st.sampled_from((None, G, H))),
    st.builds(named, st.sampled_from((G, H)), st.sampled_from(("one", "two"))),
    st.builds(
        lambda card, votes: Change(kind=ChangeKind.VOTES, thing=card, votes=votes),
        st.sampled_from((A, B, C)),
        st.integers(0, 9),
    ),
    st.builds(lambda card: Change(kind=ChangeKind.GONE, thing=card), st.sampled_from((A, B, C))),
)


@given(st.lists(CHANGES, max_size=30), st.integers(0, 30))
def test_whoever_comes_later_sees_the_same_board(changes: list[Change], joins: int) -> None:
    """What was so far, and each change after it, make the same board as all changes from the first."""
    late = engine.folded(changes[:joins])
    for change in changes[joins:]:
        late = engine.after(late, change)
    assert late == engine.folded(changes)
