"""Group commit: nobody waits for company, everybody who waits goes together, nobody spoils it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest

from journeywork.kernel.gathering import Full, Gathering

Write = Callable[[Sequence[str]], Awaitable[Sequence[str]]]


class Book:
    """Writes down groups, when the pen is free; refuses groups with poison in them."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.pen = asyncio.Event()

    async def write(self, group: Sequence[str]) -> list[str]:
        await self.pen.wait()
        if "poison" in group:
            raise ValueError("poison")
        if "power cut" in group:
            raise ConnectionError("power cut")
        self.groups.append(list(group))
        return [f"{item}!" for item in group]


def gathering(book: Book, *, turns: int = 1, most: int = 4, waiting: int = 100) -> Gathering:
    return Gathering(
        book.write,
        alike=lambda item: item[0],
        weigh=len,
        shared=(ConnectionError,),
        turns=turns,
        most=most,
        waiting=waiting,
    )


async def told(gathered: Gathering, book: Book, *items: str) -> list[object]:
    """Hand items over one after another while the pen is held, then let it go."""
    tasks = []
    for item in items:
        tasks.append(asyncio.create_task(gathered.add(item)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    book.pen.set()
    return await asyncio.gather(*tasks, return_exceptions=True)


def test_who_is_alone_goes_at_once_and_who_comes_meanwhile_goes_together() -> None:
    async def story() -> None:
        book = Book()
        assert await told(gathering(book), book, "a", "b", "ba", "bb") == ["a!", "b!", "ba!", "bb!"]
        assert book.groups == [["a"], ["b", "ba"], ["bb"]]

    asyncio.run(story())


def test_kinds_have_their_turns_so_that_none_waits_for_all_of_another() -> None:
    async def story() -> None:
        book = Book()
        await told(gathering(book), book, "a", "bbb", "bbbb", "bb", "c", "d")
        assert book.groups == [["a"], ["bbb"], ["c"], ["d"], ["bbbb"], ["bb"]]

    asyncio.run(story())


def test_one_that_breaks_spoils_nothing_for_the_others() -> None:
    async def story() -> None:
        book = Book()
        answers = await told(gathering(book, most=99), book, "x", "pear", "poison", "plum")
        assert [str(answer) for answer in answers] == ["x!", "pear!", "poison", "plum!"]
        assert isinstance(answers[2], ValueError)
        assert book.groups == [["x"], ["pear"], ["plum"]]

    asyncio.run(story())


def test_what_nobody_brought_is_told_to_all_and_nothing_is_written_again() -> None:
    async def story() -> None:
        book = Book()
        answers = await told(gathering(book, most=99), book, "x", "pear", "power cut", "plum")
        assert [str(answer) for answer in answers] == ["x!", "power cut", "power cut", "power cut"]
        assert book.groups == [["x"]]

    asyncio.run(story())


def test_when_too_much_waits_more_is_refused_until_it_is_written() -> None:
    async def story() -> None:
        book = Book()
        gathered = gathering(book, waiting=6)
        first = [asyncio.create_task(gathered.add(item)) for item in ("a", "bbb", "bbb")]
        await asyncio.sleep(0)
        with pytest.raises(Full):
            await gathered.add("c")
        book.pen.set()
        await asyncio.gather(*first)
        assert await gathered.add("c") == "c!"

    asyncio.run(story())


def test_who_goes_away_leaves_what_they_brought() -> None:
    async def story() -> None:
        book = Book()
        gathered = gathering(book)
        leaves = asyncio.create_task(gathered.add("a"))
        await asyncio.sleep(0)
        leaves.cancel()
        book.pen.set()
        assert await gathered.add("b") == "b!"
        assert book.groups == [["a"], ["b"]]

    asyncio.run(story())
