"""What came apart is put right: whoever has nobody any more is given their next wish, or the best.

Nobody who is together is torn apart for it. A round that still waits to be looked at is put right
by changing as few of its pairs as can be. Rounds of healing are kept like all others, so that it
can be read later who was together with whom, and since when.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from django.db import transaction

from journeywork.engine.fit.market_of import market_of
from journeywork.engine.fit.outcome import Matched
from journeywork.engine.fit.participants import Participant, Role
from journeywork.engine.fit.rules import HEAVIEST, Rules
from journeywork.engine.fit.rules_file import RulesFault
from journeywork.engine.matching.market import Market
from journeywork.engine.matching.plan import Pair as Numbers
from journeywork.engine.mentoring import (
    Choosing,
    Counts,
    Pace,
    PairState,
    Programme,
    ProgrammeState,
    Round,
    RoundState,
)
from journeywork.engine.mentoring_templates import rules_of
from journeywork.kernel import jobs
from journeywork.kernel.facts import publish
from journeywork.kernel.jobs import JobState
from journeywork.kernel.locks import one_at_a_time
from journeywork.kernel.tenancy import current_org
from journeywork.mentoring import finding, publishing, queries, rounds, staging
from journeywork.mentoring.facts import PairDeclined, RoundPublished
from journeywork.mentoring.finding import FoundPair, Wish
from journeywork.mentoring.match_models import MatchRow
from journeywork.mentoring.models import EnrolmentRow
from journeywork.mentoring.round_models import LeftRow, PairRow, RoundRow
from journeywork.mentoring.taking_part import participants
from journeywork.mentoring.values import pair_of, round_of

if TYPE_CHECKING:
    from journeywork.engine.matching.solving import Solution

HEAL = "mentoring_heal"
#: Points by which a pair that is staged is worth more than another, while a round is put right.
STAY = 500
#: Whoever is proposed somebody may think about it for so long.
PATIENCE = timedelta(days=7)
PUT_RIGHT = "Somebody takes part no more: as few pairs as can be were changed."


def look_again(*, programme_id: UUID, people: Iterable[UUID], at: datetime) -> None:
    """Let people who have nobody any more be given somebody else; twice is once."""
    with transaction.atomic():
        rows = EnrolmentRow.objects.filter(programme=programme_id, left_at=None)
        rows.filter(person__in=list(people), seeks_again=None).update(seeks_again=at)
        queue(programme_id)


def joined(*, programme_id: UUID) -> None:
    """Let somebody be found for who has just come, where people are matched as they come."""
    if queries.programme(programme_id).pace is Pace.EVERGREEN:
        with transaction.atomic():
            queue(programme_id)


def queue(programme_id: UUID) -> None:
    """Let the worker look what came apart in a programme; within the caller's transaction.

    One job is enough for a thousand people who come at once: one that waits already sees all that
    is committed when it begins, and it cannot begin before this transaction has ended.
    """
    one_at_a_time(_mending(programme_id))
    last = jobs.latest(_mending(programme_id))
    if last is None or last.state is not JobState.WAITING:
        jobs.defer(
            HEAL,
            lock=_mending(programme_id),
            org=str(current_org()),
            programme=str(programme_id),
        )


def _mending(programme_id: UUID) -> str:
    return f"mentoring healing {programme_id}"


def look_everywhere(*, at: datetime) -> None:
    """Once a day: proposals that nobody answered are over, and who waits is looked for again."""
    with transaction.atomic():
        _expire(at)
        for programme in queries.programmes(ProgrammeState.OPEN):
            if programme.pace is Pace.EVERGREEN or _seeking(programme):
                queue(programme.id)


def heal(*, programme_id: UUID, at: datetime) -> int:
    """Give somebody to those who have nobody any more; return how many pairs that made.

    Only where there are mentors and mentees: peers meet somebody else in their next round.
    """
    with transaction.atomic():
        one_at_a_time(_mending(programme_id))  # Whoever asks for it has committed by now.
    programme = queries.programme(programme_id)
    if programme.state is not ProgrammeState.OPEN or not programme.kind.two_sided:
        return 0
    try:
        rules = rules_of(programme.kind, programme.rules).rules
    except RulesFault:  # The next round says what is wrong with them.
        return 0
    for found in queries.rounds(programme.id):
        if found.state is RoundState.STAGED:
            put_right(programme, found, at)
    people = participants(programme, on=at.date())
    waiting = _waiting(programme, people)
    if not any(each.seeks and each.wanted and not each.paused(at.date()) for each in waiting):
        return 0
    pairs = _next_wish(programme, people, waiting, rules, at)
    return _begin(programme, pairs, at) if pairs else 0


def put_right(programme: Programme, found: Round, at: datetime) -> bool:
    """Match a staged round again where somebody left it, changing few pairs; tell whether."""
    pairs = queries.pairs(found.id, PairState.STAGED)
    there = staging.everybody(programme, found)
    may = {UUID(each.key) for each in there if not each.paused(at.date())}
    if all(set(each.people) <= may for each in pairs):
        return False
    gone = [each.id for each in pairs if not set(each.people) <= may]
    PairRow.objects.filter(id__in=gone, locked=True).update(locked=False)
    wish = replace(staging.wish_of(found, programme, frontier=False), on=at.date())
    solved = _staying(there, wish, [(each.first, each.second) for each in pairs])
    result = list(finding.pairs_of(solved))
    held = {person for couple in wish.locked for person in couple}
    with transaction.atomic():
        row = RoundRow.objects.select_for_update().get(id=found.id)
        if row.state != RoundState.STAGED:
            return False
        kept = {(each.first, each.second): each.id for each in pairs if not each.locked}
        wanted = {each.people for each in result}
        staged = PairRow.objects.filter(round=found.id, state=PairState.STAGED, locked=False)
        staged.exclude(id__in=[id for two, id in kept.items() if two in wanted]).delete()
        PairRow.objects.bulk_create(
            staging.pair_row(found.id, each.people, each.fit, each.parts)
            for each in result
            if each.people not in kept
        )
        LeftRow.objects.filter(round=found.id, drawn_out=False).delete()
        out = set(LeftRow.objects.filter(round=found.id).values_list("person", flat=True))
        left = [each for each in finding.left_of(solved, held) if each.person not in out]
        LeftRow.objects.bulk_create(staging.left_row(found.id, each) for each in left)
        row.counts = msgspec.to_builtins(finding.counts_of(solved, wish))
        row.proof, row.choices, row.says, row.on = None, [], PUT_RIGHT, at.date()
        row.save(update_fields=["counts", "proof", "choices", "says", "on"])
    return True


def _staying(
    people: Sequence[Participant], wish: Wish, pairs: Iterable[tuple[UUID, UUID]]
) -> Matched:
    """Return a round solved anew in which pairs that stand are worth more than others."""
    from journeywork.engine.matching.rematching import staying

    finding.make_ready()
    whole = market_of(list(finding.held(people, wish)), wish.rules, on=wish.on)
    seekers, givers = whole.who.seeker_number, whole.who.giver_number
    standing = [
        Numbers(seekers[str(first)], givers[str(second)], 0)
        for first, second in pairs
        if str(first) in seekers and str(second) in givers
    ]
    return Matched(whole, _solve(staying(whole.market, standing, STAY), wish))


def _solve(market: Market, wish: Wish) -> "Solution":
    from journeywork.engine.matching.solving import solve

    limit = finding.watch_for(finding.LONGEST)
    return solve(market, finding.DIALS[wish.dial], seed=wish.seed, watch=limit)


def _seeking(programme: Programme) -> bool:
    rows = EnrolmentRow.objects.filter(programme=programme.id, left_at=None)
    return bool(rows.exclude(seeks_again=None).exists())


def _waiting(programme: Programme, people: Sequence[Participant]) -> list[Participant]:
    """Return who is to be given somebody: in a cohort those who had somebody, else who has not."""
    if programme.pace is Pace.EVERGREEN:
        return list(people)
    rows = EnrolmentRow.objects.filter(programme=programme.id, left_at=None)
    again = set(rows.exclude(seeks_again=None).values_list("person", flat=True))
    return [each for each in people if UUID(each.key) in again]


def _next_wish(
    programme: Programme,
    people: Sequence[Participant],
    waiting: Iterable[Participant],
    rules: Rules,
    at: datetime,
) -> list[FoundPair]:
    """Return whom those who wait are given: wishes before all else, in their order."""
    finding.make_ready()
    keys = {each.key for each in waiting}
    apart = staging.refused(programme) | _had(programme)
    wish = Wish(rules=rules, on=at.date(), dropped=apart)
    taking = [
        each if each.key in keys else replace(each, role=_giving(each))
        for each in finding.held(people, wish)
    ]
    wishes = replace(
        rules,
        weights=replace(rules.weights, wishes=HEAVIEST),
        bars=replace(rules.bars, cool_down_yields=False),
    )
    solved = _solve(market_of(taking, wishes, on=wish.on).market, wish)
    told = market_of(taking, rules, on=wish.on)  # The same people in the same order.
    whole = Matched(told, solved)
    return list(finding.pairs_of(whole))


def _had(programme: Programme) -> frozenset[finding.Couple]:
    """Return who was together in a programme and is not any more: they need somebody else."""
    rows = MatchRow.objects.filter(programme=programme.id).exclude(ended_at=None)
    return frozenset(rows.values_list("first", "second"))


def _giving(each: Participant) -> Role:
    return Role.MENTOR if each.gives else Role.NONE


def _begin(programme: Programme, pairs: Sequence[FoundPair], at: datetime) -> int:
    """Let what was found begin, ask both, or let the organiser look: as the programme says."""
    with transaction.atomic():
        one_at_a_time(f"rounds {programme.id}")
        staged = programme.choosing is Choosing.ORGANISER
        open_ones = RoundRow.objects.filter(programme=programme.id, state__in=rounds.OPEN)
        if staged and open_ones.exists():
            return 0  # The organiser finds them in the round that waits.
        row = rounds.begin_healing(programme, at)
        row.counts = msgspec.to_builtins(_counted(pairs))
        row.state = RoundState.STAGED if staged else RoundState.PUBLISHED
        row.published_at = None if staged else at
        row.save()
        PairRow.objects.bulk_create(
            staging.pair_row(row.id, each.people, each.fit, each.parts) for each in pairs
        )
        if not staged:
            found = round_of(row)
            publishing.begin(programme, found, queries.pairs(row.id), at)
            publish(RoundPublished(round=row.id, programme=programme.id, at=at))
        placed = [each.people[0] for each in pairs]
        rows = EnrolmentRow.objects.filter(programme=programme.id, person__in=placed)
        rows.update(seeks_again=None, waited=0)
    return len(pairs)


def _counted(pairs: Sequence[FoundPair]) -> Counts:
    seekers = {each.people[0] for each in pairs}
    return Counts(
        seekers=len(seekers),
        givers=len({each.people[1] for each in pairs}),
        places=len(pairs),
        pairs=len(pairs),
        placed=len(seekers),
        worst=min(each.fit for each in pairs),
    )


def _expire(at: datetime) -> None:
    """Let go of proposals that were not answered in time; whoever said yes is proposed another."""
    old = RoundRow.objects.filter(published_at__lt=at - PATIENCE)
    rows = PairRow.objects.filter(round__in=old.values("id"), state=PairState.ASKED)
    for row in rows.select_for_update():
        pair = pair_of(row)
        row.state = PairState.REFUSED.value
        row.save(update_fields=["state"])
        programme = queries.round(row.round).programme
        publish(PairDeclined(programme=programme, people=pair.people, at=at))
