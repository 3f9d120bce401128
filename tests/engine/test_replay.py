"""The replay knows at each moment only what was known then, and names nobody who was helped."""

from datetime import timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from journeywork.engine.estimates import Verdict
from journeywork.engine.replay_report import Hindsight, Report
from journeywork.engine.work import WorkEvent
from tests.fakes.history import NAMES, START, PlainFinder, busy, change, replay, resample, who


def report(events: list[WorkEvent], **more: object) -> Report:
    return replay(events, **more).report(resample(), at=START, seed=1)


def hits(found: Hindsight, method: str = "journeywork", k: int = 1) -> int:
    (method_found,) = (one for one in found.methods if one.key == method)
    return dict(method_found.hits)[k].hits


# What was known then


def test_a_cited_change_is_asked_for_and_found() -> None:
    paths = ("refunds/share.py",)
    first = change(1, title="Round refunds by share", paths=paths)
    other = change(2, title="Audit the ledger", by="ben", paths=("ledger/audit.py",))
    query = change(9, title="Round refunds once", by="ben", text="Follow up to #1.", paths=paths)
    found = report([first, other, query]).past_work
    assert (found.questions, hits(found)) == (1, 1)
    assert found.sorts == {"mentions": 1}


def test_the_question_holds_neither_the_citation_nor_the_title_of_what_is_cited() -> None:
    finder = PlainFinder()
    text = 'Reverts "Round refunds by share" (#1).\n\nReviewed-by: Ben <ben@fairwater.example>'
    report(
        [
            change(1, title="Round refunds by share"),
            change(9, title='Revert "Round refunds by share"', by="ben", text=text),
        ],
        episode_finder=finder,
    )
    asked = " ".join(finder.asked[0].text.lower().split())
    for leak in ("#1", "round refunds", "reviewed-by", "ben@"):
        assert leak not in asked


def test_a_change_is_not_answered_by_itself_nor_by_what_came_later() -> None:
    later = change(20, title="Charge twice", text="As in #21")
    found = report([later, change(21, title="Charge twice")])
    assert found.past_work.questions == 0


def test_events_of_one_instant_do_not_know_of_each_other() -> None:
    at = START + timedelta(days=1)
    found = report([change(1, at=at), change(2, at=at, by="ben", text="As in #1")])
    assert found.past_work.questions == 0


def test_a_revert_that_touches_the_old_work_does_not_make_it_recent_first() -> None:
    at = START + timedelta(days=14)
    old = change(1, title="Charge a fee", paths=("billing/fees.py",))
    newer = change(2, title="Other", paths=("billing/fees.py",), by="ben")
    undone = change(
        1, type="change.reverted", id="revert", at=at, by="ben", title="Take back", paths=()
    )
    query = change(30, at=at, by="ben", title="Take back", text="This reverts #1.")
    found = report([old, newer, undone, query]).past_work
    assert (found.questions, hits(found, "recent")) == (1, 0)


def test_ones_own_work_of_the_same_day_and_lists_are_no_questions() -> None:
    at = START + timedelta(days=1)
    listed = ", ".join(f"#{n}" for n in range(1, 8))
    events = [change(n) for n in range(1, 8)]
    events.append(change(40, by="ben", text=f"Release: {listed}"))
    events.append(change(50, at=at + timedelta(days=90)))
    events.append(change(51, at=at + timedelta(days=90.5), text="As #50"))
    found = report(events).past_work
    assert found.questions == 0
    assert list(found.left_out.values()) == [1, 1]


def test_what_came_before_teaches_and_is_not_judged() -> None:
    events = [change(n, helped_by="ben", text=f"As in #{n - 1}", by="ana") for n in range(2, 30)]
    whole = report(events)
    half = report(events, since=events[14].at)
    assert half.events == whole.events
    assert half.judged_events == len(events) - 14
    assert half.who_knows.questions < whole.who_knows.questions
    assert half.history_since == events[0].at


