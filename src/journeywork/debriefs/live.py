"""A debrief held live: cards appear for all at once, are grouped and voted for together.

Nothing has a time. Without names nothing has a writer either: whoever is here puts the hash of
a key that only their browser has into the sealed box, and votes and takes cards back by it. No
card is taken before three are here: with fewer each would know whose it is.
"""

from collections.abc import Callable
from datetime import datetime
from secrets import randbelow
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import transaction

from journeywork.activities import actions as activities
from journeywork.activities import queries as activity_queries
from journeywork.debriefs import boards, box, queries
from journeywork.debriefs.facts import DebriefRevealed
from journeywork.debriefs.models import AskKind, AskRow, DebriefRow
from journeywork.debriefs.opening import REVEALED, hidden, leads, mine
from journeywork.engine import live_boards as engine
from journeywork.engine.activities import Activity, ActivityState
from journeywork.engine.debriefs import FEWEST_WITHOUT_NAMES, Closed, Debrief, put
from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid
from journeywork.kernel.facts import publish

Draw = Callable[[int], int]
Made = TypeVar("Made")


def switch(*, debrief_id: UUID, live: bool, by: UUID, at: datetime) -> Debrief:
    """Hold a debrief live, or have each write alone after all; while nobody has written.

    Only whoever leads; raises Denied, Invalid.
    """
    with transaction.atomic():
        row = hidden(debrief_id, by)
        leads(row, by)
        if box.opened(row).done or row.changes:
            raise Invalid({"live": "cannot be changed once somebody has written"})
        row.live = live
        row.save(update_fields=("live",))
        audit.record(verb="debrief.switched", object=f"debrief:{row.id}", by=by, at=at)
        boards.tell(row.id)
    return queries.debrief(debrief_id, reader=by)


def come(*, debrief_id: UUID, by: UUID, key: str) -> None:
    """Be here, in a debrief without names: from now on `key` votes, and takes cards back.

    Raises Invalid for somebody who is here in another browser.
    """
    with transaction.atomic():
        row, _ = _held(debrief_id, by)
        if row.named:
            return
        if not key:
            raise Invalid({"key": "is what opens again what you wrote"})
        try:
            box.keep(row, put(box.opened(row), person=by, key=key, answers={}))
        except Closed:
            raise Invalid({"key": ELSEWHERE}) from None
        boards.tell(row.id)


def write_card(*, debrief_id: UUID, question: str, text: str, by: UUID, key: str = "") -> UUID:
    """Put a card up for all to see; return its identifier. Raises Invalid by field."""
    with transaction.atomic():
        row, activity = _held(debrief_id, by)
        _enough(row, activity, by, key)
        id = uuid4()  # Drawn: it holds no time.
        made = _fitting(
            lambda: engine.written(
                boards.board(row.id),
                id,
                question=question,
                text=text,
                author=by if row.named else None,
                mark="" if row.named else engine.mark_of(key, by, id),
            )
        )
        boards.add(row, [made])
    return id


def take_card(*, debrief_id: UUID, card_id: UUID, by: UUID, at: datetime, key: str = "") -> None:
    """Take one's own card back; whoever leads takes away any, and learns of nobody whose it was.

    Raises Denied for others, Invalid for a card that is gone.
    """
    with transaction.atomic():
        row, _ = _held(debrief_id, by)
        card = boards.board(row.id).cards.get(card_id)
        if card is None:
            raise Invalid({"card": GONE})
        if not is_own(card, by, key):
            leads(row, by)
            audit.record(verb="debrief.answer_removed", object=f"debrief:{row.id}", by=by, at=at)
        boards.add(row, [engine.Change(kind=engine.ChangeKind.GONE, thing=card_id)])


def group(
    *, debrief_id: UUID, card_id: UUID, by: UUID, into: UUID | None = None, name: str = ""
) -> None:
    """Put a card into a group, into a new one that is called `name`, or into none.

    Raises Invalid by field.
    """
    with transaction.atomic():
        row, _ = _held(debrief_id, by)
        into = uuid4() if into is None and name.strip() else into
        made = _fitting(
            lambda: engine.grouped(boards.board(row.id), card_id, group=into, name=name)
        )
        boards.add(row, made)


