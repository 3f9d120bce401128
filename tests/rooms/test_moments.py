"""Moments are seen once, by rules the organisation can change, and belong to their person."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from msgspec.structs import replace

from journeywork.engine.default_rules import RULES
from journeywork.engine.feedback import UNKNOWN, ResponseKind
from journeywork.engine.knowledge import AppliesTo
from journeywork.engine.moments import Moment, Need
from journeywork.engine.people import Author
from journeywork.engine.rule_reading import written
from journeywork.engine.work import WorkEvent
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.tenancy import within
from journeywork.moments import actions, queries
from journeywork.moments.models import TallyRow
from journeywork.people import actions as people
from journeywork.work import actions as work
from journeywork.work import queries as work_queries
from tests.conftest import Cast


def event(cast: Cast, at: datetime, type: str = "change.merged", **more: object) -> WorkEvent:
    fields: dict = {
        "source": "git",
        "id": f"{type}-{at.isoformat()}-{more.get('by', cast.ana.id)}",
        "subject": f"payments#{at.timestamp():.0f}",
        "by": cast.ana.id,
        "place": "payments",
        "paths": ("billing/fees.py",),
        "title": "Charge the fee once",
    }
    return WorkEvent(type=type, at=at, **(fields | more))


def happens(*events: WorkEvent, at: datetime) -> tuple[Moment, ...]:
    """The events come in and are taken up, as in the worker."""
    work.accept(events, by=None, at=at)
    found: list[Moment] = []
    while taken := work.digest(at=at):
        found += actions.detect(taken, at=at)
    return tuple(found)


def stranger_called(name: str, at: datetime) -> UUID:
    """Somebody known from the history alone, who was never invited."""
    email = f"{name.replace(' ', '').lower()}@x.example"
    return people.add_people([Author(name=name, email=email)], by=None, at=at)[email]


def a_record(cast: Cast, at: datetime) -> None:
    """Ben has worked in billing for two months; Ana knows payments, but not billing."""
    bens = [event(cast, at - timedelta(days=day), by=cast.ben.id) for day in range(60, 50, -1)]
    anas = [event(cast, at - timedelta(days=day), paths=("docs/x.md",)) for day in range(9, 5, -1)]
    assert happens(*bens, *anas, at=at) == ()


def test_ana_comes_to_a_part_of_the_work_she_does_not_know(cast: Cast, at: datetime) -> None:
    a_record(cast, at)
    (seen,) = happens(event(cast, at, "change.proposed"), at=at)
    assert (seen.rule, seen.need, seen.person) == ("first_area", Need.MORE, cast.ana.id)
    assert seen.says == "You have not worked in billing/ of payments before"
    assert seen.breakpoint
    assert seen.context.teams == cast.ana.teams
    found = work_queries.episode_of(seen.subject)
    assert found is not None
    assert seen.context.episode == found.uuid


def test_the_same_moment_is_seen_once(cast: Cast, at: datetime) -> None:
    a_record(cast, at)
    first = happens(event(cast, at, "change.proposed"), at=at)
    again = happens(
        event(cast, at + timedelta(minutes=1), "change.proposed"), at=at + timedelta(minutes=1)
    )
    assert (len(first), again) == (1, ())


def test_history_teaches_and_moves_nobody(cast: Cast, at: datetime) -> None:
    a_record(cast, at)
    assert happens(event(cast, at - timedelta(days=3)), at=at) == ()
    assert happens(event(cast, at), at=at) == ()  # She knows it by now.


def test_batches_teach_the_same_as_one_after_the_other(cast: Cast, at: datetime) -> None:
    """What is kept after many small batches equals what is learnt from the whole history."""
    events = [
        event(
            cast, at - timedelta(days=40 - day), type, subject=f"payments#{day % 3}", check="unit"
        )
        for day, type in enumerate(
            ["change.proposed", "check.failed", "change.merged", "change.reverted"] * 6
        )
    ]
    for each in events:
        happens(each, at=at)
    kept = list(TallyRow.objects.order_by("id").values())
    assert actions.relearn() == len(events)
    assert list(TallyRow.objects.order_by("id").values()) == kept


def test_what_was_done_with_help_is_not_learnt_again_as_done_without(
    cast: Cast, at: datetime
) -> None:
    for day in range(40, 10, -10):
        begun, subject = at - timedelta(days=day), f"payments#{day}"
        happens(event(cast, begun, "change.proposed", subject=subject), at=begun)
        if day == 20:
            actions.helped(subject=subject)
        happens(event(cast, begun + timedelta(hours=1), subject=subject), at=at)
    kept = list(TallyRow.objects.order_by("id").values())
    for _ in range(2):
        actions.relearn()
        assert list(TallyRow.objects.order_by("id").values()) == kept


def test_a_check_that_fails_three_times_is_being_stuck(cast: Cast, at: datetime) -> None:
    found = [
        happens(
            event(cast, at + timedelta(minutes=n), "check.failed", subject="p#1", check="unit"),
            at=at + timedelta(minutes=n),
        )
        for n in range(4)
    ]
    assert [len(moments) for moments in found] == [0, 0, 1, 0]
    assert found[2][0].need == Need.SOLVE


def test_a_changed_card_is_told_to_whoever_comes_back(cast: Cast, at: datetime) -> None:
    happens(event(cast, at - timedelta(days=9)), at=at)
    card = cast.org  # any identifier
    reach = AppliesTo(places=("payments",))
    actions.note_change(card=card, title="Fees", applies_to=reach, at=at - timedelta(days=2))
    (seen,) = happens(event(cast, at, "work.started"), at=at)
    assert (seen.need, seen.about) == (Need.CHANGE, card)
    assert seen.says == "“Fees” has changed since you last worked here"


def test_work_that_stands_still_is_seen_in_working_hours(cast: Cast, at: datetime) -> None:
    thursday = at - timedelta(days=5)
    happens(event(cast, thursday, "work.started", subject="order-1", title="Fixture"), at=thursday)
    evening = at.replace(hour=23)
    assert actions.scan(at=evening) == ()
    (seen,) = actions.scan(at=at)
    assert (seen.rule, seen.person) == ("stuck_still", cast.ana.id)
    assert seen.says == "“Fixture” has not moved for 24 working hours"
    assert actions.scan(at=at + timedelta(hours=1)) == ()


def test_the_scan_comes_to_every_piece_of_work_the_stillest_first(cast: Cast, at: datetime) -> None:
    """Newer work of others, who sleep or were never invited, does not stand before it."""
    asleep = people.add_person(
        name="Aki", email="aki@x.example", zone_name="Asia/Tokyo", by=None, at=at, invited=True
    )
    stranger = stranger_called("Stig", at)
    thursday = at - timedelta(days=5)
    days = [
        event(cast, thursday - timedelta(days=7) + timedelta(minutes=n), "work.started",
              subject=f"order-{n}", title=f"Order {n}")
        for n in range(5)
    ]  # fmt: skip
    others = [
        event(cast, thursday + timedelta(minutes=n), "work.started", by=who,
              subject=f"{who}-{n}")
        for n in range(3) for who in (asleep.id, stranger)
    ]  # fmt: skip
    for each in (*days, *others):
        happens(each, at=each.at)
    told = [[moment.subject for moment in actions.scan(at=at, limit=2)] for _ in range(4)]
    assert told == [["order-0", "order-1"], ["order-2", "order-3"], ["order-4"], []]


def test_the_scan_leaves_alone_who_left_and_what_moved(cast: Cast, at: datetime) -> None:
    thursday = at - timedelta(days=5)
    happens(event(cast, thursday, "work.started", subject="order-1"), at=thursday)
    happens(event(cast, at - timedelta(hours=2), "work.started", subject="o2"), at=at)
    people.deactivate(person_id=cast.ana.id, by=None, at=at)
    assert actions.scan(at=at) == ()


def test_a_moment_is_read_by_its_person_alone(cast: Cast, at: datetime) -> None:
    a_record(cast, at)
    (seen,) = happens(event(cast, at), at=at)
    assert queries.moment(seen.id, person_id=cast.ana.id) == seen
    assert queries.moments(cast.ana.id) == (seen,)
    for other in (cast.ben, cast.cleo, cast.dora, cast.emil):
        assert queries.moments(other.id) == ()
        with pytest.raises(NotFound):
            queries.moment(seen.id, person_id=other.id)
    with within(cast.other_org), pytest.raises(NotFound):
        queries.moment(seen.id, person_id=cast.ana.id)


def test_a_rule_is_changed_from_the_next_event_on(cast: Cast, at: datetime) -> None:
    stuck = next(rule for rule in RULES if rule.key == "stuck_check")
    plain = written(stuck)
    plain["when"][1]["value"] = 2
    actions.edit_rule(written=plain, by=cast.emil.id, at=at)
    found = [
        happens(
            event(cast, at + timedelta(minutes=n), "check.failed", subject="p#1", check="unit"),
            at=at + timedelta(minutes=n),
        )
        for n in range(2)
    ]
    assert [len(moments) for moments in found] == [0, 1]
    assert queries.changed_rules() == {"stuck_check"}
    assert actions.reset_rule(key="stuck_check", by=cast.emil.id, at=at) == queries.rules()
    assert queries.rule("stuck_check") == stuck


def test_a_rule_of_ones_own_stands_beside_the_default_ones(cast: Cast, at: datetime) -> None:
    own = written(RULES[0]) | {"key": "ward_round", "title": "Before the round", "rank": 5}
    actions.edit_rule(written=own, by=cast.emil.id, at=at)
    assert queries.rules()[0].key == "ward_round"
    assert len(queries.rules()) == len(RULES) + 1


def test_a_faulty_rule_changes_nothing(cast: Cast, at: datetime) -> None:
    with pytest.raises(Invalid) as caught:
        actions.edit_rule(written={"key": "x"}, by=cast.emil.id, at=at)
    assert "says" in caught.value.faults
    assert queries.changed_rules() == frozenset()


def test_a_preview_counts_without_telling_who(cast: Cast, at: datetime) -> None:
    failing = [
        event(cast, at - timedelta(hours=n), "check.failed", subject="p#1", check="unit")
        for n in range(4, 0, -1)
    ]
    happens(*failing, at=at)
    rule = written(next(rule for rule in RULES if rule.key == "stuck_check"))
    found = queries.preview(rule, since=at - timedelta(days=1), until=at)
    assert (found.events, found.moments, found.people) == (4, None, None)
    five = [people.add_person(name=f"P{n}", email=f"p{n}@x.example", by=None, at=at, invited=True)
            for n in range(5)]  # fmt: skip
    happens(
        *(replace(each, id=f"{each.id}-{n}", by=one.id, subject=f"q#{n}")
          for n, one in enumerate(five) for each in failing),
        at=at,
    )  # fmt: skip
    found = queries.preview(rule, since=at - timedelta(days=1), until=at)
    assert (found.events, found.moments, found.people) == (24, 6, 6)


def test_a_preview_counts_those_who_would_have_been_told(cast: Cast, at: datetime) -> None:
    failing = [
        event(cast, at - timedelta(hours=n), "check.failed", check="unit") for n in range(3, 0, -1)
    ]

    def fail(who: UUID) -> None:
        happens(
            *(replace(each, id=f"{each.id}-{who}", by=who, subject=str(who)) for each in failing),
            at=at,
        )

    for n in range(5):
        fail(stranger_called(f"Stig {n}", at))
    rule = written(queries.rule("stuck_check"))
    found = queries.preview(rule, since=at - timedelta(days=1), until=at)
    assert (found.events, found.moments, found.people, found.whole) == (15, 0, 0, True)
    here = [people.add_person(name=f"P{n}", email=f"p{n}@x.example", by=None, at=at, invited=True)
            for n in range(6)]  # fmt: skip
    for one in here:
        fail(one.id)
    people.deactivate(person_id=here[0].id, by=None, at=at)
    found = queries.preview(rule, since=at - timedelta(days=1), until=at)
    assert (found.moments, found.people) == (5, 5)


@pytest.mark.parametrize("key", ["stuck_still", "changed_card"])
def test_what_is_not_on_record_is_not_tried_on_the_past(cast: Cast, at: datetime, key: str) -> None:
    rule = written(queries.rule(key))
    assert not queries.can_be_tried(rule)
    with pytest.raises(Invalid, match="cannot be tried on the past"):
        queries.preview(rule, since=at - timedelta(days=1), until=at)
    assert queries.can_be_tried(written(queries.rule("stuck_check")))


def test_a_preview_goes_through_the_newest_events_alone(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    happens(*(event(cast, at - timedelta(days=day)) for day in range(100, 0, -1)), at=at)
    rule = written(queries.rule("stuck_check"))

    def read(most: int) -> tuple[int, datetime, bool]:
        monkeypatch.setattr(queries, "MOST_EVENTS", most)
        found = queries.preview(rule, since=at - timedelta(days=20), until=at)
        return found.events, found.since, found.whole

    assert read(100) == (20, at - timedelta(days=20), True)
    assert read(99) == (20, at - timedelta(days=20), False)
    assert read(10) == (10, at - timedelta(days=10), False)
    monkeypatch.setattr(queries, "MOST_EVENTS", 0)
    assert queries.preview(rule, since=at - timedelta(days=20), until=at).events == 0


def test_not_useful_lowers_a_trigger_for_everyone_and_each_counts_once(
    cast: Cast, at: datetime
) -> None:
    no, later = ResponseKind.NOT_USEFUL_HERE, at + timedelta(hours=1)
    once = actions.damp(rule="first_area", kind=no, by=cast.ana.id, at=at)
    again = actions.damp(rule="first_area", kind=no, by=cast.ana.id, at=later)
    assert again.not_useful == pytest.approx(1.0, abs=0.01)
    actions.damp(rule="first_area", kind=no, by=cast.ben.id, at=later)
    assert queries.evidence()["first_area"].usefulness(later) == pytest.approx(0.5, abs=0.01)
    assert once.usefulness(at) < UNKNOWN
    assert queries.not_here([cast.ana.id, cast.cleo.id]) == {cast.ana.id: {"first_area": later}}


def test_the_same_answer_taught_twice_counts_once(cast: Cast, at: datetime) -> None:
    for _ in range(2):
        actions.damp(rule="a", kind=ResponseKind.HELPED, by=cast.ana.id, at=at)
    assert queries.evidence(["a"])["a"].useful == 1.0


def test_a_batch_costs_the_same_queries_with_three_events_as_with_three_hundred(
    cast: Cast, at: datetime
) -> None:
    def cost(count: int, start: int) -> int:
        events = [
            event(cast, at - timedelta(minutes=n), id=f"{start + n}", paths=(f"p{start + n}/x.py",))
            for n in range(count)
        ]
        work.accept(events, by=None, at=at)
        taken = work.digest(at=at)
        assert len(taken) == count
        with CaptureQueriesContext(connection) as captured:
            actions.detect(taken, at=at)
        return len(captured)

    cost(1, 0)
    assert cost(3, 1000) == cost(300, 2000)
