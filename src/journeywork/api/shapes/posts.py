"""Posts, answers, what one follows, when one is asked how the week was."""

from collections.abc import Mapping
from datetime import datetime
from datetime import time as hour
from typing import Annotated, Self
from uuid import UUID

from ninja import Field, Schema
from pydantic import model_validator

from journeywork.api.shapes import Change, In, Name, PersonRef, Whole
from journeywork.api.shapes.people import LocalTime
from journeywork.engine.posts import MOST_CODE_POINTS, Post
from journeywork.engine.sharing import AudienceKind

_TEXT = "At most 600 characters as people see them; #words are its topics."
_EPISODE = "The piece of work it is about, one that you can see."
Text = Annotated[str, Field(min_length=1, max_length=MOST_CODE_POINTS, description=_TEXT)]


class AudienceOut(Schema):
    """Who can read a post besides its author."""

    kind: AudienceKind = Field(description="How wide it is.")
    person: UUID | None = Field(description="The one person, for that kind alone.")
    team: UUID | None = Field(description="The team, for that kind alone.")


class AudienceIn(In):
    """Who can read a post besides its author."""

    kind: AudienceKind = Field(description="How wide it is; nobody takes part in a post.")
    person: Name | None = Field(None, description="The key of the one person, for that kind.")
    team: Name | None = Field(None, description="The key of the team, for that kind.")

    @model_validator(mode="after")
    def names_what_it_needs(self) -> Self:
        """Refuse a kind without its person or team, and one of them beside another kind."""
        if (self.person is None) == (self.kind is AudienceKind.PERSON):
            raise ValueError("one person is named for that kind, and for no other")
        if (self.team is None) == (self.kind is AudienceKind.TEAM):
            raise ValueError("a team is named for that kind, and for no other")
        return self


class PostOut(Schema):
    """A post, or an answer to one, as its reader sees it."""

    id: UUID = Field(description="Identifies the post.")
    author: PersonRef = Field(description="Who wrote it.")
    text: str = Field(description="What it says; plain text. Empty once it was taken away.")
    topics: list[str] = Field(description="Its #words.")
    audience: AudienceOut = Field(description="Who can read it besides its author.")
    at: datetime = Field(description="When it was written.")
    changed_at: datetime | None = Field(description="When it was changed, null for never.")
    episode: UUID | None = Field(description="The piece of work it is about, if you can see it.")
    thread: UUID | None = Field(description="The post that an answer belongs to.")
    reflection: bool = Field(description="Whether it answers the questions of one's week.")
    thanked: list[PersonRef] = Field(description="Who said thanks, the first first.")
    answered: list[PersonRef] = Field(description="Who answered, the first first.")


class ThreadOut(PostOut):
    """A post with the answers that its reader can read, oldest first."""

    replies: list[PostOut] = Field(description="The answers, oldest first.")


class PostIn(In):
    """What somebody says to colleagues."""

    text: Text
    audience: AudienceIn | None = Field(None, description="Without it everyone here can read it.")
    episode: UUID | None = Field(None, description=_EPISODE)


class PostChangeIn(Change):
    """What shall be different about a post of one's own."""

    text: str = Field("", min_length=1, max_length=MOST_CODE_POINTS, description=_TEXT)
    audience: AudienceIn | None = Field(None, description="Who can read it from now on.")
    episode: UUID | None = Field(None, description=f"{_EPISODE} Null for none.")


class ReplyIn(In):
    """What somebody answers."""

    text: Text


class MakeCardIn(In):
    """How much of a thread becomes a card."""

    whole: bool = Field(False, description="The answers too.")


class FollowingOut(Schema):
    """Whom and what one follows; nobody else can read it."""

    people: list[PersonRef] = Field(description="The people, by name.")
    topics: list[str] = Field(description="The topics.")


class ReflectionTimeIn(In):
    """When in the week one is asked, by one's own clock."""

    weekday: Whole = Field(ge=1, le=7, description="The day: Monday is 1.")
    time: LocalTime = Field(description="The time of day, such as 16:00.")


class ReflectionOut(Schema):
    """When one is asked how the week was, and whether that waits now."""

    weekday: int | None = Field(description="The day, Monday is 1; null for never.")
    time: hour | None = Field(description="The time of day; null for never.")
    waits_since: datetime | None = Field(description="Since when the questions wait; null: no.")


def audience_out(post: Post) -> AudienceOut:
    """Return for whom a post is."""
    audience = post.audience
    return AudienceOut(kind=audience.kind, person=audience.person, team=audience.team)


def post_out(post: Post, names: Mapping[UUID, str], *, episode: UUID | None) -> PostOut:
    """Return a post with its people named; `episode` as far as the reader can see it."""
    return PostOut(
        id=post.id,
        author=_ref(post.author, names),
        text=post.text,
        topics=list(post.topics),
        audience=audience_out(post),
        at=post.at,
        changed_at=post.changed_at,
        episode=episode,
        thread=post.thread,
        reflection=post.reflection,
        thanked=[_ref(one, names) for one in post.thanked],
        answered=[_ref(one, names) for one in post.answered],
    )


def _ref(id: UUID, names: Mapping[UUID, str]) -> PersonRef:
    return PersonRef(id=id, name=names.get(id, ""))
