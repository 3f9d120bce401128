"""Whom Ana would rather not be matched with is hers: no page, export, count or order tells of it.

Everything that others read is compared with and without the block; in each comparison there is a
control in which something does change. In plain SQL the application's role reads none.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from journeywork.engine.fit.market_of import market_of
from journeywork.engine.fit.participants import Participant
from journeywork.engine.fit.parts import why
from journeywork.engine.fit.rules import MENTORING
from journeywork.engine.fit.survey import Survey
from journeywork.engine.fit.unmatched import relaxing, unmatched
from journeywork.engine.matching.market import parts_of
from journeywork.engine.mentoring import Programme
from journeywork.engine.people import Person
from journeywork.kernel import clock, erasure, sealed
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.ids import new_id
from journeywork.kernel.reader import reading_as
from journeywork.kernel.schema import harden
from journeywork.mentoring import blocks, previewing
from journeywork.mentoring.models import BlockRow
from journeywork.mentoring.taking_part import participants, seen_by
from tests.conftest import TUESDAY, Cast
from tests.database import MAY_BEGIN_ANEW, NAME, cluster
from tests.fakes import stage
from tests.rooms.debriefing import every_row
from tests.rooms.mentoring import enrol, programme, somebody
from tests.web.test_query_budget import client_of

TABLE = "mentoring_block"


@pytest.fixture
def cohort(cast: Cast, at: datetime) -> Programme:
    """Ana wants Rust. Cleo offers it, Una and Vera something else."""
    made = programme(at, by=cast.emil, key="cohort")
    enrol(made, cast.ana, at, wants=["Rust"])
    enrol(made, cast.cleo, at, offers=["Rust"])
    for name in ("Una", "Vera"):
        enrol(made, somebody(name, at), at, offers=["SQL"])
    return made


@contextmanager
def blocked(by: Person, who: Person, at: datetime) -> Iterator[None]:
    """For the block one of two would rather not be matched with the other."""
    blocks.block(who=who.id, by=by.id, at=at)
    yield
    blocks.unblock(who=who.id, by=by.id)


# --- it is theirs --------------------------------------------------------------------------------


def test_it_is_put_once_and_taken_back(cast: Cast, at: datetime) -> None:
    for _twice in range(2):
        blocks.block(who=cast.cleo.id, by=cast.ana.id, at=at)
    assert blocks.blocked_by(cast.ana.id) == (cast.cleo.id,)
    blocks.unblock(who=cast.cleo.id, by=cast.ana.id)
    assert blocks.blocked_by(cast.ana.id) == ()


def test_what_cannot_be_blocked(cast: Cast, at: datetime) -> None:
    with pytest.raises(Invalid, match="who"):
        blocks.block(who=cast.ana.id, by=cast.ana.id, at=at)
    for not_here in (new_id(), cast.outsider.id):
        with pytest.raises(NotFound):
            blocks.block(who=not_here, by=cast.ana.id, at=at)


def seen_in_sql(reader: UUID | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('journeywork.reader', %s, true)", [str(reader or "")])
        cursor.execute(f"select count(*) from {TABLE}")
        found = cursor.fetchone()
        cursor.execute("select set_config('journeywork.reader', '', true)")
    assert found
    return int(found[0])


def test_only_ana_reads_it(cast: Cast, at: datetime) -> None:
    with blocked(cast.ana, cast.cleo, at):
        everybody = {"ana": cast.ana, "cleo": cast.cleo, "dora": cast.dora, "emil": cast.emil}
        by_room = {name: len(blocks.blocked_by(one.id)) for name, one in everybody.items()}
        in_sql = {name: seen_in_sql(one.id) for name, one in everybody.items()}
        assert by_room == in_sql == {"ana": 1, "cleo": 0, "dora": 0, "emil": 0}
        assert seen_in_sql(None) == 0


def test_nobody_writes_one_for_another(cast: Cast, at: datetime) -> None:
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        reading_as(cast.cleo.id),
    ):
        BlockRow.objects.create(author=cast.ana.id, who=str(cast.ben.id), at=at)
    blocks.block(who=cast.cleo.id, by=cast.ana.id, at=at)
    with reading_as(cast.cleo.id):
        assert BlockRow.objects.all().delete()[0] == 0


def test_it_is_sealed_where_it_lies(cast: Cast, at: datetime) -> None:
    blocks.block(who=cast.cleo.id, by=cast.ana.id, at=at)
    with reading_as(cast.ana.id), connection.cursor() as cursor:
        cursor.execute(f"select who from {TABLE}")
        ((text,),) = cursor.fetchall()
    assert str(cast.cleo.id) not in text
    assert sealed.unseal(text) == str(cast.cleo.id)


def test_ana_takes_it_out_and_nobody_else_does(cast: Cast, at: datetime) -> None:
    blocks.block(who=cast.cleo.id, by=cast.ana.id, at=at)
    (row,) = erasure.collect(cast.ana.id)[TABLE]
    assert row["who"] == str(cast.cleo.id)
    for who, private in ((cast.ana, False), (cast.cleo, True), (cast.emil, True)):
        assert TABLE not in erasure.collect(who.id, private=private)
    erasure.erase(cast.ana.id)
    assert seen_in_sql(cast.ana.id) == 0


# --- it keeps two apart, whoever said it ---------------------------------------------------------


def fit_for_matching(where: Programme, at: datetime, one: Person, other: Person) -> bool:
    """Tell whether the market of a round lets a mentee have a mentor."""
    everybody = participants(where, on=at.date())
    whole = market_of(everybody, MENTORING, on=at.date())
    pair = (whole.who.seeker_number[str(one.id)], whole.who.giver_number[str(other.id)])
    return parts_of(whole.market, *pair).fit is not None


@pytest.mark.parametrize("turned", [False, True])
def test_it_holds_both_ways(cast: Cast, cohort: Programme, at: datetime, turned: bool) -> None:
    by, who = (cast.cleo, cast.ana) if turned else (cast.ana, cast.cleo)
    assert fit_for_matching(cohort, at, cast.ana, cast.cleo)
    with blocked(by, who, at):
        assert not fit_for_matching(cohort, at, cast.ana, cast.cleo)


# --- nothing tells of it -------------------------------------------------------------------------


def words(where: Programme, at: datetime, ana: Person) -> dict[str, Any]:
    """Return every count, order and sentence that is made of a round for people to read."""
    everybody = participants(where, on=at.date())
    whole = market_of(everybody, MENTORING, on=at.date())
    survey = Survey(whole)
    seeker = whole.who.seeker_number[str(ana.id)]
    mentors = range(len(whole.who.givers))
    return {
        "aside": [(one.who.key, one.role, one.says) for one in whole.aside],
        "possible": survey.possible().tolist(),
        "unmatched": unmatched(survey, seeker),
        "relaxing": relaxing(survey, [seeker]),
        "fits": [whole.fit((seeker, mentor)) for mentor in mentors],
        "why": [why(whole, (seeker, mentor)) for mentor in mentors if whole.fit((seeker, mentor))],
    }


def test_no_sentence_count_or_order_of_a_round_changes(
    cast: Cast, cohort: Programme, at: datetime
) -> None:
    """The control is a pause: it changes what is read, so the comparison sees something."""
    before = words(cohort, at, cast.ana)
    assert before["why"]
    with blocked(cast.ana, cast.cleo, at), blocked(cast.cleo, cast.ana, at):
        assert words(cohort, at, cast.ana) == before
    from journeywork.mentoring import enrolling

    enrolling.skip_next(programme_id=cohort.id, by=cast.cleo.id, at=at)
    assert words(cohort, at, cast.ana) != before


def test_ana_cannot_tell_from_her_preview_that_cleo_blocks_her(
    cast: Cast, cohort: Programme, at: datetime
) -> None:
    """The control is her own block, which she knows of: that does leave Cleo out."""
    before = previewing.preview(programme=cohort, person=cast.ana.id, at=at)
    assert (before.count, before.some[0].person.id) == (3, cast.cleo.id)
    with blocked(cast.cleo, cast.ana, at):
        assert previewing.preview(programme=cohort, person=cast.ana.id, at=at) == before
    with blocked(cast.ana, cast.cleo, at):
        after = previewing.preview(programme=cohort, person=cast.ana.id, at=at)
        assert after.count == 2
        assert cast.cleo.id not in {one.person.id for one in after.some}


def test_a_mentor_cannot_tell_from_theirs(cast: Cast, cohort: Programme, at: datetime) -> None:
    before = previewing.preview(programme=cohort, person=cast.cleo.id, at=at)
    assert before.count == 1
    with blocked(cast.ana, cast.cleo, at):
        assert previewing.preview(programme=cohort, person=cast.cleo.id, at=at) == before
    with blocked(cast.cleo, cast.ana, at):
        assert previewing.preview(programme=cohort, person=cast.cleo.id, at=at).count == 0


def test_what_a_preview_is_made_of_knows_no_block_wish_or_goal_of_others(
    cast: Cast, cohort: Programme, at: datetime
) -> None:
    def others() -> set[Participant]:
        seen, _here = seen_by(cohort, cast.ana.id, on=at.date())
        return {one for one in seen if one.key != str(cast.ana.id)}

    before = others()
    with blocked(cast.cleo, cast.ana, at):
        assert others() == before
    assert {(one.blocks, one.wishes, one.goals) for one in before} == {(frozenset(), (), ())}


def test_no_row_that_others_read_changes(cast: Cast, cohort: Programme, at: datetime) -> None:
    """Neither facts nor the audit log nor any table; the control reads it as Ana."""
    others = (cast.cleo.id, cast.dora.id, cast.emil.id)
    before = every_row(*others)
    with blocked(cast.ana, cast.cleo, at):
        assert every_row(*others) == before
        assert every_row(cast.ana.id) != before


#: What is new in every answer: marks against forgery, and of forms that are sent once.
_NEW = re.compile(
    r'(name="(?:csrfmiddlewaretoken|once)" value|nonce(?:-|=)"?|"X-CSRFToken":)[^>;\s]*'
)
PAGES = (
    *("/", "/mentoring/", "/mentoring/apart/", "/mentoring/apart/?q=ana"),
    *(f"/mentoring/programmes/cohort/{below}" for below in ("", "possible/", "wishes/?q=una")),
    *("/programmes/", "/programmes/cohort/", "/people/ana/", "/people/cleo/", "/me/privacy/"),
)


def shown(who: Person) -> list[tuple[int, str]]:
    client = client_of(who.id)
    answers = [client.get(page) for page in PAGES]
    return [(one.status_code, _NEW.sub("", one.content.decode())) for one in answers]


@pytest.mark.parametrize("name", ["cleo", "dora", "emil"])
def test_no_page_changes_for_anybody_else(
    cast: Cast, cohort: Programme, at: datetime, name: str
) -> None:
    with clock.fixed(at):
        reader = getattr(cast, name)
        shown(reader)
        before = shown(reader)
        with blocked(cast.ana, cast.cleo, at):
            assert shown(reader) == before


def test_control_anas_own_page_does_change(cast: Cast, cohort: Programme, at: datetime) -> None:
    with clock.fixed(at):
        before = shown(cast.ana)
        with blocked(cast.ana, cast.cleo, at):
            assert shown(cast.ana) != before


# --- the control: it is the wall that hides it -----------------------------------------------------


@pytest.fixture(scope="module")
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Ana blocks Cleo, in rows that are committed."""
    from journeywork.kernel.tenancy import within

    with django_db_blocker.unblock(), stage.committed("blocks", TUESDAY) as cast:
        with within(cast.org):
            blocks.block(who=cast.cleo.id, by=cast.ana.id, at=TUESDAY)
        yield cast


def test_it_is_the_policy_that_hides_it(committed: Cast, django_db_blocker: Any) -> None:
    cast = committed
    with (
        psycopg.connect(cluster.url("journeywork_app", NAME), autocommit=True) as app,
        psycopg.connect(cluster.url("journeywork_owner", NAME), autocommit=True) as owner,
    ):
        app.execute("select set_config('journeywork.org', %s, false)", [str(cast.org)])

        def seen() -> int:
            return len(app.execute(f"select id from {TABLE}").fetchall())

        before = seen()
        owner.execute(f"drop policy private_select on {TABLE}")
        try:
            without = seen()
        finally:
            with django_db_blocker.unblock():
                harden("owner")
            owner.execute(MAY_BEGIN_ANEW)
        assert (before, without, seen()) == (0, 1, 0)
        app.execute("select set_config('journeywork.reader', %s, false)", [str(cast.cleo.id)])
        assert seen() == 0
        app.execute("select set_config('journeywork.reader', %s, false)", [str(cast.ana.id)])
        assert seen() == 1
