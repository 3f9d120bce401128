"""Which finished work proposes a debrief, and how answers weigh that."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.debrief_triggers import (
    ENOUGH,
    LEAST,
    Proposal,
    Said,
    Sight,
    Size,
    Trigger,
    proposals,
    quantile,
    standing,
    usefulness,
)
from journeywork.engine.work import Episode, EpisodeCounts, EpisodeState, WorkEvent

AT = datetime(2026, 3, 10, 10, tzinfo=UTC)
ANA, BEN = uuid4(), uuid4()
SMALL = Size(paths=3, reworks=1, troubles=1)


def episode(**more: Any) -> Episode:
    fields: dict[str, Any] = {
        "uuid": uuid4(),
        "key": "payments#7",
        "kind": "change",
        "title": "Charge once",
        "state": EpisodeState.FINISHED,
        "opened_at": AT - timedelta(hours=2),
        "last_at": AT,
        "closed_at": AT,
        "owner": ANA,
        "people": (ANA, BEN),
        "helpers": (),
        "place": "payments",
        "paths": ("billing/fees.py",),
        "labels": (),
        "text": "",
        "url": "",
        "counts": EpisodeCounts(),
    }
    return Episode(**(fields | more))


def sight(type: str = "change.merged", **more: Any) -> Sight:
    about = {name: more.pop(name) for name in list(more) if name not in Sight.__slots__}
    event = WorkEvent(
        source="test", id="1", type=type, at=AT, subject="payments#7", place="payments"
    )
    return Sight(event=event, episode=episode(**about), **more)


def test_a_change_is_large_beyond_what_is_usual_here_and_says_by_how_much() -> None:
    paths = tuple(f"billing/{n}.py" for n in range(12))
    found = proposals(sight(paths=paths, usual=[SMALL] * ENOUGH, owner_before=[SMALL]))
    assert found == (
        Proposal(
            trigger=Trigger.LARGE_CHANGE,
            strength=0.875,
            says="It touched 12 paths; nine in ten changes here touch at most 3",
            figures={"n": 12, "usual": 3},
        ),
    )


def test_where_large_changes_are_usual_nothing_is_proposed() -> None:
    paths = tuple(f"billing/{n}.py" for n in range(12))
    usual = [Size(paths=40, reworks=0, troubles=0)] * ENOUGH
    assert proposals(sight(paths=paths, usual=usual)) == ()
    assert proposals(sight(paths=paths, usual=[SMALL] * (ENOUGH - 1))) == ()


def test_a_much_reworked_change_says_how_often() -> None:
    counts = EpisodeCounts(reworks=4)
    known = [Size(paths=1, reworks=4, troubles=9)]
    (found,) = proposals(sight(counts=counts, usual=[SMALL] * ENOUGH, owner_before=known))
    assert found.trigger is Trigger.REWORKED_CHANGE
    assert found.says == ("It was reworked 4 times; nine in ten changes here need at most 1")


def test_the_first_hard_case_is_hard_as_such_and_the_first() -> None:
    counts = EpisodeCounts(failed_checks=2, reopens=1)
    (found,) = proposals(sight("case.closed", counts=counts, owner_before=[SMALL] * 9))
    assert (found.trigger, found.figures) == (Trigger.FIRST_HARD_CASE, {"n": 3})
    hard = Size(paths=1, reworks=0, troubles=3)
    assert proposals(sight("case.closed", counts=counts, owner_before=[hard])) == ()


def test_incidents_releases_and_milestones() -> None:
    def of(*given: Any, **more: Any) -> list[tuple[Trigger, str]]:
        return [(one.trigger, one.says) for one in proposals(sight(*given, **more))]

    assert of("incident.resolved") == [
        (Trigger.INCIDENT, "An incident was resolved after 120 minutes by 2 people")
    ]
    assert of("incident.resolved", opened_at=AT - timedelta(minutes=5)) == []
    assert of("service.deployed", quiet_days=23.5) == [
        (Trigger.RELEASE, "It is the first release of payments in 23 days")
    ]
    assert of("service.deployed", quiet_days=2.0) == of("service.deployed") == []
    assert of("milestone.reached") == [
        (Trigger.MILESTONE, "The milestone “Charge once” was reached")
    ]


def test_nothing_is_proposed_for_work_that_one_did_alone() -> None:
    assert proposals(sight("milestone.reached", people=(ANA,))) == ()


def no(person: UUID, days_ago: int = 0) -> Said:
    return Said(person=person, at=AT - timedelta(days=days_ago), yes=False)


RELEASE = Proposal(trigger=Trigger.RELEASE, strength=0.6, says="")
INCIDENT = Proposal(trigger=Trigger.INCIDENT, strength=0.9, says="")


def test_a_no_lowers_a_trigger_and_three_silence_a_weak_one_for_a_while() -> None:
    two, three = [no(ANA), no(BEN)], [no(ANA), no(BEN), no(uuid4())]
    assert standing([RELEASE], {Trigger.RELEASE: two}, AT) == RELEASE
    assert standing([RELEASE], {Trigger.RELEASE: three}, AT) is None
    assert standing([RELEASE], {Trigger.RELEASE: three}, AT + timedelta(days=60)) == RELEASE
    assert standing([RELEASE, INCIDENT], {Trigger.RELEASE: three}, AT) == INCIDENT


def test_nobody_counts_twice() -> None:
    assert usefulness([no(ANA)] * 9, AT) == usefulness([no(ANA)], AT)


said = st.builds(
    Said,
    person=st.sampled_from([ANA, BEN, UUID(int=3)]),
    at=st.integers(0, 90).map(lambda days: AT - timedelta(days=days)),
    yes=st.booleans(),
)


@given(st.lists(said, max_size=12))
def test_another_no_never_raises_a_trigger_and_another_yes_never_lowers_it(
    told: list[Said],
) -> None:
    before = usefulness(told, AT)
    fresh = uuid4()
    assert usefulness([*told, no(fresh)], AT) < before
    assert usefulness([*told, Said(person=fresh, at=AT, yes=True)], AT) > before


@given(st.lists(st.integers(0, 1000), min_size=1))
def test_the_usual_is_one_of_the_values_and_few_lie_above(values: list[int]) -> None:
    usual = quantile(values)
    assert usual in values
    assert sum(value > usual for value in values) <= len(values) * 0.1


def test_what_is_unknown_stands_above_the_least() -> None:
    assert usefulness([], AT) * RELEASE.strength > LEAST
