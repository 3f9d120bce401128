"""Posts: found, read, written, answered; thanks; a card made of them."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from ninja import Query, Router, Status

from journeywork.api import naming
from journeywork.api.doors import Limit, Mine, caller, operation
from journeywork.api.pages import Cursor, Latest, Page, turn
from journeywork.api.shapes.cards import CardWithBodyOut
from journeywork.api.shapes.posts import (
    AudienceIn,
    MakeCardIn,
    PostChangeIn,
    PostIn,
    PostOut,
    ReplyIn,
    ThreadOut,
    post_out,
)
from journeywork.engine.people import Person
from journeywork.engine.posts import OPEN, Post
from journeywork.engine.posts import topic as topic_name
from journeywork.engine.sharing import Audience, AudienceKind
from journeywork.kernel import clock
from journeywork.kernel.errors import Invalid
from journeywork.knowledge.posts import actions, queries
from journeywork.people import queries as people

router = Router(tags=["Posts"])


@router.get("/posts", response=Page[PostOut], summary="Find posts")
@operation("post.read")
def find(
    request: HttpRequest,
    author: Annotated[str, Query(max_length=60, description="Only by this person, by key.")] = "",
    topic: Annotated[str, Query(max_length=200, description="Only about this topic.")] = "",
    episode: Annotated[UUID | None, Query(description="Only about this piece of work.")] = None,
    mine: Mine = False,  # noqa: FBT002 -- a query parameter
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Page[PostOut]:
    """List the posts that one can read, newest first; answers come with their post."""
    me, asked = caller(request), turn(request, limit, cursor, Latest)
    about = topic_name(topic)
    if topic and not about:
        raise Invalid({"topic": "is none: letters, digits, - and _"})
    found = queries.posts(
        reader=me,
        author=me.id if mine else people.person_by_key(author).id if author else None,
        about=about,
        episode=episode,
        limit=asked.most,
        before=asked.after,
    )
    return asked.page(
        found, place=lambda one: Latest(one.at, one.id), shown=lambda some: _shown(some, me)
    )


@router.get("/posts/near", response=Page[PostOut], summary="Posts near to one")
@operation("post.read")
def near(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[PostOut]:
    """List posts by oneself, one's teams and whom one follows, and about what one follows."""
    me, asked = caller(request), turn(request, limit, cursor, Latest)
    found = queries.feed(reader=me, near=asked.most, before=asked.after).near
    return asked.page(
        found, place=lambda one: Latest(one.at, one.id), shown=lambda some: _shown(some, me)
    )


@router.post("/posts", response={201: PostOut}, summary="Write a post")
@operation("post.write")
def write(request: HttpRequest, body: PostIn) -> Status[PostOut]:
    """Say something to colleagues: everyone here can read it, or fewer where one says so."""
    me = caller(request)
    made = actions.write(
        text=body.text,
        audience=audience_of(body.audience) if body.audience else OPEN,
        episode=body.episode,
        by=me.id,
        at=clock.now(),
    )
    return Status(201, _one(made, me))


@router.get("/posts/{uuid:post_id}", response=ThreadOut, summary="Read a post")
@operation("post.read")
def read(request: HttpRequest, post_id: UUID) -> ThreadOut:
    """Read a post with its answers; an answer by itself, without any."""
    me = caller(request)
    found = queries.post(post_id, reader=me)
    replies = queries.thread(post_id, reader=me).replies if found.thread is None else ()
    root, *others = _shown([found, *replies], me)
    return ThreadOut(**root.model_dump(), replies=others)


@router.patch("/posts/{uuid:post_id}", response=PostOut, summary="Change a post")
@operation("post.write")
def change(request: HttpRequest, post_id: UUID, body: PostChangeIn) -> PostOut:
    """Change what one said, what it is about, who can read it; what is left out stays."""
    me, given = caller(request), body.model_fields_set
    with transaction.atomic():
        found = queries.post(post_id, reader=me)
        if {"text", "episode"} & given or not given:
            found = actions.change(
                post_id=post_id,
                text=body.text if "text" in given else found.text,
                episode=body.episode if "episode" in given else found.episode,
                by=me.id,
                at=clock.now(),
            )
        if body.audience is not None:
            audience = audience_of(body.audience)
            found = actions.share(post_id=post_id, audience=audience, by=me.id, at=clock.now())
    return _one(queries.post(found.id, reader=me), me)


@router.delete("/posts/{uuid:post_id}", response={204: None}, summary="Take a post away")
@operation("post.write")
def take_away(request: HttpRequest, post_id: UUID) -> Status[None]:
    """Take a post or an answer of one's own away; what others answered stays theirs."""
    actions.take_away(post_id=post_id, by=caller(request).id, at=clock.now())
    return Status(204, None)


@router.post("/posts/{uuid:post_id}/replies", response={201: PostOut}, summary="Answer a post")
@operation("post.write")
def reply(request: HttpRequest, post_id: UUID, body: ReplyIn) -> Status[PostOut]:
    """Answer a post, for those who can read it now."""
    me = caller(request)
    made = actions.reply(to=post_id, text=body.text, by=me.id, at=clock.now())
    return Status(201, _one(made, me))


@router.put("/posts/{uuid:post_id}/thanks", response={204: None}, summary="Say thanks")
@operation("post.write")
def thank(request: HttpRequest, post_id: UUID) -> Status[None]:
    """Say thanks for somebody else's post or answer."""
    actions.thank(post_id=post_id, by=caller(request).id, at=clock.now())
    return Status(204, None)


@router.delete("/posts/{uuid:post_id}/thanks", response={204: None}, summary="Take thanks back")
@operation("post.write")
def unthank(request: HttpRequest, post_id: UUID) -> Status[None]:
    """Take one's own thanks back."""
    queries.post(post_id, reader=caller(request))
    actions.unthank(post_id=post_id, by=caller(request).id)
    return Status(204, None)


@router.post(
    "/posts/{uuid:post_id}/card", response={201: CardWithBodyOut}, summary="Make it a card"
)
@operation("card.write")
def make_card(request: HttpRequest, post_id: UUID, body: MakeCardIn) -> Status[CardWithBodyOut]:
    """Make a draft of a card from what is one's own or open to all in a post or its thread."""
    made = actions.make_card(
        post_id=post_id, by=caller(request).id, at=clock.now(), whole=body.whole
    )
    return Status(201, naming.card(made))


def _one(found: Post, me: Person) -> PostOut:
    return _shown([found], me)[0]


def _shown(found: Sequence[Post], me: Person) -> list[PostOut]:
    named = {id for one in found for id in (one.author, *one.thanked, *one.answered)}
    seen = queries.seen_work(found, reader=me, besides=named)
    names = {id: one.name for id, one in seen.people.items()}
    about = {id: one.uuid for id, one in seen.work.items()}
    return [post_out(one, names, episode=about.get(one.id)) for one in found]


def audience_of(given: AudienceIn) -> Audience:
    """Return with whom something is shared in which nobody takes part; raises Invalid."""
    if given.kind is AudienceKind.PARTICIPANTS:
        raise Invalid({"audience.kind": "is not one that a post can have"})
    return Audience(
        kind=given.kind,
        person=people.person_by_key(given.person).id if given.person else None,
        team=people.team_by_key(given.team).id if given.team else None,
    )
