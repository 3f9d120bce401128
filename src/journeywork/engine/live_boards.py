"""A debrief that is held live, as a value: cards under the four questions, groups, votes.

A board is what its changes make of it, one after another, counted from 1. No change says who
made it, but a card with names, whose author stands beside it. Votes stand on cards as sums; who
gave them lies in the sealed box (`engine.debriefs.Box`), under a hash, until the debrief ends.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from journeywork.engine.debriefs import QUESTIONS, Box, hashed

#: Votes that each has in one debrief.
VOTES = 5
#: Characters of a card, and of the name of a group: a card says one thing.
LONGEST_CARD, LONGEST_NAME = 600, 80
#: Cards on one board, and changes it may see: what is more nobody reads together.
MOST_CARDS, MOST_CHANGES = 600, 20_000


class ChangeKind(StrEnum):
    """What can happen to a board."""

    CARD = "card"
    GONE = "gone"
    MOVED = "moved"
    NAMED = "named"
    VOTES = "votes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One step of a board. `thing` is the card, of NAMED the group.

    `mark` is a hash by which a card's writer takes it back; it is told to nobody (`told`).
    """

    kind: ChangeKind
    thing: UUID
    question: str = ""
    text: str = ""
    group: UUID | None = None
    votes: int = 0
    author: UUID | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing that somebody saw; `author` None without names."""

    id: UUID
    question: str
    text: str
    author: UUID | None = None
    group: UUID | None = None
    votes: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Cards by id, the last that came or was moved at the end; names of groups by id."""

    cards: Mapping[UUID, Card] = field(default_factory=dict)
    groups: Mapping[UUID, str] = field(default_factory=dict)


