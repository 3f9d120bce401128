"""Which work a lesson is for that came out of one piece of work: whatever is like it."""

from journeywork.engine.knowledge import AppliesTo
from journeywork.engine.work import Episode

#: A card names so many folders and kinds of work at most.
MOST = 20


def similar_to(episode: Episode) -> AppliesTo:
    """Return the work that is like a piece of work: its place, its folders, its labels.

    A path of a folder stands for all in that folder; one without a folder stands for itself.
    """
    folders = (path.rpartition("/") for path in episode.paths)
    globs = dict.fromkeys(f"{folder}/**" if folder else name for folder, _, name in folders)
    return AppliesTo(
        places=(episode.place,) if episode.place else (),
        paths=tuple(globs)[:MOST],
        kinds=episode.labels[:MOST],
    )
