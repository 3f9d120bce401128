"""Ana gets to know her work; the record remembers it in a handful of numbers."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.experience import Experience, Scope, fold
from journeywork.engine.parts_of_work import folders, kinds, parts
from journeywork.engine.work import WorkEvent

ANA, BEN = UUID(int=1), UUID(int=2)
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def event(type: str, day: float = 0.0, *, by: UUID | None = ANA, **more: object) -> WorkEvent:
    at = START + timedelta(days=day)
    subject = str(more.pop("subject", f"payments#{day}"))
    return WorkEvent(
        source="test", id=f"{type}-{day}-{by}", type=type, at=at, subject=subject, by=by, **more
    )


def change(day: float, *paths: str, by: UUID | None = ANA, **more: object) -> WorkEvent:
    return event("change.merged", day, by=by, place="payments", paths=paths, **more)


def test_folders_are_parts_of_the_work_down_to_three_levels() -> None:
    assert folders("a/b/c/d/e.py") == ("a/", "a/b/", "a/b/c/")
    assert folders("README.md") == ()


def test_a_change_of_the_whole_tree_belongs_to_no_corner_of_it() -> None:
    wide = change(0, *(f"part{n}/file.py" for n in range(6)))
    assert parts(wide) == ()


def test_most_of_the_files_say_where_the_work_is() -> None:
    mostly = change(0, "billing/a.py", "billing/b.py", "billing/c.py", "docs/x.md")
    assert parts(mostly) == ("payments: billing/", "payments: docs/")


def test_labels_are_kinds_of_work_in_any_case_of_letters() -> None:
    labelled = change(0, labels=("Migration", "migration", " Urgent "))
    assert kinds(labelled) == ("change", "migration", "urgent")


def test_the_first_time_is_seen_before_the_event_is_added() -> None:
    known = Experience()
    first = change(0, "billing/fees.py")
    assert known.familiarity(first).area.times == 0
    known.add(first)
    again = known.familiarity(change(10, "billing/fees.py"))
    assert (again.area.name, again.area.times, again.area.days) == ("payments: billing/", 1, 10.0)


def test_what_ben_did_is_not_what_ana_knows() -> None:
    known = fold([change(day, "billing/fees.py", by=BEN) for day in range(4)])
    seen = known.familiarity(change(5, "billing/fees.py"))
    assert (seen.area.times, seen.area.everybody) == (0, 4)


def test_being_given_work_is_about_the_receiver_and_teaches_nothing_yet() -> None:
    known = Experience()
    given_to_ben = event("work.assigned", 0, to=BEN, place="ward 3")
    assert known.person(given_to_ben) == BEN
    known.add(given_to_ben)
    assert known.familiarity(event("work.started", 1, by=BEN, place="ward 3")).place.times == 0


def test_a_failing_check_is_counted_in_a_row_and_forgotten_when_it_passes() -> None:
    known = Experience()
    counts = []
    for number, type in enumerate(["failed", "failed", "passed", "failed", "failed", "failed"]):
        now = event(f"check.{type}", number, subject="payments#1", check="unit", by=ANA)
        counts.append(known.familiarity(now).piece.same_check)
        known.add(now)
    assert counts == [1, 2, 0, 1, 2, 3]


def test_a_check_without_an_actor_is_about_whoever_carries_the_change() -> None:
    known = fold([event("change.proposed", 0, subject="payments#1")])
    failed = event("check.failed", 1, subject="sha1", part_of=("payments#1",), by=None)
    assert known.person(failed) == ANA


def test_smooth_work_without_help_makes_help_fade_and_trouble_brings_it_back() -> None:
    known = Experience()
    for day in range(4):
        known.add(change(day, "billing/fees.py"))
    smooth = known.familiarity(change(5, "billing/fees.py")).unaided
    known.add(change(5, "billing/fees.py", subject="payments#5"))
    known.add(
        event(
            "change.reverted", 6, subject="payments#5", place="payments", paths=("billing/fees.py",)
        )
    )
    fallen = known.familiarity(change(7, "billing/fees.py")).unaided
    assert smooth == pytest.approx(0.8281, abs=1e-4)
    assert fallen < 0.8 < smooth


def test_work_done_with_help_does_not_count_as_done_without() -> None:
    known = Experience()
    for day in range(6):
        known.helped(f"payments#{day}")
        known.add(change(day, "billing/fees.py"))
    assert known.familiarity(change(9, "billing/fees.py")).unaided == 0.0


@st.composite
def histories(draw: st.DrawFn) -> list[WorkEvent]:
    types = [
        "change.proposed",
        "change.merged",
        "change.reverted",
        "check.failed",
        "check.passed",
        "work.started",
        "work.finished",
        "work.reopened",
    ]
    count = draw(st.integers(1, 40))
    return [
        event(
            draw(st.sampled_from(types)),
            float(number),
            by=draw(st.sampled_from([ANA, BEN, None])),
            subject=draw(st.sampled_from(["a", "b", "c"])),
            place=draw(st.sampled_from(["", "payments"])),
            paths=draw(st.sampled_from([(), ("x/y.py",), ("x/y.py", "z/w.py")])),
            check="unit",
        )
        for number in range(count)
    ]


@given(histories())
def test_shares_and_counts_stay_in_their_bounds(history: list[WorkEvent]) -> None:
    known = Experience()
    for number, now in enumerate(history):
        seen = known.familiarity(now)
        assert 0.0 <= seen.unaided < 1.0
        assert seen.area.times <= seen.area.everybody <= number
        known.add(now)


@given(histories())
def test_going_on_from_what_was_kept_is_the_same_as_never_stopping(
    history: list[WorkEvent],
) -> None:
    whole = fold(history)
    half = fold(history[: len(history) // 2])
    rest = Experience(tallies=half.tallies, threads=half.threads)
    for now in history[len(history) // 2 :]:
        rest.add(now)
    assert rest.tallies == whole.tallies
    assert rest.threads == whole.threads


def test_the_record_begins_with_the_first_event_of_anybody() -> None:
    known = fold([change(0, by=BEN)])
    assert known.familiarity(change(30, "x/y.py")).record_days == 30.0
    assert known.tallies[None, Scope.ALL, ""].times == 1
