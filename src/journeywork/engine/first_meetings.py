"""When people who have just been brought together meet: the first time, and from then on.

A first time is planned for them, and they may take another one of three: what is planned is
kept more often than what must be asked for. It comes again at the same wall time, also when the
clocks change.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from journeywork.engine.cadence import Cadence
from journeywork.engine.shadow_slots import Calendar, for_all
from journeywork.engine.stretches import Stretch

LENGTH = timedelta(minutes=45)
#: So many times to choose from, each on a day of its own.
CHOICES = 3
#: Whoever writes first has so long before the first time that is proposed.
NOTICE = timedelta(days=2)
#: Where the hours of some people share nothing: so late on the clock of the first of them.
OTHERWISE = time(10)
_WEEK = timedelta(weeks=1)


def first_times(
    calendars: Sequence[Calendar], *, after: datetime, limit: int = CHOICES
) -> tuple[Stretch, ...]:
    """Return when all can meet, in order; none where they share no such time in four weeks."""
    return for_all(calendars, after=after, length=LENGTH, limit=limit)


def rhythm(calendars: Sequence[Calendar], *, at: datetime, weeks: int) -> Cadence:
    """Return when people meet who are brought together at a time: every so many weeks.

    It begins with the first time that suits all. The wall time is that of the first person.
    """
    found = first_times(calendars, after=at + NOTICE, limit=1)
    if found:
        return again_from(found[0][0], calendars[0], weeks=weeks)
    zone = calendars[0].hours.zone
    first = (at + _WEEK).astimezone(zone).date()
    return Cadence(every=weeks, unit="week", at=OTHERWISE, zone=zone, starts=first)


def again_from(starts: datetime, calendar: Calendar, *, weeks: int) -> Cadence:
    """Return the rhythm that begins at a time, on the clock of one person."""
    zone = calendar.hours.zone
    local = starts.astimezone(zone)
    wall = local.time().replace(tzinfo=None)
    return Cadence(every=weeks, unit="week", at=wall, zone=zone, starts=local.date())
