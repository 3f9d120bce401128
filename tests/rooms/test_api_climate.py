"""What was told of the climate, through the API: one's own teams and everybody, no one person."""

from datetime import datetime, timedelta
from uuid import UUID

from journeywork.coaching import climate
from journeywork.engine.climate import ITEMS
from journeywork.engine.people import Person
from journeywork.people import actions as people
from journeywork.people import queries as directory
from tests.conftest import Cast
from tests.rooms.calling import Calls

SAFE = {item.key: 2 if item.turned else 6 for item in ITEMS}


def told(cast: Cast, teams: dict[UUID, list[Person]], at: datetime) -> None:
    begun = at - timedelta(days=10)
    asking = climate.ask(closes_at=begun + timedelta(days=7), by=cast.emil.id, at=begun)
    for team, persons in teams.items():
        for person in persons:
            climate.answer(asking_id=asking.id, team=team, answers=SAFE, by=person.id, at=begun)
    climate.close_due(at=at)


def five(team: UUID, at: datetime) -> list[Person]:
    made = [
        people.add_person(
            name=f"P{n}", email=f"{n}-{team}@x.example", teams=(team,), by=None, at=at
        )
        for n in range(5)
    ]
    return [directory.person(one.id) for one in made]


def test_each_team_reads_its_own_figures_and_everybodys(cast: Cast, at: datetime) -> None:
    teams = {one: five(one, at) for one in (cast.payments.id, cast.support.id)}
    calls = Calls(at)
    assert calls.as_(cast.ana)("GET", "climate").items == []
    told(cast, teams, at)
    for somebody, team in ((cast.ana, cast.payments), (cast.cleo, cast.support)):
        (found,) = calls.as_(somebody)("GET", "climate").items
        assert [one["team"] for one in found["told"]] == [None, str(team.id)]
        assert found["told"][1]["whole"] == 6.0
        assert set(found["told"][1]["items"]) == set(SAFE)
    assert calls.as_(cast.outsider)("GET", "climate").items == []


def test_of_fewer_than_five_nothing_is_told(cast: Cast, at: datetime) -> None:
    told(cast, {cast.payments.id: five(cast.payments.id, at)[:4]}, at)
    (found,) = Calls(at).as_(cast.ana)("GET", "climate").items
    assert found["told"] == []


def test_no_token_answers(cast: Cast, at: datetime) -> None:
    call = Calls(at).as_(cast.ana)
    assert {call(method, "climate", {}).status for method in ("POST", "PUT", "PATCH")} == {405}
