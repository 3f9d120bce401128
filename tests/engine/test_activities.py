"""Moves of an activity, and commitments: (value, what somebody does, time) -> value."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine import activities as engine
from journeywork.engine.activities import (
    Activity,
    ActivityKind,
    ActivityState,
    GuideName,
    Participant,
)
from journeywork.engine.commitments import Commitment, Helped, answered, asks, first_reviewed

AT = datetime(2026, 3, 10, 10, tzinfo=UTC)
ANA, BEN, CLEO = (uuid4() for _ in range(3))


def activity(*people: UUID) -> Activity:
    return Activity(
        id=uuid4(),
        kind=ActivityKind.SHADOWING,
        title="Watch a release",
        state=ActivityState.OPEN,
        guide=GuideName(kind="shadowing", key="release", version=1),
        stage="before",
        episode=None,
        participants=tuple(Participant(person=each, role="guest", joined_at=AT) for each in people),
        by=ANA,
        at=AT,
    )


def test_who_comes_back_takes_part_once() -> None:
    gone = engine.left(activity(ANA, BEN), ANA, AT)
    back = engine.joined(gone, ANA, "host", AT + timedelta(days=1))
    assert [each.person for each in back.participants] == [BEN, ANA]
    assert back.people == {ANA, BEN}


def test_who_takes_part_already_stays_as_they_are() -> None:
    before = activity(ANA, BEN)
    assert engine.joined(before, ANA, "host", AT) == before
    assert engine.left(before, CLEO, AT) == before


def test_a_pause_needs_no_end_and_no_reason() -> None:
    before = activity(ANA)
    for until in (None, date(2026, 4, 1)):
        rests = engine.paused(before, until, AT)
        assert (rests.state, rests.paused_until) == (ActivityState.PAUSED, until)
        assert engine.resumed(rests, AT) == before
    with pytest.raises(ValueError, match="later day"):
        engine.paused(before, AT.date(), AT)


def test_to_move_on_is_to_go_on() -> None:
    rests = engine.paused(activity(ANA), None, AT)
    on = engine.moved_on(rests, "after", AT)
    assert (on.state, on.stage) == (ActivityState.OPEN, "after")


def test_what_has_ended_stays_ended() -> None:
    over = engine.ended(activity(ANA), AT)
    assert engine.ended(over, AT + timedelta(days=1)) == over
    for move in (
        lambda: engine.joined(over, BEN, "guest", AT),
        lambda: engine.paused(over, None, AT),
        lambda: engine.resumed(over, AT),
        lambda: engine.moved_on(over, "after", AT),
    ):
        with pytest.raises(ValueError, match="has ended"):
            move()


MOVES = st.lists(
    st.sampled_from(["join", "leave", "pause", "resume", "end"]).flatmap(
        lambda move: st.tuples(st.just(move), st.sampled_from([ANA, BEN, CLEO]))
    ),
    max_size=12,
)


@given(MOVES)
def test_whatever_happens_it_runs_only_with_somebody(moves: list[tuple[str, UUID]]) -> None:
    now = activity(ANA, BEN)
    for move, person in moves:
        now = turn(now, move, person)
        assert now.people or now.state is ActivityState.ENDED
        assert (now.ended_at is not None) == (now.state is ActivityState.ENDED)
        assert now.paused_until is None or now.state is ActivityState.PAUSED
        assert len({each.person for each in now.participants}) == len(now.participants)


def turn(now: Activity, move: str, person: UUID) -> Activity:
    moves = {
        "join": lambda: engine.joined(now, person, "guest", AT),
        "leave": lambda: engine.left(now, person, AT),
        "pause": lambda: engine.paused(now, date(2026, 4, 1), AT),
        "resume": lambda: engine.resumed(now, AT),
        "end": lambda: engine.ended(now, AT),
    }
    try:
        return moves[move]()
    except ValueError:
        return now


# Commitments


def commitment(due: int = 1, *, done: bool = False, helped: Helped | None = None) -> Commitment:
    return Commitment(
        id=uuid4(),
        activity=uuid4(),
        owner=ANA,
        text="Write it down",
        due=AT.date() + timedelta(days=due),
        at=AT,
        done_at=AT if done else None,
        helped=helped,
    )


def test_what_is_open_is_reviewed_first_then_what_nobody_has_judged() -> None:
    said = commitment(1, done=True, helped=Helped.NO)
    early = commitment(2, done=True, helped=Helped.TOO_EARLY)
    done, late, soon = commitment(9, done=True), commitment(7), commitment(3)
    assert first_reviewed([said, early, done, late, soon]) == (soon, late, early, done, said)
    assert [asks(each) for each in (said, early, done, late)] == [False, True, True, True]


def test_it_helps_only_once_it_is_done() -> None:
    with pytest.raises(ValueError, match="once it is done"):
        answered(commitment(), done=False, helped=Helped.YES, at=AT)


def test_who_says_it_again_keeps_the_first_day() -> None:
    done = answered(commitment(), done=True, helped=None, at=AT)
    judged = answered(done, done=True, helped=Helped.YES, at=AT + timedelta(days=9))
    assert judged == replace(done, helped=Helped.YES)
    assert answered(judged, done=False, helped=None, at=AT).done_at is None
