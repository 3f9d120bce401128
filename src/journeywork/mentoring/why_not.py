"""Why not these two, and what if a mentor had a place more: found out by the worker.

The round is solved once more as it was staged, so that what is told is exact. If somebody came,
left, paused or changed what they said since then it comes out otherwise, and the answer says that
the round should be matched again.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from journeywork.engine.fit.not_these import why_not_these
from journeywork.engine.fit.outcome import Matched
from journeywork.engine.fit.participants import Participant
from journeywork.engine.fit.rules_file import RulesFault
from journeywork.engine.matching.market import Market
from journeywork.engine.mentoring import PairState, Programme, Round, RoundState, WhyNot
from journeywork.kernel import jobs
from journeywork.kernel.errors import Invalid
from journeywork.kernel.tenancy import current_org
from journeywork.mentoring import queries, staging
from journeywork.mentoring.finding import DIALS, LONGEST, Wish, make_ready, solve_round, watch_for
from journeywork.mentoring.round_models import PairRow, WhyNotRow

ANSWER = "mentoring_why_not"
CHANGED = (
    "something has changed since this round was matched, or was changed by hand: match it again "
    "to know"
)
NOT_IN = "one of them takes no part in this round, or has somebody who is locked"
ALIKE = "in a programme without mentors any two may meet: put them together by hand"
MORE_PLACED = "with this place more people would have somebody"
NOTHING = "a place more would change nothing"
MOST_MOVES = 12


def ask_why_not(*, round_id: UUID, first: UUID, second: UUID, by: UUID, at: datetime) -> WhyNot:
    """Let the worker find out why two are not together in a staged round; asked twice is once.

    The answer is `why_not`, for whoever runs the round. Raises Invalid if it is not staged.
    """
    del by
    if first == second:
        raise Invalid({"people": "must be two different people"})
    return _ask(round_id, first, second, at)


def ask_what_if(*, round_id: UUID, mentor: UUID, by: UUID, at: datetime) -> WhyNot:
    """Let the worker find out what a place more with a mentor would bring; twice is once.

    The answer is `why_not` of the mentor with themselves. Raises Invalid if it is not staged.
    """
    del by
    return _ask(round_id, mentor, mentor, at)


def _ask(round_id: UUID, first: UUID, second: UUID, at: datetime) -> WhyNot:
    with transaction.atomic():
        if queries.round(round_id).state is not RoundState.STAGED:
            raise Invalid({"round": "does not wait to be looked at any more"})
        row, new = WhyNotRow.objects.get_or_create(
            round=round_id, first=first, second=second, defaults={"at": at}
        )
        if new:
            jobs.defer(
                ANSWER,
                lock=staging.queue_of(round_id),
                org=str(current_org()),
                question=str(row.id),
            )
    return _value(row)


def why_not(round_id: UUID, first: UUID, second: UUID) -> WhyNot | None:
    """Return what was asked about two in a round, answered or not yet; None if nobody asked."""
    row = WhyNotRow.objects.filter(round=round_id, first=first, second=second).first()
    return _value(row) if row else None


def answer(*, question_id: UUID, at: datetime) -> None:
    """Find out why two are not together, and keep the answer; nothing for what nobody asks any more."""
    row = WhyNotRow.objects.filter(id=question_id, answered_at=None).first()
    if row is None:
        return
    found = queries.round(row.round)
    programme = queries.programme(found.programme)
    says, loss, moves = _found(programme, found, row.first, row.second)
    WhyNotRow.objects.filter(id=question_id).update(
        says=list(says), loss=loss, moves=list(moves[:MOST_MOVES]), answered_at=at
    )


def _found(
    programme: Programme, found: Round, first: UUID, second: UUID
) -> tuple[tuple[str, ...], int | None, tuple[str, ...]]:
    if not programme.kind.two_sided:
        return (ALIKE,), None, ()
    try:
        wish = staging.wish_of(found, programme, frontier=False)
    except RulesFault:
        return (CHANGED,), None, ()
    make_ready()
    people = staging.everybody(programme, found)
    solved, _ = solve_round(people, wish)
    if _pairs(solved) != _staged(found):
        return (CHANGED,), None, ()
    if first == second:
        return _with_a_place_more(people, wish, solved, str(first))
    who = solved.whole.who
    mentee, mentor = who.seeker_number.get(str(first)), who.giver_number.get(str(second))
    if mentee is None or mentor is None:
        return (NOT_IN,), None, ()
    from journeywork.engine.matching.solving import Solution, solve

    def solves(market: Market) -> Solution:
        return solve(market, DIALS[wish.dial], seed=wish.seed, watch=watch_for(LONGEST))

    told = why_not_these(solved, (mentee, mentor), solve=solves, to_organiser=True)
    return told.says, told.loss, told.moves


def _with_a_place_more(
    people: Sequence[Participant], wish: Wish, solved: Matched, mentor: str
) -> tuple[tuple[str, ...], int | None, tuple[str, ...]]:
    """Return what the round would be if a mentor took one more."""
    more = [replace(each, places=each.places + (each.key == mentor)) for each in people]
    again, _ = solve_round(more, wish)
    before, after = dict(sorted(_pairs(solved))), dict(sorted(_pairs(again)))
    named = {UUID(each.key): each.name for each in people}
    new = tuple(
        f"{named[mentee]} would have {named[after[mentee]]} instead of nobody"
        for mentee in after
        if mentee not in before
    )
    gained = again.plan.total - solved.plan.total
    if new:
        return (MORE_PLACED,), None, new
    if gained > 0:
        return (
            (f"nobody more would have somebody; together they would have {gained} points more",),
            gained,
            (),
        )
    return (NOTHING,), 0, ()


def _pairs(solved: Matched) -> set[tuple[UUID, UUID]]:
    who = solved.whole.who
    return {
        (UUID(who.seekers[each.seeker].key), UUID(who.givers[each.giver].key))
        for each in solved.plan.pairs
    }


def _staged(found: Round) -> set[tuple[UUID, UUID]]:
    rows = PairRow.objects.filter(round=found.id, state=PairState.STAGED, locked=False)
    return set(rows.values_list("first", "second"))


def _value(row: WhyNotRow) -> WhyNot:
    return WhyNot(
        first=row.first,
        second=row.second,
        says=tuple(row.says),
        loss=row.loss,
        moves=tuple(row.moves),
        answered_at=row.answered_at,
    )
