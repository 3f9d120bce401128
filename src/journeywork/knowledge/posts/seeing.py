"""The work that posts are about, as far as a reader may see it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from journeywork.engine.people import Person
from journeywork.engine.posts import Post
from journeywork.engine.visibility import may_see
from journeywork.engine.work import Episode
from journeywork.people import queries as people
from journeywork.work import queries as work


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The piece of work that each post is about, by post; and people who were looked up."""

    work: Mapping[UUID, Episode] = field(default_factory=dict)
    people: Mapping[UUID, Person] = field(default_factory=dict)


def seen_work(posts: Iterable[Post], *, reader: Person, besides: Iterable[UUID] = ()) -> Seen:
    """Return the work that `posts` are about, where `reader` may see it; at most two statements.

    `besides` are people who are looked up along with those who took part.
    """
    about = {post.id: post.episode for post in posts if post.episode}
    found = work.episodes_by_id(about.values()) if about else {}
    wanted = {*besides, *(id for one in found.values() for id in one.people)}
    who = people.persons(wanted, active_only=False) if wanted else {}
    seen = {
        id: one
        for id, one in found.items()
        if may_see(reader, [who[person] for person in one.people if person in who])
    }
    return Seen(work={post: seen[id] for post, id in about.items() if id in seen}, people=who)


def sees(episode: UUID, reader: Person) -> bool:
    """Tell whether `reader` may see a piece of work; False where there is none."""
    found = work.episodes_by_id([episode]).get(episode)
    if found is None:
        return False
    return may_see(reader, people.persons(found.people, active_only=False).values())
