"""What people have done before, read and written a batch at a time.

Two statements read what a batch of events needs, two write what it changed, however many
events there are. Whoever writes holds the organisation's lock, so absolute values are safe.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid5

import msgspec
from django.db import connection

from journeywork.engine.experience import (
    Experience,
    Scope,
    Tally,
    TallyKey,
    Thread,
    names,
    subjects,
)
from journeywork.engine.work import WorkEvent
from journeywork.kernel.locks import one_at_a_time
from journeywork.kernel.tenancy import current_org
from journeywork.moments.models import TallyRow, ThreadRow

_NAMES = UUID("0197a000-0000-7000-8000-6d6f6d656e74")

_SAVE_TALLIES = """
    insert into moments_tally
        (org, id, person, scope, name, times, first_at, last_at, smooth, weighed)
    select %s, * from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::int[],
        %s::timestamptz[], %s::timestamptz[], %s::float8[], %s::float8[])
    on conflict (org, id) do update set times = excluded.times, first_at = excluded.first_at,
        last_at = excluded.last_at, smooth = excluded.smooth, weighed = excluded.weighed
"""
_SAVE_THREADS = """
    insert into moments_thread (org, id, subject, owner, last_at, state)
    select %s, id, subject, owner, last_at, state::jsonb
    from unnest(%s::uuid[], %s::text[], %s::uuid[], %s::timestamptz[], %s::text[])
        as kept(id, subject, owner, last_at, state)
    on conflict (org, id) do update set owner = excluded.owner, last_at = excluded.last_at,
        state = excluded.state
"""


def lock() -> None:
    """Let one transaction at a time change what this organisation's people have done."""
    one_at_a_time("moments")


def recall(events: Sequence[WorkEvent]) -> Experience:
    """Return the experience that `events` need, as it was kept."""
    experience = Experience(threads=_threads({s for event in events for s in subjects(event)}))
    acting = _acting(events, experience)
    wanted: set[TallyKey] = {
        (person, scope, name)
        for event in events
        for scope, name in names(event)
        for person in (None, *(p for s in subjects(event) for p in acting[s]))
    }
    experience.tallies.update(_tallies(wanted))
    return experience


def _acting(events: Sequence[WorkEvent], experience: Experience) -> dict[str, set[UUID]]:
    """Return who acts in each subject: in these events, or as its owner so far."""
    acting: dict[str, set[UUID]] = {}
    for event in events:
        for subject in subjects(event):
            thread = experience.threads.get(subject)
            people = (event.by, event.to, thread.owner if thread else None)
            acting.setdefault(subject, set()).update(person for person in people if person)
    return acting


def recall_threads(wanted: Iterable[str]) -> Experience:
    """Return the experience of some subjects alone."""
    return Experience(threads=_threads(wanted))


def helped() -> tuple[str, ...]:
    """Return the subjects in which help was taken up: what no event tells."""
    found = ThreadRow.objects.filter(state__helped=True).order_by("subject")
    return tuple(found.values_list("subject", flat=True))


def forget() -> None:
    """Drop everything that was kept; `moments.actions.relearn` learns it again."""
    TallyRow.objects.all().delete()
    ThreadRow.objects.all().delete()


def keep(experience: Experience) -> None:
    """Write what changed in `experience`, and forget that it did."""
    _save_tallies(experience)
    _save_threads(experience)
    experience.changed.clear()
    experience.changed_threads.clear()


def tally_id(key: TallyKey) -> UUID:
    """Return the identifier under which a tally is kept."""
    person, scope, name = key
    return uuid5(_NAMES, f"{person or ''}|{scope.value}|{name}")


def thread_id(subject: str) -> UUID:
    """Return the identifier under which a thread is kept."""
    return uuid5(_NAMES, f"thread|{subject}")


def _tallies(wanted: Iterable[TallyKey]) -> dict[TallyKey, Tally]:
    rows = TallyRow.objects.filter(id__in=[tally_id(key) for key in wanted])
    return {
        (row.person, Scope(row.scope), row.name): Tally(
            times=row.times,
            first_at=row.first_at,
            last_at=row.last_at,
            smooth=row.smooth,
            weighed=row.weighed,
        )
        for row in rows
    }


def _threads(wanted: Iterable[str]) -> dict[str, Thread]:
    rows = ThreadRow.objects.filter(id__in=[thread_id(subject) for subject in wanted])
    return {row.subject: thread_of(row) for row in rows}


def thread_of(row: ThreadRow) -> Thread:
    """Return the thread that a row keeps."""
    whole = {**row.state, "owner": row.owner, "last_at": row.last_at}
    return msgspec.convert(whole, Thread, strict=False)


def _save_tallies(experience: Experience) -> None:
    keys = sorted(experience.changed, key=str)
    kept = [(tally_id(key), *key, experience.tallies[key]) for key in keys]
    rows = [
        (id, person, scope.value, name, t.times, t.first_at, t.last_at, t.smooth, t.weighed)
        for id, person, scope, name, t in kept
    ]
    _run(_SAVE_TALLIES, rows)


def _save_threads(experience: Experience) -> None:
    kept = [(subject, experience.threads[subject]) for subject in experience.changed_threads]
    rows = [
        (thread_id(subject), subject, thread.owner, thread.last_at, _state(thread))
        for subject, thread in sorted(kept, key=lambda pair: pair[0])
    ]
    _run(_SAVE_THREADS, rows)


def _state(thread: Thread) -> str:
    state = msgspec.to_builtins(thread)
    del state["owner"], state["last_at"]
    return msgspec.json.encode(state).decode()


def _run(statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(statement, [current_org(), *columns])
