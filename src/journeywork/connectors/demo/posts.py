"""The demo's posts: what people said while they worked, with answers and thanks."""

from datetime import datetime, timedelta

from journeywork.connectors.demo import days
from journeywork.connectors.demo.content import Content, PostEntry
from journeywork.connectors.demo.people import Stage
from journeywork.engine.posts import OPEN
from journeywork.engine.sharing import Audience, AudienceKind
from journeywork.knowledge.posts import actions
from journeywork.work import queries as work

#: Whoever looks at the demo first follows somebody of another team, and a topic.
HEROINE, FOLLOWED, TOPIC = "ana", "cleo", "migrations"
_LATER = timedelta(minutes=7)


def write(content: Content, stage: Stage, *, now: datetime) -> None:
    """Write every post with its answers and thanks, oldest first; nothing lies ahead of `now`."""
    about = work.episode_ids(entry.work for entry in content.posts if entry.work)
    told = [(_when(entry.by, entry.ago, stage, now), entry) for entry in content.posts]
    for at, entry in sorted(told, key=lambda one: one[0]):
        made = actions.write(
            text=entry.text,
            audience=_audience(entry, stage),
            episode=about.get(entry.work or ""),
            by=stage.id(entry.by),
            at=at,
        )
        for answer in entry.answers:
            then = max(_when(answer.by, answer.ago, stage, now), at)
            actions.reply(to=made.id, text=answer.text, by=stage.id(answer.by), at=then)
        for number, key in enumerate(entry.thanks, 1):
            then = min(at + number * _LATER, now)
            actions.thank(post_id=made.id, by=stage.id(key), at=then)
    actions.follow(by=stage.id(HEROINE), person=stage.id(FOLLOWED))
    actions.follow(by=stage.id(HEROINE), about=TOPIC)


def _when(key: str, ago: str, stage: Stage, now: datetime) -> datetime:
    return min(days.when(ago, now=now, zone=stage.zone(key)), now)


def _audience(entry: PostEntry, stage: Stage) -> Audience:
    if entry.team is None:
        return OPEN
    return Audience(kind=AudienceKind.TEAM, team=stage.teams[entry.team].id)
