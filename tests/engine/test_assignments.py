"""Stretch assignments, purely: the gap, the pulse, and help that fades and comes back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.activities import ActivityState
from journeywork.engine.assignments import (
    AssignmentState,
    Consent,
    faults,
    people_faults,
    state_of,
)
from journeywork.engine.people import WorkingTime
from journeywork.engine.pulse import Pulse, Sign, Standing, reading
from journeywork.engine.scaffolding import Level, Signs, faded, independence, meeting, signs_of
from journeywork.engine.stretch import (
    ENOUGH,
    Gap,
    Piece,
    Proposal,
    Reason,
    Said,
    Wish,
    chosen,
    gap,
    matches,
    proposed,
    stands,
)
from journeywork.engine.work import Episode, EpisodeCounts, EpisodeState, Help, HelpKind, WorkEvent

AT = datetime(2026, 3, 10, 10, tzinfo=UTC)
ANA, BEN, CLEO, DORA = (uuid5(UUID(int=0), name) for name in ("ana", "ben", "cleo", "dora"))
TAPS = st.integers(1, 3)
COUNTS = st.integers(0, 12)
SIGNS = st.builds(
    Signs, unaided=COUNTS, aided=COUNTS, asks=COUNTS, reworks=COUNTS, calm=COUNTS, strained=COUNTS
)


def pulse(confidence: int, effort: int, support: int) -> Pulse:
    return Pulse(confidence=confidence, effort=effort, support=support, at=AT)


def standing(*taps: int) -> Standing:
    found = reading([pulse(*taps)])
    assert found
    return found.standing


def finished(number: int, owner: UUID, *paths: str, place: str = "refunds") -> Episode:
    return Episode(
        uuid=UUID(int=number),
        key=f"refunds#{number}",
        kind="change",
        title="",
        state=EpisodeState.FINISHED,
        opened_at=AT - timedelta(days=number + 1),
        last_at=AT - timedelta(days=number),
        closed_at=AT - timedelta(days=number),
        owner=owner,
        people=(owner,),
        helpers=(),
        place=place,
        paths=paths,
        labels=(),
        text="",
        url="",
        counts=EpisodeCounts(),
    )


def past() -> list[Episode]:
    """Ana knows the ledger, Ben the gateway, Cleo of another team the reports."""
    ledger = [finished(n, ANA, "ledger/a.py") for n in range(1, 5)]
    gateway = [finished(n, BEN, "gateway/b.py") for n in range(5, 9)]
    reports = [finished(n, CLEO, "reports/c.py") for n in range(9, 13)]
    return [*ledger, *gateway, *reports]


def gap_in(*paths: str, past: list[Episode]) -> Gap:
    piece = Piece(place="refunds", paths=paths, title="Refund by the gateway")
    return gap(piece, person=ANA, team=[ANA, BEN], past=past)


# --- the gap -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "complexity", "new"),
    [
        ("ledger/a.py", 2, []),
        ("gateway/b.py", 2, ["refunds: gateway/"]),
        ("reports/c.py", 3, ["refunds: reports/"]),
        ("treasury/d.py", 4, ["refunds: treasury/"]),
    ],
)
def test_who_has_done_this_before(path: str, complexity: int, new: list[str]) -> None:
    found = gap_in(path, past=past())
    assert (found.complexity, [part.name for part in found.new]) == (complexity, new)
    assert [part.name for part in found.known][:1] == ["refunds"]


def test_what_everybody_has_done_is_one() -> None:
    both = [finished(n, who, "ledger/a.py") for n, who in enumerate([ANA, BEN] * 6, start=1)]
    assert gap_in("ledger/a.py", past=both).complexity == 1


def test_a_short_record_calls_nothing_new() -> None:
    short = past()[: ENOUGH - 1]
    found = gap_in("treasury/d.py", past=short)
    assert (found.new, found.complexity, found.is_stretch) == ((), None, False)


def test_a_stretch_begins_on_known_ground_and_leads_beyond() -> None:
    nothing_known = gap(
        Piece(place="wards", paths=("night/a.md",)), person=ANA, team=[ANA, BEN], past=past()
    )
    seen = {
        "beyond": gap_in("gateway/b.py", past=past()).is_stretch,
        "known": gap_in("ledger/a.py", past=past()).is_stretch,
        "all new": nothing_known.is_stretch,
    }
    assert seen == {"beyond": True, "known": False, "all new": False}


@given(st.lists(st.sampled_from([ANA, BEN, CLEO, DORA]), max_size=30))
def test_more_who_have_done_it_never_make_it_rarer(owners: list[UUID]) -> None:
    """One more who carried such work lowers the level or leaves it."""
    some = [finished(n, who, "ledger/a.py") for n, who in enumerate(owners, start=1)]
    filler = [finished(n + 100, DORA, "other/z.py") for n in range(ENOUGH)]
    before = gap_in("ledger/a.py", past=[*filler, *some]).complexity or 5
    after = gap_in("ledger/a.py", past=[*filler, *some, finished(99, BEN, "ledger/a.py")])
    assert (after.complexity or 5) <= before


# --- proposals ------------------------------------------------------------------------------------


def propose(path: str, *, assigned: bool = False, wishes: list[Wish] | None = None) -> str:
    piece = Piece(place="refunds", paths=(path,), title="Refund by the gateway", labels=("sepa",))
    found = proposed(
        ANA,
        piece,
        gap(piece, person=ANA, team=[ANA, BEN], past=past()),
        assigned=assigned,
        wishes=wishes or [],
    )
    return found.reason.value if found else ""


def test_work_proposes_itself_where_it_is_a_stretch() -> None:
    wish = Wish(id=UUID(int=1), person=ANA, skill="SEPA transfers")
    seen = [
        propose("gateway/b.py"),
        propose("gateway/b.py", assigned=True),
        propose("gateway/b.py", wishes=[wish]),
        propose("gateway/b.py", wishes=[replace(wish, person=BEN)]),
    ]
    assert seen == ["coming", "assigned", "wish", "coming"]


def test_wishes_meet_words_not_letters() -> None:
    piece = Piece(title="Retry failed transfers", labels=("sepa",))
    wish = Wish(id=UUID(int=1), person=ANA, skill="Transfer of money")
    assert matches(wish, piece) == ("transfer",)
    assert matches(replace(wish, skill="Retail"), piece) == ()


def said(*answers: tuple[UUID, bool]) -> list[Said]:
    return [Said(person=who, reason=Reason.COMING, yes=yes, at=AT) for who, yes in answers]


def test_two_noes_of_ones_own_end_a_kind_and_others_weigh_little() -> None:
    made = Proposal(person=ANA, reason=Reason.COMING, strength=0.6, says="")
    seen = {
        "nobody": stands(made, [], AT),
        "ana twice": stands(made, said((ANA, False), (ANA, False)), AT),
        "others twice": stands(made, said((BEN, False), (CLEO, False)), AT),
        "another kind": stands(replace(made, reason=Reason.WISH), said((ANA, False)) * 5, AT),
        "a year later": stands(made, said((ANA, False)) * 2, AT + timedelta(days=365)),
    }
    assert seen == {
        "nobody": True,
        "ana twice": False,
        "others twice": True,
        "another kind": True,
        "a year later": True,
    }


def test_whoever_waited_longest_has_the_turn() -> None:
    some = [
        Proposal(person=who, reason=Reason.COMING, strength=s, says="")
        for who, s in ((ANA, 0.9), (BEN, 0.6), (CLEO, 0.6))
    ]
    last = {ANA: AT, CLEO: AT - timedelta(days=9)}
    assert [one.person for one in chosen(some, last, most=2)] == [BEN, CLEO]


# --- the pulse ------------------------------------------------------------------------------------


def test_every_three_taps_have_their_reading() -> None:
    """The whole table of 27, so that a change of the rule is seen."""
    table = {taps: standing(*taps) for taps in product((1, 2, 3), repeat=3)}
    drowning = {(1, 1, 1), (1, 2, 1), (1, 3, 1), (1, 3, 2), (1, 3, 3), (2, 3, 1), (3, 3, 1)}
    drifting = {(1, 1, 2), (1, 1, 3)} | {(c, 1, s) for c in (2, 3) for s in (1, 2, 3)}
    assert {taps for taps, says in table.items() if says is Standing.DROWNING} == drowning
    assert {taps for taps, says in table.items() if says is Standing.DRIFTING} == drifting


def test_too_much_twice_in_a_row_is_drowning_unless_one_is_sure() -> None:
    much = pulse(2, 3, 3)
    assert reading([much]) is not None
    assert [reading(each).sign for each in ([much], [much, much], [much, pulse(3, 3, 3)])] == [  # type: ignore[union-attr]
        Sign.STRETCHED,
        Sign.TOO_MUCH_LONG,
        Sign.CALM,
    ]


@given(TAPS, TAPS, TAPS, st.sampled_from(["confidence", "support"]))
def test_more_confidence_or_support_never_makes_it_drowning(
    confidence: int, effort: int, support: int, more: str
) -> None:
    before = pulse(confidence, effort, support)
    after = replace(before, **{more: min(3, getattr(before, more) + 1)})
    drowned, drowns = (reading([each]) for each in (before, after))
    assert drowned
    assert drowns
    if drowned.standing is not Standing.DROWNING:
        assert drowns.standing is not Standing.DROWNING


@given(st.lists(st.builds(pulse, TAPS, TAPS, TAPS), min_size=1, max_size=6))
def test_a_mentor_is_told_the_same_for_both_states(pulses: list[Pulse]) -> None:
    found = reading(pulses)
    assert found
    assert found.offer_support == (found.standing is not Standing.PRODUCTIVE)


def test_a_tap_is_from_one_to_three() -> None:
    for wrong in (0, 4):
        with pytest.raises(ValueError, match="from 1 to 3"):
            pulse(wrong, 2, 2)


# --- help that fades --------------------------------------------------------------------------------


def test_help_fades_step_by_step_and_comes_back() -> None:
    """A golden walk: three alone, three alone, a strained week, a calm one, nothing."""
    alone, strained = Signs(unaided=3), Signs(strained=2, asks=2)
    level, seen = Level.CLOSE, []
    for signs in (alone, alone, strained, Signs(calm=1), Signs(unaided=1), alone, alone, alone):
        level = faded(level, signs).level
        seen.append(level.name)
    assert seen == ["STEADY", "LIGHT", "STEADY", "STEADY", "STEADY", "LIGHT", "ALONE", "ALONE"]


@given(st.sampled_from(Level), SIGNS)
def test_a_step_is_one_level_and_a_held_one_stays(level: Level, signs: Signs) -> None:
    assert abs(faded(level, signs).level - level) <= 1
    assert faded(level, signs, held=True).level is level


@given(st.sampled_from(Level), SIGNS, COUNTS)
def test_more_done_alone_never_brings_more_help(level: Level, signs: Signs, more: int) -> None:
    better = signs + Signs(unaided=more)
    assert independence(better) >= independence(signs)
    if faded(level, signs).level <= level:
        assert faded(level, better).level <= level


@given(st.sampled_from(Level), SIGNS, COUNTS)
def test_more_strain_never_brings_less_help(level: Level, signs: Signs, more: int) -> None:
    worse = signs + Signs(strained=more)
    if faded(level, signs).level >= level:
        assert faded(level, worse).level >= level


@given(SIGNS)
def test_the_same_signs_never_fade_and_come_back(signs: Signs) -> None:
    """Hysteresis: what takes help away at one level never brings it back at the next."""
    after = faded(Level.STEADY, signs).level
    if after < Level.STEADY:
        assert faded(after, signs).level <= after
    if after > Level.STEADY:
        assert faded(after, signs).level >= after


def event(type: str, by: UUID, days: float, **more: object) -> WorkEvent:
    at = AT + timedelta(days=days)
    return WorkEvent(
        source="test",
        id=f"{type}{days}",
        type=type,
        at=at,
        subject="a",
        by=by,
        **more,  # type: ignore[arg-type]
    )


def test_a_time_line_tells_what_was_done_alone() -> None:
    helped = (Help(by=BEN, to=ANA, kind=HelpKind.PAIRED),)
    begun = event("change.proposed", ANA, 1)
    merged = event("change.merged", BEN, 3)
    assert signs_of([begun, merged], ANA, AT) == Signs(unaided=1)
    asked = event("question.asked", ANA, 2)
    assert signs_of([begun, asked, merged], ANA, AT) == Signs(aided=1, asks=1)
    assert signs_of([replace_helpers(begun, helped), merged], ANA, AT) == Signs(aided=1)
    assert signs_of([begun, merged], ANA, AT + timedelta(days=9)) == Signs()


def replace_helpers(given: WorkEvent, helpers: tuple[Help, ...]) -> WorkEvent:
    from msgspec.structs import replace as with_fields

    return with_fields(given, helpers=helpers)


def test_meetings_get_rarer_and_stop() -> None:
    hours = WorkingTime(zone=ZoneInfo("Europe/Berlin"))
    found = [meeting(level, hours, date(2026, 3, 10)) for level in sorted(Level, reverse=True)]
    assert [(one.every, one.unit) if one else None for one in found] == [
        (3, "day"),
        (1, "week"),
        (2, "week"),
        None,
    ]


# --- the assignment ------------------------------------------------------------------------------


def test_where_an_assignment_stands() -> None:
    open, paused, ended = ActivityState.OPEN, ActivityState.PAUSED, ActivityState.ENDED
    seen = [
        state_of(open, Consent.ASKED, None),
        state_of(open, Consent.REFUSED, None),
        state_of(open, Consent.NOBODY, None),
        state_of(open, Consent.GIVEN, None),
        state_of(open, Consent.GIVEN, AT),
        state_of(paused, Consent.GIVEN, AT),
        state_of(ended, Consent.ASKED, None),
    ]
    assert seen == [
        AssignmentState.ASKING,
        AssignmentState.REFUSED,
        AssignmentState.READY,
        AssignmentState.READY,
        AssignmentState.RUNNING,
        AssignmentState.RESTING,
        AssignmentState.ENDED,
    ]


def test_what_does_not_fit_is_named_field_by_field() -> None:
    found = faults(skill="", why=" ", good="x" * 2001, link="javascript:x", complexity=6, hours=41)
    assert sorted(found) == ["complexity", "good", "hours", "link", "skill", "why"]
    fine = faults(skill="a", why="b", good="c", link="https://x.org/1", complexity=3, hours=2)
    assert fine == {}


def test_nobody_stands_by_themselves() -> None:
    found = people_faults(learner=ANA, mentor=ANA, buddy=BEN, lender=CLEO, able={ANA, BEN})
    assert sorted(found) == ["lender", "mentor"]
    assert people_faults(learner=ANA, mentor=BEN, buddy=BEN, lender=None, able={BEN}) == {
        "buddy": "must be somebody else than the mentor"
    }
