"""A matcher that goes back as `re` does, and counts its steps: the same on every machine."""

import re
import sys
from collections.abc import Callable
from re import _constants as ops  # type: ignore[attr-defined]
from typing import Any

#: Every character that some class could tell from the others, near enough.
ALPHABET = [chr(n) for n in range(128)] + list("éÉßſK٣山\u00a0\u2028\u0301😀")
ENOUGH = 60_000  # Steps after which nobody needs to count on.
Follow = Callable[[int], bool]


def allowed(op: Any, av: Any, flags: int) -> Callable[[str], bool]:
    """Return what tells whether a node of one character takes a character."""
    if op is ops.ANY:
        return lambda sign: bool(flags & re.DOTALL) or sign != "\n"
    if op is ops.IN:
        return lambda sign: any(_in_set(av, each, flags) for each in _cases(sign, flags))
    if op is ops.NOT_LITERAL:
        return lambda sign: all(ord(each) != av for each in _cases(sign, flags))
    return lambda sign: any(ord(each) == av for each in _cases(sign, flags))


def _cases(sign: str, flags: int) -> list[str]:
    folded = (sign, sign.lower(), sign.upper()) if flags & re.IGNORECASE else (sign,)
    return [each for each in folded if len(each) == 1]


def _in_set(parts: Any, sign: str, flags: int) -> bool:
    negated = parts[0][0] is ops.NEGATE
    return negated != any(_in_part(op, av, sign, flags) for op, av in parts[negated:])


def _in_part(op: Any, av: Any, sign: str, flags: int) -> bool:
    if op is ops.LITERAL:
        return bool(ord(sign) == av)
    if op is ops.RANGE:
        return bool(av[0] <= ord(sign) <= av[1])
    return _category(av, sign, flags)


_CATEGORIES = {
    ops.CATEGORY_DIGIT: r"\d", ops.CATEGORY_NOT_DIGIT: r"\D", ops.CATEGORY_SPACE: r"\s",
    ops.CATEGORY_NOT_SPACE: r"\S", ops.CATEGORY_WORD: r"\w", ops.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


def _category(av: Any, sign: str, flags: int) -> bool:
    return re.match(_CATEGORIES[av], sign, flags & re.ASCII) is not None


ONE = (ops.LITERAL, ops.NOT_LITERAL, ops.ANY, ops.IN)
REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)


class Matcher:
    """Matches as `re` does, by trying and going back, and counts."""

    def __init__(self, tree: Any, flags: int, text: str) -> None:
        self.tree, self.flags, self.text, self.count = tree, flags, text, 0

    def run(self, *, search: bool) -> int:
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(100_000)
        try:
            at = 0
            while at <= len(self.text) and self.count < ENOUGH:
                ends: list[int] = []
                found = self.sequence(self.tree, 0, at, self.flags, self._note(ends))
                at = max(at + 1, ends[0]) if found and ends else at + 1
                if not search:
                    break
        finally:
            sys.setrecursionlimit(limit)
        return self.count

    def _note(self, ends: list[int]) -> Follow:
        def end(at: int) -> bool:
            ends.append(at)
            return True

        return end

    def sequence(self, nodes: Any, index: int, at: int, flags: int, follow: Follow) -> bool:
        if index == len(nodes):
            return follow(at)
        self.count += 1
        if self.count > ENOUGH:
            return True

        def onward(end: int) -> bool:
            return self.sequence(nodes, index + 1, end, flags, follow)

        return self.node(*nodes[index], at, flags, onward)

    def node(self, op: Any, av: Any, at: int, flags: int, follow: Follow) -> bool:  # noqa: PLR0911
        if op in ONE:
            fits = at < len(self.text) and allowed(op, av, flags)(self.text[at])
            return fits and follow(at + 1)
        if op is ops.SUBPATTERN:
            return self.sequence(av[3], 0, at, (flags | av[1]) & ~av[2], follow)
        if op is ops.ATOMIC_GROUP:
            return self.alone(av, at, flags, follow)
        if op is ops.BRANCH:
            return any(self.sequence(each, 0, at, flags, follow) for each in av[1])
        if op in REPEATS:
            return self.repeat(op, av, at, flags, follow)
        if op in (ops.ASSERT, ops.ASSERT_NOT):
            return self.looked(av, at, flags) == (op is ops.ASSERT) and follow(at)
        return self.anchored(av, at, flags) and follow(at)

    def alone(self, nodes: Any, at: int, flags: int, follow: Follow) -> bool:
        ends: list[int] = []
        return self.sequence(nodes, 0, at, flags, self._note(ends)) and follow(ends[0])

    def looked(self, av: Any, at: int, flags: int) -> bool:
        direction, nodes = av
        start = at if direction > 0 else at - nodes.getwidth()[0]
        return start >= 0 and self.sequence(nodes, 0, start, flags, lambda _: True)

    def repeat(self, op: Any, av: Any, at: int, flags: int, follow: Follow) -> bool:
        least, most, nodes = av

        def more(count: int, here: int) -> bool:
            return count < most and self.sequence(
                nodes, 0, here, flags, lambda end: end != here and again(count + 1, end)
            )

        def again(count: int, here: int) -> bool:
            enough = count >= least
            if op is ops.MIN_REPEAT:
                return (enough and follow(here)) or more(count, here)
            return more(count, here) or (enough and follow(here))

        return again(0, at)

    def anchored(self, av: Any, at: int, flags: int) -> bool:
        text, end = self.text, len(self.text)
        lines = bool(flags & re.MULTILINE)
        if av in (ops.AT_BEGINNING, ops.AT_BEGINNING_STRING):
            return at == 0 or (lines and av is ops.AT_BEGINNING and text[at - 1] == "\n")
        if av in (ops.AT_END, ops.AT_END_STRING):
            last = at == end or (av is ops.AT_END and at == end - 1 and text[at] == "\n")
            return last or (lines and av is ops.AT_END and text[at] == "\n")
        edge = self._word_at(at - 1) != self._word_at(at)
        return edge == (av is ops.AT_BOUNDARY)

    def _word_at(self, at: int) -> bool:
        return 0 <= at < len(self.text) and re.match(r"\w", self.text[at]) is not None
