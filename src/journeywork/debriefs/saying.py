"""Work proposes debriefs, and people say no: what they say weighs the trigger for everyone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from journeywork.activities import queries as activities
from journeywork.debriefs import queries
from journeywork.debriefs.models import AskKind, AskRow, ProposalRow, ReleaseRow, SaidRow
from journeywork.engine.debrief_triggers import (
    FEWEST_PEOPLE,
    Proposal,
    Said,
    Sight,
    Size,
    Trigger,
    at_stage,
    may_propose,
    proposals,
    size_of,
    standing,
    worth_a_look,
)
from journeywork.engine.work import Episode, WorkEvent, fresh
from journeywork.people import queries as people
from journeywork.work import queries as work

#: So many finished pieces of a kind say what is usual, and so many of the owner's own.
USUAL, OWN = 500, 200
LONGEST_TITLE = 200
_SECONDS = 86_400


def propose(events: Sequence[WorkEvent], *, at: datetime) -> int:
    """Store what freshly finished work proposes, once for each piece; return how many.

    History proposes nothing; it is what says what is usual. Only work of at least two people
    who can sign in, and which nobody has looked back at already.
    """
    quiet = _releases(events)
    telling = [event for event in fresh(events, at=at) if may_propose(event)]
    if not telling:
        return 0
    ids = work.episode_ids(event.subject for event in telling)
    known = ProposalRow.objects.filter(episode__in=set(ids.values()))
    done = set(known.values_list("episode", flat=True))
    found = work.episodes_by_id(set(ids.values()) - done)
    made = 0
    for event in telling:
        episode = found.get(ids[event.subject]) if event.subject in ids else None
        if episode and worth_a_look(event, episode) and not queries.open_about(episode.uuid):
            made += _propose(event, episode, quiet.get((event.source, event.id)), at)
    return made


def decline(*, ask_id: UUID, by: UUID, at: datetime) -> None:
    """Say no to a proposal: it goes from one's own pages, and its trigger is lowered for all.

    Raises NotFound for what was not proposed to them.
    """
    with transaction.atomic():
        asked = queries.ask(ask_id, person_id=by)
        found = queries.proposal(asked.thing, reader=by)
        AskRow.objects.filter(id=ask_id, person=by).delete()
        say(person=by, trigger=found.trigger, yes=False, at=at)


def propose_stage(*, activity_id: UUID, at: datetime) -> bool:
    """Propose to look back at a stretch assignment that is over; once for each.

    Returns whether it was proposed: not to one person alone, nor where people's answers speak
    against such proposals.
    """
    activity = activities.activity_of(activity_id)
    able = [id for id, one in people.persons(activity.people).items() if not one.known_only]
    best = standing([at_stage(activity.title)], _said(), at)
    if len(able) < FEWEST_PEOPLE or best is None:
        return False
    with transaction.atomic():
        about = activity.episode or activity.id
        return _store(best, about, activity.title[:LONGEST_TITLE], able, at)


def say(*, person: UUID, trigger: Trigger, yes: bool, at: datetime) -> None:
    """Keep what somebody said of a trigger last."""
    SaidRow.objects.update_or_create(
        person=person, trigger=trigger.value, defaults={"yes": yes, "at": at}
    )


def _releases(events: Sequence[WorkEvent]) -> dict[tuple[str, str], float]:
    """Remember when things were released; return after how many quiet days each release came."""
    released = [event for event in events if event.type == "service.deployed" and event.place]
    if not released:
        return {}
    rows = ReleaseRow.objects.filter(place__in={event.place for event in released})
    last: dict[str, datetime] = dict(rows.values_list("place", "at"))
    quiet: dict[tuple[str, str], float] = {}
    for event in sorted(released, key=lambda event: event.at):
        before = last.get(event.place)
        if before and before < event.at:
            days = (event.at - before).total_seconds() / _SECONDS
            quiet[event.source, event.id] = days
        last[event.place] = max(before or event.at, event.at)
    ReleaseRow.objects.bulk_create(
        [ReleaseRow(place=place, at=at) for place, at in sorted(last.items())],
        update_conflicts=True,
        unique_fields=["org", "place"],
        update_fields=["at"],
    )
    return quiet


def _propose(event: WorkEvent, episode: Episode, quiet: float | None, at: datetime) -> bool:
    who = people.persons(episode.people)
    able = [id for id, one in who.items() if not one.known_only]
    sight = _sight(event, episode, quiet) if len(able) > 1 else None
    best = standing(proposals(sight), _said(), at) if sight else None
    return best is not None and _store(
        best, episode.uuid, (episode.title or episode.key)[:LONGEST_TITLE], able, at
    )


def _sight(event: WorkEvent, episode: Episode, quiet: float | None) -> Sight:
    sizes = work.sizes(episode.kind, before=event.at, limit=USUAL)
    own = work.episodes(people=[episode.owner], limit=OWN) if episode.owner else ()
    return Sight(
        event=event,
        episode=episode,
        usual=[Size(paths=paths, reworks=reworks, troubles=t) for paths, reworks, t in sizes],
        quiet_days=quiet,
        owner_before=[
            size_of(each)
            for each in own
            if each.kind == episode.kind and each.uuid != episode.uuid and each.closed_at
        ],
    )


def _said() -> Mapping[Trigger, Sequence[Said]]:
    found: dict[Trigger, list[Said]] = {}
    for row in SaidRow.objects.all():
        said = Said(person=row.person, at=row.at, yes=row.yes)
        found.setdefault(Trigger(row.trigger), []).append(said)
    return found


def _store(best: Proposal, about: UUID, title: str, able: Sequence[UUID], at: datetime) -> bool:
    row, is_new = ProposalRow.objects.get_or_create(
        episode=about,
        defaults={
            "trigger": best.trigger.value,
            "title": title,
            "says": best.says,
            "figures": dict(best.figures),
            "at": at,
        },
    )
    if is_new:
        AskRow.objects.bulk_create(
            AskRow(
                person=person,
                kind=AskKind.PROPOSAL,
                thing=row.id,
                title=title,
                says=best.says,
                at=at,
            )
            for person in able
        )
    return is_new
