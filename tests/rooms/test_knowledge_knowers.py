"""Who knows is kept in memory and is never of another work than the one that is there."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from journeywork.engine.context import Context, QueryKind
from journeywork.engine.work import WorkEvent
from journeywork.knowledge import knowers, queries
from journeywork.people import actions as people
from journeywork.work import actions as work
from tests.conftest import Cast
from tests.rooms.test_knowledge_finding import merged, take_in

CONTEXT = {"kind": QueryKind.CHANGE, "paths": ("billing/refund.py",)}


def asked(cast: Cast, at: datetime) -> Context:
    return Context(text="", at=at, person=cast.cleo.id, **CONTEXT)


def named(cast: Cast, at: datetime) -> dict[UUID, float]:
    return {option.id: option.score for option in queries.who_knows(asked(cast, at), limit=9)}


def folded_anew(cast: Cast, at: datetime) -> dict[UUID, float]:
    """What a process says that has just begun."""
    knowers._kept.clear()
    return named(cast, at)


def by(cast: Cast, at: datetime, number: int, who: UUID) -> WorkEvent:
    return merged(cast, at - timedelta(days=number), number, by=who, helpers=())


def test_what_is_kept_in_step_says_what_a_new_process_says(cast: Cast, at: datetime) -> None:
    take_in([by(cast, at, n, cast.ana.id) for n in (1, 5, 9)], at)
    named(cast, at)
    take_in([by(cast, at, 3, cast.ben.id), by(cast, at, 5, cast.dora.id)], at)
    later = merged(cast, at, 99, subject="payments/1", by=cast.dora.id, helpers=())
    take_in([later], at)  # Dora joins what Ana did: the episode is folded anew.
    kept = named(cast, at)
    assert kept == pytest.approx(folded_anew(cast, at))
    assert set(kept) == {cast.ana.id, cast.ben.id, cast.dora.id}


def test_two_pieces_of_work_that_turn_out_to_be_one_count_once(cast: Cast, at: datetime) -> None:
    take_in([by(cast, at, 1, cast.ana.id), by(cast, at, 2, cast.ana.id)], at)
    named(cast, at)
    both = merged(cast, at, 3, subject="payments/1", part_of=("payments/2",), helpers=())
    take_in([both], at)
    assert named(cast, at) == pytest.approx(folded_anew(cast, at))


def test_work_that_was_taken_back_is_forgotten(cast: Cast, at: datetime) -> None:
    """A batch breaks off after somebody was named from it: nobody may be named from it again."""
    take_in([by(cast, at, 1, cast.ana.id)], at)
    before = named(cast, at)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take_in([by(cast, at, 2, cast.ben.id)], at)
        assert cast.ben.id in named(cast, at)
        raise ZeroDivisionError
    assert named(cast, at) == pytest.approx(before)


def test_old_work_is_not_read_again_and_again(cast: Cast, at: datetime) -> None:
    take_in([merged(cast, at - timedelta(days=500 + n), n) for n in range(5)], at)
    assert named(cast, at) == {}
    with CaptureQueriesContext(connection) as captured:
        queries.who_knows(asked(cast, at))
    assert len(captured) == 2


def test_a_question_reads_only_what_came_since_the_last(cast: Cast, at: datetime) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.who_knows(asked(cast, at))
        return len(captured)

    take_in([by(cast, at, n, cast.ana.id) for n in range(30)], at)
    cost()
    assert cost() == 3  # What changed, who was asked lately, who they are.
    take_in([by(cast, at, 31, cast.ben.id)], at)
    assert (cost(), cost()) == (4, 3)


def test_who_left_or_cannot_be_found_is_not_named(cast: Cast, at: datetime) -> None:
    take_in([by(cast, at, n, who.id) for n, who in enumerate((cast.ana, cast.ben, cast.dora))], at)
    people.deactivate(person_id=cast.ana.id, by=None, at=at)
    people.change_person(person_id=cast.ben.id, findable=False, by=cast.ben.id, at=at)
    assert set(named(cast, at)) == {cast.dora.id}


def test_history_that_is_handed_over_counts_for_the_right_person(cast: Cast, at: datetime) -> None:
    take_in([merged(cast, at, 1, by=None, by_handle="anna@old.example", helpers=())], at)
    assert named(cast, at) == {}
    work.link_author(handle="anna@old.example", person=cast.ana.id, at=at)
    assert set(named(cast, at)) == {cast.ana.id}
