"""What stands in a person's calendar: check-ins and days by which something is due."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from journeywork.activities import queries
from journeywork.activities.calendar_text import Entry
from journeywork.engine.activities import Activity, ActivityState, CheckIn, CheckInState
from journeywork.engine.commitments import Commitment

#: A calendar goes back so far.
BACK = timedelta(days=92)
MOST_ACTIVITIES = 200


def entries_of(person: UUID, *, at: datetime) -> tuple[Entry, ...]:
    """Return what stands in a person's calendar at a time, in the language in force."""
    mine = queries.activities(person=person, limit=MOST_ACTIVITIES)
    shown = {each.id: each for each in mine if each.ended_at is None or each.ended_at > at - BACK}
    met = queries.check_ins(shown, since=at - BACK)
    due = queries.commitments(owner=person, open_only=True)
    return (
        *(
            check_in_entry(each, shown[each.activity])
            for each in met
            if each.state is not CheckInState.SKIPPED
        ),
        *(_end_entry(each) for each in shown.values() if _ends(each)),
        *(_due_entry(each, shown[each.activity]) for each in due if each.activity in shown),
    )


def check_in_entry(found: CheckIn, activity: Activity) -> Entry:
    """Return a check-in as it stands in a calendar."""
    return Entry(
        uid=_uid("check-in", found.id),
        title=_("Check-in: {title}").format(title=activity.title),
        at=found.at,
        length=found.length,
        url=address_of(activity),
        version=found.moved,
    )


def address_of(activity: Activity) -> str:
    """Return where an activity's page is."""
    return f"{settings.ADDRESS.rstrip('/')}/activities/{activity.id}/"


def _ends(activity: Activity) -> bool:
    return activity.ends_at is not None and activity.state is not ActivityState.ENDED


def _end_entry(activity: Activity) -> Entry:
    assert activity.ends_at is not None
    return Entry(
        uid=_uid("end", activity.id),
        title=_("Ends: {title}").format(title=activity.title),
        at=activity.ends_at,
        url=address_of(activity),
    )


def _due_entry(found: Commitment, activity: Activity) -> Entry:
    """What somebody has committed to stays on the page: the calendar says that it is due."""
    return Entry(
        uid=_uid("commitment", found.id),
        title=_("Due: what you committed to in {title}").format(title=activity.title),
        at=found.due,
        url=address_of(activity),
    )


def _uid(what: str, id: UUID) -> str:
    return f"{what}-{id}@{urlsplit(settings.ADDRESS).hostname or 'journeywork'}"
