"""Who a source means: handles (an e-mail, a login with its host) and the persons behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from journeywork.engine.work import Help, HelpKind, WorkEvent
from journeywork.people import queries as people
from journeywork.work.models import AuthorRow


def resolve(events: Sequence[WorkEvent], *, at: datetime) -> list[WorkEvent]:
    """Return the events with persons in the place of handles that are known.

    Handles that nobody knows stay on the event and are remembered, so that a person who
    comes later picks up their history.
    """
    handles = _handles(events)
    if not handles:
        return list(events)
    known = _known(handles)
    AuthorRow.objects.bulk_create(
        [AuthorRow(handle=handle, seen_at=at) for handle in sorted(handles - known.keys())],
        ignore_conflicts=True,
    )
    return [_with_persons(event, known) for event in events]


def spelled(handle: str) -> str:
    """Return a handle as it is compared: without spaces around it, in lower case."""
    return handle.strip().lower()


def _handles(events: Iterable[WorkEvent]) -> set[str]:
    found = {spelled(handle) for e in events for handle in (e.by_handle, e.to_handle)}
    found |= {spelled(handle) for event in events for handle, _ in event.helper_handles}
    return found - {""}


def _known(handles: set[str]) -> dict[str, UUID]:
    linked = AuthorRow.objects.filter(handle__in=handles, person__isnull=False)
    by_address = people.people_by_email(handle for handle in handles if "@" in handle)
    return by_address | dict(linked.values_list("handle", "person"))


def _with_persons(event: WorkEvent, known: dict[str, UUID]) -> WorkEvent:
    by, to = spelled(event.by_handle), spelled(event.to_handle)
    named = [(spelled(handle), kind) for handle, kind in event.helper_handles]
    found = tuple(Help(by=known[h], to=event.to, kind=kind) for h, kind in named if h in known)
    return replace(
        event,
        by=event.by or known.get(by),
        to=event.to or known.get(to),
        by_handle="" if event.by or by in known else by,
        to_handle="" if event.to or to in known else to,
        helpers=event.helpers + found,
        helper_handles=_left(named, known),
    )


def _left(
    named: list[tuple[str, HelpKind]], known: dict[str, UUID]
) -> tuple[tuple[str, HelpKind], ...]:
    return tuple((handle, kind) for handle, kind in named if handle and handle not in known)
