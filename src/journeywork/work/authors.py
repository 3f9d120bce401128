"""Who a source means: handles (an e-mail, a login with its host) and the persons behind them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from msgspec.structs import replace

from journeywork.engine.work import Help, HelpKind, WorkEvent
from journeywork.kernel import audit
from journeywork.kernel.errors import NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.locks import one_at_a_time
from journeywork.kernel.tenancy import current_org
from journeywork.people import queries as people
from journeywork.work import folding
from journeywork.work.facts import AuthorNamed, HistoryHandedOver
from journeywork.work.models import AuthorRow, SubjectRow
from journeywork.work.values import EVENT, event_of, who_columns

#: Events that are handed over in one statement, for each kind of place where a name may stand,
#: and episodes folded anew at a time.
PAGE, FOLDED_AT_ONCE = 1000, 500

_MEET = """
    update work_event e set "by" = met."by", "to" = met."to", by_handle = met.by_handle,
        to_handle = met.to_handle, helpers = met.helpers::jsonb,
        helper_handles = met.helper_handles::jsonb
    from unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[])
        as met(id, "by", "to", by_handle, to_handle, helpers, helper_handles)
    where e.org = %s and e.id = met.id
"""
_columns = ", ".join(f'"{name}"' for name in EVENT)
# Each kind of place has an index of the few events that name somebody unknown in it.
_NAMED = f"""
    select id, {_columns} from work_event where org = %(org)s and id in (
        (select id from work_event
            where org = %(org)s and by_handle <> '' and by_handle = any(%(names)s) limit %(most)s)
        union all
        (select id from work_event
            where org = %(org)s and to_handle <> '' and to_handle = any(%(names)s) limit %(most)s)
        union all
        (select id from work_event
            where org = %(org)s and helper_handles <> '[]' and exists (
                select from jsonb_array_elements(helper_handles) one
                where one->>0 = any(%(names)s)) limit %(most)s)
    )
"""  # noqa: S608 -- column names of our own


def meet(events: Mapping[UUID, WorkEvent], *, at: datetime) -> tuple[WorkEvent, ...]:
    """Put persons in the place of handles that are known, for good; return the events, in order.

    Events come by their ids. Handles that nobody knows stay on the event and are remembered,
    so that a person who comes later picks up their history.
    """
    met = dict(zip(events, _resolved(list(events.values()), at), strict=True))
    changed = [(id, event) for id, event in met.items() if event != events[id]]
    if changed:
        _write([(id, *who_columns(event)) for id, event in changed])
    return tuple(met.values())


def _write(rows: Sequence[tuple[Any, ...]]) -> None:
    """Store whom events are about: the id of each, and its `who_columns`."""
    with connection.cursor() as cursor:
        cursor.execute(_MEET, [*map(list, zip(*rows, strict=True)), current_org()])


def _resolved(events: Sequence[WorkEvent], at: datetime) -> list[WorkEvent]:
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


def name_author(*, handle: str, person: UUID, by: UUID | None, at: datetime) -> None:
    """Say who is meant by a handle that nobody knew; the worker then hands the history over.

    What is in the history stays theirs: naming somebody else later concerns what comes in from
    then on. Raises NotFound for a handle that no source has named, and for a person not here.
    """
    people.person(person)
    with transaction.atomic():
        row = AuthorRow.objects.select_for_update().filter(handle=spelled(handle)).first()
        if row is None:
            raise NotFound("author")
        AuthorRow.objects.filter(id=row.id).update(person=person)
        # The log names nobody: the handle may be somebody's address.
        audit.record(verb="author.named", object=f"person:{person}", by=by, at=at)
        publish(AuthorNamed(author=row.id, by=by, at=at))


def hand_over(*, author: UUID, at: datetime) -> int:
    """Give the history of an author to whom they were said to be; returns how many events.

    Nothing where they are gone, or nobody was named. Safe to run again.
    """
    with transaction.atomic():
        row = AuthorRow.objects.filter(id=author, person__isnull=False).first()
        return _hand_over({row.handle: row.person}, at) if row else 0


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
    if not persons:
        return 0
    one_at_a_time(folding.FOLDING)
    subjects: set[str] = set()
    count = 0
    # Page by page: what was given away does not wait any more, so the next page comes by itself.
    while found := _waiting_for(persons):
        _write([(id, *who_columns(_renamed(event, persons))) for id, event in found.items()])
        subjects.update(event.subject for event in found.values())
        count += len(found)
    if count:
        known = SubjectRow.objects.filter(subject__in=subjects)
        episodes = sorted(set(known.values_list("episode", flat=True)))
        for start in range(0, len(episodes), FOLDED_AT_ONCE):
            folding.refold(episodes[start : start + FOLDED_AT_ONCE], at=at)
        publish(HistoryHandedOver(events=count, at=at))
    return count


def _waiting_for(persons: Mapping[str, UUID]) -> dict[UUID, WorkEvent]:
    """Return a page of the events that name one of these handles, by their ids."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, {"org": current_org(), "names": list(persons), "most": PAGE})
        return {id: event_of(tuple(row)) for id, *row in cursor.fetchall()}


def _renamed(event: WorkEvent, persons: Mapping[str, UUID]) -> WorkEvent:
    """Put persons in the place of their handles."""
    met = [(persons[name], kind) for name, kind in event.helper_handles if name in persons]
    return replace(
        event,
        by=persons.get(event.by_handle, event.by),
        to=persons.get(event.to_handle, event.to),
        by_handle="" if event.by_handle in persons else event.by_handle,
        to_handle="" if event.to_handle in persons else event.to_handle,
        helpers=event.helpers + tuple(Help(by=by, to=None, kind=kind) for by, kind in met),
        helper_handles=tuple(each for each in event.helper_handles if each[0] not in persons),
    )


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
