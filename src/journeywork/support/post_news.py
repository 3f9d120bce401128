"""What those whom somebody follows wrote: beside a digest that leaves anyway, or once a week.

Alone it is a push like any other: it takes its share of the one budget, comes at the beginning
of a working day, and only where something was written.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max

from journeywork.engine.attention import History
from journeywork.engine.people import Person
from journeywork.engine.posts import Post
from journeywork.knowledge.posts import queries as posts
from journeywork.people import queries as people
from journeywork.support import histories
from journeywork.support.channels import News
from journeywork.support.models import DigestRow
from journeywork.support.values import stored_policy

MOST_POSTS = 5
WEEK = timedelta(days=7)
#: A digest of posts alone leaves within this time of the beginning of the working day.
MORNING = timedelta(hours=1)
_FIRST_WORDS = 160


def news_for(
    awake: Mapping[UUID, Person], *, beside: Collection[UUID], at: datetime
) -> dict[UUID, tuple[News, ...]]:
    """Return what may be told to whom of `awake`; those in `beside` get a digest anyway.

    Nothing twice, and nothing that is older than a week or that they may not read.
    """
    last = _last_told(awake, at)
    found = {}
    for id in posts.who_follow(awake):
        since = last.get(id, at - WEEK)
        alone_now = _morning(awake[id], at) and id not in last
        if id in beside or alone_now:
            found[id] = posts.news(awake[id], since=since, limit=MOST_POSTS)
    names = people.names({post.author for each in found.values() for post in each})
    return {id: tuple(_told(post, names) for post in each) for id, each in found.items() if each}


def budget_spent(person: Person, at: datetime) -> bool:
    """Tell whether nothing more may be pushed to somebody today, or this week.

    A digest of today that could not be sent has taken its share already: it is tried again.
    """
    day = person.working_time.local_date(at)
    if DigestRow.objects.filter(person=person.id, day=day).exists():
        return False
    policy = stored_policy()
    pushes = histories.offered([person.id], (), at=at)[person.id]
    history = History(working_time=person.working_time, pushes=tuple(when for _, when in pushes))
    spent_today = history.spent_today(at) >= policy.per_day
    return spent_today or history.spent_this_week(at) >= policy.per_week


def _last_told(ids: Iterable[UUID], at: datetime) -> dict[UUID, datetime]:
    """Return when somebody was last told of posts within a week."""
    rows = DigestRow.objects.filter(person__in=list(ids), sent_at__gt=at - WEEK).exclude(posts=[])
    return dict(rows.values_list("person").annotate(last=Max("sent_at")))


def _morning(person: Person, at: datetime) -> bool:
    time = person.working_time
    return time.covers(at) and not time.covers(at - MORNING)


def _told(post: Post, names: Mapping[UUID, str]) -> News:
    words = " ".join(post.text.split())
    short = words if len(words) <= _FIRST_WORDS else f"{words[: _FIRST_WORDS - 1]}\u2026"
    return News(post=post.id, author=names.get(post.author, ""), says=short if post.is_open else "")
