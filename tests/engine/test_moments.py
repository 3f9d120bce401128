"""The default rules, each with examples of when it speaks and when it is silent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from journeywork.engine.default_rules import RULES, WRITTEN
from journeywork.engine.experience import Familiarity, Known, Piece
from journeywork.engine.moments import CardChange, Finding, Need, moment, strongest
from journeywork.engine.rule_reading import RuleFaults, read_rule, written
from journeywork.engine.rules import detect
from journeywork.engine.work import WorkEvent

ANA = UUID(int=1)
CARD = UUID(int=9)
AT = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
KNOWS = Known(name="known", times=30, days=1.0, everybody=100)
OLD_HAND = Familiarity(person=ANA, record_days=400, work=KNOWS, kind=KNOWS, place=KNOWS, area=KNOWS)
CHANGE = CardChange(card=CARD, title="How we void invoices", at=AT - timedelta(days=3))


def happened(type: str, **more: object) -> WorkEvent:
    fields = {"title": "Charge the fee once", "place": "payments", "subject": "payments#1"} | more
    return WorkEvent(source="test", id="1", type=type, at=AT, by=ANA, **fields)


def seen_at(event: WorkEvent, known: Familiarity = OLD_HAND, **state: object) -> list[str]:
    return [finding.rule for finding in detect(event, known, RULES, **state)]


NEVER = Known(name="payments: billing/", everybody=12)
#: what happened, how well it is known, the state, and the rules that speak, first rank first
EXAMPLES = [
    ("an ordinary change by an old hand", "change.merged", {}, {}, {}, []),
    (
        "a check fails for the third time",
        "check.failed",
        {"check": "unit"},
        {"piece": Piece(same_check=3, troubles=3)},
        {},
        ["stuck_check"],
    ),
    (
        "a check fails for the second time",
        "check.failed",
        {"check": "unit"},
        {"piece": Piece(same_check=2, troubles=2)},
        {},
        [],
    ),
    (
        "work comes back for the second time",
        "work.reopened",
        {},
        {"piece": Piece(reopens=2, troubles=2)},
        {},
        ["stuck_reopened"],
    ),
    (
        "work comes back for the first time",
        "work.reopened",
        {},
        {"piece": Piece(reopens=1, troubles=1)},
        {},
        [],
    ),
    (
        "two working days without progress",
        "work.idle",
        {},
        {},
        {"idle_hours": 16.0},
        ["stuck_still"],
    ),
    ("one working day without progress", "work.idle", {}, {}, {"idle_hours": 8.0}, []),
    ("forgotten for months", "work.idle", {}, {}, {"idle_hours": 200.0}, []),
    (
        "merged after three troubles",
        "change.merged",
        {},
        {"piece": Piece(troubles=3)},
        {},
        ["hard_finish"],
    ),
    ("an incident is over", "incident.resolved", {}, {}, {}, ["incident_over"]),
    (
        "a migration is proposed",
        "change.proposed",
        {"paths": ("billing/migrations/7.py",)},
        {},
        {},
        ["risky_step"],
    ),
    (
        "a migration is already merged",
        "change.merged",
        {"paths": ("billing/migrations/7.py",)},
        {},
        {},
        [],
    ),
    (
        "a transfusion is begun on the ward",
        "work.started",
        {"labels": ("Transfusion",)},
        {},
        {},
        ["risky_step"],
    ),
    (
        "a card changed since last time",
        "work.started",
        {},
        {},
        {"changed": CHANGE},
        ["changed_card"],
    ),
    (
        "first piece of its kind",
        "work.started",
        {},
        {"kind": replace(NEVER, name="audit")},
        {},
        ["first_kind"],
    ),
    (
        "first of a kind that nobody knows",
        "work.started",
        {},
        {"kind": Known(name="audit", everybody=1)},
        {},
        [],
    ),
    (
        "first of its kind, on a record of a week",
        "work.started",
        {},
        {"kind": replace(NEVER, name="audit"), "record_days": 7},
        {},
        [],
    ),
    ("first work in a place", "change.proposed", {}, {"place": NEVER}, {}, ["first_place"]),
    (
        "first work in a part of a known place",
        "change.proposed",
        {},
        {"area": NEVER},
        {},
        ["first_area"],
    ),
    ("a review in an unknown part", "change.reviewed", {}, {"area": NEVER}, {}, []),
    (
        "going on after three weeks",
        "work.started",
        {},
        {"piece": Piece(still_days=21.0)},
        {},
        ["picked_up"],
    ),
    (
        "back in the code after half a year",
        "change.proposed",
        {},
        {"area": replace(KNOWS, days=180.0)},
        {},
        ["back_after_pause"],
    ),
]


@pytest.mark.parametrize(
    ("type", "more", "known", "state", "expected"),
    [example[1:] for example in EXAMPLES],
    ids=[example[0] for example in EXAMPLES],
)
def test_the_default_rules_speak_and_are_silent(
    type: str, more: dict, known: dict, state: dict, expected: list[str]
) -> None:
    assert seen_at(happened(type, **more), replace(OLD_HAND, **known), **state) == expected


def test_every_default_rule_has_an_example_in_which_it_speaks() -> None:
    assert {rule for example in EXAMPLES for rule in example[5]} == {rule.key for rule in RULES}


def one(event: WorkEvent, known: Familiarity = OLD_HAND, **state: object) -> Finding:
    found = strongest(detect(event, known, RULES, **state))
    assert found is not None
    return found


def test_a_finding_says_what_it_saw_in_words() -> None:
    found = one(happened("change.proposed"), replace(OLD_HAND, area=NEVER))
    assert found.says == "You have not worked in billing/ of payments before"
    assert found.reasons == (
        "the record of work goes back 400 days",
        "you know payments",
        "but have never worked in billing/ of payments",
        "where colleagues were 12 times",
    )
    assert found.because["everybody's times in this part"] == 12
    assert found.need == Need.MORE


def test_of_several_rules_at_one_event_the_strongest_speaks() -> None:
    known = replace(OLD_HAND, piece=Piece(same_check=3, troubles=3), kind=NEVER)
    assert one(happened("check.failed", check="unit"), known).rule == "stuck_check"


def test_the_same_moment_is_recognised_again() -> None:
    known = replace(OLD_HAND, area=NEVER)
    first = one(happened("change.proposed", subject="payments#1"), known)
    again = one(happened("change.proposed", subject="payments#2"), known)
    assert first.once == again.once


def test_a_moment_about_a_changed_card_names_the_card() -> None:
    found = one(happened("work.started"), changed=CHANGE)
    assert found.about == CARD
    assert moment(found, id=UUID(int=5)).about == CARD


def test_being_stuck_never_fades_but_the_first_time_does() -> None:
    able = replace(OLD_HAND, unaided=0.9)
    stuck = one(happened("check.failed"), replace(able, piece=Piece(same_check=3)))
    risky = one(happened("change.proposed", labels=("deploy",)), able)
    assert (stuck.unaided, risky.unaided) == (0.0, 0.9)


def test_an_open_incident_is_no_breakpoint_and_its_end_is() -> None:
    assert one(happened("incident.resolved")).breakpoint
    rule = read_rule(
        WRITTEN[3] | {"when": [{"measure": "type", "test": "is", "value": "incident.opened"}]}
    )
    (found,) = detect(happened("incident.opened"), OLD_HAND, [rule])
    assert not found.breakpoint


def test_an_event_without_a_person_is_nobodys_moment() -> None:
    nobody = replace(OLD_HAND, person=None, area=NEVER)
    assert detect(happened("change.proposed"), nobody, RULES) == ()


def test_a_rule_is_read_back_as_it_was_written() -> None:
    assert [read_rule(written(rule)) for rule in RULES] == list(RULES)


def faults(**changes: object) -> dict[str, str]:
    with pytest.raises(RuleFaults) as caught:
        read_rule(dict(WRITTEN[0]) | changes)
    return caught.value.faults


def test_every_fault_of_a_written_rule_is_named() -> None:
    assert list(faults(need="joy", rank=0, colour="red", wants=[])) == [
        "colour",
        "need",
        "wants",
        "rank",
    ]
    assert list(faults(key="Stuck!")) == ["key"]
    assert list(faults(says="")) == ["says"]
    assert list(faults(when=[])) == ["when"]
    assert list(faults(once_per=["luck"])) == ["once_per"]
    assert list(faults(enabled="yes")) == ["enabled"]


def test_a_condition_must_fit_its_measure() -> None:
    def when(**condition: object) -> list[str]:
        return list(faults(when=[condition]))

    assert when(measure="luck", test="is", value=1) == ["when.0.measure"]
    assert when(measure="type", test="at least", value=3) == ["when.0.value"]
    assert when(measure="reopens", test="at least", value="3") == ["when.0.value"]
    assert when(measure="reopens", test="is one of", value=[1, 2]) == ["when.0.value"]
    assert when(measure="type", test="rhymes with", value="x") == ["when.0.test"]
    assert when(measure="type") == ["when.0"]


def test_words_of_a_rule_may_name_measures_and_nothing_else() -> None:
    assert list(faults(says="{title.__class__}")) == ["says"]
    assert list(faults(says="{title!r}")) == ["says"]
    assert list(faults(says="{title:>1000000}")) == ["says"]
    assert list(faults(says="{")) == ["says"]
