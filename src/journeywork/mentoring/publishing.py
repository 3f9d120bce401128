"""A confirmed round begins: in one transaction, by the worker.

Between staging and publishing people leave, pause, skip, or say that they do not want somebody.
Such pairs do not begin; one sentence is told for all of these, so that nobody can tell which.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from journeywork.engine.fit.participants import Participant, Role
from journeywork.engine.mentoring import (
    Choosing,
    PairState,
    Programme,
    Round,
    RoundState,
    StagedPair,
)
from journeywork.kernel.facts import publish as publish_fact
from journeywork.kernel.job_notes import tell
from journeywork.mentoring import queries, staging
from journeywork.mentoring.facts import RoundPublished
from journeywork.mentoring.models import EnrolmentRow
from journeywork.mentoring.round_models import LeftRow, PairRow, RoundRow, WhyNotRow
from journeywork.mentoring.values import pair_of, round_of

CHANGED = "something changed for one of the two after the round was matched"
NOT_CHOSEN = "whoever runs the round has not chosen this pair"


def publish(*, round_id: UUID, at: datetime) -> None:
    """Begin the pairs of a confirmed round, and count who waited; all at once, or nothing.

    Where both must say yes they are asked instead. Does nothing for a round that waits for no
    publishing, so that it may run again.
    """
    with transaction.atomic():
        row = RoundRow.objects.select_for_update().filter(id=round_id).first()
        if row is None or row.state != RoundState.PUBLISHING:
            return
        found = round_of(row)
        programme = queries.programme(found.programme)
        tell("publishing", 0, 0)
        pairs = queries.pairs(found.id, PairState.STAGED)
        going = _going(programme, found, pairs, at)
        begin(programme, found, going, at)
        _part(programme, found, [each for each in pairs if each not in going])
        _count_waits(programme, found)
        WhyNotRow.objects.filter(round=found.id).delete()
        row.state, row.published_at = RoundState.PUBLISHED.value, at
        row.save(update_fields=["state", "published_at"])
        publish_fact(RoundPublished(round=found.id, programme=programme.id, by=found.by, at=at))


def begin(programme: Programme, found: Round, pairs: Sequence[StagedPair], at: datetime) -> None:
    """Let pairs begin, or ask both where both must say yes; within the caller's transaction."""
    ids = [each.id for each in pairs]
    if programme.choosing is Choosing.BOTH:
        PairRow.objects.filter(id__in=ids).update(state=PairState.ASKED)
        return
    matches = begun(programme, pairs, by=found.by, at=at)
    rows = list(PairRow.objects.filter(id__in=ids))
    for row in rows:  # Whoever works here no more begins nothing.
        row.match = matches.get(row.id)
        row.state = PairState.PUBLISHED.value if row.match else PairState.DROPPED.value
    PairRow.objects.bulk_update(rows, ["state", "match"], batch_size=500)


def begun(
    programme: Programme, pairs: Sequence[StagedPair], *, by: UUID | None, at: datetime
) -> Mapping[UUID, UUID]:
    """Let pairs begin as matches; return pair -> match. The one place that begins any."""
    from journeywork.mentoring.beginning import begin_all

    return begin_all(programme, pairs, by=by, at=at)


def _going(
    programme: Programme, found: Round, pairs: Iterable[StagedPair], at: datetime
) -> list[StagedPair]:
    """Return the pairs that can begin: everybody in them still takes part, and has room."""
    there = {UUID(each.key): each for each in staging.everybody(programme, found)}
    wanted = {person: each.wanted for person, each in there.items()}
    free = {person: each.free for person, each in there.items()}
    going = []
    for each in pairs:
        if not staging.begins(programme, locked=each.locked) or not _may(each, there, at):
            continue
        if programme.kind.two_sided:
            wanted[each.first] -= 1
            free[each.second] -= 1
            if min(wanted[each.first], free[each.second]) < 0:
                continue
        going.append(each)
    return going


def _may(pair: StagedPair, there: Mapping[UUID, Participant], at: datetime) -> bool:
    taking = [there[each] for each in pair.people if each in there]
    if len(taking) != len(pair.people) or any(each.paused(at.date()) for each in taking):
        return False
    return not any(one.key in other.blocks for one in taking for other in taking)


def _part(programme: Programme, found: Round, pairs: Sequence[StagedPair]) -> None:
    """Take apart what does not begin, and note who is left over and still takes part."""
    PairRow.objects.filter(id__in=[each.id for each in pairs]).update(state=PairState.DROPPED)
    enrolled = {each.person for each in queries.enrolments(programme.id)}
    busy = _busy(found)
    for pair in pairs:
        chosen = staging.begins(programme, locked=pair.locked)
        for person in pair.people:
            if person in enrolled and person not in busy:
                role = _role(programme, pair, person)
                LeftRow.objects.get_or_create(
                    round=found.id,
                    person=person,
                    role=role,
                    defaults={"says": [CHANGED if chosen else NOT_CHOSEN]},
                )


def _role(programme: Programme, pair: StagedPair, person: UUID) -> Role:
    if not programme.kind.two_sided:
        return Role.BOTH
    return Role.MENTEE if person == pair.first else Role.MENTOR


def _busy(found: Round) -> set[UUID]:
    rows = PairRow.objects.filter(round=found.id, state__in=(PairState.PUBLISHED, PairState.ASKED))
    return {person for row in rows for person in pair_of(row).people}


def _count_waits(programme: Programme, found: Round) -> None:
    """Count one more wait for who looked for somebody in vain, and none for who has somebody."""
    left = LeftRow.objects.filter(round=found.id).exclude(role=Role.MENTOR)
    rows = EnrolmentRow.objects.filter(programme=programme.id, left_at=None)
    rows.filter(person__in=left.values("person")).update(waited=F("waited") + 1)
    seekers = PairRow.objects.filter(
        round=found.id, state__in=(PairState.PUBLISHED, PairState.ASKED)
    )
    served = seekers.values_list("first", flat=True) if programme.kind.two_sided else _busy(found)
    rows.filter(person__in=list(served)).update(waited=0)
    rows.filter(skips=True).update(skips=False)
