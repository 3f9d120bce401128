"""What the demo's people did together: looked back at work, and said how safe it is to speak."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from journeywork.activities import actions as activities
from journeywork.coaching import climate
from journeywork.connectors.demo import days
from journeywork.connectors.demo.content import Content, DebriefEntry
from journeywork.connectors.demo.people import Stage
from journeywork.debriefs import actions as debriefs
from journeywork.engine.climate import ITEMS
from journeywork.engine.debriefs import Debrief
from journeywork.work import queries as work

_KEPT_AFTER = timedelta(hours=1)


def hold(content: Content, stage: Stage, *, now: datetime) -> None:
    """Hold every debrief, oldest first; nothing lies ahead of `now` but the time to write."""
    about = work.episode_ids(entry.work for entry in content.debriefs)
    for entry in content.debriefs:
        opened = _when(entry.by, entry.opened, stage, now)
        made = debriefs.open_debrief(
            title=entry.title,
            people_ids=[stage.id(key) for key in entry.people],
            named=entry.named,
            ends_at=opened + timedelta(days=entry.days),
            by=stage.id(entry.by),
            at=opened,
            episode=about.get(entry.work),
        )
        last = _write(entry, made, stage, now)
        over = opened + timedelta(days=entry.days)
        if over <= now:
            debriefs.settle(debrief_id=made.id, at=over)
            _end(entry, made, stage, at=min(max(over, last) + _KEPT_AFTER, now), now=now)


def ask(content: Content, stage: Stage, *, now: datetime) -> None:
    """Ask how safe it is to speak, take the answers, and tell what may be told."""
    asked = content.climate
    at = _when(asked.by, asked.asked, stage, now)
    closes = at + timedelta(days=asked.days)
    asking = climate.ask(closes_at=closes, by=stage.id(asked.by), at=at)
    keys = [item.key for item in ITEMS]
    for team, said in asked.answers.items():
        for person, answers in said.items():
            climate.answer(
                asking_id=asking.id,
                team=stage.teams[team].id,
                answers=dict(zip(keys, answers, strict=True)),
                by=stage.id(person),
                at=at + timedelta(hours=3),
            )
    climate.close_due(at=now)


def _write(entry: DebriefEntry, made: Debrief, stage: Stage, now: datetime) -> datetime:
    """Let everybody write who does; return when the last one did."""
    at = made.at
    for said in entry.wrote:
        at = max(_when(said.by, said.ago, stage, now), made.at)
        debriefs.write(
            debrief_id=made.id,
            by=stage.id(said.by),
            answers=said.answers,
            at=at,
            key=token_urlsafe(32),
        )
    return at


def _end(entry: DebriefEntry, made: Debrief, stage: Stage, *, at: datetime, now: datetime) -> None:
    """Draw the lessons and say what each will do; what was done since is answered."""
    for lesson in entry.lessons:
        debriefs.draw_lesson(
            debrief_id=made.id,
            title=lesson.title,
            text=lesson.text,
            owner=stage.id(lesson.owner),
            by=stage.id(lesson.by),
            at=at,
        )
    for said in entry.commitments:
        owner = stage.id(said.by)
        due = (at + timedelta(days=said.days)).date()
        kept = debriefs.commit_to(
            debrief_id=made.id, text=said.text, owner=owner, due=due, by=owner, at=at
        )
        if said.done:
            activities.answer_commitment(
                commitment_id=kept.id, done=True, helped=said.helped, by=owner, at=now
            )


def _when(key: str, ago: str, stage: Stage, now: datetime) -> datetime:
    return min(days.when(ago, now=now, zone=stage.zone(key)), now)
