"""Dora and Ana have a one-to-one: both see the same page, drafts are their authors', and no third."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from journeywork.activities import actions as activities
from journeywork.activities import queries as together
from journeywork.coaching import talk_queries as queries
from journeywork.coaching import talks
from journeywork.coaching.models import PointRow
from journeywork.engine.people import Person
from journeywork.kernel import audit, erasure
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.models import PublishedFact
from journeywork.kernel.reader import reading_as
from tests.conftest import Cast


@pytest.fixture
def talk(cast: Cast, at: datetime) -> queries.Talk:
    id = talks.begin(with_id=cast.ana.id, title="One-to-one", by=cast.dora.id, at=at)
    return queries.talk(id, reader=cast.ana.id)


def texts(talk: queries.Talk, reader: Person) -> tuple[list[str], list[str], list[str]]:
    """Return the reader's drafts, the points of both, and what was talked about."""
    found = queries.agenda(talk, reader=reader.id)
    return tuple([one.text for one in some] for some in (found.drafts, found.points, found.before))  # type: ignore[return-value]


def add(talk: queries.Talk, who: Person, text: str, at: datetime, **more: bool) -> UUID:
    return talks.add(talk_id=talk.id, text=text, by=who.id, at=at, **more).id


def test_either_begins_it_and_two_have_one(cast: Cast, at: datetime, talk: queries.Talk) -> None:
    assert (talk.lead, talk.member) == (cast.dora.id, cast.ana.id)
    again = talks.begin(with_id=cast.dora.id, title="Again", by=cast.ana.id, at=at)
    assert again == talk.id
    assert [one.id for one in queries.talks(cast.ana.id)] == [talk.id]
    assert talk.other(cast.ana.id) == cast.dora.id


@pytest.mark.parametrize("other", ["ana", "cleo", "emil"])
def test_it_is_for_a_lead_and_whom_they_lead(cast: Cast, at: datetime, other: str) -> None:
    with pytest.raises(Invalid):
        talks.begin(with_id=getattr(cast, other).id, title="One-to-one", by=cast.ana.id, at=at)


def test_a_draft_is_its_authors_until_they_put_it(
    cast: Cast, at: datetime, talk: queries.Talk
) -> None:
    point = add(talk, cast.ana, "More time for tests", at)
    assert texts(talk, cast.ana) == (["More time for tests"], [], [])
    assert texts(talk, cast.dora) == ([], [], [])
    talks.put(point_id=point, by=cast.ana.id, at=at)
    assert texts(talk, cast.ana) == texts(talk, cast.dora) == ([], ["More time for tests"], [])


def test_what_was_not_come_to_is_carried_over(cast: Cast, at: datetime, talk: queries.Talk) -> None:
    first = add(talk, cast.ana, "First", at, put=True)
    add(talk, cast.dora, "Second", at, put=True)
    draft = add(talk, cast.dora, "Not yet", at)
    week = at + timedelta(days=7)
    # Ana cannot see Dora's draft, and cannot say that they have talked about it.
    assert talks.talked(talk_id=talk.id, points={first, draft}, by=cast.ana.id, at=week) == 1
    later = week + timedelta(days=1)
    add(talk, cast.ana, "Third", later, put=True)
    found = queries.agenda(talk, reader=cast.dora.id)
    assert [(one.text, one.carried) for one in found.points] == [("Second", True), ("Third", False)]
    assert texts(talk, cast.dora)[2] == ["First"]
    assert texts(talk, cast.dora)[0] == ["Not yet"]


def test_only_its_author_puts_and_drops_a_point(
    cast: Cast, at: datetime, talk: queries.Talk
) -> None:
    point = add(talk, cast.ana, "Mine", at, put=True)
    for act in (
        lambda: talks.drop(point_id=point, by=cast.dora.id),
        lambda: talks.put(point_id=point, by=cast.dora.id, at=at),
    ):
        with pytest.raises(NotFound):
            act()
    assert talks.talk_of(point_id=point, by=cast.ana.id) == talk.id
    talks.drop(point_id=point, by=cast.ana.id)
    assert texts(talk, cast.dora) == ([], [], [])


