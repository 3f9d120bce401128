"""Rounds: asked for, looked at, matched again by another choice, confirmed or dropped.

Matching and publishing are the worker's (`staging`, `publishing`); what is done to single pairs
stands in `by_hand`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from journeywork.engine.mentoring import Programme, ProgrammeState, Round, RoundState
from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.ids import new_id
from journeywork.kernel.locks import one_at_a_time
from journeywork.mentoring import queries, staging
from journeywork.mentoring.by_hand import answer, drop_pair, lock, pair_by_hand, unlock
from journeywork.mentoring.facts import RoundAsked, RoundConfirmed
from journeywork.mentoring.finding import DIALS, USUAL
from journeywork.mentoring.round_models import PairRow, RoundRow, WhyNotRow
from journeywork.mentoring.values import round_of

__all__ = [
    "again",
    "answer",
    "ask",
    "confirm",
    "drop_pair",
    "drop_round",
    "lock",
    "pair_by_hand",
    "unlock",
]
#: Rounds that somebody still looks at; a programme has one of them at a time.
OPEN = (RoundState.STAGING, RoundState.STAGED, RoundState.PUBLISHING)
_SEEDS = 2**31


def ask(
    *,
    programme_id: UUID,
    by: UUID | None,
    at: datetime,
    dial: str = USUAL,
    draws: bool = False,
    sits_out: bool = False,
) -> Round:
    """Let the worker match a programme; the round waits to be looked at, nobody is told yet.

    `dial` is a name of `finding.DIALS`. With `draws` lots decide where there are more people than
    places. Of an odd number of peers one `sits_out`, else there is a group of three. Raises
    Invalid where the programme is not open, or a round waits to be looked at.
    """
    with transaction.atomic():
        one_at_a_time(f"rounds {programme_id}")
        programme = queries.programme(programme_id)
        _may_match(programme)
        row = _begin(programme, by, at)
        row.dial = _dial(dial, sits_out=sits_out)
        row.draws = draws
        row.save()
        publish(RoundAsked(round=row.id, by=by, at=at))
        _recorded("asked", row, by, at)
    return round_of(row)


def again(
    *,
    round_id: UUID,
    by: UUID,
    at: datetime,
    dial: str | None = None,
    draws: bool | None = None,
    sits_out: bool | None = None,
) -> Round:
    """Let the worker match a round anew, as people and rules are now; what is locked stays.

    Raises Invalid where it is published, or is being matched.
    """
    with transaction.atomic():
        row = held(round_id, RoundState.STAGED, RoundState.FAILED)
        programme = queries.programme(row.programme)
        _may_match(programme, beside=row.id)
        before = round_of(row)
        out = bool((before.dial or {}).get("sits_out")) if sits_out is None else sits_out
        row.dial = _dial(dial or staging.dial_of(before), sits_out=out)
        row.draws = row.draws if draws is None else draws
        row.rules, row.on = programme.rules, at.date()
        row.state, row.at, row.says = RoundState.STAGING.value, at, ""
        row.save()
        publish(RoundAsked(round=row.id, by=by, at=at))
        _recorded("asked", row, by, at)
    return round_of(row)


def confirm(*, round_id: UUID, by: UUID, at: datetime) -> Round:
    """Let the worker begin what is staged: everybody is told. Raises Invalid if it is not staged."""
    with transaction.atomic():
        row = held(round_id, RoundState.STAGED)
        if not PairRow.objects.filter(round=round_id, state="staged").exists():
            raise Invalid({"round": "has no pair that could begin"})
        row.state, row.by = RoundState.PUBLISHING.value, by
        row.save(update_fields=["state", "by"])
        publish(RoundConfirmed(round=row.id, by=by, at=at))
        _recorded("confirmed", row, by, at)
    return round_of(row)


def drop_round(*, round_id: UUID, by: UUID, at: datetime) -> Round:
    """Let go of a round that was not published; nobody hears of it."""
    with transaction.atomic():
        row = held(round_id, RoundState.STAGING, RoundState.STAGED, RoundState.FAILED)
        row.state = RoundState.DROPPED.value
        row.save(update_fields=["state"])
        staging.empty(round_id)
        WhyNotRow.objects.filter(round=round_id).delete()
        PairRow.objects.filter(round=round_id).delete()
        _recorded("dropped", row, by, at)
    return round_of(row)


def begin_healing(programme: Programme, at: datetime) -> RoundRow:
    """Return a new round that puts right what came apart, within the caller's transaction."""
    row = _begin(programme, None, at)
    row.heals, row.staged_at = True, at
    return row


def held(round_id: UUID, *states: RoundState) -> RoundRow:
    """Return a round's row, held until the transaction ends; Invalid in any other state."""
    row: RoundRow | None = RoundRow.objects.select_for_update().filter(id=round_id).first()
    if row is None:
        raise NotFound("round")
    if row.state not in states:
        raise Invalid({"round": _NOT[RoundState(row.state)]})
    return row


_NOT: Mapping[RoundState, str] = {
    RoundState.STAGING: "is being matched: wait a moment",
    RoundState.STAGED: "waits to be looked at",
    RoundState.PUBLISHING: "is being published",
    RoundState.PUBLISHED: "is published already",
    RoundState.DROPPED: "was dropped",
    RoundState.FAILED: "could not be matched",
}


def _begin(programme: Programme, by: UUID | None, at: datetime) -> RoundRow:
    rows = RoundRow.objects.filter(programme=programme.id)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    id = new_id()
    return RoundRow(
        id=id,
        programme=programme.id,
        number=last + 1,
        state=RoundState.STAGING,
        on=at.date(),
        at=at,
        by=by,
        seed=id.int % _SEEDS,
        rules=programme.rules,
    )


def _may_match(programme: Programme, *, beside: UUID | None = None) -> None:
    if programme.state is not ProgrammeState.OPEN:
        raise Invalid({"programme": "is not open"})
    others = RoundRow.objects.filter(programme=programme.id, state__in=OPEN).exclude(id=beside)
    if others.exists():
        raise Invalid({"round": "before this one waits to be looked at: publish or drop it"})


def _dial(name: str, *, sits_out: bool) -> dict[str, float]:
    if name not in DIALS:
        raise Invalid({"dial": f"must be one of: {', '.join(DIALS)}"})
    chosen: dict[str, float] = {name: DIALS[name].exponent}
    return chosen | ({"sits_out": 1.0} if sits_out else {})


def _recorded(done: str, row: Any, by: UUID | None, at: datetime) -> None:
    audit.record(
        verb=f"round.{done}",
        object=f"round:{row.id}",
        by=by,
        at=at,
        detail={"number": row.number},
    )
