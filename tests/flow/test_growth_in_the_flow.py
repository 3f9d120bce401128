"""What somebody wants to learn meets their work as it comes in, through all that follows it."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from journeywork.assignments import queries as assignments
from journeywork.engine.stances import Stance
from journeywork.engine.stretch import Reason
from journeywork.engine.support import Offer
from journeywork.engine.to_learn import EntryState
from journeywork.engine.work import WorkEvent
from journeywork.growth import actions, queries
from journeywork.support import actions as support
from journeywork.support import queries as help_out
from journeywork.work import queries as work
from tests.conftest import Cast
from tests.flow.test_the_loop import folder, turn
from tests.rooms.assigning import coming, event, history

__all__ = ["folder"]

HOUR = timedelta(hours=1)
SUBJECT = "payments#7"
QUESTION = "What did you learn from it?"


def wish(cast: Cast, at: datetime, line: str = "Gateways", *, stretch: bool = True) -> UUID:
    return actions.add(line=line, stretch=stretch, by=cast.ana.id, at=at).id


# An entry for which one wants work a little ahead


def proposed(cast: Cast, at: datetime) -> list[tuple[Reason, UUID | None]]:
    return [(one.reason, one.wish) for one in assignments.proposals(cast.ana.id, at=at)]


def test_work_that_comes_in_is_proposed_for_the_entry_that_wants_it(
    cast: Cast, at: datetime
) -> None:
    history(cast, at)
    entry = wish(cast, at)
    turn(at, coming(cast, at))
    assert proposed(cast, at) == [(Reason.WISH, entry)]


@pytest.mark.parametrize("how", ["not wanted", "learned", "about something else"])
def test_for_no_other_entry_is_work_proposed(cast: Cast, at: datetime, how: str) -> None:
    """The controls: the same work, and an entry that does not want it."""
    history(cast, at)
    if how == "about something else":
        wish(cast, at, "Sharpen a lathe tool")
    else:
        entry = wish(cast, at, stretch=how != "not wanted")
    if how == "learned":
        actions.close(entry_id=entry, state=EntryState.DONE, by=cast.ana.id, at=at)
    turn(at, coming(cast, at))
    assert [one for _reason, one in proposed(cast, at) if one] == []


def test_stretches_are_open_entries_that_want_work_ahead_of_one(cast: Cast, at: datetime) -> None:
    begins = [event(at, "case.opened", cast.dora, SUBJECT)]
    plain = wish(cast, at)
    skilled = actions.add(
        line="Retry what failed", skill="Payment gateways", stretch=True, by=cast.ben.id, at=at
    ).id
    over = wish(cast, at, "Done with")
    actions.close(entry_id=over, state=EntryState.DONE, by=cast.ana.id, at=at)
    wish(cast, at, "Some day", stretch=False)
    found = {(one.id, one.person, one.skill, one.text) for one in queries.stretches(begins)}
    assert found == {
        (plain, cast.ana.id, "Gateways", "Gateways"),
        (skilled, cast.ben.id, "Payment gateways", "Retry what failed"),
    }


@pytest.mark.parametrize("type", ["work.blocked", "change.merged"])
def test_where_no_work_begins_nobodys_list_is_read(cast: Cast, at: datetime, type: str) -> None:
    wish(cast, at)
    assert queries.stretches([event(at, type, cast.dora, SUBJECT)]) == ()
    # The control: it is the kind of event that makes the difference.
    assert len(queries.stretches([event(at, "work.started", cast.ana, SUBJECT)])) == 1


# Work from which one wanted to learn


def piece(cast: Cast, at: datetime, type: str) -> WorkEvent:
    return event(at, type, cast.ana, SUBJECT, title="Reconcile the March ledger", place="payments")


def choose(cast: Cast, at: datetime, stance: Stance | None) -> UUID:
    """Ana begins a piece of work, and says what she wants of it."""
    support.set_policy(by=None, at=at, withheld=0.0)
    turn(at, piece(cast, at, "work.started"))
    id = work.episode_ids([SUBJECT])[SUBJECT]
    support.choose_stance(
        person_id=cast.ana.id, episode_id=id, stance=stance, by=cast.ana.id, at=at
    )
    return id


def asked(cast: Cast, at: datetime) -> list[tuple[UUID, str]]:
    """Return what Ana is asked just now about work that ended: which piece, and the question."""
    found: Offer | None = help_out.today(cast.ana.id, at=at).offer
    about = found.option if found else None
    return [(about.id, about.title)] if about and about.key == "journal" else []


def test_after_work_from_which_one_wants_to_learn_one_is_asked(cast: Cast, at: datetime) -> None:
    id = choose(cast, at, Stance.DEVELOPMENT)
    turn(at + HOUR, piece(cast, at + HOUR, "work.blocked"))
    assert asked(cast, at + HOUR) == [], "it has not ended"
    ends = piece(cast, at + 2 * HOUR, "work.finished")
    turn(at + 2 * HOUR, ends)
    assert asked(cast, at + 2 * HOUR) == [(id, QUESTION)]
    # The same once more asks nothing more; nor does it ask anybody else.
    turn(at + 2 * HOUR, ends)
    everybody = [help_out.today(one.id, at=at + 2 * HOUR) for one in (cast.ben, cast.dora)]
    assert [one.offer for one in everybody] == [None, None]
    assert len(help_out.offered([cast.ana.id], since=at)) == 1


@pytest.mark.parametrize("stance", [Stance.COMPLETION, Stance.PERFORMANCE, None])
def test_after_other_work_one_is_not_asked(cast: Cast, at: datetime, stance: Stance | None) -> None:
    """The controls: the same work, of which one wanted something else."""
    choose(cast, at, stance)
    turn(at + HOUR, piece(cast, at + HOUR, "work.finished"))
    assert asked(cast, at + HOUR) == []


def test_history_asks_nothing(cast: Cast, at: datetime) -> None:
    choose(cast, at, Stance.DEVELOPMENT)
    turn(at + 30 * 24 * HOUR, piece(cast, at + HOUR, "work.finished"))
    assert asked(cast, at + 30 * 24 * HOUR) == []
