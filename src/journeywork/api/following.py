"""What one follows, and when one is asked how the week was: for oneself alone."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Status

from journeywork.api.doors import caller, operation
from journeywork.api.shapes import PersonRef
from journeywork.api.shapes.posts import (
    FollowingOut,
    PostOut,
    ReflectionOut,
    ReflectionTimeIn,
    ReplyIn,
    post_out,
)
from journeywork.engine.people import Person
from journeywork.kernel import clock
from journeywork.knowledge.posts import actions, queries
from journeywork.people import queries as people

router = Router(tags=["Posts"])


@router.get("/me/following", response=FollowingOut, summary="Whom and what one follows")
@operation("post.read")
def following(request: HttpRequest) -> FollowingOut:
    """Read whom and what one follows; nobody else can."""
    mine = queries.follows(caller(request).id)
    names = people.names(mine.people)
    found = sorted((name, id) for id, name in names.items())
    return FollowingOut(
        people=[PersonRef(id=id, name=name) for name, id in found], topics=sorted(mine.topics)
    )


@router.put("/me/following/people/{key}", response={204: None}, summary="Follow a person")
@operation("post.write")
def follow_person(request: HttpRequest, key: str) -> Status[None]:
    """Have what somebody writes come first; nobody else can see it."""
    actions.follow(by=caller(request).id, person=people.person_by_key(key).id)
    return Status(204, None)


@router.delete("/me/following/people/{key}", response={204: None}, summary="No longer follow")
@operation("post.write")
def unfollow_person(request: HttpRequest, key: str) -> Status[None]:
    """Follow somebody no longer."""
    actions.follow(by=caller(request).id, person=people.person_by_key(key).id, wanted=False)
    return Status(204, None)


@router.put("/me/following/topics/{topic}", response={204: None}, summary="Follow a topic")
@operation("post.write")
def follow_topic(request: HttpRequest, topic: str) -> Status[None]:
    """Have what is written about a topic come first; nobody else can see it."""
    actions.follow(by=caller(request).id, about=topic)
    return Status(204, None)


@router.delete("/me/following/topics/{topic}", response={204: None}, summary="No longer follow it")
@operation("post.write")
def unfollow_topic(request: HttpRequest, topic: str) -> Status[None]:
    """Follow a topic no longer."""
    actions.follow(by=caller(request).id, about=topic, wanted=False)
    return Status(204, None)


@router.get("/me/reflection", response=ReflectionOut, summary="When one is asked about the week")
@operation("post.read")
def reflection(request: HttpRequest) -> ReflectionOut:
    """Read when in the week one is asked how it was, and whether that waits now."""
    return _reflection(caller(request), clock.now())


@router.put("/me/reflection", response=ReflectionOut, summary="Choose when one is asked")
@operation("person.write")
def choose_time(request: HttpRequest, body: ReflectionTimeIn) -> ReflectionOut:
    """Be asked once a week, at a time of one's own clock."""
    me, at = caller(request), clock.now()
    actions.choose_reflection_time(by=me.id, at=at, weekday=body.weekday, time=body.time)
    return _reflection(me, at)


@router.delete("/me/reflection", response={204: None}, summary="Not be asked any more")
@operation("person.write")
def never(request: HttpRequest) -> Status[None]:
    """Not be asked how one's week was any more."""
    me = caller(request)
    actions.choose_reflection_time(by=me.id, at=clock.now(), weekday=None, time=None)
    return Status(204, None)


@router.post("/me/reflection", response={201: PostOut}, summary="Answer about the week")
@operation("post.write")
def reflect(request: HttpRequest, body: ReplyIn) -> Status[PostOut]:
    """Write down how the week was; nobody else can read it until one shares it."""
    me = caller(request)
    made = actions.reflect(text=body.text, by=me.id, at=clock.now())
    return Status(201, post_out(made, {me.id: me.name}, episode=None))


def _reflection(me: Person, at: datetime) -> ReflectionOut:
    chosen = queries.reflection_time(me.id)
    return ReflectionOut(
        weekday=chosen.weekday if chosen else None,
        time=chosen.at if chosen else None,
        waits_since=queries.reflection_waits(me, at=at),
    )