class Refused(ValueError):
    """What does not fit the board any more: `field` says where, the text why."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field = field


def after(board: Board, change: Change) -> Board:
    """Return a board after a change; one about a card that is gone changes nothing."""
    cards, groups = dict(board.cards), dict(board.groups)
    _turn(cards, groups, change)
    return Board(cards=cards, groups=groups)


def folded(changes: Iterable[Change]) -> Board:
    """Return what changes make of an empty board."""
    cards: dict[UUID, Card] = {}
    groups: dict[UUID, str] = {}
    for change in changes:
        _turn(cards, groups, change)
    return Board(cards=cards, groups=groups)


def written(
    board: Board, id: UUID, *, question: str, text: str, author: UUID | None, mark: str
) -> Change:
    """Return the change that puts a card up; raises Refused."""
    said = " ".join(text.split())
    if question not in QUESTIONS:
        raise Refused("question", "is no question of a debrief")
    if not 1 <= len(said) <= LONGEST_CARD:
        raise Refused("text", f"needs 1 to {LONGEST_CARD} characters")
    if len(board.cards) >= MOST_CARDS:
        raise Refused("text", f"this board is full: it has {MOST_CARDS} cards")
    return Change(
        kind=ChangeKind.CARD, thing=id, question=question, text=said, author=author, mark=mark
    )


def grouped(board: Board, card: UUID, *, group: UUID | None, name: str) -> tuple[Change, ...]:
    """Return the changes that put a card into a group, named newly by `name`; None: into none.

    A group stands under one question. Raises Refused.
    """
    said = " ".join(name.split())
    if len(said) > LONGEST_NAME:
        raise Refused("name", f"has at most {LONGEST_NAME} characters")
    if card not in board.cards:
        raise Refused("card", "is not on the board any more")
    if group is not None and group not in board.groups and not said:
        raise Refused("name", "says what the cards of a group have in common")
    beside = [one for one in board.cards.values() if group and one.group == group]
    if any(one.question != board.cards[card].question for one in beside):
        raise Refused("group", "stands under another question")
    named = Change(kind=ChangeKind.NAMED, thing=group, text=said) if group and said else None
    moved = Change(kind=ChangeKind.MOVED, thing=card, group=group)
    return (named, moved) if named else (moved,)


def renamed(board: Board, group: UUID, name: str) -> Change:
    """Return the change that names a group anew; raises Refused."""
    said = " ".join(name.split())
    if group not in board.groups:
        raise Refused("group", "is not on the board any more")
    if not 1 <= len(said) <= LONGEST_NAME:
        raise Refused("name", f"needs 1 to {LONGEST_NAME} characters")
    return Change(kind=ChangeKind.NAMED, thing=group, text=said)


def voted(
    board: Board, box: Box, *, person: UUID, key: str, card: UUID, up: bool
) -> tuple[Box, Change]:
    """Return the box and the change after somebody gave a card a vote, or took one back.

    Raises Refused, also where all their votes are given.
    """
    if card not in board.cards:
        raise Refused("card", "is not on the board any more")
    ballot = dict(votes_of(board, box, person=person, key=key))
    if up and sum(ballot.values()) >= VOTES:
        raise Refused("votes", f"all your {VOTES} votes are given: take one back first")
    ballot[card] = max(0, ballot.get(card, 0) + (1 if up else -1))
    kept = {str(id): str(votes) for id, votes in sorted(ballot.items()) if votes}
    entries = dict(sorted({**box.entries, hashed(key, person): kept}.items()))
    sum_of = sum(int(each.get(str(card), 0)) for each in entries.values())
    return (
        Box(entries=entries, done=box.done | {person}),
        Change(kind=ChangeKind.VOTES, thing=card, votes=sum_of),
    )


def votes_of(board: Board, box: Box, *, person: UUID, key: str) -> dict[UUID, int]:
    """Return the votes that the bearer of `key` gave to cards that are still there."""
    given = box.entries.get(hashed(key, person), {})
    return {UUID(id): int(votes) for id, votes in given.items() if UUID(id) in board.cards}


def mark_of(key: str, person: UUID, card: UUID) -> str:
    """Return by what a writer takes a card back: another for each card, so none hang together."""
    return hashed(f"{key} {card}", person)


def kept(board: Board, draw: Callable[[int], int]) -> tuple[tuple[Card, str], ...]:
    """Return every card with its group's name, in an order that is drawn, without marks.

    `draw(n)` returns a number from 0 to n - 1, each as likely.
    """
    found = list(board.cards.values())
    for last in range(len(found) - 1, 0, -1):
        other = draw(last + 1)
        found[last], found[other] = found[other], found[last]
    return tuple(
        (replace(one, mark=""), board.groups.get(one.group, "") if one.group else "")
        for one in found
    )


def told(change: Change) -> dict[str, Any]:
    """Return a change as everybody hears it: without the mark, and without what is empty."""
    every = {
        "kind": change.kind.value,
        "thing": str(change.thing),
        "question": change.question,
        "text": change.text,
        "group": str(change.group) if change.group else "",
        "votes": change.votes,
        "author": str(change.author) if change.author else "",
    }
    return {name: value for name, value in every.items() if value or name in ("kind", "votes")}


def in_columns(board: Board) -> Mapping[str, Sequence[tuple[UUID | None, str, Sequence[Card]]]]:
    """Return by question the groups of a board, each (id, name, cards), then what is in none."""
    found = {}
    for question in QUESTIONS:
        here = [one for one in board.cards.values() if one.question == question]
        ids = dict.fromkeys(one.group for one in here if one.group)
        columns = [
            (id, board.groups.get(id, ""), [one for one in here if one.group == id]) for id in ids
        ]
        loose = [one for one in here if one.group is None]
        found[question] = (*columns, (None, "", loose))
    return found


def _turn(cards: dict[UUID, Card], groups: dict[UUID, str], change: Change) -> None:
    card = cards.get(change.thing)
    if change.kind is ChangeKind.CARD:
        cards[change.thing] = _card(change)
    elif change.kind is ChangeKind.NAMED:
        groups[change.thing] = change.text
    elif card and change.kind is ChangeKind.VOTES:
        cards[card.id] = replace(card, votes=change.votes)
    elif card:
        del cards[card.id]
        if change.kind is ChangeKind.MOVED:
            cards[card.id] = replace(card, group=change.group)
        if card.group and all(one.group != card.group for one in cards.values()):
            groups.pop(card.group, None)


def _card(change: Change) -> Card:
    return Card(
        id=change.thing,
        question=change.question,
        text=change.text,
        author=change.author,
        mark=change.mark,
    )
