"""Visits for the tests: Ben shows how the month is closed, and Ana comes to watch."""

from datetime import datetime, timedelta
from typing import Any

from journeywork.engine.shadowing import ShadowOffer, ShadowRequest, Visit
from journeywork.engine.work import WorkEvent
from journeywork.shadowing import actions
from journeywork.work import actions as work
from tests.conftest import Cast

TITLE = "Close the month"


def offered(cast: Cast, at: datetime, **more: Any) -> ShadowOffer:
    fields: dict[str, Any] = {"title": TITLE, "topics": ("ledger",), "by": cast.ben.id, "at": at}
    return actions.offer(**(fields | more))


def asked(cast: Cast, at: datetime, **more: Any) -> ShadowRequest:
    fields: dict[str, Any] = {
        "title": "How the month is closed",
        "aims": "when you stop and check",
        "topics": ("ledger",),
        "by": cast.ana.id,
        "at": at,
    }
    return actions.request(**(fields | more))


def visiting(cast: Cast, at: datetime, **more: Any) -> Visit:
    found = offered(cast, at, **more)
    aims = "when you stop and check"
    return actions.come(offer_id=found.id, aims=aims, minutes=60, by=cast.ana.id, at=at)


def agreed(cast: Cast, at: datetime, **more: Any) -> Visit:
    """Both have agreed to the first time that was proposed."""
    visit = visiting(cast, at, **more)
    slot = actions.find_times(visit_id=visit.id, by=cast.ana.id, at=at).slots[0]
    for person in (cast.ana, cast.ben):
        visit = actions.agree(visit_id=visit.id, slot_id=slot.id, by=person.id, at=at)
    return visit


def month_ends(cast: Cast, at: datetime, times: int = 4) -> None:
    """Ben has closed some months: each time the ledger's check failed first."""
    found = []
    for n in range(times):
        begun = at - timedelta(days=5 * n + 2)
        types = ("change.proposed", "check.failed", "check.passed", "change.merged")
        found += [
            WorkEvent(
                source="test",
                id=f"month-{n}/{place}",
                type=type,
                at=begun + timedelta(minutes=place),
                subject=f"ledger#{n}",
                by=cast.ben.id,
                title=f"Close month {n}",
                check="ledger" if type.startswith("check") else "",
            )
            for place, type in enumerate(types)
        ]
    work.accept(found, by=None, at=at)
    while work.digest(at=at):
        pass
