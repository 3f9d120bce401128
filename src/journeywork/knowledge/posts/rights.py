"""Who reads a post, as a condition of the query: nothing is fetched first and hidden later.

`engine.posts` states the rule, and a test draws posts and readers to see that both say the same.
"""

from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import ExpressionWrapper, OuterRef, Q, QuerySet, UUIDField

from journeywork.engine.people import Person
from journeywork.engine.posts import may_read_reply
from journeywork.engine.sharing import AudienceKind
from journeywork.kernel.errors import Denied, NotFound
from journeywork.knowledge.post_models import PostRow, PostThanksRow
from journeywork.knowledge.posts.values import post_of


def readable(reader: Person) -> Q:
    """Return the condition for posts (not replies) that `reader` may read."""
    if not reader.active:
        return Q(pk__in=())
    return (
        Q(author=reader.id)
        | Q(audience=AudienceKind.EVERYONE)
        | Q(audience=AudienceKind.PERSON, person=reader.id)
        | Q(audience=AudienceKind.TEAM, team__in=reader.teams)
    )


def voiced(rows: QuerySet[PostRow], reader: Person) -> QuerySet[PostRow]:
    """Have `rows` (posts that `reader` may read) tell who said thanks, and who answered."""
    thanks = PostThanksRow.objects.filter(post=OuterRef("id")).order_by("at", "id")
    replies = PostRow.objects.filter(thread=OuterRef("id")).exclude(text="")
    theirs = replies.annotate(heard_by=ExpressionWrapper(OuterRef("author"), UUIDField()))
    heard = theirs.filter(readable(reader) | Q(heard_by=reader.id)).order_by("at", "id")
    return rows.annotate(
        thanked=ArraySubquery(thanks.values("by")), answered=ArraySubquery(heard.values("author"))
    )


def root_row(id: UUID, *, reader: Person) -> PostRow:
    """Return the row of a post that `reader` may read, also one that was taken away: NotFound."""
    row: PostRow | None = PostRow.objects.filter(readable(reader), id=id, thread=None).first()
    if row is None:
        raise NotFound("post")
    return row


def post_row(id: UUID, *, reader: Person) -> PostRow:
    """Return the row of a post or a reply that `reader` may read; raises NotFound."""
    row: PostRow | None = PostRow.objects.filter(id=id).exclude(text="").first()
    if row is None:
        raise NotFound("post")
    root = root_row(row.thread or row.id, reader=reader)
    if row.thread and not may_read_reply(reader, post_of(row), post_of(root)):
        raise NotFound("post")
    return row


def own_row(id: UUID, *, by: Person) -> PostRow:
    """Return the row of a post or reply of one's own, locked; raises NotFound or Denied.

    Denied to whoever may read it; to everybody else there is no such post. One's own reply is
    one's own also where the post it answers can no longer be read.
    """
    row: PostRow | None = (
        PostRow.objects.select_for_update().filter(id=id, author=by.id).exclude(text="").first()
    )
    if row is None:
        post_row(id, reader=by)
        raise Denied("post.write")
    return row
