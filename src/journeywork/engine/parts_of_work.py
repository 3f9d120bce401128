"""Where work happens and of which kind it is, in names that can be counted."""

from collections import Counter
from functools import lru_cache

from journeywork.engine.vocabulary import family_of
from journeywork.engine.work import WorkEvent

DEEPEST = 3
MOST_PATHS = 500
MOST_KINDS = 8
#: A folder is a part of the work when at least this share of the touched files lies in it,
#: so that a change of the whole tree makes nobody acquainted with each of its corners.
LEAST_SHARE = 5
LONGEST_NAME = 200


def kinds(event: WorkEvent) -> tuple[str, ...]:
    """Return the kinds of work: the family and up to seven labels, in lower case."""
    labels = (label.strip().lower()[:LONGEST_NAME] for label in event.labels)
    found = dict.fromkeys((family_of(event.type), *(label for label in labels if label)))
    return tuple(found)[:MOST_KINDS]


def parts(event: WorkEvent) -> tuple[str, ...]:
    """Return the folders (up to three deep) in which most of the event lies, broadest first.

    Each is written `place: folder/`, so that equal folders of two places differ. At most
    five folders a level, by construction.
    """
    return areas(event.place, event.paths)


def areas(place: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return the same for paths of a place, wherever they come from: a piece of work."""
    return _parts(place, paths[:MOST_PATHS])


@lru_cache(maxsize=4096)
def _parts(place: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    held = Counter(folder for path in paths for folder in folders(path))
    enough = [folder for folder, files in held.items() if files * LEAST_SHARE >= len(paths)]
    enough.sort(key=lambda folder: (folder.count("/"), folder))
    return tuple(named(place, folder) for folder in enough)


def folders(path: str) -> tuple[str, ...]:
    """Return the folders above a file, broadest first, at most three: `a/`, `a/b/`."""
    steps = [step for step in path.split("/")[:-1] if step][:DEEPEST]
    return tuple("/".join(steps[: depth + 1]) + "/" for depth in range(len(steps)))


def named(place: str, folder: str) -> str:
    """Return the name under which a folder of a place is counted."""
    return f"{place}: {folder}"[-LONGEST_NAME:] if place else folder[-LONGEST_NAME:]
