"""Emil says to whom Ana reports: by key, address or name, among however many people."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from journeywork.people import actions, queries
from tests.conftest import Cast
from tests.web.stage import Stage, make_stage
from tests.web.test_query_budget import client_of

ANA = "/admin/people/ana/"


@dataclass
class Desk:
    """The page about Ana, as Emil has it open."""

    cast: Cast
    emil: Client

    def page(self) -> str:
        return self.emil.get(ANA).content.decode()

    def stands(self) -> str:
        (value,) = re.findall(r'name="reports_to"(?: value="([^"]*)")?', self.page())
        return value

    def save(self, reports_to: str) -> Any:
        ana = self.cast.ana
        return self.emil.post(
            ANA,
            {"name": ana.name, "email": ana.email, "roles": ["member"], "zone_name": "UTC",
             "teams": [str(team) for team in ana.teams], "language": "en",
             "reports_to": reports_to},
        )  # fmt: skip

    def above(self) -> str:
        above = queries.person(self.cast.ana.id).reports_to
        return queries.person(above).key if above else ""


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return make_stage(cast)


@pytest.fixture
def desk(stage: Stage) -> Desk:
    return Desk(cast=stage.cast, emil=client_of(stage.cast.emil.id))


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("ben", "ben"),
        ("Ben@Fairwater.example", "ben"),
        ("Cleo", "cleo"),
        ("", ""),
        ("dora", "dora"),
    ],
)
def test_whoever_is_meant_is_found(desk: Desk, typed: str, key: str) -> None:
    assert desk.stands() == "dora"
    assert desk.save(typed).status_code == 302
    assert (desk.above(), desk.stands()) == (key, key)


@pytest.mark.parametrize("typed", ["zeppelin", "fairwater.example"])
def test_nobody_and_several_are_refused_beside_the_field(desk: Desk, typed: str) -> None:
    answer = desk.save(typed)
    assert answer.status_code == 422
    assert "Nobody here is called that, or more than one." in answer.content.decode()
    assert desk.above() == "dora"


def test_a_line_to_somebody_who_left_outlives_another_change(desk: Desk, stage: Stage) -> None:
    ben = stage.cast.ben.id
    actions.deactivate(person_id=ben, by=None, at=stage.at)
    assert desk.save("ben").status_code == 422
    actions.change_person(person_id=stage.cast.ana.id, reports_to=ben, by=None, at=stage.at)
    assert desk.save(desk.stands()).status_code == 302
    assert desk.above() == "ben"


def test_the_page_does_not_grow_with_the_organisation(desk: Desk, stage: Stage) -> None:
    few = desk.page().count("<option value=")
    for number in range(200):
        actions.add_person(name=f"P {number}", email="", by=None, at=stage.at)
    assert desk.page().count("<option value=") == few - len(queries.page(limit=5))
    assert desk.save("ben").status_code == 302
