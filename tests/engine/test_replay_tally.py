"""The figures of a replay are about five people at least, and none can be worked out about fewer."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import uuid5

from journeywork.engine.context import Context
from journeywork.engine.default_rules import RULES
from journeywork.engine.moments import Moment, Need
from journeywork.engine.replay_report import Attention
from journeywork.engine.replay_tally import Tally
from journeywork.engine.support import Silence, SilenceReason
from tests.fakes.history import NAMES, ORG, START, who

FIRST, SECOND, THIRD = RULES[:3]
HOURS, PAUSED = SilenceReason.OFF_HOURS, SilenceReason.PAUSED


def silent(name: str, rule: str, reason: SilenceReason, number: int = 0) -> tuple[Moment, Silence]:
    id = uuid5(ORG, f"{name} {rule} {reason} {number}")
    made = Moment(
        id=id, person=who(name), at=START, need=Need.MORE, rule=rule, because={}, breakpoint=True,
        subject="payments#1", says="", context=Context(text="", at=START),
    )  # fmt: skip
    told = Silence(
        id=id, moment=id, person=made.person, at=START, reason=reason, says="", candidates=(),
        propensity=1.0,
    )  # fmt: skip
    return made, told


def counted(moments: Iterable[tuple[Moment, Silence]]) -> Attention:
    tally = Tally()
    for name in NAMES:
        tally.worked(who(name), START)
    for made, told in moments:
        tally.add(made, told)
    found = tally.attention(RULES, ())
    assert found is not None
    return found


def test_rules_of_few_people_share_a_line_where_they_are_five_together() -> None:
    many = [silent(name, FIRST.key, HOURS) for name in NAMES]
    three = [silent(name, SECOND.key, HOURS) for name in NAMES[:3]]
    two = [silent(name, THIRD.key, HOURS) for name in NAMES[3:5]]
    found = counted([*many, *three, *two])
    assert [(line.key, line.moments, line.people) for line in found.rules] == [
        (FIRST.key, 8, 8),
        ("", 5, 5),
    ]
    assert (found.moments, found.left_out) == (13, False)


def test_what_concerns_fewer_than_five_together_is_in_no_figure() -> None:
    many = [silent(name, FIRST.key, HOURS) for name in NAMES]
    anas = [silent("ana", SECOND.key, PAUSED, n) for n in range(7)]
    assert counted([*many, *anas]) == replace(counted(many), left_out=True)


def test_a_reason_that_concerns_fewer_than_five_is_not_told() -> None:
    many = [silent(name, FIRST.key, HOURS) for name in NAMES]
    anas = [silent("ana", FIRST.key, PAUSED, n) for n in range(7)]
    found = counted([*many, *anas])
    assert found.silences == {HOURS.value: 8}
    assert [line.silences for line in found.rules] == [{HOURS.value: 8}]
