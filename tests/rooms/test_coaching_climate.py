"""How safe it is to speak here: asked of everybody, told together, and of nobody."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection

from journeywork.coaching import climate, queries
from journeywork.coaching.models import BoxRow, FigureRow, TurnRow
from journeywork.engine.climate import ITEMS
from journeywork.engine.people import Person
from journeywork.kernel import audit
from journeywork.kernel.errors import Denied, Invalid, NotFound
from journeywork.kernel.tenancy import within
from journeywork.people import actions as people
from journeywork.people import queries as persons
from tests.conftest import Cast

TWO_WEEKS = timedelta(days=14)


def said(*, risk: int, all: int = 4) -> dict[str, int]:
    return {item.key: all for item in ITEMS} | {"risk": risk}


@pytest.fixture
def crew(cast: Cast, at: datetime) -> tuple[Person, ...]:
    """Seven people of payments."""
    made = [
        people.add_person(
            name=f"Person {n}",
            email=f"p{n}@fairwater.example",
            teams=(cast.payments.id,),
            by=None,
            at=at,
        )
        for n in range(7)
    ]
    return tuple(persons.person(one.id) for one in made)


@pytest.fixture
def asking(cast: Cast, at: datetime) -> queries.Asking:
    return climate.ask(closes_at=at + TWO_WEEKS, by=cast.emil.id, at=at)


def answer(asking: queries.Asking, who: Person, team: UUID, at: datetime, risk: int = 4) -> None:
    climate.answer(asking_id=asking.id, team=team, answers=said(risk=risk), by=who.id, at=at)


def test_what_seven_say_is_told_when_the_time_is_up(
    cast: Cast, at: datetime, asking: queries.Asking, crew: tuple[Person, ...]
) -> None:
    for who, risk in zip(crew, (2, 3, 4, 4, 5, 6, 7), strict=True):
        answer(asking, who, cast.payments.id, at, risk)
    assert climate.close_due(at=at + TWO_WEEKS - timedelta(minutes=1)) == 0
    assert queries.told(asking.id, reader=crew[0]) == ()
    assert climate.close_due(at=at + TWO_WEEKS) == 1
    whole, team = queries.told(asking.id, reader=crew[0])
    assert (whole.team, team.team) == (None, cast.payments.id)
    assert (whole.items, whole.whole) == (team.items, team.whole)
    assert (team.items["risk"], team.items["help"], team.whole) == (4.4, 4.0, 4.1)
    assert [one.id for one in queries.last_told()] == [asking.id]


def test_a_team_is_told_to_itself_and_to_nobody_else(
    cast: Cast, at: datetime, asking: queries.Asking, crew: tuple[Person, ...]
) -> None:
    for who in crew:
        answer(asking, who, cast.payments.id, at)
    climate.close_due(at=at + TWO_WEEKS)
    for reader in (cast.cleo, cast.emil):
        assert cast.payments.id not in {*reader.teams, *reader.leads}
        assert [one.team for one in queries.told(asking.id, reader=reader)] == [None]
    with within(cast.other_org):
        assert queries.told(asking.id, reader=cast.outsider) == ()


def test_four_answers_tell_nothing(
    cast: Cast, at: datetime, asking: queries.Asking, crew: tuple[Person, ...]
) -> None:
    for who in crew[:4]:
        answer(asking, who, cast.payments.id, at)
    climate.close_due(at=at + TWO_WEEKS)
    assert queries.told(asking.id, reader=crew[0]) == ()
    assert FigureRow.objects.count() == 0


def test_one_is_asked_until_one_has_answered(
    cast: Cast, at: datetime, asking: queries.Asking, crew: tuple[Person, ...]
) -> None:
    who = crew[0]
    assert queries.waits_for(who, at=at) == asking
    answer(asking, who, cast.payments.id, at)
    assert queries.waits_for(who, at=at) is None
    assert queries.waits_for(crew[1], at=at + TWO_WEEKS) is None
    with pytest.raises(Invalid):
        answer(asking, who, cast.payments.id, at)
    assert [len(json.loads(box.answers)) for box in BoxRow.objects.all()] == [1]


def test_one_answers_for_ones_own_team_in_time_and_within_the_scale(
    cast: Cast, at: datetime, asking: queries.Asking, crew: tuple[Person, ...]
) -> None:
    with pytest.raises(Denied):
        answer(asking, crew[0], cast.support.id, at)
    with pytest.raises(NotFound):
        answer(asking, crew[0], cast.payments.id, at + TWO_WEEKS)
    with pytest.raises(Invalid) as refusal:
        answer(asking, crew[0], cast.payments.id, at, risk=8)
    assert refusal.value.faults == {"risk": "must be from 1 to 7"}
    with pytest.raises(Invalid):
        climate.answer(asking_id=asking.id, team=cast.payments.id, answers={}, by=crew[0].id, at=at)
    assert (TurnRow.objects.count(), BoxRow.objects.count()) == (0, 0)


def test_people_are_asked_one_thing_at_a_time_and_not_all_the_time(
    cast: Cast, at: datetime, asking: queries.Asking
) -> None:
    def again(days: float, ahead: float = 14) -> None:
        when = at + timedelta(days=days)
        climate.ask(closes_at=when + timedelta(days=ahead), by=cast.emil.id, at=when)

    with pytest.raises(Invalid, match="asked already"):
        again(1)
    climate.close_due(at=at + TWO_WEEKS)
    with pytest.raises(Invalid, match="less than 60 days ago"):
        again(15)
    with pytest.raises(Invalid, match="3 to 60 days ahead"):
        again(70, ahead=1)
    again(70)


def rows() -> Iterator[tuple[str, str]]:
    """Every row of every table as PostgreSQL has it, with the table's name."""
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            cursor.execute(f'select t::text from "{table}" t')
            for (text,) in cursor.fetchall():
                yield table, text


