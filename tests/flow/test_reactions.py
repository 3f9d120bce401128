"""A fact is turned once, whatever happens in between."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from journeywork.kernel.facts import Fact, publish
from journeywork.kernel.reactions import ReactionsFailed, turn
from journeywork.people import actions, queries


@dataclass(frozen=True, kw_only=True)
class TeaWasMade(Fact):
    """Somebody made tea."""

    cups: int


def pour(fact: Fact) -> None:
    name = f"team {len(queries.teams())}"
    actions.add_team(key=name.replace(" ", "-"), name=name, by=None, at=fact.at)


def spill(fact: Fact) -> None:
    pour(fact)
    raise ValueError("spilt")


@pytest.fixture
def tea(org: UUID, at: datetime) -> UUID:
    with transaction.atomic():
        return publish(TeaWasMade(cups=2, at=at))


def test_each_reaction_runs_once(tea: UUID, at: datetime) -> None:
    table = {TeaWasMade: (pour,)}
    assert [turn(tea, table, at=at) for _ in range(3)] == [1, 0, 0]
    assert len(queries.teams()) == 1


def test_one_that_fails_leaves_nothing_and_holds_nobody_back(tea: UUID, at: datetime) -> None:
    with pytest.raises(ReactionsFailed, match="spill"):
        turn(tea, {TeaWasMade: (spill, pour)}, at=at)
    assert len(queries.teams()) == 1
    assert turn(tea, {TeaWasMade: (pour,)}, at=at) == 0


def test_one_that_failed_runs_when_it_is_mended(tea: UUID, at: datetime) -> None:
    mended = []

    def mend(fact: Fact) -> None:
        if not mended:
            mended.append(1)
            raise ValueError("not yet")
        pour(fact)

    with pytest.raises(ReactionsFailed):
        turn(tea, {TeaWasMade: (mend,)}, at=at)
    assert turn(tea, {TeaWasMade: (mend,)}, at=at) == 1
    assert len(queries.teams()) == 1


def test_a_fact_that_is_gone_or_of_no_interest(tea: UUID, at: datetime) -> None:
    assert turn(uuid4(), {TeaWasMade: (pour,)}, at=at) == 0
    assert turn(tea, {}, at=at) == 0
