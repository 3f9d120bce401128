"""A visit as the API shows it to one of its two."""

from collections.abc import Iterable
from uuid import UUID

from journeywork.activities import queries as activities
from journeywork.api.shapes.shadowing import VisitWithTimesOut, visit_with_times_out
from journeywork.engine.shadowing import Visit
from journeywork.people import queries as people


def whole(found: Visit) -> VisitWithTimesOut:
    """Return a visit with all of it that its reader sees."""
    meetings = activities.check_ins([found.id])
    return visit_with_times_out(found, names(found.both), meetings)


def names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return what people are called."""
    wanted = set(ids)
    return people.names(wanted) if wanted else {}
