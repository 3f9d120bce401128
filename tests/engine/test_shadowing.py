"""Steps of a visit come in order; offers meet requests for a reason; look-fors come from work."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine import shadowing
from journeywork.engine.look_fors import FEWEST, Source, from_aims, from_work, look_fors
from journeywork.engine.people import WorkingTime
from journeywork.engine.shadowing import (
    LADDER,
    Ladder,
    Mode,
    ShadowOffer,
    ShadowRequest,
    begun,
    fit,
    moved,
    said_ready,
    suggested,
)
from journeywork.engine.time_line import TimeLine, laid_out
from journeywork.engine.work import WorkEvent

ANA, BEN, CLEO = (UUID(int=n) for n in (1, 2, 3))
PAYMENTS = UUID(int=9)
AT = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
BOTH = frozenset((ANA, BEN))


def offer(**more: object) -> ShadowOffer:
    return replace(
        ShadowOffer(
            id=UUID(int=20),
            host=BEN,
            title="Close the month in the ledger",
            about="",
            kind="",
            topics=("ledger", "month end"),
            visitors=1,
            modes=LADDER,
            reverse=False,
            at=AT,
        ),
        **more,  # type: ignore[arg-type]
    )


def request(**more: object) -> ShadowRequest:
    return replace(
        ShadowRequest(
            id=UUID(int=21),
            visitor=ANA,
            title="How the month is closed",
            aims="",
            kind="",
            topics=("Ledger",),
            reverse=False,
            at=AT,
        ),
        **more,  # type: ignore[arg-type]
    )


def why(offered: ShadowOffer, asked: ShadowRequest, teams: frozenset[UUID] = frozenset()) -> str:
    found = fit(offered, asked, teams=teams)
    return found.says if found else ""


def test_an_offer_fits_for_a_reason_that_is_said() -> None:
    assert why(offer(), request()) == "both name: ledger"
    words = request(topics=(), title="How to close a month")
    assert why(offer(), words) == "both speak of: close, month"
    assert why(offer(), request(topics=(), title="How a month is planned")) == ""
    assert why(offer(kind="case"), replace(words, kind="change")) == ""


@pytest.mark.parametrize(
    ("offered", "asked"),
    [
        ({"closed_at": AT}, {}),
        ({"running": 1}, {}),
        ({"reverse": True}, {}),
        ({}, {"closed_at": AT}),
        ({}, {"to_person": CLEO}),
        ({}, {"to_team": UUID(int=8)}),
        ({"host": ANA}, {}),
    ],
)
def test_what_is_closed_full_or_meant_for_others_fits_not(
    offered: dict[str, object], asked: dict[str, object]
) -> None:
    teams = frozenset((PAYMENTS,))
    assert why(offer(), request(to_team=PAYMENTS), teams) == "both name: ledger"
    assert why(offer(**offered), request(**asked), teams) == ""


def test_the_next_step_is_suggested_once_both_say_so() -> None:
    ladder = begun(LADDER)
    assert (ladder.mode, ladder.following) == (Mode.OBSERVE, Mode.BRIEFED)
    with pytest.raises(ValueError, match="once both say"):
        moved(said_ready(ladder, ANA), Mode.BRIEFED, BOTH)
    ready = said_ready(said_ready(ladder, ANA), BEN)
    assert suggested(ready, BOTH) is Mode.BRIEFED
    assert suggested(said_ready(ready, ANA, ready=False), BOTH) is None
    further = moved(ready, Mode.BRIEFED, BOTH)
    assert further == Ladder(modes=LADDER, mode=Mode.BRIEFED)
    assert moved(further, Mode.OBSERVE, BOTH).mode is Mode.OBSERVE


def test_what_an_offer_leaves_out_is_said() -> None:
    ladder = begun([Mode.WATCHED, Mode.OBSERVE])
    assert (ladder.modes, ladder.left_out) == (
        (Mode.OBSERVE, Mode.WATCHED),
        (Mode.BRIEFED, Mode.PARTS, Mode.ALONE),
    )
    with pytest.raises(ValueError, match="no step of this visit"):
        moved(ladder, Mode.PARTS, BOTH)
    with pytest.raises(ValueError, match="at least one step"):
        begun([])


acts = st.one_of(
    st.tuples(st.just("ready"), st.sampled_from([ANA, BEN]), st.booleans()),
    st.tuples(st.just("step"), st.sampled_from(LADDER), st.none()),
)


@given(st.lists(acts, max_size=40), st.sets(st.sampled_from(LADDER), min_size=1))
def test_no_step_is_ever_skipped(said: list[tuple[str, object, object]], modes: set[Mode]) -> None:
    ladder = begun(modes)
    for what, one, value in said:
        before = ladder
        if what == "ready":
            ladder = said_ready(ladder, one, ready=bool(value))  # type: ignore[arg-type]
            assert ladder.mode is before.mode
            continue
        try:
            ladder = moved(ladder, one, BOTH)  # type: ignore[arg-type]
        except ValueError:
            assert one not in before.earlier
            continue
        rise = before.modes.index(ladder.mode) - before.modes.index(before.mode)
        assert rise <= 1
        assert rise < 1 or before.ready == BOTH


def change(n: int, *types: str, check: str = "ledger", gap: float = 0.1) -> TimeLine:
    begun_at = AT - timedelta(days=3 * n)
    return laid_out(
        [
            WorkEvent(
                source="test",
                id=f"{n}/{place}",
                type=type,
                at=begun_at + timedelta(hours=gap * place),
                subject=f"payments#{n}",
                by=BEN,
                check=check if type.startswith("check") else "",
            )
            for place, type in enumerate(types)
        ],
        hours=[WorkingTime(zone=UTC, days=frozenset(range(1, 8)))],
    )


ROUND = ("change.proposed", "check.failed", "change.reviewed", "change.reworked", "change.merged")


def test_look_fors_come_from_what_the_host_does_again_and_again() -> None:
    lines = [change(n, *ROUND) for n in range(4)] + [change(5, "change.proposed", "change.merged")]
    found = [(one.says, one.why) for one in from_work(lines, host=BEN)]
    assert found == [
        (
            "How do they get “ledger” to pass?",
            "it failed in 4 of the last 5 pieces of such work",
        ),
        (
            "What do they do when the work comes back to them?",
            "it was reworked in 4 of the last 5 pieces of such work",
        ),
        (
            "What happens between looking a change over and reworking the change?",
            "one followed the other in 4 of the last 5 pieces of such work",
        ),
        (
            "What happens between proposing the change and a check that fails?",
            "one followed the other in 4 of the last 5 pieces of such work",
        ),
    ]
    # What others do in it is no habit of the host's.
    steps = [one.says for one in from_work(lines, host=ANA) if "between" in one.says]
    assert steps == []


def test_what_happened_once_is_no_habit() -> None:
    once = [change(n, *ROUND) for n in range(FEWEST - 1)]
    assert from_work(once, host=BEN) == ()
    rare = [change(1, *ROUND), change(2, *ROUND)] + [
        change(3 + n, "work.started") for n in range(8)
    ]
    assert from_work(rare, host=BEN) == ()


def test_long_waits_are_worth_watching() -> None:
    lines = [change(n, "change.proposed", "change.merged", gap=40) for n in range(3)]
    waits = [one.says for one in from_work(lines, host=BEN)]
    assert "What do they do while they wait for others?" in waits


def test_aims_and_cards_have_their_say() -> None:
    aims = from_aims("- when you stop\n\n * what you check first\nwhen you stop\n a\n b")
    assert [(one.says, one.source) for one in aims] == [
        (says, Source.AIM) for says in ("when you stop", "what you check first", "a")
    ]
    cards = look_fors([], host=BEN, cards=["Charge once"])
    assert [(one.says, one.why) for one in cards] == [
        ("Where does it go otherwise than “Charge once” says, and why?", "the host wrote that card")
    ]


def test_no_value_has_room_for_a_judgement() -> None:
    names = {
        field.name
        for each in vars(shadowing).values()
        if isinstance(each, type) and hasattr(each, "__dataclass_fields__")
        for field in fields(each)
    }
    numbers = {"visitors", "running", "minutes"}
    assert not names & {"rating", "score", "grade", "level", "stars", "mark", "points", "verdict"}
    assert {name for name in names if name in numbers} == numbers
