"""The work that posts are about, as far as a reader may see it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from journeywork.engine.people import Person
from journeywork.engine.posts import Post
from journeywork.engine.visibility import may_see
from journeywork.engine.work import Episode
from journeywork.people import queries as people
from journeywork.work import queries as work


def seen_work(
    posts: Iterable[Post], *, reader: Person, known: Mapping[UUID, Person] | None = None
) -> dict[UUID, Episode]:
    """Return the piece of work that each of `posts` is about, by post, where `reader` may see it.

    `known` are people who need not be looked up again. At most two statements.
    """
    about = {post.id: post.episode for post in posts if post.episode}
    found = work.episodes_by_id(about.values()) if about else {}
    who = dict(known or {})
    missing = {id for one in found.values() for id in one.people} - who.keys()
    if missing:
        who |= people.persons(missing, active_only=False)
    seen = {
        id: one
        for id, one in found.items()
        if may_see(reader, [who[person] for person in one.people if person in who])
    }
    return {post: seen[id] for post, id in about.items() if id in seen}


def sees(episode: UUID, reader: Person) -> bool:
    """Tell whether `reader` may see a piece of work; False where there is none."""
    found = work.episodes_by_id([episode]).get(episode)
    if found is None:
        return False
    return may_see(reader, people.persons(found.people, active_only=False).values())
