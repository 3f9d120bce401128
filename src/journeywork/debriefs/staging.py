"""A stage of something longer is over, e.g. a stretch assignment: a debrief of it is proposed."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from journeywork.debriefs import queries
from journeywork.debriefs.models import AskKind, AskRow, ProposalRow, SaidRow
from journeywork.engine.debrief_triggers import (
    FEWEST_PEOPLE,
    LEAST,
    Said,
    Trigger,
    usefulness,
)
from journeywork.people import queries as people
from journeywork.work import queries as work

STRENGTH = 0.7


def propose_stage(*, episode_id: UUID, beside: Iterable[UUID], title: str, at: datetime) -> bool:
    """Propose to look back at a piece of work because a stage of it is over; tell whether.

    To those who did it and those `beside`, where two of them can sign in. Once for each piece of
    work, and not where people have said that such debriefs are of no use.
    """
    episode = work.episode(episode_id)
    who = people.persons({*episode.people, *beside})
    able = [id for id, one in who.items() if not one.known_only]
    if len(able) < FEWEST_PEOPLE or queries.open_about(episode.uuid) or _worn(at):
        return False
    says = f"The stretch assignment “{title}” is over"
    with transaction.atomic():
        row, is_new = ProposalRow.objects.get_or_create(
            episode=episode.uuid,
            defaults={"trigger": Trigger.STAGE.value, "title": title[:200], "says": says, "at": at},
        )
        if is_new:
            AskRow.objects.bulk_create(
                AskRow(
                    person=person,
                    kind=AskKind.PROPOSAL,
                    thing=row.id,
                    title=title[:200],
                    says=says,
                    at=at,
                )
                for person in able
            )
    return is_new


def _worn(at: datetime) -> bool:
    """Tell whether people's answers hold such proposals back."""
    rows = SaidRow.objects.filter(trigger=Trigger.STAGE.value)
    said = [Said(person=row.person, at=row.at, yes=row.yes) for row in rows]
    return STRENGTH * usefulness(said, at) < LEAST
