"""The intake of the fast path: who sends, and their events, with a direct line to the database.

Deliveries that come in together are stored together, each answered after the commit of its own
(`kernel.gathering`). Whoever holds a token, and which sources are connected, is remembered for
a second: under load it is asked once a second, and a token that is revoked stops as soon.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from time import perf_counter
from uuid import UUID

from journeywork.engine.people import Bearer
from journeywork.engine.work import Accepted, WorkEvent
from journeywork.kernel.direct import AWAY, Direct
from journeywork.kernel.durable import NotDurable
from journeywork.kernel.gathering import Gathering
from journeywork.kernel.ids import new_id
from journeywork.kernel.metrics import ACCEPT_SECONDS, EVENTS, GROUP_EVENTS, INTAKE_WAITING
from journeywork.kernel.recent import Recent
from journeywork.kernel.spans import span
from journeywork.people import bearers
from journeywork.work import intake

#: Events in one transaction, and events that may wait for theirs.
TOGETHER, WAITING = 2_000, 20_000

_STORE = intake.statement(numbered=True)
_TOKEN = bearers.statement(numbered=True)
_TOKEN_USED = "update people_token set used_at = $1 where org = $2 and id = $3"  # noqa: S105
_SOURCE = "select kind from work_source where org = $1 and id = $2 and active"
_HEARD = "update work_source set heard_at = $1 where org = $2 and id = any($3)"
_ASIDE = """
    insert into work_set_aside (org, at, id, source, event_id, type, reason)
    select $1::uuid, $2::timestamptz, *
    from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[])
    on conflict (org, source, event_id) do nothing
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Something that is no work event here: under which source and id it is noted, and why."""

    source: str
    id: str
    type: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One delivery: events that were found to fit, and notes of what was set aside.

    `by` is who sent them, `heard` the source that was connected, `at` when they came in,
    `kind` the connector's word for what sends, `began` when by a clock that only runs on.
    """

    org: UUID
    at: datetime
    events: Sequence[WorkEvent] = ()
    by: UUID | None = None
    heard: UUID | None = None
    asides: Sequence[Aside] = ()
    kind: str = "other"
    began: float = field(default_factory=perf_counter, compare=False)


class Intake:
    """Who may send, and what they sent. Every method may raise what `kernel.direct` raises."""

    def __init__(self, direct: Direct) -> None:
        self._direct = direct
        self._gathering = Gathering(
            self._write,
            alike=lambda sent: (sent.org, sent.by),
            weigh=lambda sent: max(len(sent.events), 1),
            shared=(*AWAY, NotDurable),
            most=TOGETHER,
            waiting=WAITING,
        )
        self._holders: Recent[bearers.Claim, Bearer | None] = Recent(seconds=1)
        self._sources: Recent[tuple[UUID, UUID], str | None] = Recent(seconds=1)

    async def bearer(self, secret: str, *, at: datetime) -> Bearer | None:
        """Return whose token this is, as `bearers.bearer` does, or did a second ago."""
        claim = bearers.claim(secret)
        if claim is None:
            return None
        return await self._holders.of(claim, lambda: self._look_up(claim, at))

    async def connected(self, *, kind: str, org: UUID, source: UUID) -> bool:
        """Tell whether a source of `kind` is connected, or was a second ago."""
        found = await self._sources.of((org, source), lambda: self._kind_of(org, source))
        return found == kind

    async def take(self, sent: Sent) -> Accepted:
        """Store a delivery; when this returns it lasts. Raises Full, NotDurable."""
        with span("ingest", source=sent.kind, events=len(sent.events)):
            return await self._gathering.add(sent)

    async def _look_up(self, claim: bearers.Claim, at: datetime) -> Bearer | None:
        rows = await self._direct.fetch(claim.org, _TOKEN, claim.org, [claim.prefix])
        row = rows[0] if rows else None
        found = bearers.bearer_of(claim, row, at=at)
        if row and found and bearers.use_counts(row, at=at):
            with suppress(NotDurable):  # Nobody was promised that this lasts.
                await self._direct.fetch(claim.org, _TOKEN_USED, at, found.org, found.token)
        return found

    async def _kind_of(self, org: UUID, source: UUID) -> str | None:
        rows = await self._direct.fetch(org, _SOURCE, org, source)
        return str(rows[0][0]) if rows else None

    async def _write(self, group: Sequence[Sent]) -> list[Accepted]:
        """Store a group of one organisation and one sender."""
        rows = [intake.rows_of(sent.events) for sent in group]
        org, by, at = group[0].org, group[0].by, max(sent.at for sent in group)
        whole = list(chain.from_iterable(rows))
        new: set[UUID] = set()
        if whole:
            given = intake.arguments(whole, org=org, by=by, at=at)
            new = {id for (id,) in await self._direct.fetch(org, _STORE, *given)}
        await self._note(org, group, at)
        taken = [_accepted(each, new) for each in rows]
        _count(group, taken)
        INTAKE_WAITING.set(self._gathering.waiting)
        return taken

    async def _note(self, org: UUID, group: Sequence[Sent], at: datetime) -> None:
        heard = sorted({sent.heard for sent in group if sent.heard})
        if heard:
            await self._direct.fetch(org, _HEARD, at, org, heard)
        asides = chain.from_iterable(sent.asides for sent in group)
        noted = [(new_id(), a.source, a.id, a.type, a.reason[:1000]) for a in asides]
        if noted:
            columns = [list(column) for column in zip(*noted, strict=True)]
            await self._direct.fetch(org, _ASIDE, org, at, *columns)


def refused(kind: str, many: int) -> None:
    """Count events of a source that did not fit."""
    if many:
        EVENTS.add(many, kind, "refused")


def _count(group: Sequence[Sent], taken: Sequence[Accepted]) -> None:
    """Count a group that was stored, all its deliveries together: that costs each little."""
    events: Counter[tuple[str, str]] = Counter()
    for sent, came in zip(group, taken, strict=True):
        events[sent.kind, "new"] += came.new
        events[sent.kind, "repeated"] += came.repeated
        events[sent.kind, "aside"] += len(sent.asides)
    for (kind, outcome), many in events.items():
        if many:
            EVENTS.add(many, kind, outcome)
    GROUP_EVENTS.observe(sum(len(sent.events) for sent in group))
    ACCEPT_SECONDS.observe(perf_counter() - group[0].began)


def _accepted(rows: list[intake.Row], new: set[UUID]) -> Accepted:
    count = sum(row[0] in new for row in rows)
    return Accepted(new=count, repeated=len(rows) - count)
