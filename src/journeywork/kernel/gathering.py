"""Group commit: what comes in while others are being written goes along with the next.

A caller who is alone waits for nobody. Under load one statement carries many, and each caller
still has an answer only after the commit of their own.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Full(Exception):
    """So much waits already that more would only wait longer: try again in a while."""


class Gathering(Generic[Item, Answer]):
    """Hands items to `write` in groups of one kind, at most `turns` groups at a time.

    :param write: stores all items of a group or none, and answers each in their order.
    :param alike: items with the same key may go together; the keys have their turns in order.
    :param weigh: how much of `most` (one group) and of `waiting` (all groups) an item takes.
    :param shared: faults that no item has brought: the whole group hears of them, and nothing is
        written again. Of every other fault each item is suspect, and tried alone.
    """

    def __init__(
        self,
        write: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]],
        *,
        alike: Callable[[Item], Hashable],
        weigh: Callable[[Item], int],
        shared: tuple[type[Exception], ...] = (),
        turns: int = 2,
        most: int = 2_000,
        waiting: int = 20_000,
    ) -> None:
        self._write, self._alike, self._weigh, self._shared = write, alike, weigh, shared
        self._turns, self._most, self._limit = turns, most, waiting
        self._queues: dict[Hashable, deque[tuple[Item, asyncio.Future[Answer]]]] = {}
        self._waiting = 0
        self._at_work: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        """Return the weight of what waits for its group to begin."""
        return self._waiting

    async def add(self, item: Item) -> Answer:
        """Return the answer to `item` once its group is written; raises Full, or what broke."""
        if self._waiting >= self._limit:
            raise Full
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(self._alike(item), deque()).append((item, answer))
        self._waiting += self._weigh(item)
        if len(self._at_work) < self._turns:
            task = asyncio.create_task(self._work())
            self._at_work.add(task)
            task.add_done_callback(self._at_work.discard)
        # Whoever goes away meanwhile does not stop what is being written: that runs by itself.
        return await answer

    async def _work(self) -> None:
        while self._queues:
            await self._settle(self._next())

    def _next(self) -> "list[tuple[Item, asyncio.Future[Answer]]]":
        key = next(iter(self._queues))
        queue = self._queues.pop(key)
        group = [queue.popleft()]
        weight = self._weigh(group[0][0])
        while queue and weight + self._weigh(queue[0][0]) <= self._most:
            weight += self._weigh(queue[0][0])
            group.append(queue.popleft())
        if queue:
            self._queues[key] = queue  # At the end: the other keys come first.
        self._waiting -= weight
        return group

    async def _settle(self, group: "list[tuple[Item, asyncio.Future[Answer]]]") -> None:
        """Write a group; where that breaks each alone, so that one cannot spoil the others."""
        try:
            answers = await self._write([item for item, _ in group])
        except Exception as fault:  # noqa: BLE001 -- whoever waits is told
            if len(group) == 1 or isinstance(fault, self._shared):
                for _, future in group:
                    _fail(future, fault)
                return
            for each in group:
                await self._settle([each])
        else:
            for (_, future), answer in zip(group, answers, strict=True):
                if not future.done():
                    future.set_result(answer)


def _fail(future: "asyncio.Future[Answer]", fault: Exception) -> None:
    if not future.done():
        future.set_exception(fault)