def rename(*, debrief_id: UUID, group_id: UUID, name: str, by: UUID) -> None:
    """Call a group something else. Raises Invalid by field."""
    with transaction.atomic():
        row, _ = _held(debrief_id, by)
        boards.add(row, [_fitting(lambda: engine.renamed(boards.board(row.id), group_id, name))])


def vote(*, debrief_id: UUID, card_id: UUID, up: bool, by: UUID, key: str = "") -> None:
    """Give a card one of one's votes, or take one back. Raises Invalid by field."""
    with transaction.atomic():
        row, activity = _held(debrief_id, by)
        _enough(row, activity, by, key)
        key = "" if row.named else key
        after, made = _fitting(
            lambda: engine.voted(
                boards.board(row.id), box.opened(row), person=by, key=key, card=card_id, up=up
            )
        )
        box.keep(row, after)
        boards.add(row, [made])


def finish(*, debrief_id: UUID, by: UUID, at: datetime, draw: Draw = randbelow) -> Debrief:
    """Keep the board as it stands: lessons and commitments come next.

    Only whoever leads; raises Denied, and Invalid for a board without a card.
    """
    with transaction.atomic():
        row, activity = _held(debrief_id, by)
        leads(row, by)
        if not settle_live(row, activity, at, draw, now=True):
            raise Invalid({"debrief": "has no card yet"})
    return queries.debrief(debrief_id, reader=by)


def settle_live(
    row: DebriefRow, activity: Activity, at: datetime, draw: Draw, *, now: bool = False
) -> bool:
    """Keep what stands on a live board if it is time, or `now`; tell whether it was.

    Cards lie in an order that is drawn; how the board came about is forgotten.
    """
    over = now or (activity.ends_at is not None and activity.ends_at <= at)
    if row.revealed_at or activity.state is not ActivityState.OPEN or not over:
        return False
    board = boards.board(row.id)
    if not board.cards:
        return False
    boards.keep(row.id, engine.kept(board, draw))
    box.empty(row)
    row.revealed_at = at
    row.save(update_fields=box.KEPT)
    boards.forget([row.id])
    AskRow.objects.filter(kind=AskKind.WRITE, thing=row.id).delete()
    activities.move_on(activity_id=row.id, stage=REVEALED, by=None, at=at)
    publish(DebriefRevealed(debrief=row.id, by=None, at=at))
    return True


def is_own(card: engine.Card, person: UUID, key: str) -> bool:
    """Tell whether a card is somebody's own: their name stands on it, or their key opens it."""
    if card.author:
        return card.author == person
    return bool(key) and card.mark == engine.mark_of(key, person, card.id)


def _held(debrief_id: UUID, by: UUID) -> tuple[DebriefRow, Activity]:
    row = mine(debrief_id, by)
    activity = activity_queries.activity_of(row.id)
    if not row.live:
        raise Invalid({"live": "is not how this debrief is held"})
    if row.revealed_at or activity.state is ActivityState.ENDED:
        raise Invalid({"debrief": "is over: what you write now would come too late"})
    return row, activity


def _enough(row: DebriefRow, activity: Activity, by: UUID, key: str) -> None:
    """Refuse what would be somebody's alone; and whoever has not said that they are here."""
    if row.named:
        return
    lies = box.opened(row)
    if not key or not queries.opens(lies, person=by, key=key):
        raise Invalid({"key": ELSEWHERE if by in lies.done else "says first that you are here"})
    if len(lies.done & activity.people) < FEWEST_WITHOUT_NAMES:
        raise Invalid({"debrief": "waits until three are here: fewer would know whose words"})


def _fitting(make: Callable[[], Made]) -> Made:
    try:
        return make()
    except engine.Refused as fault:
        raise Invalid({fault.field: str(fault)}) from None


ELSEWHERE = "is in the browser in which you said that you are here"
GONE = "is not on the board any more"
