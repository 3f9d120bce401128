"""The first agenda of a match: suggested to each from both profiles and from their own work."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from journeywork.engine.mentoring import Enrolment, Match
from journeywork.engine.mentoring_agenda import Suggestion, suggestions
from journeywork.engine.people import Skill
from journeywork.mentoring.models import EnrolmentRow
from journeywork.mentoring.values import enrolment_of
from journeywork.people import queries as people
from journeywork.work import queries as work

_LAST_WORK = 4


def suggested(found: Match, *, reader: UUID, at: datetime) -> tuple[Suggestion, ...]:
    """Return what `reader`, who is in the match, could put on the agenda.

    Of the others only what they offer to everybody comes into it.
    """
    said = _said(found)
    offered, wanted = people.skills_of(found.people)
    mine = said.get(reader)
    wants = mine.wants if mine and mine.wants is not None else wanted.get(reader, ())
    done = work.episodes(people=[reader], until=at, limit=_LAST_WORK)
    return suggestions(
        wants=[one.name for one in wants],
        offered=_offered(found, reader, said, offered),
        goals=mine.goals if mine else (),
        work=[one.title for one in done],
        gives=bool(found.kind and found.kind.two_sided) and reader == found.second,
    )


def _said(found: Match) -> dict[UUID, Enrolment]:
    rows = EnrolmentRow.objects.filter(programme=found.programme, person__in=found.people)
    return {row.person: enrolment_of(row) for row in rows}


def _offered(
    found: Match,
    reader: UUID,
    said: dict[UUID, Enrolment],
    profiles: dict[UUID, tuple[Skill, ...]],
) -> Iterable[str]:
    for person in found.people:
        if person == reader:
            continue
        own = said.get(person)
        offers = own.offers if own and own.offers is not None else profiles.get(person, ())
        yield from (one.name for one in offers)
