"""A round is matched by the worker, and written in one transaction: all of it or nothing.

What is found depends on the people of that moment, the round's rules, seed and dial alone. Killed
at any moment nothing of it stands, and the job comes again.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import combinations
from uuid import UUID

import msgspec
from django.db import transaction

from journeywork.engine.fit.participants import Participant, Role
from journeywork.engine.fit.peers import Met, circles_of, pairs_of
from journeywork.engine.fit.rules_file import RulesFault
from journeywork.engine.mentoring import (
    Choosing,
    Counts,
    PairState,
    Programme,
    ProgrammeKind,
    Round,
    RoundState,
)
from journeywork.engine.mentoring_templates import rules_of
from journeywork.engine.options import Part
from journeywork.engine.peers.rounds import Odd
from journeywork.kernel import jobs
from journeywork.kernel.ids import new_id
from journeywork.kernel.job_notes import tell
from journeywork.kernel.tenancy import current_org
from journeywork.mentoring import queries
from journeywork.mentoring.finding import (
    DIALS,
    USUAL,
    Couple,
    Found,
    FoundLeft,
    FoundPair,
    Wish,
    find,
    held,
    make_ready,
)
from journeywork.mentoring.models import EnrolmentRow
from journeywork.mentoring.round_models import LeftRow, PairRow, RoundRow, WhyNotRow
from journeywork.mentoring.taking_part import participants
from journeywork.mentoring.values import kept_parts

STAGE, PUBLISH = "mentoring_stage", "mentoring_publish"
#: No circle is larger than this, whatever a programme says (`engine.peers.gathering.MOST`).
LARGEST_CIRCLE = 6
#: So many rounds of peers shall be able to follow in which nobody meets again.
AHEAD = 12
_AT_ONCE = 500


def queue_of(round_id: UUID) -> str:
    """Return the lock under which all jobs of a round stand, to ask how far they are."""
    return f"mentoring round {round_id}"


def queue(task: str, round_id: UUID) -> None:
    """Let the worker do something with a round, one thing after another."""
    jobs.give_up_on(queue_of(round_id))
    jobs.defer(task, lock=queue_of(round_id), org=str(current_org()), round=str(round_id))


def stage(*, round_id: UUID, at: datetime) -> None:
    """Match a round that was asked for, and write it all at once; else nothing is changed.

    Does nothing for a round that waits for no matching, so that it may run again. Rules that
    cannot be read make the round one that failed, and it says why.
    """
    found = queries.round(round_id)
    if found.state is not RoundState.STAGING:
        return
    programme = queries.programme(found.programme)
    try:
        wish = wish_of(found, programme)
    except RulesFault as fault:
        _failed(found, str(fault))
        return
    result = matching(programme, found, wish)
    tell("writing", 0, 0)
    _write(found, result, at)


def wish_of(found: Round, programme: Programme, *, frontier: bool = True) -> Wish:
    """Return how a round is to be matched, as it stands now. Raises RulesFault."""
    rows = PairRow.objects.filter(round=found.id)
    groups = list(rows.values_list("first", "second", "more", "state", "locked"))
    locked = [(first, second, *more) for first, second, more, _, stays in groups if stays]
    parted = [
        (first, second, *more)
        for first, second, more, state, stays in groups
        if state == PairState.DROPPED and not stays
    ]
    waited = EnrolmentRow.objects.filter(programme=programme.id, left_at=None, waited__gt=0)
    return Wish(
        rules=rules_of(programme.kind, found.rules).rules,
        on=found.on,
        seed=found.seed,
        dial=dial_of(found),
        draws=found.draws,
        locked=_couples(programme, locked),
        dropped=_couples(programme, parted) | refused(programme),
        waited=dict(waited.values_list("person", "waited")),
        frontier=frontier,
    )


def refused(programme: Programme) -> frozenset[Couple]:
    """Return who was proposed each other in a programme, and one of them said no."""
    rounds = RoundRow.objects.filter(programme=programme.id)
    rows = PairRow.objects.filter(round__in=rounds.values("id"), state=PairState.REFUSED)
    groups = rows.values_list("first", "second", "more")
    return _couples(programme, [(first, second, *more) for first, second, more in groups])


def dial_of(found: Round) -> str:
    """Return the name of a round's dial."""
    named = (name for name in found.dial or {} if name in DIALS)
    return next(named, USUAL)


def everybody(programme: Programme, found: Round) -> tuple[Participant, ...]:
    """Return everybody in a round as the engine matches them."""
    return participants(programme, on=found.on, beside=found.id)


def matching(programme: Programme, found: Round, wish: Wish) -> Found:
    """Return what a round finds; the work of it, seconds for a thousand people."""
    people = everybody(programme, found)
    if programme.kind.two_sided:
        return find(people, wish)
    make_ready()
    return _together(programme, found, people, wish)


