"""Eyes of evidence: the latest report, how far a replay is, and one's own part of it."""

from datetime import datetime
from uuid import UUID

from journeywork.engine.replay_report import Own
from journeywork.evidence.models import OwnReplayRow, ReplayRow, ReplayState
from journeywork.evidence.values import Finished, Running, own_of, report_of
from journeywork.people import queries as people
from journeywork.work import queries as work

_GOING = (ReplayState.WAITING, ReplayState.RUNNING)


def latest_report() -> Finished | None:
    """Return the latest replay that is done, None before the first.

    Everybody in the organisation may read it: it holds nobody who would have been helped.
    """
    row = ReplayRow.objects.filter(state=ReplayState.DONE).order_by("-asked_at", "-id").first()
    if row is None:
        return None
    report = report_of(row.report)
    examples = report.attention.examples if report.attention else ()
    colleagues = {example.colleague for example in examples if example.colleague}
    return Finished(
        id=row.id,
        report=report,
        charts=row.charts,
        colleagues=people.names(colleagues) if colleagues else {},
    )


def progress() -> Running | None:
    """Return the replay that waits, runs, or failed as the latest; None otherwise."""
    row = ReplayRow.objects.defer("report", "charts").order_by("-asked_at", "-id").first()
    if row is None or row.state == ReplayState.DONE:
        return None
    return Running(
        id=row.id,
        since=row.since,
        asked_at=row.asked_at,
        done=row.done,
        total=row.total,
        waiting=row.state == ReplayState.WAITING,
        fault=row.fault if row.state == ReplayState.FAILED else "",
    )


def going() -> bool:
    """Tell whether a replay waits or runs."""
    return bool(ReplayRow.objects.filter(state__in=_GOING).exists())


def is_news(*, at: datetime) -> bool:
    """Tell whether there is work that the latest replay has not gone through."""
    if going():
        return False
    row = ReplayRow.objects.filter(state=ReplayState.DONE).order_by("-asked_at", "-id").first()
    return row is None or bool(work.event_count(until=at) > row.done)


def own(person_id: UUID) -> Own | None:
    """Return what the latest replay would have meant for a person: show it to them alone."""
    row = OwnReplayRow.objects.filter(person=person_id).first()
    return own_of(row.content) if row and row.content else None
