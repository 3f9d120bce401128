"""Eyes of evidence: the latest report, how far a replay is, and one's own part of it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now

from journeywork.engine.replay_report import Own
from journeywork.evidence.models import OwnReplayRow, ReplayRow, ReplayState
from journeywork.evidence.values import Finished, Running, own_of, report_of
from journeywork.people import queries as people
from journeywork.work import queries as work

#: What waits for the worker may wait so long; what runs speaks often (`actions.BEAT`).
WAITS, RUNS = timedelta(hours=6), timedelta(minutes=30)
SILENT = "nothing was heard of it any more"


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
        of=people.organisation(row.org).name,
        report=report,
        charts=row.charts,
        colleagues=people.names(colleagues) if colleagues else {},
    )


def progress() -> Running | None:
    """Return the replay that waits, runs, or failed as the latest; None otherwise.

    One of which nothing was heard for long has failed.
    """
    rows = ReplayRow.objects.defer("report", "charts").annotate(alive=alive())
    row = rows.order_by("-asked_at", "-id").first()
    if row is None or row.state == ReplayState.DONE:
        return None
    fault = "" if row.alive else row.fault or SILENT
    return Running(
        id=row.id,
        since=row.since,
        asked_at=row.asked_at,
        done=row.done,
        total=row.total,
        waiting=row.state == ReplayState.WAITING,
        fault=fault,
    )


def going() -> bool:
    """Tell whether a replay waits or runs, and was heard of lately."""
    return bool(ReplayRow.objects.filter(alive()).exists())


def alive() -> Q:
    """Return the condition for replays that wait or run, and were heard of lately.

    By the database's clock, as `heard_at` is: whoever looks may have another.
    """
    return Q(state=ReplayState.WAITING, heard_at__gt=Now() - WAITS) | Q(
        state=ReplayState.RUNNING, heard_at__gt=Now() - RUNS
    )


def is_news(*, at: datetime) -> bool:
    """Tell whether there is work that the latest replay has not gone through."""
    if going():
        return False
    row = ReplayRow.objects.filter(state=ReplayState.DONE).order_by("-asked_at", "-id").first()
    return row is None or bool(work.event_count(until=at) > row.done)


def history_end(*, at: datetime) -> datetime:
    """Return when the latest work before `at` was: spans such as two years are counted from it.

    A repository that has slept for years still has its last two.
    """
    return work.latest_at(until=at) or at


def own(person_id: UUID) -> Own | None:
    """Return what the latest replay would have meant for a person: show it to them alone."""
    row = OwnReplayRow.objects.filter(person=person_id).first()
    return own_of(row.content) if row and row.content else None