@settings(max_examples=10, deadline=None)
@given(st.integers(8, 60))
def test_what_comes_later_changes_nothing_of_what_was_said_before(cut: int) -> None:
    events = busy(16)
    ordered = sorted(events, key=lambda event: event.at)
    finder, longer = PlainFinder(), PlainFinder()
    short = replay(ordered[:cut], episode_finder=finder)
    replay(ordered, episode_finder=longer)
    assert longer.asked[: len(finder.asked)] == finder.asked
    until = report(ordered[:cut])
    assert until == short.report(resample(), at=START, seed=1)


def test_the_same_history_gives_the_same_report() -> None:
    assert report(busy(20)) == report(busy(20))


# Who knows


def test_who_helped_is_asked_for_before_they_did() -> None:
    events = [change(n, by="ben", paths=("ledger/core.py",)) for n in range(1, 6)]
    events += [change(n, by="cleo", paths=("audit/core.py",)) for n in range(6, 11)]
    events.append(change(20, by="ana", paths=("ledger/core.py",), helped_by="ben"))
    found = report(events).who_knows
    assert (found.questions, hits(found)) == (1, 1)
    assert found.busiest_in_truth is not None


def test_a_helper_nobody_knew_and_one_who_took_part_are_no_questions() -> None:
    first = change(1, by="ana", helped_by="ben")
    together = [
        change(5, by="ana", type="change.proposed", id="a"),
        change(5, by="cleo", type="change.proposed", id="b"),
        change(5, by="ana", id="c", helped_by="cleo"),
    ]
    found = report([first, change(2, by="cleo"), *together]).who_knows
    assert found.questions == 0
    assert list(found.left_out) == ["the helper had not done anything here before"]


def test_a_program_has_nobody_to_help() -> None:
    bare = replace(change(9, helped_by="ben"), by=None)
    found = report([change(1, by="ben"), bare]).who_knows
    assert (found.questions, list(found.left_out)) == (
        0,
        ["a program did it: there was nobody to help"],
    )


def test_few_cases_are_not_judged() -> None:
    found = report(busy(3))
    verdicts = [one.against.verdict for one in found.who_knows.methods if one.against]
    assert verdicts == [Verdict.TOO_FEW] * 3


# What people would have noticed


def test_counts_stand_for_nobody() -> None:
    small = [event for event in busy(20) if event.by in {who("ana"), who("ben")}]
    assert report(small).attention is None
    attention = report(busy(30)).attention
    assert attention is not None
    assert attention.active == 8
    assert all(line.people is None or line.people >= 5 for line in attention.rules)
    assert {line.key for line in attention.rules if line.people is None} <= {""}
    assert attention.moments == sum(line.moments for line in attention.rules)
    assert attention.offers + sum(attention.silences.values()) <= attention.moments
    assert sum(attention.weekly) == attention.person_weeks


def test_the_report_holds_no_id_of_anybody_who_would_have_been_helped() -> None:
    attention = report(busy(40)).attention
    assert attention is not None
    text = msgspec.json.encode(attention).decode()
    suggested = {str(example.colleague) for example in attention.examples}
    found = {key for key in NAMES if str(who(key)) in text}
    assert {str(who(key)) for key in found} <= suggested


def test_an_example_could_be_any_of_five() -> None:
    attention = report(busy(40)).attention
    assert attention is not None
    assert attention.examples
    assert all(example.people >= 5 for example in attention.examples)


def test_each_person_has_their_own_part_with_reasons() -> None:
    run = replay(busy(40))
    whole = run.report(resample(), at=START, seed=1).attention
    assert whole is not None
    own = run.own()
    assert sum(mine.moments for mine in own.values()) == whole.moments
    assert sum(mine.offers for mine in own.values()) == whole.offers
    offered = [one for mine in own.values() for one in mine.latest if one.offered]
    assert offered
    assert all(one.why_this and one.why_now for one in offered)