def _together(
    programme: Programme, found: Round, people: Sequence[Participant], wish: Wish
) -> Found:
    """Return a round in which everybody takes part alike."""
    locked = {str(person) for couple in wish.locked for person in couple}
    taking = [each for each in held(people, wish) if each.key not in locked]
    if programme.kind is ProgrammeKind.CIRCLES:
        most = min(programme.most, LARGEST_CIRCLE)
        least = min(programme.least, most)
        met = circles_of(taking, wish.rules, on=wish.on, seed=wish.seed, least=least, most=most)
    else:
        odd = Odd.SITS_OUT if (found.dial or {}).get("sits_out") else Odd.THREE
        met = pairs_of(
            taking, wish.rules, on=wish.on, seed=wish.seed, odd=odd, ahead=AHEAD,
            sat_out=_sat_out(programme),
        )  # fmt: skip
    return _as_found(met, wish, len(locked))


def _as_found(met: Met, wish: Wish, locked: int) -> Found:
    pairs = tuple(
        FoundPair(
            tuple(map(UUID, each.people)),
            each.fit,
            (*each.parts, *(Part(name="again", value=0, says=says) for says in each.again)),
        )
        for each in met.groups
    )
    left = tuple(FoundLeft(UUID(each.key), Role.BOTH, (each.says,)) for each in met.alone)
    placed = locked + sum(len(each.people) for each in pairs)
    counts = Counts(
        seekers=placed + len(left),
        givers=placed + len(left),
        pairs=len(pairs) + len(wish.locked),
        placed=placed,
        left=len(left),
        worst=min((each.fit for each in pairs), default=0),
    )
    return Found(pairs, left, counts)


def _sat_out(programme: Programme) -> dict[str, list[date]]:
    """Return on which days somebody had nobody in earlier rounds of a programme."""
    rounds = RoundRow.objects.filter(programme=programme.id, state=RoundState.PUBLISHED)
    days = dict(rounds.values_list("id", "on"))
    left = LeftRow.objects.filter(round__in=list(days), role=Role.BOTH)
    found: dict[str, list[date]] = {}
    for person, round in left.values_list("person", "round"):
        found.setdefault(str(person), []).append(days[round])
    return found


def _couples(programme: Programme, groups: Iterable[Sequence[UUID]]) -> frozenset[Couple]:
    if programme.kind.two_sided:
        return frozenset((group[0], group[1]) for group in groups)
    return frozenset(couple for group in groups for couple in combinations(group, 2))


def _write(found: Round, result: Found, at: datetime) -> None:
    """Write all that a round found, unless it was changed or dropped meanwhile."""
    with transaction.atomic():
        row = RoundRow.objects.select_for_update().filter(id=found.id).first()
        if row is None or row.state != RoundState.STAGING or row.at != found.at:
            return
        empty(found.id)
        rows = [pair_row(found.id, pair.people, pair.fit, pair.parts) for pair in result.pairs]
        PairRow.objects.bulk_create(rows, batch_size=_AT_ONCE)
        left = [left_row(found.id, each) for each in result.left]
        LeftRow.objects.bulk_create(left, batch_size=_AT_ONCE)
        row.state, row.staged_at, row.says = RoundState.STAGED.value, at, ""
        row.counts = msgspec.to_builtins(result.counts)
        row.proof = msgspec.to_builtins(result.proof)
        row.choices = msgspec.to_builtins(result.choices)
        row.save(update_fields=["state", "staged_at", "says", "counts", "proof", "choices"])


def empty(round_id: UUID) -> None:
    """Take away what a round found, but for what is locked and what was dropped by hand."""
    rows = PairRow.objects.filter(round=round_id)
    rows.filter(state=PairState.STAGED, locked=False).delete()
    LeftRow.objects.filter(round=round_id).delete()
    WhyNotRow.objects.filter(round=round_id).delete()


def pair_row(round_id: UUID, people: Sequence[UUID], fit: int, parts: Sequence[Part]) -> PairRow:
    """Return the row of a pair that is staged, not yet saved."""
    return PairRow(
        id=new_id(),
        round=round_id,
        first=people[0],
        second=people[1],
        more=list(people[2:]),
        fit=fit,
        parts=kept_parts(parts),
        state=PairState.STAGED,
    )


def left_row(round_id: UUID, each: FoundLeft) -> LeftRow:
    """Return the row of somebody who has nobody, not yet saved."""
    return LeftRow(
        round=round_id,
        person=each.person,
        role=each.role,
        says=list(each.says),
        changes=list(each.changes),
        drawn_out=each.drawn_out,
    )


def _failed(found: Round, says: str) -> None:
    rows = RoundRow.objects.filter(id=found.id, state=RoundState.STAGING)
    rows.update(state=RoundState.FAILED, says=says[:2000])


def begins(programme: Programme, *, locked: bool) -> bool:
    """Tell whether a staged pair begins when its round is published.

    Where the organiser chooses, what is staged is a proposal: only what they locked begins.
    """
    return locked or programme.choosing is not Choosing.ORGANISER
