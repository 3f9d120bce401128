"""Figures that are read off when somebody asks: what waits, what is behind, what there is."""

import asyncio
import platform
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from django.conf import settings

from journeywork.config.watching import facts
from journeywork.config.watching.readiness import NOBODY
from journeywork.kernel import metrics, shared_counts
from journeywork.kernel.direct import AWAY, Direct
from journeywork.kernel.instruments import Instrument, Reading
from journeywork.knowledge.lag import CARDS_BEHIND, read_up_to
from journeywork.people.counts import ORGANISATIONS, PEOPLE
from journeywork.work import lag
from journeywork.work.lag import Lag

#: Seconds for all questions together.
PATIENCE = 10.0
#: Figures about fewer people than this are not shown: they would be figures about somebody.
FEWEST = 5
_LAG = lag.statement(numbered=True)
_STATES = {"todo": "waiting", "doing": "running", "failed": "failed"}
_USED = ("active", "idle", "in transaction")
Figured = dict[Reading, dict[tuple[str, ...], float]]


@dataclass
class Whole:
    """All organisations together."""

    lag: Lag = field(default_factory=Lag)
    behind: Counter[str] = field(default_factory=Counter)
    people: int = 0
    organisations: int = 0


async def told(direct: Direct, *, at: datetime) -> list[Any]:
    """Return every metric: what processes counted, and what the database says."""
    counted = await asyncio.to_thread(shared_counts.collected)
    alive = await asyncio.to_thread(shared_counts.processes)
    figures: Figured = _of_this() | {metrics.PROCESSES: {(): alive}, metrics.UP: {(): 0}}
    people = 0
    try:
        async with asyncio.timeout(PATIENCE):
            whole = await _whole(direct, at)
            figures |= await _of_queue(direct) | _of(whole) | {metrics.UP: {(): 1}}
            people = whole.people
    except (*AWAY, asyncpg.PostgresError):
        pass  # Then this is what there is to tell.
    shown = (each for each in counted if people >= FEWEST or not _of_decisions(each))
    return [*shown, *(reading.told(found) for reading, found in figures.items())]


def _of_decisions(family: Any) -> bool:
    return Instrument.known.get(f"{family.name}_total") is metrics.DECISIONS


def _of_this() -> Figured:
    return {metrics.BUILD: {(settings.VERSION, platform.python_version()): 1}}


def _of(whole: Whole) -> Figured:
    return {
        metrics.WAITING: {("in line",): whole.lag.in_line, ("put off",): whole.lag.put_off},
        metrics.OLDEST: {(): whole.lag.oldest},
        metrics.ASIDE: {(): whole.lag.set_aside},
        metrics.BEHIND: {(shelf,): whole.behind[shelf] for shelf in ("card", "episode")},
        metrics.ORGANISATIONS: {(): whole.organisations},
    }


async def _of_queue(direct: Direct) -> Figured:
    jobs = dict(map(tuple, await direct.fetch(NOBODY, facts.JOBS)))
    ((seen,),) = await direct.fetch(NOBODY, facts.HEARTBEAT)
    ((most,),) = await direct.fetch(NOBODY, facts.MOST_CONNECTIONS)
    used: Counter[str] = Counter()
    for state, many in await direct.fetch(NOBODY, facts.CONNECTIONS):
        used["in transaction" if state.startswith("idle in") else state] += many
    return {
        metrics.JOBS: {(told,): jobs.get(status, 0) for status, told in _STATES.items()},
        metrics.WORKER_SEEN: {} if seen is None else {(): seen},
        metrics.CONNECTIONS: {(state,): used[state] for state in _USED},
        metrics.MOST_CONNECTIONS: {(): most},
    }


async def _whole(direct: Direct, at: datetime) -> Whole:
    """Ask organisation by organisation: row-level security shows nobody more than one."""
    whole = Whole()
    for (org,) in await direct.fetch(NOBODY, ORGANISATIONS):
        await _add(whole, UUID(str(org)), direct, at)
    return whole


async def _add(whole: Whole, org: UUID, direct: Direct, at: datetime) -> None:
    (waits,) = await direct.fetch(org, _LAG, org, org, org)
    ((cards,),) = await direct.fetch(org, CARDS_BEHIND, org)
    mark = read_up_to(org)
    ((episodes,),) = await direct.fetch(org, lag.CHANGED, org, mark.at, mark.episode)
    ((people,),) = await direct.fetch(org, PEOPLE, org)
    whole.lag += lag.lag_of(waits, at=at)
    whole.behind.update(card=cards, episode=episodes)
    whole.people += people
    whole.organisations += 1
