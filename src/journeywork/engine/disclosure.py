"""What may be told of groups so that nothing can be worked out of fewer people than that.

Groups form a tree: teams within departments within an organisation, each person in one leaf at
most. A group of fewer than `least` people is not told. That alone is not enough: what is told
of a whole and of all its parts but one tells that one by subtraction. So further groups are
held back (complementary suppression; Willenborg & de Waal 2001, "Elements of Statistical
Disclosure Control", ch. 7) until, in every group that is told, those who are in none of the
told groups within it are nobody, or at least `least`.

Why that suffices: call those remainders the pieces. Pieces are disjoint, and every told group
is a union of pieces. Whatever sums of told groups are added and subtracted, the result is a
sum over whole pieces, and each has at least `least` people. This holds as long as all is told
of the same people at the same moment; so figures are made once, when a period closes, and are
only read afterwards.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of `size` people, those of its parts among them; `within` None for the whole."""

    key: str
    size: int
    within: str | None = None


def tellable(groups: Iterable[Group], least: int = LEAST) -> frozenset[str]:
    """Return the keys of the groups that may be told.

    Raises ValueError where the groups are no tree, or parts are more than their whole.
    """
    tree = _Tree(groups)
    told = {key for key, group in tree.groups.items() if group.size >= least}
    for key in tree.from_the_leaves():
        while key in told and 0 < tree.rest(key, told) < least:
            # A part that is told has `least` people: whoever is left over hides among them.
            parts = tree.told_within(key, told)
            told.discard(min(parts, key=lambda part: (tree.groups[part].size, part)))
    return frozenset(told)


class _Tree:
    """Groups by their place; all sizes are people."""

    def __init__(self, groups: Iterable[Group]) -> None:
        listed = tuple(groups)
        self.groups: Mapping[str, Group] = {group.key: group for group in listed}
        if len(self.groups) != len(listed):
            raise ValueError("two groups have the same key")
        self._parts: dict[str, list[str]] = {key: [] for key in self.groups}
        for group in listed:
            if group.within is not None:
                if group.within not in self.groups:
                    raise ValueError(f"{group.key} is within {group.within}, which is not there")
                self._parts[group.within].append(group.key)
        self._order = self._ordered()
        for key, parts in self._parts.items():
            if sum(self.groups[part].size for part in parts) > self.groups[key].size:
                raise ValueError(f"the parts of {key} have more people than {key}")

    def from_the_leaves(self) -> tuple[str, ...]:
        """Return every group after all that stand within it."""
        return self._order

    def told_within(self, key: str, told: set[str]) -> list[str]:
        """Return the largest told groups below a group, none within another."""
        found: list[str] = []
        for part in self._parts[key]:
            found += [part] if part in told else self.told_within(part, told)
        return found

    def rest(self, key: str, told: set[str]) -> int:
        """Return how many people of a group are in no told group within it."""
        within = sum(self.groups[part].size for part in self.told_within(key, told))
        return self.groups[key].size - within

    def _ordered(self) -> tuple[str, ...]:
        waiting = [key for key, group in self.groups.items() if group.within is None]
        order: list[str] = []
        while waiting:
            key = waiting.pop()
            order.append(key)
            waiting += self._parts[key]
        if len(order) != len(self.groups):
            raise ValueError("a group is within itself")
        return tuple(reversed(order))
