"""What the clock does for everybody: a row of Ana's that cannot be read takes nobody else's turn."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from journeywork.assignments import actions as assignments
from journeywork.assignments import queries as assignment_queries
from journeywork.coaching import cue_queries, cueing
from journeywork.coaching.models import CueRow
from journeywork.config import worker
from journeywork.engine.assignments import Assignment
from journeywork.engine.people import Person
from journeywork.engine.work import EpisodeState
from journeywork.growth import actions as growth
from journeywork.growth import queries as wishes
from journeywork.kernel.one_by_one import in_batches, one_by_one
from journeywork.kernel.reader import reading_as
from journeywork.kernel.sealed import CannotUnseal
from journeywork.people import actions as people
from journeywork.people import queries as persons
from journeywork.support import actions as support
from journeywork.work import queries as work
from tests.conftest import Cast
from tests.rooms.assigning import plan, tap
from tests.rooms.test_coaching_cues import failing, settled
from tests.rooms.test_growth_watching import WISH, begin, card
from tests.rooms.test_support import folder

__all__ = ["folder"]

DAY = timedelta(days=1)
CALM = (3, 3, 3)
PRIVATE = "what Ana never told anybody"

log = logging.getLogger(__name__)


def half(number: int) -> int:
    if number == 3:
        raise ValueError(PRIVATE)
    return number * 2


def test_the_others_have_their_turn_and_then_the_first_fault_is_raised(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[int] = []
    with pytest.raises(ValueError, match=PRIVATE):
        one_by_one(log, [1, 3, 4, 3], lambda number: done.append(half(number)))
    assert done == [2, 8]
    told = [(record.getMessage(), record.__dict__["fields"]) for record in caplog.records]
    assert [what for what, _fields in told] == ["one of many broke", "the others were served"]
    assert str(told[0][1]["fault"]).startswith("ValueError in ")
    assert told[1][1] == {"failed": 2}
    assert PRIVATE not in str(told)


def test_where_nobody_breaks_nothing_is_told(db: None, caplog: pytest.LogCaptureFixture) -> None:
    assert one_by_one(log, [1, 2], half) == [2, 4]
    assert caplog.records == []


def test_a_batch_that_cannot_be_read_is_read_one_by_one(db: None) -> None:
    read: list[list[int]] = []
    done: list[int] = []

    def prepare(few: Sequence[int]) -> "Doing":
        read.append([*few])
        return Doing({number: half(number) for number in few}, done)

    with pytest.raises(ValueError, match=PRIVATE):
        in_batches(log, range(1, 6), prepare, at_once=2)
    assert done == [2, 4, 8, 10]
    assert read == [[1, 2], [3, 4], [3], [4], [5]]


class Doing:
    """Does what was read for some."""

    def __init__(self, found: dict[int, int], done: list[int]) -> None:
        self._found, self._done = found, done

    def __call__(self, number: int) -> None:
        self._done.append(self._found[number])


def spoil(table: str, column: str, id: UUID, author: Person) -> None:
    """The key that sealed a text has been taken away."""
    with reading_as(author.id), connection.cursor() as cursor:
        cursor.execute(f"update {table} set {column} = 'gone.AAAA' where id = %s", [id])
        assert cursor.rowcount == 1


@pytest.mark.parametrize("spoilt", [False, True])
def test_wishes_of_others_are_watched_beside_one_that_cannot_be_read(
    cast: Cast, at: datetime, spoilt: bool
) -> None:
    card(cast, at)
    mine = growth.add(line=WISH, by=cast.ana.id, at=at)
    theirs = growth.add(line=WISH, by=cast.cleo.id, at=at)
    if spoilt:
        spoil("growth_entry", "line", mine.id, cast.ana)
        with pytest.raises(CannotUnseal):
            worker.in_every_organisation(lambda _now: growth.watch_all(at=at))
    else:
        assert growth.watch_all(at=at) == 2
        assert len(wishes.wish(mine.id, author=cast.ana.id).finds) == 1
    assert len(wishes.wish(theirs.id, author=cast.cleo.id).finds) == 1


def test_work_that_somebody_begins_goes_its_way_all_the_same(
    cast: Cast, at: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    card(cast, at)
    mine = growth.add(line=WISH, by=cast.ana.id, at=at)
    spoil("growth_entry", "line", mine.id, cast.ana)
    caplog.clear()
    begun = work.episode(begin(cast, at, "Reconcile the March ledger"))
    assert begun.state is EpisodeState.OPEN
    assert caplog.records[0].__dict__["fields"]["fault"] == "CannotUnseal in sealed.unseal"
    assert (str(mine.id) in caplog.text, cast.ana.name in caplog.text) == (False, False)


@pytest.mark.parametrize("spoilt", [False, True])
def test_other_leads_get_their_cues_beside_one_whose_cannot_be_read(
    cast: Cast, at: datetime, spoilt: bool
) -> None:
    settled(cast, at)
    people.lead_team(person_id=cast.emil.id, team_id=cast.support.id, by=None, at=at)
    failing(cast, at, 1, cast.ana)
    failing(cast, at, 2, cast.cleo)
    if spoilt:
        same = {"lead": cast.dora.id, "person": None, "title": "", "says": "", "figures": {}}
        CueRow.objects.create(kind="of long ago", thing=cast.ana.id, at=at - DAY, **same)
        with pytest.raises(ValueError, match="of long ago"):
            worker.in_every_organisation(lambda _now: cueing.look_around(at=at))
    else:
        assert cueing.look_around(at=at) == 2
        assert len(cue_queries.open_cues(cast.dora.id, at=at)) == 1
    assert [one.about for one in cue_queries.open_cues(cast.emil.id, at=at)] == [cast.cleo.id]


def alone(cast: Cast, who: Person, at: datetime) -> Assignment:
    """Somebody has reached both checkpoints of an assignment without help."""
    wanted = plan(cast, lender=None, hours=0, mentor=cast.emil.id, buddy=None)
    found = assignments.open_assignment(plan=wanted, by=who.id, at=at)
    found = assignments.start(assignment_id=found.id, by=who.id, at=at)
    for point in found.checkpoints:
        assignments.reach(
            assignment_id=found.id, checkpoint_id=point.id, alone=True, by=who.id, at=at + DAY
        )
    tap(found, CALM, at + DAY)
    return found


@pytest.mark.parametrize("spoilt", [False, True])
def test_help_fades_for_others_beside_one_whose_signs_cannot_be_read(
    cast: Cast, at: datetime, spoilt: bool
) -> None:
    mine, theirs = alone(cast, cast.ana, at), alone(cast, cast.ben, at)
    if spoilt:
        with reading_as(cast.ana.id), connection.cursor() as cursor:
            cursor.execute("select id from assignments_sign where assignment = %s", [mine.id])
            (sign,) = cursor.fetchone()
        spoil("assignments_sign", "text", sign, cast.ana)
        with pytest.raises(CannotUnseal):
            worker.in_every_organisation(lambda _now: assignments.settle_all(at=at + 2 * DAY))
    else:
        assert assignments.settle_all(at=at + 2 * DAY) == 2
    assert assignment_queries.assignment(theirs.id, reader=cast.ben.id).level < theirs.level
    level = assignment_queries.assignment(mine.id, reader=cast.ana.id).level
    assert (level == mine.level) is spoilt


def test_many_are_read_together_and_each_as_themselves(cast: Cast, at: datetime) -> None:
    """As many statements for five people who want to learn as for one."""
    support.set_policy(by=None, at=at, withheld=0.0)
    card(cast, at)
    counts = []
    for who in (cast.ana, cast.ben, cast.cleo, cast.dora, cast.emil):
        growth.add(line=WISH, by=who.id, at=at)
        growth.watch_all(at=at)
        connection.force_debug_cursor = True
        before = len(connection.queries_log)
        growth.watch_all(at=at)  # An ordinary hour: nothing is news.
        counts.append(len(connection.queries_log) - before)
        connection.force_debug_cursor = False
    assert len(set(counts)) == 1
    assert {id for id in persons.persons() if wishes.open_wishes(id)} == {
        one.id for one in (cast.ana, cast.ben, cast.cleo, cast.dora, cast.emil)
    }
