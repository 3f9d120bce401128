"""Which debriefs a history would have proposed: with the rules of today, and as of then."""

from datetime import timedelta

from journeywork.engine.replay_report import Debriefed, Report
from journeywork.engine.work import WorkEvent
from tests.fakes.history import NAMES, START, busy, change, replay, resample, who


def report(events: list[WorkEvent], **more: object) -> Debriefed:
    ordered = sorted(events, key=lambda event: event.at)
    made: Report = replay(ordered, **more).report(resample(), at=START, seed=1)
    assert made.debriefs is not None
    return made.debriefs


def reworked(number: int, by: str, *, times: int, asks: str = "ben") -> list[WorkEvent]:
    merged = change(number, by=by, title=f"Charge fee {number}")
    steps = [("change.proposed", by)]
    steps += [("change.reviewed", asks), ("change.reworked", by)] * times
    return [
        *(
            WorkEvent(
                source="git", id=f"{number}/{n}", type=type, by=who(person), place="payments",
                at=merged.at - timedelta(minutes=60 - n), subject=merged.subject,
                title=merged.title,
            )
            for n, (type, person) in enumerate(steps)
        ),
        merged,
    ]  # fmt: skip


def history(hard: int) -> list[WorkEvent]:
    """Seventy usual changes, then some that were reworked eight times, by one after another."""
    usual = [one for n in range(70) for one in reworked(n, "dora", times=1)]
    hard_ones = [
        one
        for n in range(hard)
        for one in reworked(80 + n, NAMES[n % len(NAMES)], times=8, asks=NAMES[(n + 1) % 8])
    ]
    return usual + hard_ones


def test_what_was_reworked_more_than_usual_would_have_been_proposed() -> None:
    found = report(history(6))
    assert [(one.trigger, one.times) for one in found.tallies] == [("reworked change", 6)]
    assert [one.says for one in found.examples] == [
        "It was reworked 8 times; nine in ten changes here need at most 1"
    ] * 3
    assert found.proposed == 6


def test_a_trigger_of_fewer_than_five_people_is_left_out() -> None:
    found = report(history(2))
    assert (found.tallies, found.examples, found.left_out) == ((), (), True)


def test_examples_are_of_work_that_everybody_may_see() -> None:
    hidden = report(history(6), public=lambda people: False)
    assert (hidden.proposed, hidden.examples) == (6, ())


def failed(number: int, by: str) -> list[WorkEvent]:
    merged = change(number, by=by, helped_by=NAMES[(number + 1) % 8])
    return [
        *(
            WorkEvent(
                source="ci", id=f"{number}/{n}", type="check.failed", by=who(by), check="ledger",
                at=merged.at - timedelta(minutes=60 - n), subject=merged.subject, place="payments",
            )
            for n in range(4)
        ),
        WorkEvent(
            source="ci", id=f"{number}/r", type="change.reviewed", by=who(NAMES[(number + 1) % 8]),
            at=merged.at - timedelta(minutes=9), subject=merged.subject, place="payments",
        ),
        merged,
    ]  # fmt: skip


def test_of_a_first_hard_case_no_example_is_told() -> None:
    found = report([one for n in range(8) for one in failed(n, NAMES[n])])
    assert [one.trigger for one in found.tallies] == ["first hard case"]
    assert found.examples == ()


def test_only_what_lies_in_the_time_counts_and_all_before_teaches() -> None:
    events = history(6)
    late = max(event.at for event in events) - timedelta(hours=3)
    assert report(events, since=late).left_out  # One is left, of two people.


def test_a_quiet_history_proposes_nothing() -> None:
    found = report(busy(12))
    assert (found.proposed, found.left_out) == (0, False)
