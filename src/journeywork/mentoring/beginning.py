"""Pairs begin: each gets its activity, its first meeting and its rhythm, all of them at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from journeywork.activities import actions as activities
from journeywork.activities import guides_kept
from journeywork.activities import queries as activity_queries
from journeywork.engine.activities import ActivityKind, GuideName
from journeywork.engine.first_meetings import LENGTH, rhythm
from journeywork.engine.mentoring import (
    Programme,
    ProgrammeKind,
    StagedPair,
    roles_of,
    writes_first,
)
from journeywork.engine.people import Person
from journeywork.engine.shadow_slots import Calendar
from journeywork.engine.stretches import instant
from journeywork.kernel.facts import publish_all
from journeywork.mentoring.facts import MatchBegan
from journeywork.mentoring.match_models import MatchRow
from journeywork.mentoring.values import kept_parts
from journeywork.people import queries as people

#: The setting of the guide that leads through matches of a kind; "" is the general one.
SETTINGS: Mapping[ProgrammeKind, str] = {
    ProgrammeKind.BUDDY: "buddy",
    ProgrammeKind.REVERSE: "reverse-mentoring",
    ProgrammeKind.PEERS: "peers",
    ProgrammeKind.CIRCLES: "circles",
}
#: The stage of every such guide with which a match begins, and the one after it.
FIRST, EACH = "first", "each"
_DAY = timedelta(days=1)


def begin_all(
    programme: Programme, pairs: Sequence[StagedPair], *, by: UUID | None, at: datetime
) -> dict[UUID, UUID]:
    """Let pairs begin in a programme; return pair -> match, whose id is that of its activity.

    A pair of which somebody works here no more is left out of the answer, and so not begun; one
    that has begun already is in it with the match that it has. What is written of the pairs
    themselves is the caller's. All of it in one transaction.
    """
    begun = {pair.id: pair.match for pair in pairs if pair.match}
    who = people.persons({person for pair in pairs for person in pair.people})
    able = [
        pair
        for pair in pairs
        if pair.id not in begun
        and all(one in who and not who[one].known_only for one in pair.people)
    ]
    if not able:
        return begun
    with transaction.atomic():
        openings = list(_openings(programme, able, who, at))
        ids = activities.open_all(openings, by=by, at=at)
        MatchRow.objects.bulk_create(
            _row(programme, pair, id, at) for pair, id in zip(able, ids, strict=True)
        )
        publish_all(
            MatchBegan(match=id, people=pair.people, by=by, at=at)
            for pair, id in zip(able, ids, strict=True)
        )
    return begun | {pair.id: id for pair, id in zip(able, ids, strict=True)}


def _openings(
    programme: Programme, pairs: Sequence[StagedPair], who: Mapping[UUID, Person], at: datetime
) -> Iterator[activities.Opening]:
    """Yield the activities of pairs; nobody is given two first meetings at the same time."""
    calendars = calendars_of(who, at=at)
    guides = _guides(programme.kind, (who[pair.first] for pair in pairs))
    for pair in pairs:
        cadence = rhythm(
            [calendars[person] for person in pair.people], at=at, weeks=programme.every_weeks
        )
        starts = instant(cadence.starts, cadence.at, cadence.zone)
        for person in pair.people:
            busy = (*calendars[person].busy, (starts, starts + LENGTH))
            calendars[person] = replace(calendars[person], busy=busy)
        yield activities.Opening(
            kind=ActivityKind.MENTORING,
            # Without names: the calendar that shows it may lie with somebody else.
            title=programme.name,
            guide=guides[_language(who[pair.first])],
            participants=roles_of(programme.kind, pair),
            stage=FIRST,
            ends_at=at + timedelta(weeks=programme.lasts_weeks),
            cadence=cadence,
        )


def calendars_of(
    who: Mapping[UUID, Person], *, at: datetime, besides: UUID | None = None
) -> dict[UUID, Calendar]:
    """Return when people work, are off, and meet already; not what activity `besides` planned."""
    off, met = people.days_off_of(who), activity_queries.meetings_of(who, since=at - _DAY)
    return {
        id: Calendar(
            hours=each.working_time,
            off=off.get(id, ()),
            busy=tuple((one.at, one.ends) for one in met[id] if one.activity != besides),
        )
        for id, each in who.items()
    }


def _guides(kind: ProgrammeKind, leading: Iterable[Person]) -> dict[str, GuideName]:
    """Return the guide of a kind in each language that is needed."""
    return {
        language: guides_kept.fitting(
            ActivityKind.MENTORING, setting=SETTINGS.get(kind, ""), language=language
        ).name
        for language in {_language(each) for each in leading}
    }


def _language(person: Person) -> str:
    return person.languages[0] if person.languages else "en"


def _row(programme: Programme, pair: StagedPair, id: UUID, at: datetime) -> MatchRow:
    return MatchRow(
        id=id,
        programme=programme.id,
        round=pair.round,
        first=pair.first,
        second=pair.second,
        more=list(pair.more),
        fit=pair.fit,
        parts=kept_parts(pair.parts),
        writes_first=writes_first(programme.kind, pair),
        at=at,
    )
