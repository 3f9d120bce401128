"""Activities begin, many at once where need be: in as many statements for 500 as for one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from journeywork.activities import guides_kept, queries
from journeywork.activities.facts import ActivityOpened
from journeywork.activities.models import ActivityRow, ParticipantRow
from journeywork.activities.planning import plan_new
from journeywork.activities.values import kept_cadence
from journeywork.engine.activities import ActivityKind, ActivityState, GuideName
from journeywork.engine.cadence import Cadence
from journeywork.kernel.errors import Invalid
from journeywork.kernel.facts import publish_all
from journeywork.people import queries as people

LONGEST_TITLE = 200
MOST_PARTICIPANTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An activity that is to begin; `participants` are people in roles: person -> role."""

    kind: ActivityKind
    title: str
    guide: GuideName
    participants: Mapping[UUID, str]
    stage: str = ""
    episode: UUID | None = None
    ends_at: datetime | None = None
    cadence: Cadence | None = None


def open_all(openings: Sequence[Opening], *, by: UUID | None, at: datetime) -> tuple[UUID, ...]:
    """Begin activities; return their ids in the same order. Raises Invalid by field."""
    for each in openings:
        _check(each, at)
    known(person for each in openings for person in each.participants)
    with transaction.atomic():
        for guide in dict.fromkeys(each.guide for each in openings):
            guides_kept.keep(guide, at=at)
        rows = [_row(each, by, at) for each in openings]
        ActivityRow.objects.bulk_create(rows)
        ParticipantRow.objects.bulk_create(
            ParticipantRow(activity=row.id, person=person, role=role, joined_at=at)
            for row, each in zip(rows, openings, strict=True)
            for person, role in each.participants.items()
        )
        publish_all(
            ActivityOpened(activity=row.id, kind=each.kind, by=by, at=at)
            for row, each in zip(rows, openings, strict=True)
        )
        meeting = [row.id for row in rows if row.cadence is not None]
        if meeting:
            plan_new(list(queries.activities_by_id(meeting).values()), at=at)
    return tuple(row.id for row in rows)


def check_end(ends_at: datetime | None, at: datetime) -> None:
    """Raise Invalid for an end that does not lie ahead."""
    if ends_at is not None and ends_at <= at:
        raise Invalid({"ends_at": "must be later than now"})


def known(persons: Iterable[UUID]) -> None:
    """Raise Invalid unless all of these work here."""
    some = set(persons)
    if len(people.persons(some)) != len(some):
        raise Invalid({"participants": "must be people who work here"})


def _check(opening: Opening, at: datetime) -> None:
    faults = {}
    if not 1 <= len(opening.title.strip()) <= LONGEST_TITLE:
        faults["title"] = f"must have from 1 to {LONGEST_TITLE} characters"
    if not 1 <= len(opening.participants) <= MOST_PARTICIPANTS:
        faults["participants"] = f"must be from 1 to {MOST_PARTICIPANTS} people"
    if faults:
        raise Invalid(faults)
    check_end(opening.ends_at, at)


def _row(opening: Opening, by: UUID | None, at: datetime) -> ActivityRow:
    return ActivityRow(
        kind=opening.kind.value,
        title=opening.title.strip(),
        state=ActivityState.OPEN.value,
        guide_kind=opening.guide.kind,
        guide_key=opening.guide.key,
        guide_version=opening.guide.version,
        stage=opening.stage,
        episode=opening.episode,
        by=by,
        at=at,
        ends_at=opening.ends_at,
        cadence=kept_cadence(opening.cadence),
    )
