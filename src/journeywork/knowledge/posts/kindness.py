"""Thanks are said, people and topics followed: one is seen by name, the other by nobody."""

from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from journeywork.engine.knowledge import AppliesTo, Card, CardKind
from journeywork.engine.people import Person
from journeywork.engine.posts import Post, card_of, may_quote, topic
from journeywork.engine.weekly import Weekly
from journeywork.kernel.errors import Invalid
from journeywork.knowledge.post_models import (
    FollowRow,
    PostCardRow,
    PostThanksRow,
    ReflectionTimeRow,
)
from journeywork.knowledge.posts.queries import post, thread
from journeywork.knowledge.posts.rights import post_row
from journeywork.knowledge.posts.seeing import seen_work
from journeywork.knowledge.writing import draft
from journeywork.people import queries as people

_MANY = 20
MOST_FOLLOWED = 500


def thank(*, post_id: UUID, by: UUID, at: datetime) -> None:
    """Say thanks for somebody else's post or reply; again: nothing changes. Raises NotFound.

    Thanks for one's own are refused: Invalid.
    """
    row = post_row(post_id, reader=people.person(by))
    if row.author == by:
        raise Invalid({"post": "is your own"})
    PostThanksRow.objects.get_or_create(post=row.id, by=by, defaults={"at": at})


def unthank(*, post_id: UUID, by: UUID) -> None:
    """Take one's thanks back; where there are none nothing changes."""
    PostThanksRow.objects.filter(post=post_id, by=by).delete()


def follow(*, by: UUID, person: UUID | None = None, about: str = "", wanted: bool = True) -> None:
    """Follow a person or a topic, or no longer; nobody else can see it. Raises Invalid."""
    name = topic(about) if about else ""
    if (person is None) == (not name) or person == by:
        raise Invalid({"topic" if about else "person": "is nothing that can be followed"})
    mine = FollowRow.objects.filter(person=by)
    if not wanted:
        mine.filter(whom=person, topic=name).delete()
        return
    if person is not None:
        people.person(person)
    with transaction.atomic():
        if mine.count() >= MOST_FOLLOWED:
            raise Invalid({"person": f"is one too many: at most {MOST_FOLLOWED} can be followed"})
        FollowRow.objects.get_or_create(person=by, whom=person, topic=name)


def make_card(*, post_id: UUID, by: UUID, at: datetime, whole: bool = False) -> Card:
    """Make a draft of a lesson from a post, or from its `whole` thread; the post leads to it.

    Only what is one's own or open to all is taken over: raises Invalid where that leaves nothing,
    NotFound for what cannot be read.
    """
    reader = people.person(by)
    found = thread(post(post_id, reader=reader).thread or post_id, reader=reader)
    everything = (found.root, *found.replies)
    chosen = everything if whole else tuple(one for one in everything if one.id == post_id)
    quoted = [one for one in chosen if may_quote(by, one)]
    if not quoted:
        raise Invalid({"post": "is for some colleagues alone; a card would be for all"})
    title, body = card_of(quoted)
    topics = dict.fromkeys(name for one in quoted for name in one.topics)
    with transaction.atomic():
        made = draft(
            title=title,
            body=body,
            kind=CardKind.LESSON,
            topics=tuple(topics)[:_MANY],
            applies_to=_applies_to(found.root, reader),
            by=by,
            at=at,
        )
        PostCardRow.objects.bulk_create(
            PostCardRow(post=one.id, card=made.id, at=at) for one in quoted
        )
    return made


def choose_reflection_time(
    *, by: UUID, at: datetime, weekday: int | None, time: time | None
) -> None:
    """Ask somebody how their week went at a time of theirs; None: never. Raises Invalid."""
    rows = ReflectionTimeRow.objects.filter(person=by)
    if weekday is None or time is None:
        rows.delete()
        return
    try:
        chosen = Weekly(weekday=weekday, at=time.replace(second=0, microsecond=0))
    except ValueError as unfit:
        raise Invalid({"weekday": "needs a day from 1 (Monday) to 7"}) from unfit
    ReflectionTimeRow.objects.update_or_create(
        person=by,
        defaults={"weekday": chosen.weekday, "time": chosen.at, "chosen_at": at},
    )


def let_pass(*, by: UUID, at: datetime) -> None:
    """Let this week's questions pass; they come again next week."""
    ReflectionTimeRow.objects.filter(person=by).update(done_at=at)


def _applies_to(post: Post, reader: Person) -> AppliesTo:
    work = seen_work([post], reader=reader).work.get(post.id)
    if work is None:
        return AppliesTo()
    return AppliesTo(places=(work.place,) if work.place else (), paths=work.paths[:_MANY])
