"""Who a source means: handles (an e-mail, a login with its host) and the persons behind them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from journeywork.engine.work import Help, HelpKind, WorkEvent
from journeywork.kernel.facts import publish
from journeywork.kernel.locks import one_at_a_time
from journeywork.people import queries as people
from journeywork.work import folding
from journeywork.work.facts import HistoryHandedOver
from journeywork.work.models import AuthorRow, SubjectRow, WorkEventRow

_WHO = ("by", "to", "by_handle", "to_handle", "helpers", "helper_handles")


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


def link_author(*, handle: str, person: UUID, at: datetime) -> int:
    """Say who a handle stands for; their history becomes theirs. Returns how many events.

    Linking it to somebody else later concerns what comes in from then on.
    """
    name = spelled(handle)
    with transaction.atomic():
        AuthorRow.objects.update_or_create(
            handle=name,
            defaults={"person": person},
            create_defaults={"person": person, "seen_at": at},
        )
        return _hand_over({name: person}, at)


def link_authors(persons: Mapping[str, UUID], *, at: datetime) -> int:
    """Link many handles at once; those that stand for somebody already stay as they are."""
    wanted = {spelled(handle): person for handle, person in persons.items()}
    with transaction.atomic():
        linked = AuthorRow.objects.filter(handle__in=wanted, person__isnull=False)
        fresh = wanted.keys() - set(linked.values_list("handle", flat=True))
        AuthorRow.objects.bulk_create(
            [AuthorRow(handle=name, person=wanted[name], seen_at=at) for name in sorted(fresh)],
            update_conflicts=True,
            unique_fields=["org", "handle"],
            update_fields=["person"],
        )
        return _hand_over({name: wanted[name] for name in fresh}, at)


def link_known_authors(*, at: datetime) -> int:
    """Give people who came, or added an address, the history under it; return how many events."""
    unknown = AuthorRow.objects.filter(person=None, handle__contains="@")
    handles = list(unknown.values_list("handle", flat=True))
    found = people.people_by_email(handles) if handles else {}
    return link_authors(found, at=at) if found else 0


def _hand_over(persons: Mapping[str, UUID], at: datetime) -> int:
    """Give events that wait for these handles to their persons, and fold them anew."""
    one_at_a_time(folding.FOLDING)
    rows = WorkEventRow.objects.filter(
        Q(by_handle__in=persons) | Q(to_handle__in=persons) | ~Q(helper_handles=[])
    )
    subjects: set[str] = set()
    count = 0
    for row in rows.only("org", "id", "subject", *_WHO).iterator():
        if _rename(row, persons):
            row.save(update_fields=_WHO)
            subjects.add(row.subject)
            count += 1
    if count:
        known = SubjectRow.objects.filter(subject__in=subjects)
        folding.refold(sorted(set(known.values_list("episode", flat=True))), at=at)
        publish(HistoryHandedOver(events=count, at=at))
    return count


def _rename(row: WorkEventRow, persons: Mapping[str, UUID]) -> bool:
    """Put persons in the place of their handles; tell whether there were any."""
    found = {row.by_handle, row.to_handle, *(handle for handle, _ in row.helper_handles)}
    if not found & persons.keys():
        return False
    if row.by_handle in persons:
        row.by, row.by_handle = persons[row.by_handle], ""
    if row.to_handle in persons:
        row.to, row.to_handle = persons[row.to_handle], ""
    met = [(persons[h], kind) for h, kind in row.helper_handles if h in persons]
    row.helpers = [*row.helpers, *([str(by), kind, None] for by, kind in met)]
    row.helper_handles = [[h, kind] for h, kind in row.helper_handles if h not in persons]
    return True


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
