"""Eyes of posts: what somebody may read of them, and whom they follow themselves.

Everything takes the `reader`, and returns nothing that they may not read. There is no query for
who follows somebody, and none that counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet

from journeywork.engine.knowledge import CardState
from journeywork.engine.people import Person
from journeywork.engine.posts import Follows, Post, may_read_reply
from journeywork.engine.sharing import AudienceKind
from journeywork.engine.weekly import Weekly, waits_since
from journeywork.kernel.errors import NotFound
from journeywork.knowledge.models import CardRow
from journeywork.knowledge.post_models import (
    FollowRow,
    PostCardRow,
    PostRow,
    ReflectionTimeRow,
)
from journeywork.knowledge.posts.rights import post_row, readable, voiced
from journeywork.knowledge.posts.seeing import Seen, seen_work, sees
from journeywork.knowledge.posts.values import post_of
from journeywork.people import queries as people

__all__ = [
    "Feed", "MadeCard", "Place", "Seen", "Thread", "cards_made", "feed", "follows", "news", "place_of",
    "post", "posts", "reflection_time", "reflection_waits", "seen_work", "sees", "sources_of", "thread",
    "who_follow",
]  # fmt: skip

#: A thread shows so many replies.
MOST_REPLIES = 200
#: Where a list of posts goes on: when the last one seen was written, and its id.
Place = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A post with the replies that the reader may read, oldest first."""

    root: Post
    replies: tuple[Post, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Posts by oneself, one's teams and what one follows; and all others. Newest first."""

    near: tuple[Post, ...] = ()
    others: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCard:
    """A card that was made of a post."""

    key: str
    title: str


def post(id: UUID, *, reader: Person) -> Post:
    """Return a post or a reply; raises NotFound for what `reader` may not read."""
    row = post_row(id, reader=reader)
    return post_of(voiced(PostRow.objects.filter(id=row.id), reader).get())


def thread(id: UUID, *, reader: Person) -> Thread:
    """Return the post `id` with its replies; raises NotFound, also for the id of a reply.

    One statement. A post that was taken away is there as long as somebody's answer is.
    """
    root_or_reply = (readable(reader) & Q(id=id, thread=None)) | Q(thread=id)
    rows = voiced(PostRow.objects.filter(root_or_reply), reader).order_by("at", "id")
    found = {row.id: post_of(row) for row in rows[: MOST_REPLIES + 1]}
    root = found.pop(id, None)
    if root is None:
        raise NotFound("post")
    mine = (each for each in found.values() if may_read_reply(reader, each, root))
    replies = tuple(each for each in mine if not each.gone)
    if root.gone and not replies:
        raise NotFound("post")
    return Thread(root=root, replies=replies)


def posts(
    *,
    reader: Person,
    author: UUID | None = None,
    about: str = "",
    episode: UUID | None = None,
    limit: int = 50,
    before: Place | None = None,
) -> tuple[Post, ...]:
    """Return posts that `reader` may read, newest first; go on `before` the place of the last.

    `about` is a topic.
    """
    rows = _standing(reader)
    wanted = {"author": author, "episode": episode}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    if about:
        rows = rows.filter(topics__contains=[about])
    return _page(rows, reader, limit, before)


def feed(*, reader: Person, near: int = 0, others: int = 0, before: Place | None = None) -> Feed:
    """Return so many posts that are near to the reader, and so many others.

    Go on `before` the place of the last one seen, in one of the two.
    """
    close, rows = _near(reader), _standing(reader)
    return Feed(
        near=_page(rows.filter(close), reader, near, before) if near else (),
        others=_page(rows.exclude(close), reader, others, before) if others else (),
    )


def place_of(id: UUID, *, reader: Person) -> Place | None:
    """Return the place of a post in lists, None where `reader` may not read it."""
    return _standing(reader).filter(id=id).values_list("at", "id").first()


def news(reader: Person, *, since: datetime, limit: int = 5) -> tuple[Post, ...]:
    """Return what those whom `reader` follows wrote, and what was written about their topics.

    Newest first; nothing of their own.
    """
    rows = _standing(reader).filter(_followed(reader), at__gt=since).exclude(author=reader.id)
    return _page(rows, reader, limit, None)


def cards_made(ids: Iterable[UUID], *, reader: Person) -> tuple[MadeCard, ...]:
    """Return the cards that were made of posts, as far as `reader` can read them."""
    made = PostCardRow.objects.filter(post__in=list(ids)).values("card")
    mine = ~Q(state=CardState.DRAFT) | Q(author=reader.id)
    rows = CardRow.objects.filter(mine, id__in=made).order_by("created_at", "id")
    return tuple(MadeCard(key=key, title=title) for key, title in rows.values_list("key", "title"))


def sources_of(card: UUID, *, reader: Person) -> tuple[Post, ...]:
    """Return the posts that a card was made of, oldest first: for the names of its writers.

    Of one that `reader` may not read, or that was taken away, nothing is told but who wrote it.
    """
    made = PostCardRow.objects.filter(card=card).values("post")
    seen = readable(reader) & Q(thread=None)
    rows = PostRow.objects.filter(id__in=made).annotate(is_seen=seen).order_by("at", "id")
    return tuple(post_of(row if row.is_seen else _writer_of(row)) for row in rows)


def follows(person_id: UUID) -> Follows:
    """Return whom and what somebody follows; for themselves alone."""
    rows = list(FollowRow.objects.filter(person=person_id).values_list("whom", "topic"))
    return Follows(
        people=frozenset(whom for whom, _ in rows if whom),
        topics=frozenset(topic for _, topic in rows if topic),
    )


def who_follow(ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return which of `ids` follow anybody or anything; never whom."""
    rows = FollowRow.objects.filter(person__in=list(ids))
    return frozenset(rows.values_list("person", flat=True))


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


def _near(reader: Person) -> Q:
    return Q(author__in={reader.id, *people.mates(reader)}) | _followed(reader)


def _followed(reader: Person) -> Q:
    mine = FollowRow.objects.filter(person=reader.id)
    whom = mine.filter(whom__isnull=False).values("whom")
    topics = ArraySubquery(mine.exclude(topic="").values("topic"))
    return Q(author__in=whom) | Q(topics__overlap=topics)


def _standing(reader: Person) -> QuerySet[PostRow]:
    return PostRow.objects.filter(readable(reader), thread=None).exclude(text="")


def _page(
    rows: QuerySet[PostRow], reader: Person, limit: int, before: Place | None
) -> tuple[Post, ...]:
    if before is not None:
        at, last = before
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=last))
    return tuple(post_of(row) for row in voiced(rows, reader).order_by("-at", "-id")[:limit])


def _writer_of(row: PostRow) -> PostRow:
    row.text, row.episode, row.thread = "", None, None
    row.audience, row.person, row.team = AudienceKind.ME, None, None
    return row
