"""Reading without the ORM: the same values, the same walls, the same faults."""

from datetime import datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from journeywork.engine.feedback import ResponseKind
from journeywork.engine.people import Person
from journeywork.kernel.reading import read
from journeywork.kernel.tenancy import within
from journeywork.knowledge import actions
from journeywork.knowledge.models import CardRow
from journeywork.knowledge.reading import published
from journeywork.knowledge.values import card_of, tallied
from journeywork.people import queries
from journeywork.people.reading import persons_of
from journeywork.people.values import person_of, person_rows
from journeywork.work import actions as work
from journeywork.work.models import EpisodeRow
from journeywork.work.reading import episodes_of
from journeywork.work.values import episode_of
from tests.conftest import Cast
from tests.rooms.test_knowledge_finding import merged


def test_cards_are_those_that_the_orm_reads(cast: Cast, at: datetime) -> None:
    made = [actions.draft(title=f"Card {n}", body="Words.", by=cast.ana.id, at=at) for n in "abc"]
    for one in made[:2]:
        actions.publish_card(card_id=one.id, by=cast.ana.id, at=at)
    actions.learn(card_id=made[0].id, kind=ResponseKind.HELPED, by=cast.ben.id, at=at)
    rows = tallied(CardRow.objects.filter(state="published"))
    by_orm = {row.id: (card_of(row, at.date(), tally), row.language) for row, tally in rows}
    ids = [one.id for one in made]
    read_here = {
        row.id: (card_of(row, at.date(), tally), row.language) for row, tally in published(ids)
    }
    assert read_here == by_orm
    assert sorted(by_orm) == sorted(ids[:2])
    assert by_orm[ids[0]][0].helped == 1
    with within(cast.other_org):
        assert published(ids) == []


def test_people_are_those_that_the_orm_reads(cast: Cast) -> None:
    by_orm = [person_of(row) for row in person_rows().order_by("name", "id")]
    ids = [one.id for one in by_orm]
    assert persons_of([*ids, cast.outsider.id], active_only=False) == by_orm
    assert cast.payments.id in queries.person(cast.dora.id).leads
    with within(cast.other_org):
        found = persons_of(ids, active_only=False)
        assert found == list[Person]()


def test_episodes_are_those_that_the_orm_reads(cast: Cast, at: datetime) -> None:
    events = [merged(cast, at - timedelta(days=n), n) for n in (1, 2, 3)]
    work.accept(events, by=None, at=at)
    while work.digest(at=at):
        pass
    rows = {row.id: row for row in EpisodeRow.objects.all()}
    first, second, third = sorted(rows)
    EpisodeRow.objects.filter(id=first).update(joined_to=second)
    by_orm = {id: episode_of(row) for id, row in rows.items()}
    assert episodes_of([first, third]) == {first: by_orm[second], third: by_orm[third]}
    assert episodes_of([second, third]) == {second: by_orm[second], third: by_orm[third]}
    assert episodes_of([]) == {}
    with within(cast.other_org):
        assert episodes_of(rows) == {}


def test_the_database_keeps_the_walls_where_a_statement_forgets_them(cast: Cast) -> None:
    assert read("select count(*) from people_person", {}) == [(5,)]
    with within(cast.other_org):
        assert read("select count(*) from people_person", {}) == [(1,)]


def test_a_fault_is_one_of_djangos_and_statements_are_counted(cast: Cast) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        read("select nothing from nowhere", {})
    with CaptureQueriesContext(connection) as captured:
        assert read("select %(one)s::int", {"one": 1}) == [(1,)]
    assert [query["sql"] for query in captured] == ["select %(one)s::int"]
