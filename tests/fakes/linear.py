"""Whether a regular expression of `re` runs in linear time, and if not, the text that shows it.

Two looks. The structure: positions of the expression and what may follow what; where a loop can
be gone through in two ways with the same text, or one loop after another can share a text at any
place, matching may take exponential or polynomial time. The attack: that text is pumped, with
every ending, through a matcher that goes back as `re` does and counts its steps. What the first
finds and the second cannot confirm is linear by its anchors and endings.

A search is an expression with `.*` before it: trying every beginning is a loop like any other.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from tests.fakes.going_back import ALPHABET, ENOUGH, ONE, REPEATS, Matcher, allowed

_COPIES = 3  # So many rounds of a counted loop are looked at; more are like these.


@dataclass
class Structure:
    """Positions of an expression (one for each character it reads) and the ways between them."""

    signs: list[int] = field(default_factory=list)  # Position -> its characters, as bits.
    free: dict[int, list[int]] = field(default_factory=dict)  # Ways that read nothing.
    reads: dict[int, tuple[int, int]] = field(default_factory=dict)  # State -> position, next.
    states: int = 0

    def state(self) -> int:
        self.states += 1
        return self.states

    def way(self, start: int, end: int) -> None:
        self.free.setdefault(start, []).append(end)

    def one(self, start: int, takes: Callable[[str], bool]) -> int:
        bits = sum(1 << n for n, sign in enumerate(ALPHABET) if takes(sign))
        source, end = self.state(), self.state()
        self.way(start, source)
        self.reads[source] = (len(self.signs), end)
        self.signs.append(bits)
        return end

    def sequence(self, nodes: Any, start: int, flags: int) -> int:
        for op, av in nodes:
            start = self.node(op, av, start, flags)
        return start

    def node(self, op: Any, av: Any, start: int, flags: int) -> int:  # noqa: PLR0911
        if op in ONE:
            return self.one(start, allowed(op, av, flags))
        if op is ops.SUBPATTERN:
            return self.sequence(av[3], start, (flags | av[1]) & ~av[2])
        if op is ops.ATOMIC_GROUP:
            return self.sequence(av, start, flags)
        if op is ops.BRANCH:
            end = self.state()
            for each in av[1]:
                self.way(self.sequence(each, start, flags), end)
            return end
        if op in REPEATS:
            return self.repeat(*av, start, flags)
        if op in (ops.ASSERT, ops.ASSERT_NOT):
            self.sequence(av[1], start, flags)  # It is read, and leads nowhere.
            return start
        if op is ops.AT:
            return start
        raise NotImplementedError(f"{op} is not something this can judge")

    def repeat(self, least: int, most: int, inner: Any, start: int, flags: int) -> int:
        for _ in range(min(least, _COPIES)):
            start = self.sequence(inner, start, flags)
        if most is not ops.MAXREPEAT and most - least <= _COPIES:
            end = self.state()
            self.way(start, end)
            for _ in range(most - least):
                start = self.sequence(inner, start, flags)
                self.way(start, end)
            return end
        # Beginning a loop and going round again are two ways: one can stand within the other.
        body, again, end = self.state(), self.state(), self.state()
        self.way(self.sequence(inner, body, flags), again)
        for here in (start, again):
            self.way(here, body)
            self.way(here, end)
        return end

    def after(self, start: int) -> dict[int, int]:
        """Return the positions that may come next -> in how many ways (2 stands for more)."""
        found: dict[int, int] = {}
        stack = [(start, frozenset([start]))]
        while stack:
            state, seen = stack.pop()
            if state in self.reads:
                position = self.reads[state][0]
                found[position] = min(2, found.get(position, 0) + 1)
            stack += [(n, seen | {n}) for n in self.free.get(state, ()) if n not in seen]
        return found


class Expression:
    """An expression as it is used: `search` where it may begin anywhere."""

    def __init__(self, pattern: str, flags: int = 0, *, search: bool) -> None:
        self.tree = parser.parse(pattern, flags)
        self.flags, self.search = self.tree.state.flags, search
        made = Structure()
        start = made.state()
        if search:
            loop = made.state()
            made.way(start, loop)
            made.way(made.one(loop, lambda _: True), loop)
            start = loop
        made.sequence(self.tree, start, self.flags)
        self.signs = made.signs
        ends = dict(made.reads.values())
        self.first = made.after(1)
        self.next = [made.after(ends[n]) for n in range(len(self.signs))]
        self.reach = [self._reachable(n) for n in range(len(self.signs))]

    def _reachable(self, start: int) -> set[int]:
        found: set[int] = set()
        waiting = list(self.next[start])
        while waiting:
            n = waiting.pop()
            if n not in found:
                found.add(n)
                waiting += self.next[n]
        return found

    def suspects(self) -> Iterator[tuple[str, str]]:
        """Yield (beginning, pump) for each place whose structure may cost more than linear time."""
        looping = [n for n in range(len(self.signs)) if n in self.reach[n]]
        for p in looping:
            if word := self._two_ways(p):
                yield self._word_to(p), word
            for q in looping:
                if p != q and q in self.reach[p] and (word := self._shared(p, q)):
                    yield self._word_to(p), word

    def _two_ways(self, p: int) -> str:
        """Return a text on which a loop at `p` can be gone through in two ways; "" for none."""
        circle = {n for n in self.reach[p] if p in self.reach[n]}
        for a in circle:
            for b, ways in self.next[a].items():
                if ways > 1 and b in circle and p == a:
                    back = self._word((b,), (p,), (circle,)) if b != p else ""
                    return _sign(self.signs[b]) + back
        return self._word((p, p), (p, p), (circle, circle), apart=True)

    def _shared(self, p: int, q: int) -> str:
        """Return a text that loops at `p`, loops at `q`, and leads from `p` to `q`."""
        first = {n for n in self.reach[p] if p in self.reach[n]}
        last = {n for n in self.reach[q] if q in self.reach[n]}
        if p in last:
            return ""  # The same loop: `_two_ways` looks at it.
        between = {n for n in self.reach[p] if q in self.reach[n]} | {q}
        return self._word((p, p, q), (p, q, q), (first, between, last))

    def _word(
        self,
        start: tuple[int, ...],
        goal: tuple[int, ...],
        within: tuple[set[int], ...],
        *,
        apart: bool = False,
    ) -> str:
        """Return a text on which all go from `start` to `goal` at once, each in its own circle."""
        came: dict[tuple[Any, ...], tuple[Any, str]] = {}
        waiting: deque[tuple[Any, ...]] = deque([(start, False)])
        while waiting:
            here = waiting.popleft()
            for there, sign in self._steps(here[0], within):
                key = (there, here[1] or len(set(there)) > 1 if apart else True)
                if key in came:
                    continue
                came[key] = (here, sign)
                if there == goal and key[1]:
                    return _trace(came, key, (start, False))
                waiting.append(key)
        return ""

    def _steps(
        self, here: tuple[int, ...], within: tuple[set[int], ...]
    ) -> Iterator[tuple[tuple[int, ...], str]]:
        found: list[tuple[tuple[int, ...], int]] = [((), -1)]
        for n, circle in zip(here, within, strict=True):
            found = [
                ((*done, m), bits & self.signs[m])
                for done, bits in found
                for m in self.next[n]
                if m in circle and bits & self.signs[m]
            ]
        yield from ((there, _sign(bits)) for there, bits in found)

    def _word_to(self, p: int) -> str:
        came: dict[int, str] = {}
        waiting: deque[int] = deque()
        for n in self.first:
            came[n] = _sign(self.signs[n])
            waiting.append(n)
        while waiting and p not in came:
            n = waiting.popleft()
            for m in self.next[n]:
                if m not in came:
                    came[m] = came[n] + _sign(self.signs[m])
                    waiting.append(m)
        return came.get(p, "")

    def steps(self, text: str) -> int:
        """Return how many steps looking for everything in `text` takes, going back as `re` does."""
        return Matcher(self.tree, self.flags, text).run(search=self.search)

    def attack(self) -> tuple[str, str, str] | None:
        """Return beginning, pump and ending of a text on which time grows faster than the text."""
        tried = set()
        for begin, pump in self.suspects():
            if (begin, pump) in tried:
                continue
            tried.add((begin, pump))
            for ending in ("", *self._kinds()):
                few = self.steps(begin + pump * 20 + ending)
                if few < ENOUGH and few < 400:
                    continue  # Far from a step for every pair of characters.
                if self.steps(begin + pump * 40 + ending) > min(3 * few, ENOUGH):
                    return begin, pump, ending
        return None

    def _kinds(self) -> list[str]:
        """Return one character of each kind that the expression tells apart."""
        kinds: dict[tuple[int, ...], str] = {}
        for n, sign in enumerate(ALPHABET):
            kinds.setdefault(tuple(bits >> n & 1 for bits in self.signs), sign)
        return list(kinds.values())


def _sign(bits: int) -> str:
    """Return one of the characters, a letter or figure where there is one."""
    found = [sign for n, sign in enumerate(ALPHABET) if bits >> n & 1]
    return next((sign for sign in found if sign.isalnum()), found[0]) if found else ""


def _trace(came: dict[Any, tuple[Any, str]], key: Any, start: Any) -> str:
    word = ""
    while True:
        key, sign = came[key]
        word = sign + word
        if key == start:
            return word