def test_nothing_that_is_kept_says_who_said_what_or_when(
    cast: Cast, at: datetime, asking: queries.Asking, crew: tuple[Person, ...]
) -> None:
    for minute, who in enumerate(crew):
        answer(asking, who, cast.payments.id, at + timedelta(minutes=17 * minute), risk=minute + 1)
    [box] = BoxRow.objects.all()
    assert sorted(one["risk"] for one in json.loads(box.answers)) == [1, 2, 3, 4, 5, 6, 7]
    assert {frozenset(one) for one in json.loads(box.answers)} == {
        frozenset(item.key for item in ITEMS)
    }
    sealed = [text for table, text in rows() if table == "coaching_box"]
    assert len(sealed) == 1
    assert "risk" not in sealed[0]
    told = [text for table, text in rows() if table == "coaching_turn"]
    # Of a turn there is the organisation, the asking and the person, and an id by lot.
    assert {len(text.strip("()").split(",")) for text in told} == {4}
    assert not any(str(at.date()) in text for text in told)
    assert [row.id.version for row in TurnRow.objects.all()] == [4] * 7
    about = [(line.verb, line.by) for line in audit.lines(limit=50) if "climate" in line.verb]
    assert about == [("climate.asked", cast.emil.id)]


def test_the_order_in_the_box_is_not_that_of_writing(
    cast: Cast, at: datetime, asking: queries.Asking, crew: tuple[Person, ...]
) -> None:
    """By lot, seven answers keep their order once in 5,040 times; ten boxes never all do."""
    orders = []
    for turn in range(10):
        BoxRow.objects.all().delete()
        TurnRow.objects.all().delete()
        for n, who in enumerate(crew):
            answer(asking, who, cast.payments.id, at, risk=n + 1)
        orders.append([one["risk"] for one in json.loads(BoxRow.objects.get().answers)])
        assert sorted(orders[turn]) == [1, 2, 3, 4, 5, 6, 7]
    assert any(order != sorted(order) for order in orders)
    assert len({tuple(order) for order in orders}) > 1


def test_when_it_is_told_the_answers_are_gone(
    cast: Cast, at: datetime, asking: queries.Asking, crew: tuple[Person, ...]
) -> None:
    for who in crew:
        answer(asking, who, cast.payments.id, at)
    climate.close_due(at=at + TWO_WEEKS)
    assert (BoxRow.objects.count(), TurnRow.objects.count()) == (0, 0)
    assert climate.close_due(at=at + TWO_WEEKS) == 0
