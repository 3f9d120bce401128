"""Help is looked for at many moments at once, and it costs the database what one moment costs."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeywork.engine.context import Context, QueryKind
from journeywork.engine.moments import Moment, Need
from journeywork.engine.options import OptionKind
from journeywork.engine.support import Offer, Silence
from journeywork.engine.work import Help, HelpKind, WorkEvent
from journeywork.kernel.ids import new_id
from journeywork.knowledge import indexing
from journeywork.people import actions as people
from journeywork.support import actions, sources
from journeywork.work import actions as work
from tests.conftest import Cast
from tests.rooms.test_support import card, folder, moment

__all__ = ["folder"]

EVERYTHING = (OptionKind.CARD, OptionKind.EPISODE, OptionKind.PERSON)
WANTS = (EVERYTHING, EVERYTHING[::-1], (OptionKind.CARD,), (OptionKind.PERSON,))
AREAS = ("billing", "ledger", "refunds", "reports")


@pytest.fixture
def busy(cast: Cast, at: datetime, folder: object) -> Cast:
    """Ben and Dora have worked everywhere, and a card stands for each part of it."""
    del folder
    for number, area in enumerate(AREAS * 3):
        work.accept([_merged(cast, at, number, area)], by=None, at=at)
    while work.digest(at=at):
        pass
    for area in AREAS:
        card(cast, at, f"Before you touch {area}", body=f"What {area} is about.")
    return cast


def _merged(cast: Cast, at: datetime, number: int, area: str) -> WorkEvent:
    return WorkEvent(
        source="git", id=f"m{number}", type="change.merged", at=at - timedelta(days=number + 2),
        subject=f"payments#{100 + number}", by=cast.ben.id, place="payments",
        paths=(f"{area}/part{number}.py",), title=f"Part {number} of {area}",
        helpers=(Help(by=cast.dora.id, to=cast.ben.id, kind=HelpKind.REVIEWED),),
    )  # fmt: skip


def looking(cast: Cast, at: datetime, number: int) -> Moment:
    """Somebody new meets a part of the work, and the moment wants one sort of help or another."""
    area = AREAS[number % len(AREAS)]
    who = people.add_person(
        name=f"P{number}", email=f"{new_id()}@x.example", teams=(cast.payments.id,),
        by=None, at=at, invited=True,
    )  # fmt: skip
    context = Context(
        text=f"Rework {area}, part {number}", at=at, person=who.id, kind=QueryKind.CHANGE,
        place="payments", paths=(f"{area}/part{number}.py",), teams=(cast.payments.id,),
    )  # fmt: skip
    wants = WANTS[number % len(WANTS)]
    return moment(cast, at, person=who.id, context=context, wants=wants, need=Need.NEW)


def nowhere(cast: Cast, at: datetime) -> Moment:
    """Ana is where nothing is written; somebody knows."""
    context = Context(
        text="Zeppelin hangar", at=at, person=cast.ana.id, kind=QueryKind.CHANGE,
        place="payments", paths=("ledger/x.py",), teams=cast.ana.teams,
    )  # fmt: skip
    return moment(cast, at, context=context, wants=(OptionKind.CARD, OptionKind.PERSON))


def cost(moments: list[Moment], at: datetime) -> int:
    with CaptureQueriesContext(connection) as captured:
        made = actions.consider(moments, at=at, draw=lambda: 0.9)
    assert len(made) == len(moments)
    assert any(isinstance(each, Offer) for each in made)
    return len(captured)


def test_many_moments_cost_what_four_cost(busy: Cast, at: datetime) -> None:
    few = [looking(busy, at, number) for number in range(4)] + [nowhere(busy, at)]
    many = [looking(busy, at, number) for number in range(40)] + [nowhere(busy, at)]
    indexing.catch_up()
    cost([looking(busy, at, 3)], at)  # Who knows is folded once, and kept.
    assert cost(many, at) == cost(few, at)


def test_together_and_alone_the_same_is_found(busy: Cast, at: datetime) -> None:
    moments = [looking(busy, at, number) for number in range(8)]
    together = sources.gather([(each, each.wants) for each in moments])
    alone = [sources.gather([(each, each.wants)])[0] for each in moments]
    assert together == alone
    assert {option.kind for found in together for option in found} == set(EVERYTHING)


def test_a_colleague_is_looked_for_only_where_nothing_written_fits(
    busy: Cast, at: datetime
) -> None:
    moments = (looking(busy, at, 0), nowhere(busy, at))
    made = {each.moment: each for each in actions.consider(moments, at=at, draw=lambda: 0.9)}
    kinds = [{option.kind for option in made[each.id].candidates} for each in moments]
    assert kinds == [{OptionKind.CARD, OptionKind.EPISODE}, {OptionKind.PERSON}]


def test_without_an_index_moments_that_need_none_are_decided(
    cast: Cast, at: datetime, folder: object
) -> None:
    del folder
    note = moment(cast, at, need=Need.REFLECT, wants=(OptionKind.NOTE,))
    (made,) = actions.consider([moment(cast, at), note], at=at, draw=lambda: 0.9)
    assert not isinstance(made, Silence)
    assert made.moment == note.id
