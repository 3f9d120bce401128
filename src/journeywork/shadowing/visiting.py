"""Visits begin, find their times, go from step to step, and end without fault."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from journeywork.activities import actions as activities
from journeywork.activities import guides_kept
from journeywork.activities import queries as activity_queries
from journeywork.engine.activities import ActivityKind, ActivityState, CheckInState, GuideName
from journeywork.engine.look_fors import from_aims
from journeywork.engine.people import Person
from journeywork.engine.shadow_slots import LONGEST, SHORTEST
from journeywork.engine.shadowing import LADDER, Ladder, Mode, Visit, begun, moved, said_ready
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.people import queries as people
from journeywork.shadowing import queries
from journeywork.shadowing.facts import VisitBegan
from journeywork.shadowing.models import (
    LookForRow,
    OfferRow,
    RequestRow,
    SlotRow,
    StepRow,
    TellKind,
    TellRow,
    VisitRow,
)
from journeywork.shadowing.values import ladder_of

HOST, VISITOR = "host", "visitor"
#: Of the guide's stages: what comes before, and what both write for themselves afterwards.
BEFORE, DURING, AFTER = "before", "during", {HOST: "after-host", VISITOR: "after-visitor"}
REVERSE = "reverse"
MINUTES = 60
LONGEST_AIMS = 4000


def come(
    *, offer_id: UUID, by: UUID, at: datetime, aims: str = "", minutes: int = MINUTES
) -> Visit:
    """Take an offer up: `by` visits its host. Raises Invalid where nobody more can come."""
    _check(aims, minutes)
    with transaction.atomic():
        row = OfferRow.objects.select_for_update().filter(id=offer_id).first()
        found = queries.offer(offer_id)
        if row is None or found.host == by:
            raise Invalid({"offer": "is your own: others come and watch"})
        if not found.is_open:
            raise Invalid({"offer": "nobody more can come just now"})
        if VisitRow.objects.filter(offer=offer_id, visitor=by, runs=True).exists():
            raise Invalid({"offer": "you take part in it already"})
        return _begin(
            VisitRow(
                host=found.host,
                visitor=by,
                offer=offer_id,
                title=found.title,
                kind=found.kind,
                aims=aims.strip(),
                reverse=found.reverse,
                minutes=minutes,
            ),
            begun(found.modes),
            by=by,
            at=at,
        )


def invite(
    *,
    request_id: UUID,
    by: UUID,
    at: datetime,
    minutes: int = MINUTES,
    modes: Iterable[Mode] = LADDER,
) -> Visit:
    """Answer a request: whoever asked may visit `by`. NotFound where it is not asked of them."""
    _check("", minutes)
    with transaction.atomic():
        row = RequestRow.objects.select_for_update().filter(id=request_id).first()
        found = queries.request(request_id, reader=people.person(by))
        if row is None or found.visitor == by:
            raise Invalid({"request": "is your own: somebody else answers it"})
        if found.closed_at is not None:
            raise Invalid({"request": "is answered already, or was taken back"})
        try:
            ladder = begun(modes)
        except ValueError as fault:
            raise Invalid({"modes": str(fault)}) from None
        row.closed_at = at
        row.save(update_fields=("closed_at",))
        return _begin(
            VisitRow(
                host=by,
                visitor=found.visitor,
                request=request_id,
                title=found.title,
                kind=found.kind,
                aims=found.aims,
                reverse=found.reverse,
                minutes=minutes,
            ),
            ladder,
            by=by,
            at=at,
        )


def ready(*, visit_id: UUID, ready: bool, by: UUID, at: datetime) -> Visit:
    """Say that one is ready for the next step, or not yet; both have to say so."""
    del at
    with transaction.atomic():
        row = running(visit_id, by)
        _keep_ladder(row, said_ready(ladder_of(row), by, ready=ready))
    return queries.visit(visit_id, reader=by)


def step(*, visit_id: UUID, mode: Mode, by: UUID, at: datetime) -> Visit:
    """Go on to the next step once both are ready, or back to any; written into the log.

    Either of the two may step back, at any time and without a reason. Raises Invalid where a
    step would be skipped.
    """
    with transaction.atomic():
        row = running(visit_id, by)
        before = ladder_of(row)
        try:
            after = moved(before, mode, (row.host, row.visitor))
        except ValueError as fault:
            raise Invalid({"mode": str(fault)}) from None
        _keep_ladder(row, after)
        if after.mode != before.mode:
            StepRow.objects.create(visit=row.id, mode=after.mode.value, by=by, at=at)
    return queries.visit(visit_id, reader=by)


def tidy(*, visit_id: UUID, at: datetime) -> None:
    """Close a visit that has ended or that one of its two has left, and thank who gave the time.

    Nobody is asked why. Other activities stay as they are.
    """
    with transaction.atomic():
        row = VisitRow.objects.select_for_update().filter(id=visit_id, runs=True).first()
        if row is None:
            return
        activity = activity_queries.activity_of(visit_id)
        ended = activity.state is ActivityState.ENDED
        if not ended and len(activity.people) > 1:
            return
        row.runs, row.moving, row.ready = False, None, []
        row.save(update_fields=("runs", "moving", "ready"))
        SlotRow.objects.filter(visit=visit_id).delete()
        _thank(row, at)
        if not ended:
            activities.end(activity_id=visit_id, by=None, at=at)


def running(visit_id: UUID, by: UUID) -> VisitRow:
    """Return the row of a visit that runs, locked; NotFound for others than its two, Invalid."""
    rows = VisitRow.objects.select_for_update().filter(id=visit_id)
    row: VisitRow | None = rows.first()
    if row is None or by not in (row.host, row.visitor):
        raise NotFound("visit")
    if not row.runs:
        raise Invalid({"visit": "it has ended"})
    return row


def _begin(row: VisitRow, ladder: Ladder, *, by: UUID, at: datetime) -> Visit:
    both = people.persons([row.host, row.visitor])
    here = both.keys() >= {row.host, row.visitor}
    if not here or any(each.known_only for each in both.values()):
        raise Invalid({"people": "must be people who can sign in here"})
    activity = activities.open_activity(
        kind=ActivityKind.SHADOWING,
        title=row.title,
        guide=_guide(both[row.host], both[row.visitor], reverse=row.reverse),
        participants={row.host: HOST, row.visitor: VISITOR},
        stage=BEFORE,
        by=by,
        at=at,
    )
    row.id, row.at = activity.id, at
    row.modes, row.mode = [mode.value for mode in ladder.modes], ladder.mode.value
    row.save(force_insert=True)
    StepRow.objects.create(visit=row.id, mode=row.mode, by=by, at=at)
    LookForRow.objects.bulk_create(
        LookForRow(
            visit=row.id,
            says=each.says,
            why=each.why,
            source=each.source.value,
            shown=True,
            by=row.visitor,
            at=at,
        )
        for each in from_aims(row.aims)
    )
    TellRow.objects.filter(person__in=both, thing__in=(row.offer, row.request)).update(gone=True)
    publish(VisitBegan(visit=row.id, by=by, at=at))
    return queries.visit(row.id, reader=by)


def _guide(host: Person, visitor: Person, *, reverse: bool) -> GuideName:
    """Return the guide that suits the host's work, in the visitor's language."""
    language = visitor.languages[0] if visitor.languages else "en"
    found = (people.team(id).setting for id in host.teams)
    setting = REVERSE if reverse else next((one for one in found if one), "")
    return guides_kept.fitting(ActivityKind.SHADOWING, setting=setting, language=language).name


def _keep_ladder(row: VisitRow, ladder: Ladder) -> None:
    row.mode, row.ready = ladder.mode.value, sorted(ladder.ready)
    row.save(update_fields=("mode", "ready"))


def _thank(row: VisitRow, at: datetime) -> None:
    """Tell whoever gave their time that it was taken, where the two have met."""
    met = activity_queries.check_ins([row.id])
    if not any(each.at <= at and each.state is not CheckInState.SKIPPED for each in met):
        return
    giver, other = (row.visitor, row.host) if row.reverse else (row.host, row.visitor)
    TellRow.objects.get_or_create(
        person=giver,
        kind=TellKind.THANKS,
        thing=row.id,
        other=other,
        defaults={"title": row.title, "at": at},
    )


def _check(aims: str, minutes: int) -> None:
    faults = {}
    if len(aims) > LONGEST_AIMS:
        faults["aims"] = f"must have at most {LONGEST_AIMS} characters"
    if not SHORTEST <= timedelta(minutes=minutes) <= LONGEST:
        faults["minutes"] = "must be from 15 minutes to 8 hours"
    if faults:
        raise Invalid(faults)
