"""Standing still: how many working hours a piece of work has not moved."""

from datetime import UTC, date, datetime, timedelta

from journeywork.engine.people import WorkingTime
from journeywork.engine.work import Episode, WorkEvent

#: Longer than this nobody is stuck any more: the work was put aside.
LONGEST_DAYS = 30


def working_hours(working_time: WorkingTime, since: datetime, until: datetime) -> float:
    """Return the person's working hours between two times, at most `LONGEST_DAYS` back.

    Counted on the clock that really ran: a working day over a change of the clock has an
    hour more or less.
    """
    start = max(since, until - timedelta(days=LONGEST_DAYS))
    day, last = working_time.local_date(start), working_time.local_date(until)
    day -= timedelta(days=1)  # A night shift may have begun the day before.
    total = timedelta()
    while day <= last:
        if day.isoweekday() in working_time.days:
            begins, ends = _shift(working_time, day)
            total += max(timedelta(), min(ends, until) - max(begins, start))
        day += timedelta(days=1)
    return total.total_seconds() / 3600


def _shift(working_time: WorkingTime, day: date) -> tuple[datetime, datetime]:
    """Return when the shift that begins on `day` begins and ends, in UTC."""
    zone = working_time.zone
    over = timedelta(days=int(working_time.ends < working_time.starts))
    begins = datetime.combine(day, working_time.starts, zone)
    ends = datetime.combine(day + over, working_time.ends, zone)
    return begins.astimezone(UTC), ends.astimezone(UTC)


def idle_event(episode: Episode, at: datetime) -> WorkEvent:
    """Return the event of nothing having happened, for rules to look at; it is never stored."""
    return WorkEvent(
        source="journeywork",
        id=f"idle-{episode.uuid}",
        type="work.idle",
        at=at,
        subject=episode.key,
        by=episode.owner,
        title=episode.title,
        text=episode.text,
        place=episode.place,
        paths=episode.paths,
        labels=episode.labels,
        url=episode.url,
    )
