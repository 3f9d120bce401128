"""How far the index is behind: what it has not taken in, and where it stands."""

from datetime import UTC, datetime
from uuid import UUID

from journeywork.knowledge.index import Bookmark, SearchIndex, Shelf

#: How many changes of cards of an organisation the index has not taken in.
CARDS_BEHIND = (
    f"select count(*) from knowledge_index_change where org = $1 and shelf = '{Shelf.CARD.value}'"  # noqa: S608
)
_BEGINNING = Bookmark(datetime(1, 1, 1, tzinfo=UTC), UUID(int=0))


def read_up_to(org: UUID) -> Bookmark:
    """Return the last episode of an organisation that the index has taken in; needs Django."""
    from journeywork.knowledge.indexing import search_index

    return search_index().bookmark(org) or _BEGINNING


def look_into(index: SearchIndex) -> None:
    """Read a little from every shelf; raises what is in the way, such as IndexUnavailable."""
    for shelf in Shelf:
        index.rarity(shelf, ("a",))
