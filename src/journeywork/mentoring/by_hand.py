"""What is done to single pairs of a staged round: kept, taken apart, put together by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from journeywork.engine.fit.apart import Apart
from journeywork.engine.fit.market_of import Round as Whole
from journeywork.engine.fit.market_of import market_of
from journeywork.engine.fit.not_these import BARRED
from journeywork.engine.fit.participants import MOST_PLACES, Participant, Role
from journeywork.engine.fit.parts import why
from journeywork.engine.fit.peers import together
from journeywork.engine.fit.survey import Survey
from journeywork.engine.mentoring import PairState, Programme, Round, RoundState, StagedPair
from journeywork.engine.options import Part
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.mentoring import publishing, queries, staging
from journeywork.mentoring.facts import PairDeclined
from journeywork.mentoring.finding import Wish
from journeywork.mentoring.round_models import LeftRow, PairRow, RoundRow, WhyNotRow
from journeywork.mentoring.values import kept_parts, pair_of, round_of

TAKEN_APART = "whoever runs the round took them apart from somebody"
MADE_ROOM = "somebody else was put in their place by hand"
CANNOT = "cannot be brought together here, and nobody is told why"
BY_HAND = "put together by hand"
IN_SPITE = "put together by hand, in spite of a rule"


def lock(*, pair_id: UUID, by: UUID, at: datetime) -> StagedPair:
    """Keep a pair as it is when the round is matched again."""
    return _locked(pair_id, stays=True)


def unlock(*, pair_id: UUID, by: UUID, at: datetime) -> StagedPair:
    """Let a pair change when the round is matched again."""
    return _locked(pair_id, stays=False)


def drop_pair(*, pair_id: UUID, by: UUID, at: datetime) -> StagedPair:
    """Take a pair apart; it does not come back when the round is matched again."""
    with transaction.atomic():
        row, found = _staged(pair_id)
        row.state, row.locked = PairState.DROPPED.value, False
        row.save(update_fields=["state", "locked"])
        _alone(found, pair_of(row).people, TAKEN_APART)
        _changed(found.id)
    return pair_of(row)


def pair_by_hand(*, round_id: UUID, people: Sequence[UUID], by: UUID, at: datetime) -> StagedPair:
    """Put people together, the mentee first; they stay so when the round is matched again.

    A rule may be overruled, and the pair says so. A mentee who has somebody already in this
    round has this one instead. Raises Invalid where somebody takes no part, has no free place,
    or the two cannot be brought together: then nobody is told why.
    """
    with transaction.atomic():
        row = RoundRow.objects.select_for_update().filter(id=round_id).first()
        if row is None:
            raise NotFound("round")
        found = round_of(row)
        _must_be_staged(found)
        programme = queries.programme(found.programme)
        fit, parts = _fitting(programme, found, people)
        _make_room(found, programme, people)
        PairRow.objects.filter(round=found.id, first=people[0], second=people[1]).delete()
        pair = PairRow.objects.create(
            round=found.id,
            first=people[0],
            second=people[1],
            more=list(people[2:]),
            fit=fit,
            parts=kept_parts(parts),
            state=PairState.STAGED,
            locked=True,
            by_hand=True,
        )
        LeftRow.objects.filter(round=found.id, person__in=list(people)).delete()
        _changed(found.id)
    return pair_of(pair)


def answer(*, pair_id: UUID, yes: bool, by: UUID, at: datetime) -> StagedPair:
    """Say yes or no to somebody one is proposed; with the last yes it begins.

    A no needs no reason, and whoever is left over is proposed somebody else. NotFound for a
    pair that waits for no answer of theirs.
    """
    with transaction.atomic():
        row = PairRow.objects.select_for_update().filter(id=pair_id).first()
        if row is None or row.state != PairState.ASKED or by not in pair_of(row).people:
            raise NotFound("pair")
        found = queries.round(row.round)
        if yes:
            row.yes = sorted({*row.yes, by})
            if set(row.yes) == set(pair_of(row).people):
                programme = queries.programme(found.programme)
                began = publishing.begun(programme, [pair_of(row)], by=found.by, at=at)
                row.match = began.get(row.id)
                row.state = PairState.PUBLISHED if row.match else PairState.DROPPED
        else:
            row.state = PairState.REFUSED.value
            left = tuple(each for each in pair_of(row).people if each != by)
            publish(PairDeclined(programme=found.programme, people=left, by=by, at=at))
        row.save(update_fields=["yes", "match", "state"])
    return pair_of(row)


def _locked(pair_id: UUID, *, stays: bool) -> StagedPair:
    with transaction.atomic():
        row, found = _staged(pair_id)
        row.locked = stays
        row.save(update_fields=["locked"])
        _changed(found.id)
    return pair_of(row)


def _staged(pair_id: UUID) -> tuple[PairRow, Round]:
    row = PairRow.objects.select_for_update().filter(id=pair_id).first()
    if row is None:
        raise NotFound("pair")
    found = queries.round(row.round)
    _must_be_staged(found)
    if row.state != PairState.STAGED:
        raise Invalid({"pair": "is not part of the round any more"})
    return row, found


def _must_be_staged(found: Round) -> None:
    if found.state is not RoundState.STAGED:
        raise Invalid({"round": "does not wait to be looked at any more"})


def _changed(round_id: UUID) -> None:
    """Forget answers why others are not together: they were about the round as it was."""
    WhyNotRow.objects.filter(round=round_id).delete()


def _alone(found: Round, people: Sequence[UUID], says: str) -> None:
    """Note who has nobody any more in a round."""
    rows = PairRow.objects.filter(round=found.id, state=PairState.STAGED)
    busy = {person for row in rows for person in pair_of(row).people}
    two_sided = queries.programme(found.programme).kind.two_sided
    sides = (Role.MENTEE, Role.MENTOR) if two_sided else (Role.BOTH,) * len(people)
    for person, role in zip(people, sides, strict=False):
        if person not in busy:
            LeftRow.objects.get_or_create(
                round=found.id, person=person, role=role, defaults={"says": [says]}
            )


def _fitting(
    programme: Programme, found: Round, people: Sequence[UUID]
) -> tuple[int, tuple[Part, ...]]:
    """Return the fit and the reasons of some who are put together. Raises Invalid."""
    if len(set(people)) != len(people) or len(people) < 2:  # noqa: PLR2004 -- nobody is alone
        raise Invalid({"people": "must be two different people"})
    wish = staging.wish_of(found, programme, frontier=False)
    everybody = {UUID(each.key): each for each in staging.everybody(programme, found)}
    taking = [everybody[each] for each in people if each in everybody]
    if len(taking) != len(people) or any(each.paused(found.on) for each in taking):
        raise Invalid({"people": "must take part in this round"})
    if any(one.key in other.blocks for one in taking for other in taking):
        raise Invalid({"people": CANNOT})
    if not programme.kind.two_sided:
        keys = [each.key for each in taking]
        told = together(taking, wish.rules, keys, on=found.on)
        note = Part(name="by hand", value=0, says=BY_HAND if told else IN_SPITE)
        return (told.fit, (*told.parts, note)) if told else (0, (note,))
    return _two(found, wish, *taking)


def _two(
    found: Round, wish: Wish, mentee: Participant, mentor: Participant
) -> tuple[int, tuple[Part, ...]]:
    if not mentee.seeks or not mentor.gives:
        raise Invalid({"people": "must be a mentee and a mentor"})
    staged = PairRow.objects.filter(
        round=found.id, second=UUID(mentor.key), state=PairState.STAGED
    ).exclude(first=UUID(mentee.key))
    if mentor.free <= staged.count():
        raise Invalid({"people": "has no free place in this round: take a pair of theirs apart"})
    whole = market_of(_open(mentee, mentor), wish.rules, on=found.on)
    pair = (whole.who.seeker_number[mentee.key], whole.who.giver_number[mentor.key])
    note = Part(name="by hand", value=0, says=_overruled(whole, pair))
    try:
        told = why(whole, pair)
    except ValueError:
        return 0, (note,)
    return told.points, (*told.parts, note)


def _open(mentee: Participant, mentor: Participant) -> list[Participant]:
    """Return two as if both had room, whatever they have by now."""
    return [replace(mentee, wanted=1), replace(mentor, places=MOST_PLACES, taken=0)]


def _overruled(whole: Whole, pair: tuple[int, int]) -> str:
    bars = Survey(whole).bars_of(*pair)
    if pair in whole.apart[Apart.SELF] or not bars:
        return BY_HAND
    return f"{BY_HAND}, in spite of a rule: {BARRED[bars[0]]}"


def _make_room(found: Round, programme: Programme, people: Sequence[UUID]) -> None:
    """Take people out of the pairs that they have in this round, and note who is left over."""
    rows = PairRow.objects.filter(round=found.id, state=PairState.STAGED)
    if programme.kind.two_sided:
        gone = _too_many(found, rows.filter(first=people[0]), people)
    else:
        gone = [row for row in rows if set(pair_of(row).people) & set(people)]
    left = [person for row in gone for person in pair_of(row).people if person not in people]
    for row in gone:
        row.delete()
    for person in left:
        role = Role.MENTOR if programme.kind.two_sided else Role.BOTH
        busy = rows.filter(second=person).exists()
        if not busy:
            LeftRow.objects.get_or_create(
                round=found.id, person=person, role=role, defaults={"says": [MADE_ROOM]}
            )


def _too_many(found: Round, mine: object, people: Sequence[UUID]) -> list[PairRow]:
    """Return the pairs of a mentee that must go so that they have no more than they want."""
    rows: list[PairRow] = sorted(mine, key=lambda row: (row.locked, row.fit))  # type: ignore[call-overload]
    wanted = queries.enrolment(found.programme, people[0])
    most = wanted.wanted if wanted else 1
    return rows[: max(0, len(rows) + 1 - most)]
