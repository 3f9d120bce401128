"""Eyes of posts: what somebody may read of them, who thanked, whom one follows oneself.

Everything takes the `reader`, and returns nothing that they may not read. There is no query for
who follows somebody, and none that counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from journeywork.engine.knowledge import CardState
from journeywork.engine.people import Person
from journeywork.engine.posts import Follows, Post, may_read_reply, topic
from journeywork.engine.sharing import AudienceKind
from journeywork.engine.weekly import Weekly, waits_since
from journeywork.kernel.errors import NotFound
from journeywork.knowledge.models import CardRow
from journeywork.knowledge.posts.models import (
    FollowRow,
    PostCardRow,
    PostRow,
    PostThanksRow,
    ReflectionTimeRow,
)
from journeywork.knowledge.posts.rights import post_row, readable, root_row
from journeywork.knowledge.posts.seeing import seen_work
from journeywork.knowledge.posts.values import post_of
from journeywork.people import queries as people

__all__ = [
    "Around", "MadeCard", "Place", "Thread", "around", "cards_made", "followed", "follows", "news",
    "place_of", "post", "posts", "reflection_time", "reflection_waits", "seen_work", "sources_of",
    "thanks", "thread",
]  # fmt: skip

#: A thread shows so many replies, and a post so many who said thanks.
MOST_REPLIES, MOST_THANKS = 200, 100
#: Where a list of posts goes on: when the last one seen was written, and its id.
Place = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A post with the replies that the reader may read, oldest first."""

    root: Post
    replies: tuple[Post, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Who answered a post and who said thanks for it, the first of them first."""

    answered: tuple[UUID, ...] = ()
    thanked: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCard:
    """A card that was made of a post."""

    key: str
    title: str


def post(id: UUID, *, reader: Person) -> Post:
    """Return a post or a reply; raises NotFound for what `reader` may not read."""
    return post_of(post_row(id, reader=reader))


def thread(id: UUID, *, reader: Person) -> Thread:
    """Return a post with its replies; raises NotFound. Given a reply, its whole thread."""
    row: PostRow | None = PostRow.objects.filter(id=id).only("thread").first()
    root = post_of(root_row(row.thread or id if row else id, reader=reader))
    rows = PostRow.objects.filter(thread=root.id).exclude(text="").order_by("at", "id")
    replies = (post_of(each) for each in rows[:MOST_REPLIES])
    mine = tuple(each for each in replies if may_read_reply(reader, each, root))
    if root.gone and not mine:
        raise NotFound("post")
    return Thread(root=root, replies=mine)


def posts(
    *,
    reader: Person,
    author: UUID | None = None,
    about: str = "",
    episode: UUID | None = None,
    near: bool | None = None,
    limit: int = 50,
    before: Place | None = None,
) -> tuple[Post, ...]:
    """Return posts that `reader` may read, newest first; go on `before` the place of the last.

    `about` is a topic. `near` True: by the reader, their teams, and what they follow; False: all
    others.
    """
    rows = _standing(reader)
    wanted = {"author": author, "episode": episode}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    if about:
        rows = rows.filter(topics__contains=[about])
    if near is not None:
        close = _near(reader)
        rows = rows.filter(close) if near else rows.exclude(close)
    if before is not None:
        at, last = before
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=last))
    return tuple(post_of(row) for row in rows.order_by("-at", "-id")[:limit])


def place_of(id: UUID, *, reader: Person) -> Place | None:
    """Return the place of a post in lists, None where `reader` may not read it."""
    return _standing(reader).filter(id=id).values_list("at", "id").first()


def news(reader: Person, *, since: datetime, limit: int = 5) -> tuple[Post, ...]:
    """Return what those whom `reader` follows wrote, and what was written about their topics.

    Newest first; nothing of their own.
    """
    mine = follows(reader.id)
    if not mine.people and not mine.topics:
        return ()
    followed = Q(author__in=mine.people) | Q(topics__overlap=list(mine.topics))
    rows = _standing(reader).filter(followed, at__gt=since).exclude(author=reader.id)
    return tuple(post_of(row) for row in rows.order_by("-at", "-id")[:limit])


def around(found: Iterable[Post], *, reader: Person) -> dict[UUID, Around]:
    """Return for each of `found` (posts that `reader` may read) who answered and who thanked."""
    posts = {each.id: each for each in found}
    rows = PostRow.objects.filter(thread__in=posts).exclude(text="").order_by("at", "id")
    answered: dict[UUID, dict[UUID, None]] = {}
    for reply in map(post_of, rows[: MOST_REPLIES * 5]):
        if reply.thread and may_read_reply(reader, reply, posts[reply.thread]):
            answered.setdefault(reply.thread, {})[reply.author] = None
    thanked = thanks(posts)
    return {
        id: Around(answered=tuple(answered.get(id, ())), thanked=thanked.get(id, ()))
        for id in posts
    }


def thanks(ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Return who said thanks for posts and replies, by post, the first first."""
    rows = PostThanksRow.objects.filter(post__in=list(ids)).order_by("at", "id")
    found: dict[UUID, tuple[UUID, ...]] = {}
    for post, by in rows.values_list("post", "by"):
        if len(found.get(post, ())) < MOST_THANKS:
            found[post] = (*found.get(post, ()), by)
    return found


def cards_made(ids: Iterable[UUID], *, reader: Person) -> tuple[MadeCard, ...]:
    """Return the cards that were made of posts, as far as `reader` can read them."""
    made = PostCardRow.objects.filter(post__in=list(ids)).values("card")
    mine = ~Q(state=CardState.DRAFT) | Q(author=reader.id)
    rows = CardRow.objects.filter(mine, id__in=made).order_by("created_at", "id")
    return tuple(MadeCard(key=key, title=title) for key, title in rows.values_list("key", "title"))


def sources_of(card: UUID, *, reader: Person) -> tuple[Post, ...]:
    """Return the posts that a card was made of, whoever may read them: for the names of writers.

    Text and place are given where `reader` may read a post; elsewhere there is its writer alone.
    """
    made = PostCardRow.objects.filter(card=card).values("post")
    rows = list(PostRow.objects.filter(id__in=made).order_by("at", "id"))
    seen = set(_standing(reader).filter(id__in=made).values_list("id", flat=True)) if rows else ()
    return tuple(post_of(row) if row.id in seen else _writer_of(row) for row in rows)


def follows(person_id: UUID) -> Follows:
    """Return whom and what somebody follows; for themselves alone."""
    rows = list(FollowRow.objects.filter(person=person_id).values_list("whom", "topic"))
    return Follows(
        people=frozenset(whom for whom, _ in rows if whom),
        topics=frozenset(topic for _, topic in rows if topic),
    )


def reflection_time(person_id: UUID) -> Weekly | None:
    """Return when in the week somebody wants to be asked, None for never."""
    row = ReflectionTimeRow.objects.filter(person=person_id).first()
    return Weekly(weekday=row.weekday, at=row.time) if row else None


def reflection_waits(person: Person, *, at: datetime) -> datetime | None:
    """Return since when the weekly questions wait for somebody, None where they do not.

    Nothing is asked of people who paused.
    """
    time = person.working_time
    if person.paused_until and time.local_date(at) < person.paused_until:
        return None
    row = ReflectionTimeRow.objects.filter(person=person.id).first()
    if row is None:
        return None
    return waits_since(
        Weekly(weekday=row.weekday, at=row.time),
        zone=time.zone,
        now=at,
        chosen_at=row.chosen_at,
        done_at=row.done_at,
    )


def followed(mine: Follows, *, whom: UUID | None = None, about: str = "") -> bool:
    """Tell whether somebody's follows hold a person or a topic."""
    return whom in mine.people if whom else topic(about) in mine.topics


def _near(reader: Person) -> Q:
    mine = follows(reader.id)
    close = {reader.id, *mine.people, *people.mates(reader)}
    return Q(author__in=close) | Q(topics__overlap=list(mine.topics))


def _standing(reader: Person) -> QuerySet[PostRow]:
    return PostRow.objects.filter(readable(reader), thread=None).exclude(text="")


def _writer_of(row: PostRow) -> Post:
    row.text, row.episode, row.thread = "", None, None
    row.audience, row.person, row.team = AudienceKind.ME, None, None
    return post_of(row)
