"""How close two sets of paths are, and whether a path lies in an area given by globs."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import sqrt

MOST = 200


def within(paths: Sequence[str], globs: Sequence[str]) -> tuple[float, str]:
    """Return the share of `paths` that lie in one of `globs`, and the glob that holds most."""
    held: Counter[str] = Counter()
    inside = 0
    for path in paths[:MOST]:
        found = next((glob for glob in globs if matches(path, glob)), None)
        inside += found is not None
        if found is not None:
            held[found] += 1
    if not held:
        return 0.0, ""
    return inside / len(paths[:MOST]), held.most_common(1)[0][0]


def matches(path: str, glob: str) -> bool:
    """Tell whether `path` fits `glob`: `*` within a folder, `**` over folders, `?` one letter.

    A glob without `/` fits the name in any folder; a folder's name fits all below it.
    """
    wanted = tuple(glob.strip("/").split("/"))
    if len(wanted) == 1 and wanted != ("**",):
        return any(_fits(part, wanted[0]) for part in path.strip("/").split("/"))
    return _match(tuple(path.strip("/").split("/")), wanted)


def closeness(mine: Sequence[str], theirs: Sequence[str]) -> tuple[float, str]:
    """Return the cosine of two sets of touched files, and what they share in words.

    Files count fully and the folders above them half as much for each step, so that the file
    next door is better than nothing.
    """
    if not mine or not theirs:
        return 0.0, ""
    one, other = _weights(tuple(mine[:MOST])), _weights(tuple(theirs[:MOST]))
    shared = one.keys() & other.keys()
    if not shared:
        return 0.0, ""
    dot = sum(one[key] * other[key] for key in shared)
    size = sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return min(1.0, dot / size), max(shared, key=lambda key: (key.count("/"), len(key), key))


@lru_cache(maxsize=4096)
def _weights(paths: tuple[str, ...]) -> dict[str, float]:
    found: dict[str, float] = {}
    for path in set(paths):
        parts = path.split("/")
        weight = 1.0
        for length in range(len(parts), 0, -1):
            key = "/".join(parts[:length])
            found[key] = max(found.get(key, 0.0), weight)
            weight /= 2
    return found


def _match(parts: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Match part by part; the set of positions reached keeps it linear in both."""
    reached = _skip({0}, wanted)
    for part in parts:
        ahead = {at for at in reached if at < len(wanted) and wanted[at] == "**"}
        ahead |= {
            at + 1
            for at in reached
            if at < len(wanted) and wanted[at] != "**" and _fits(part, wanted[at])
        }
        reached = _skip(ahead, wanted)
    return len(wanted) in reached


def _skip(reached: set[int], wanted: tuple[str, ...]) -> set[int]:
    """Add the positions after each `**` reached: it may stand for no folder at all."""
    found = set(reached)
    for at in range(len(wanted)):
        if at in found and wanted[at] == "**":
            found.add(at + 1)
    return found


def _fits(name: str, pattern: str) -> bool:
    """Match `*` and `?` in time linear in name times pattern, never exponential."""
    at = mark = 0
    star = -1
    for_star = 0
    while at < len(name):
        if mark < len(pattern) and pattern[mark] == "*":
            star, for_star, mark = mark, at, mark + 1
        elif mark < len(pattern) and pattern[mark] in ("?", name[at]):
            at, mark = at + 1, mark + 1
        elif star >= 0:
            for_star += 1
            at, mark = for_star, star + 1
        else:
            return False
    return not pattern[mark:].strip("*")
