"""Rows of posts as the engine's values."""

from journeywork.engine.posts import Post, topics_of
from journeywork.engine.sharing import Audience, AudienceKind
from journeywork.knowledge.post_models import PostRow

#: So many people are named of those who answered, or said thanks.
MOST_NAMED = 30


def post_of(row: PostRow) -> Post:
    """Return a row as the engine's value; who thanked and answered where the row has read it."""
    return Post(
        id=row.id,
        author=row.author,
        text=row.text,
        topics=topics_of(row.text),
        audience=audience_of(row),
        at=row.at,
        changed_at=row.changed_at,
        episode=row.episode,
        thread=row.thread,
        reflection=row.reflection,
        thanked=tuple(getattr(row, "thanked", ())[:MOST_NAMED]),
        answered=tuple(dict.fromkeys(getattr(row, "answered", ())))[:MOST_NAMED],
    )


def audience_of(row: PostRow) -> Audience:
    """Return for whom a row is."""
    return Audience(kind=AudienceKind(row.audience), person=row.person, team=row.team)


def put_audience(row: PostRow, audience: Audience) -> None:
    """Set on `row` (not saved) for whom it is, and what it tells in the open because of that."""
    row.audience, row.person, row.team = audience.kind, audience.person, audience.team
    row.topics = [] if audience.kind is AudienceKind.ME else list(topics_of(row.text))
