"""Stance: suggested by load, and help that is another for each of the three."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.attention import History, Policy
from journeywork.engine.context import Context
from journeywork.engine.decisions import Offer, Silence
from journeywork.engine.moments import Moment, Need
from journeywork.engine.options import Option, OptionKind, Part
from journeywork.engine.people import WorkingTime
from journeywork.engine.stances import Load, Stance, suggested
from journeywork.engine.support import decide

AT = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
ANA, MOMENT, DECISION = (UUID(int=n) for n in (1, 2, 3))
POLICY = Policy(withheld=0.0)
HISTORY = History(working_time=WorkingTime(zone=UTC))


def card(number: int, form: str, minutes: int, score: float) -> Option:
    return Option(
        kind=OptionKind.CARD,
        id=UUID(int=100 + number),
        title=f"{form} of {minutes}",
        score=score,
        parts=(Part(name="words", value=score, says="shares some of your words"),),
        chance=0.9,
        form=form,
        minutes=minutes,
    )


LONG = card(1, "how-to", 5, 0.9)
SHORT = card(2, "reference", 1, 0.5)
LIST = card(3, "checklist", 3, 0.6)
WHY = card(4, "decision framework", 4, 0.7)
PAST = replace(LONG, kind=OptionKind.EPISODE, id=UUID(int=200), title="Earlier", form="", minutes=0)
BEN = replace(PAST, kind=OptionKind.PERSON, id=UUID(int=300), title="Ben", score=0.8)
EVERY = (LONG, SHORT, LIST, WHY, PAST, BEN)


def moment(stance: Stance | None, need: Need = Need.APPLY) -> Moment:
    return Moment(
        id=MOMENT,
        person=ANA,
        at=AT,
        need=need,
        rule="first_area",
        context=Context(text="fees", at=AT, person=ANA),
        because={},
        breakpoint=True,
        stance=stance,
    )


def decided(
    stance: Stance | None, options: tuple[Option, ...] = EVERY, need: Need = Need.APPLY
) -> Offer | Silence:
    return decide(
        id=DECISION,
        moment=moment(stance, need),
        options=options,
        policy=POLICY,
        history=HISTORY,
        draw=0.9,
    )


def offered(stance: Stance | None, options: tuple[Option, ...] = EVERY) -> Offer:
    found = decided(stance, options)
    assert isinstance(found, Offer)
    return found


def test_the_same_moment_gets_other_help_for_each_stance() -> None:
    assert {stance: offered(stance).option.title for stance in (None, *Stance)} == {
        None: "how-to of 5",
        Stance.COMPLETION: "reference of 1",
        Stance.PERFORMANCE: "checklist of 3",
        Stance.DEVELOPMENT: "decision framework of 4",
    }


def test_only_who_wants_to_learn_is_shown_other_ways() -> None:
    assert {stance: len(offered(stance).alternatives) for stance in (None, *Stance)} == {
        None: 0,
        Stance.COMPLETION: 0,
        Stance.PERFORMANCE: 0,
        Stance.DEVELOPMENT: 2,
    }
    other = [each.kind for each in offered(Stance.DEVELOPMENT).alternatives]
    assert other == [OptionKind.EPISODE, OptionKind.PERSON]


def test_to_get_it_done_nothing_but_a_card_is_offered() -> None:
    found = decided(Stance.COMPLETION, (PAST, BEN))
    assert isinstance(found, Silence)
    assert found.says == "The nearest was “Earlier”, but you want to get this done."
    assert isinstance(decided(None, (PAST, BEN)), Offer)


def test_a_colleague_is_the_shortest_way_where_something_went_wrong() -> None:
    found = decided(Stance.COMPLETION, (PAST, BEN), need=Need.SOLVE)
    assert isinstance(found, Offer)
    assert found.option == BEN


def test_a_longer_card_says_that_it_takes_longer() -> None:
    assert offered(Stance.COMPLETION).why_not_next[:1] == (
        "“Earlier” fits too, but you want to get this done.",
    )
    two = offered(Stance.COMPLETION, (LONG, SHORT))
    assert two.why_not_next == ("“how-to of 5” fits too, but takes longer: 5 minutes.",)


@given(st.sampled_from([None, *Stance]), st.permutations(EVERY))
def test_no_stance_lets_in_what_does_not_fit(stance: Stance | None, options: list[Option]) -> None:
    weak = tuple(replace(each, chance=0.01) for each in options)
    assert isinstance(decided(stance, weak), Silence)


@pytest.mark.parametrize(
    ("load", "stance", "says"),
    [
        (
            Load(open_work=12, hours=40),
            Stance.COMPLETION,
            "About 3.5 hours for each of 12 pieces of open work this week.",
        ),
        (
            Load(open_work=2, hours=2, dated=True, wished=True),
            Stance.COMPLETION,
            "About an hour for each of 2 pieces of open work until the next thing is due.",
        ),
        (
            Load(open_work=2, hours=40, wished=True),
            Stance.DEVELOPMENT,
            "It fits what you want to learn, and there are about 20 hours for it.",
        ),
        (
            Load(open_work=8, hours=40, wished=True),
            Stance.PERFORMANCE,
            "It fits what you want to learn, but there are only about 5 hours for it.",
        ),
        (
            Load(open_work=2, hours=40),
            Stance.PERFORMANCE,
            "There are about 20 hours for each piece of open work.",
        ),
    ],
)
def test_a_stance_is_suggested_by_load_with_its_reason(
    load: Load, stance: Stance, says: str
) -> None:
    found = suggested(load)
    assert (found.stance, found.says) == (stance, says)


@given(
    st.integers(min_value=0, max_value=40),
    st.floats(min_value=0, max_value=45),
    st.booleans(),
)
def test_more_on_the_desk_never_asks_to_learn_more(
    open_work: int, hours: float, wished: bool
) -> None:
    order = list(Stance)
    now = suggested(Load(open_work=open_work, hours=hours, wished=wished)).stance
    more = suggested(Load(open_work=open_work + 1, hours=hours, wished=wished)).stance
    assert order.index(more) <= order.index(now)
