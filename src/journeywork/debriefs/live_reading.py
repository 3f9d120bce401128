"""Eyes of live debriefs: the board, for a page; and what has changed, for those who look on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from journeywork.activities import queries as activities
from journeywork.debriefs import boards, box, queries
from journeywork.debriefs.live import is_own
from journeywork.debriefs.models import DebriefRow
from journeywork.engine.activities import ActivityState
from journeywork.engine.debriefs import FEWEST_WITHOUT_NAMES
from journeywork.engine.live_boards import VOTES, Board, folded, told, votes_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """A board as somebody sees it.

    `number` is that of its last change, `own` are the cards that they may take back, `given`
    their votes by card and `left` how many they have yet. `here` of those who take part have
    said that they are here; `is_here` and `elsewhere` say whether they have, in this browser.
    """

    board: Board
    number: int
    own: frozenset[UUID]
    given: Mapping[UUID, int]
    left: int
    here: int
    is_here: bool
    elsewhere: bool
    takes_cards: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What those who look on hear: who may, whether it goes on, and what has changed.

    `here` counts who said that they are here, in a debrief without names.
    """

    people: frozenset[UUID]
    goes_on: bool
    here: int = 0
    changes: tuple[tuple[int, dict[str, Any]], ...] = ()


def live(looked: queries.Looked, *, reader: UUID, key: str = "") -> Live:
    """Return the board of a live debrief that `reader` was shown (`queries.look`)."""
    found, lies = looked.debrief, looked.lies
    key = "" if found.named else key
    every = list(boards.changes(found.id))
    board = folded(change for _, change in every)
    given = votes_of(board, lies, person=reader, key=key) if key or found.named else {}
    opens = found.named or (bool(key) and queries.opens(lies, person=reader, key=key))
    here = len(lies.done & found.people)
    return Live(
        board=board,
        number=every[-1][0] if every else 0,
        own=frozenset(one.id for one in board.cards.values() if is_own(one, reader, key)),
        given=given,
        left=VOTES - sum(given.values()),
        here=here,
        is_here=opens,
        elsewhere=not opens and reader in lies.done,
        takes_cards=opens and (found.named or here >= FEWEST_WITHOUT_NAMES),
    )


def heard(debrief_id: UUID, *, after: int = 0) -> Heard:
    """Return what has changed on a board after a number: for doors that asked who looks on."""
    # First the changes, then who may hear them: whoever left before one was made hears it not.
    every = tuple(
        (number, told(change)) for number, change in boards.changes(debrief_id, after=after)
    )
    row = (
        DebriefRow.objects.only("id", "live", "revealed_at", "named", "box")
        .filter(id=debrief_id)
        .first()
    )
    if row is None:
        return Heard(people=frozenset(), goes_on=False)
    activity = activities.activity_of(debrief_id)
    ended = bool(row.revealed_at) or activity.state is ActivityState.ENDED
    return Heard(
        people=activity.people,
        goes_on=row.live and not ended,
        here=0 if row.named else len(box.opened(row).done & activity.people),
        changes=every,
    )
