"""What was found out a moment ago, for doors that are asked the same a thousand times a second."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Question = TypeVar("Question", bound=Hashable)
Answer = TypeVar("Answer")


class Recent(Generic[Question, Answer]):
    """Answers that are at most `seconds` old; asked together, a question is answered once.

    Forgets everything when it knows more than `most` answers.
    """

    def __init__(self, *, seconds: float, most: int = 10_000) -> None:
        self._seconds, self._most = seconds, most
        self._known: dict[Question, tuple[float, asyncio.Future[Answer]]] = {}

    async def of(self, question: Question, find_out: Callable[[], Awaitable[Answer]]) -> Answer:
        """Return the answer to a question, found out now or a moment ago."""
        now = time.monotonic()
        asked_at, found = self._known.get(question, (now - self._seconds - 1, None))
        if found is None or now - asked_at > self._seconds or _failed(found):
            if len(self._known) >= self._most:
                self._known.clear()
            found = asyncio.ensure_future(find_out())
            self._known[question] = (now, found)
        return await asyncio.shield(found)


def _failed(found: "asyncio.Future[Answer]") -> bool:
    return found.done() and (found.cancelled() or found.exception() is not None)