def test_what_is_agreed_becomes_commitments_three_open_at_most(
    cast: Cast, at: datetime, talk: queries.Talk
) -> None:
    due = at.date() + timedelta(days=7)

    def agree(owner: Person, text: str = "Ask the bank") -> UUID:
        return talks.agree(
            talk_id=talk.id, text=text, owner=owner.id, due=due, by=cast.ana.id, at=at
        ).id

    first = agree(cast.dora)
    agree(cast.ana)
    agree(cast.ana)
    with pytest.raises(Invalid):
        agree(cast.ana)
    with pytest.raises(Invalid):
        agree(cast.ben)
    activities.answer_commitment(commitment_id=first, done=True, by=cast.dora.id, at=at)
    agree(cast.ana, "One more")
    assert len(together.commitments(activity=talk.id)) == 4


@pytest.mark.parametrize("third", ["ben", "cleo", "emil"])
def test_there_is_none_for_a_third_person(
    cast: Cast, at: datetime, talk: queries.Talk, third: str
) -> None:
    who: Person = getattr(cast, third)
    point = add(talk, cast.ana, "Between us", at, put=True)
    for act in (
        lambda: queries.talk(talk.id, reader=who.id),
        lambda: add(talk, who, "Me too", at),
        lambda: talks.talked(talk_id=talk.id, points={point}, by=who.id, at=at),
        lambda: talks.agree(
            talk_id=talk.id, text="x", owner=who.id, due=at.date(), by=who.id, at=at
        ),
    ):
        with pytest.raises(NotFound):
            act()
    assert queries.talks(who.id) == ()
    assert "Between us" not in str(erasure.collect(who.id))


def raw(reader: UUID | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('journeywork.reader', %s, true)", [str(reader or "")])
        cursor.execute("select count(*) from coaching_point")
        return int(cursor.fetchone()[0])


def test_the_database_itself_shows_a_point_to_the_two_and_a_draft_to_its_author(
    cast: Cast, at: datetime, talk: queries.Talk
) -> None:
    add(talk, cast.ana, "Put", at, put=True)
    add(talk, cast.ana, "Draft", at)
    # Even a third who came to the activity in some way is none of the two.
    activities.join(activity_id=talk.id, person_id=cast.ben.id, role="x", by=None, at=at)
    seen = {key: raw(getattr(cast, key).id) for key in ("ana", "dora", "ben", "cleo", "emil")}
    assert seen == {"ana": 2, "dora": 1, "ben": 0, "cleo": 0, "emil": 0}
    assert raw(None) == 0
    with reading_as(cast.dora.id):
        assert PointRow.objects.update(text="changed") == 0


def test_points_lie_sealed_and_nothing_else_tells_of_them(
    cast: Cast, at: datetime, talk: queries.Talk
) -> None:
    facts = PublishedFact.objects.count()
    add(talk, cast.ana, "A secret wish", at, put=True)
    assert PublishedFact.objects.count() == facts
    with reading_as(cast.ana.id), connection.cursor() as cursor:
        cursor.execute("select t::text from coaching_point t")
        assert "secret" not in cursor.fetchone()[0]
    assert [line.verb for line in audit.lines(limit=100) if "point" in line.verb] == []


def test_each_takes_out_and_takes_away_their_own_points(
    cast: Cast, at: datetime, talk: queries.Talk
) -> None:
    add(talk, cast.ana, "Of Ana", at, put=True)
    add(talk, cast.dora, "Of Dora", at, put=True)
    told = str(erasure.collect(cast.ana.id)["coaching_point"])
    assert ("Of Ana" in told, "Of Dora" in told) == (True, False)
    erasure.erase(cast.ana.id)
    assert texts(talk, cast.dora)[1] == ["Of Dora"]


def test_whoever_leaves_ends_it_for_themselves(
    cast: Cast, at: datetime, talk: queries.Talk
) -> None:
    activities.leave(activity_id=talk.id, person_id=cast.ana.id, by=cast.ana.id, at=at)
    assert queries.talks(cast.ana.id) == ()
    anew = talks.begin(with_id=cast.ana.id, title="One-to-one", by=cast.dora.id, at=at)
    assert anew != talk.id


def test_what_has_ended_takes_no_more_points(cast: Cast, at: datetime, talk: queries.Talk) -> None:
    activities.end(activity_id=talk.id, by=cast.ana.id, at=at)
    with pytest.raises(Invalid, match="ended"):
        add(talk, cast.ana, "One more thing", at)


def test_what_does_not_fit_is_named(cast: Cast, at: datetime, talk: queries.Talk) -> None:
    for text in ("  ", "x" * 501):
        with pytest.raises(Invalid):
            add(talk, cast.ana, text, at)
    for n in range(talks.MOST_POINTS):
        add(talk, cast.ana, f"Point {n}", at)
    with pytest.raises(Invalid, match="too much"):
        add(talk, cast.ana, "One too many", at)
