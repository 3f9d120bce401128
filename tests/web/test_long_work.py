"""A piece of work to which very much happened is shown up to a limit, and says what is not."""

import re
from datetime import datetime, timedelta

import pytest

from journeywork.engine.work import WorkEvent
from journeywork.work import actions, queries
from tests.conftest import Cast
from tests.web.test_query_budget import client_of


@pytest.mark.parametrize(
    ("events", "shown", "says"),
    [
        (3, 3, []),
        (200, 200, []),
        (201, 200, ["1 later event is not shown."]),
        (203, 200, ["3 later events are not shown."]),
    ],
)
def test_the_first_two_hundred(
    cast: Cast, at: datetime, events: int, shown: int, says: list[str]
) -> None:
    failures = [
        WorkEvent(
            source="test", id=f"{n}", type="check.failed", at=at + timedelta(seconds=n),
            subject="payments#1", by=cast.ana.id, title="Charge once", check=f"ledger-{n:03}.",
        )
        for n in range(events)
    ]  # fmt: skip
    actions.accept(failures, by=None, at=at)
    actions.digest(at=at)
    (episode,) = queries.episodes()
    page = client_of(cast.ana.id).get(f"/work/{episode.uuid}/").content.decode()
    assert sum(f"ledger-{n:03}." in page for n in range(events)) == shown
    assert re.findall(r"\d+ later events? (?:is|are) not shown\.", page) == says
