"""From rows to the engine's values."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from journeywork.engine.shadowing import (
    Ladder,
    Mode,
    ShadowOffer,
    ShadowRequest,
    Slot,
    Step,
    Visit,
    Watched,
)
from journeywork.shadowing.models import OfferRow, RequestRow, VisitRow

Kept = Iterable[Mapping[str, Any]]


def offer_of(row: OfferRow, *, running: int) -> ShadowOffer:
    """Return the offer that a row keeps; `running` visits of it are under way."""
    return ShadowOffer(
        id=row.id,
        host=row.host,
        title=row.title,
        about=row.says,
        kind=row.kind,
        topics=tuple(row.topics),
        visitors=row.visitors,
        modes=tuple(Mode(each) for each in row.modes),
        reverse=row.reverse,
        at=row.at,
        closed_at=row.closed_at,
        running=running,
    )


def request_of(row: RequestRow) -> ShadowRequest:
    """Return the request that a row keeps."""
    return ShadowRequest(
        id=row.id,
        visitor=row.visitor,
        title=row.title,
        aims=row.aims,
        kind=row.kind,
        topics=tuple(row.topics),
        reverse=row.reverse,
        at=row.at,
        to_person=row.to_person,
        to_team=row.to_team,
        closed_at=row.closed_at,
    )


def visit_of(row: VisitRow, *, slots: Kept = (), log: Kept = (), look_fors: Kept = ()) -> Visit:
    """Return the visit of a row with what stands beside it, as the database writes it in JSON."""
    return Visit(
        id=row.id,
        host=row.host,
        visitor=row.visitor,
        title=row.title,
        kind=row.kind,
        aims=row.aims,
        reverse=row.reverse,
        minutes=row.minutes,
        ladder=ladder_of(row),
        at=row.at,
        runs=row.runs,
        offer=row.offer,
        request=row.request,
        moving=row.moving,
        slots=tuple(_slot(each) for each in slots),
        log=tuple(_step(each) for each in log),
        look_fors=tuple(_watched(each) for each in look_fors),
    )


def ladder_of(row: VisitRow) -> Ladder:
    """Return where the visit of a row stands on its steps."""
    return Ladder(
        modes=tuple(Mode(each) for each in row.modes),
        mode=Mode(row.mode),
        ready=frozenset(row.ready),
    )


def _slot(kept: Mapping[str, Any]) -> Slot:
    return Slot(
        id=UUID(kept["id"]),
        starts=_time(kept["starts"]),
        ends=_time(kept["ends"]),
        yes=frozenset(UUID(each) for each in kept["yes"]),
    )


def _step(kept: Mapping[str, Any]) -> Step:
    by = UUID(kept["by"]) if kept["by"] else None
    return Step(mode=Mode(kept["mode"]), by=by, at=_time(kept["at"]))


def _watched(kept: Mapping[str, Any]) -> Watched:
    return Watched(
        id=UUID(kept["id"]),
        says=kept["says"],
        why=kept["why"],
        source=kept["source"],
        shown=kept["shown"],
    )


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
