"""Who had an opportunity to learn: counted once a quarter, told in steps, and only read.

There is no query that counts: whoever reads gets what was told when the quarter was over. So
nobody asks for the same people on another day, for another time, or for a part of a team.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from journeywork.activities import tallies as activities
from journeywork.assignments import queries as assignments
from journeywork.coaching.models import OpportunityRow, QuarterRow
from journeywork.debriefs import tallies as debriefs
from journeywork.engine.activities import ActivityKind
from journeywork.engine.assignments import Begun
from journeywork.engine.mentoring import MENTEE, PEER
from journeywork.engine.opportunity import WHOLE, Chance, figures, home, last_quarter
from journeywork.engine.people import Person
from journeywork.kernel import audit
from journeywork.kernel.locks import one_at_a_time
from journeywork.people import leading
from journeywork.people import queries as people

VISITOR = "visitor"
#: Who has somebody in mentoring: a mentor, or peers.
MENTORED = (MENTEE, PEER)
#: An assignment runs so long at most, as far as is looked back.
LONGEST_STRETCH = timedelta(days=730)
MOST = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Of `size` people from `least` to `most` had it; `team` None: of everybody here."""

    team: UUID | None
    chance: Chance
    size: int
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """What was told of the quarter that began on `starts`; `counted` says of what."""

    starts: date
    told_at: datetime
    counted: frozenset[Chance]
    figures: tuple[Figure, ...]


def tell_due(*, at: datetime) -> bool:
    """Count the last quarter that is over, once; return whether it was counted by that.

    An organisation that is younger than the quarter has none to tell of.
    """
    starts, ends = last_quarter(at)
    first = leading.first_joined()
    if first is None or first >= _midnight(ends):
        return False
    with transaction.atomic():
        one_at_a_time("opportunity")
        if QuarterRow.objects.filter(starts=starts).exists():
            return False
        had = _had(_midnight(starts), _midnight(ends))
        row = QuarterRow.objects.create(
            starts=starts, told_at=at, counted=sorted(chance.value for chance in had)
        )
        _keep(row.id, had)
        audit.record(verb="opportunity.told", object=f"opportunity:{row.id}", by=None, at=at)
    return True


def last_told(reader: Person) -> Quarter | None:
    """Return the last quarter that was told: of everybody, and of the reader's teams."""
    quarter = QuarterRow.objects.order_by("-starts").first()
    if quarter is None:
        return None
    mine = Q(team=None) | Q(team__in={*reader.teams, *reader.leads})
    rows = OpportunityRow.objects.filter(mine, quarter=quarter.id)
    return Quarter(
        starts=quarter.starts,
        told_at=quarter.told_at,
        counted=frozenset(map(Chance, quarter.counted)),
        figures=tuple(
            Figure(
                team=row.team,
                chance=Chance(row.chance),
                size=row.size,
                least=row.least,
                most=row.most,
            )
            for row in rows.order_by("team", "chance")
        ),
    )


def _had(since: datetime, until: datetime) -> dict[Chance, frozenset[UUID]]:
    """Return who had what in a time: from who took part, never from what anybody wrote."""
    times = {"since": since, "until": until}
    stretches = _stretches(since, until)
    return {
        Chance.DEBRIEF: debriefs.looked_back(**times),
        Chance.STRETCH: frozenset(one.learner for one in stretches),
        Chance.MENTOR: frozenset(one.learner for one in stretches if one.mentor)
        | activities.took_part(ActivityKind.MENTORING, roles=MENTORED, **times),
        Chance.SHADOWING: activities.took_part(ActivityKind.SHADOWING, roles=(VISITOR,), **times),
        Chance.TIME: activities.met(**times),
    }


def _stretches(since: datetime, until: datetime) -> list[Begun]:
    """Return the stretch assignments that ran in a time."""
    begun = assignments.begun(
        people.persons(), since=since - LONGEST_STRETCH, until=until, limit=MOST
    )
    return [one for one in begun if one.ended_at is None or one.ended_at >= since]


def _keep(quarter: UUID, had: Mapping[Chance, frozenset[UUID]]) -> None:
    teams, alone = _homes(one for one in people.persons().values() if not one.known_only)
    OpportunityRow.objects.bulk_create(
        OpportunityRow(
            quarter=quarter,
            team=UUID(one.group) if one.group != WHOLE else None,
            chance=one.chance.value,
            size=one.size,
            least=one.least,
            most=one.most,
        )
        for one in figures(teams, alone, had)
    )


def _homes(everybody: Iterable[Person]) -> tuple[dict[str, list[UUID]], list[UUID]]:
    """Return who counts in which team, and who counts in none; nobody counts twice."""
    names = {team.id: team.name for team in people.teams()}
    found: dict[UUID | None, list[UUID]] = {}
    for one in everybody:
        counts_in = home((names[team], team) for team in one.teams if team in names)
        found.setdefault(counts_in, []).append(one.id)
    alone = found.pop(None, [])
    return {str(team): some for team, some in found.items()}, alone


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
