"""The direct line to PostgreSQL: the walls between organisations hold on it too."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from django.conf import settings

from journeywork.kernel.direct import AWAY, Direct
from tests.conftest import Cast

NAMES = "select name from people_person order by name"


@pytest.fixture
def db(transactional_db: None) -> None:
    """Committed, because the line is another connection."""


def run(story: Callable[[Direct], Coroutine[Any, Any, None]], *, size: int = 1) -> None:
    async def whole() -> None:
        direct = Direct(settings.DIRECT_URL, size=size, settings=settings.DIRECT_SETTINGS)
        try:
            await story(direct)
        finally:
            await direct.close()

    asyncio.run(whole())


async def names(direct: Direct, org: UUID) -> list[str]:
    return [name for (name,) in await direct.fetch(org, NAMES)]


def test_each_organisation_sees_its_own_on_the_same_line(cast: Cast) -> None:
    async def story(direct: Direct) -> None:
        ours = ["Ana", "Ben", "Cleo", "Dora", "Emil"]
        assert await names(direct, cast.org) == ours
        assert await names(direct, cast.other_org) == ["Oscar"]
        assert await names(direct, UUID(int=7)) == []
        assert await names(direct, cast.org) == ours

    run(story)


def test_nothing_can_be_written_for_another_organisation(cast: Cast) -> None:
    async def story(direct: Direct) -> None:
        rename = "update people_person set name = 'Mallory' where org = $1 returning name"
        assert await direct.fetch(cast.org, rename, cast.other_org) == []
        assert await names(direct, cast.other_org) == ["Oscar"]

    run(story)


def test_a_line_that_broke_is_replaced(cast: Cast) -> None:
    async def story(direct: Direct) -> None:
        with pytest.raises(AWAY):
            await direct.fetch(cast.org, "select pg_terminate_backend(pg_backend_pid())")
        with pytest.raises(asyncpg.UndefinedTableError):
            await direct.fetch(cast.org, "select * from nothing")
        assert len(await names(direct, cast.org)) == 5

    run(story)


def test_no_more_lines_are_opened_than_there_may_be(cast: Cast) -> None:
    async def story(direct: Direct) -> None:
        pid = "select pg_backend_pid(), pg_sleep(0.05)"
        found = await asyncio.gather(*(direct.fetch(cast.org, pid) for _ in range(6)))
        assert len({rows[0][0] for rows in found}) == 2

    run(story, size=2)


def test_a_database_that_is_not_there_is_away() -> None:
    async def story() -> None:
        with pytest.raises(AWAY):
            await Direct("postgresql://x@/x?host=/nowhere").fetch(UUID(int=1), "select 1")

    asyncio.run(story())
