"""Work proposes itself as a next step, colleagues propose it, and people say no.

A proposal stands on the person's own pages and is pushed to nobody. Nobody else sees what was
proposed to whom, or what they said; saying no lowers that kind for them, and a little for all.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from journeywork.assignments import queries
from journeywork.assignments.facts import AssignmentProposed
from journeywork.assignments.looking import compared, past_of
from journeywork.assignments.models import ProposalRow, SaidRow
from journeywork.engine.people import Person
from journeywork.engine.stretch import (
    Proposal,
    Reason,
    Said,
    Wish,
    chosen,
    matches,
    piece_of,
    proposed,
    stands,
)
from journeywork.engine.visibility import may_see
from journeywork.engine.work import Episode, EpisodeState, WorkEvent, fresh
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.people import queries as people
from journeywork.work import queries as work

#: What tells that work is about to begin. An incident is no time to learn.
OPENING = frozenset({"work.assigned", "case.opened"})
#: To so many people a piece of work is proposed at most, and so many pieces a batch are looked at.
MOST_PEOPLE, MOST_PIECES = 2, 20
MOST_LOOKED_AT = 40
MOST_SAID = 500
LONGEST_REASON = 500


def propose(events: Sequence[WorkEvent], *, at: datetime, wishes: Sequence[Wish] = ()) -> int:
    """Store what coming work proposes, once for each person and piece; return how many.

    `wishes` are entries of to-learn lists. Nothing is proposed to who has an assignment already.
    """
    telling = [event for event in fresh(events, at=at) if event.type in OPENING]
    if not telling:
        return 0
    ids = work.episode_ids(event.subject for event in telling[-MOST_PIECES:])
    found = work.episodes_by_id(set(ids.values()))
    coming = {each.uuid: each for each in found.values() if each.state is EpisodeState.OPEN}
    assigned = {ids[one.subject]: one.to for one in telling if one.to and one.subject in ids}
    return sum(_propose(each, assigned.get(each.uuid), wishes, at) for each in coming.values())


def propose_to(
    *, person_id: UUID, episode_id: UUID, skill: str, says: str, by: UUID, at: datetime
) -> None:
    """Propose a piece of work to a colleague, who finds it on their pages and may say no.

    Only to who shares a team with `by`, or is led by them; both may see the work (NotFound).
    Raises Invalid by field. Whether it was proposed to them before, and what they said, is told
    to nobody: it looks the same. What they said stands; what waits, and is not another
    colleague's, says from then on what `by` says.
    """
    who = people.persons([person_id, by])
    episode = work.episode(episode_id)
    took_part = people.persons(episode.people, active_only=False)
    if person_id not in who or by not in who or person_id not in people.mates(who[by]):
        raise NotFound("person")
    if not all(may_see(one, took_part.values()) for one in who.values()):
        raise NotFound("episode")
    if not 1 <= len(says.strip()) <= LONGEST_REASON:
        raise Invalid({"says": f"must have from 1 to {LONGEST_REASON} characters"})
    made = Proposal(
        person=person_id, reason=Reason.BY_HAND, strength=1.0, says=says.strip(), skill=skill[:120]
    )
    with transaction.atomic():
        if not _kept(made, episode, by=by, at=at):
            _said_by(made, episode, by=by, at=at)


def decline(*, proposal_id: UUID, by: UUID, at: datetime) -> None:
    """Say no to a proposal: it goes, and its kind is lowered. NotFound for another's."""
    with transaction.atomic():
        found = queries.proposal(proposal_id, person=by)
        ProposalRow.objects.filter(id=found.id).update(closed=True)
        SaidRow.objects.create(person=by, reason=found.reason.value, yes=False, at=at)


def taken_up(proposal_id: UUID, assignment: UUID, *, by: UUID, at: datetime) -> None:
    """Note what became of a proposal; that it was taken up speaks for its kind."""
    found = queries.proposal(proposal_id, person=by)
    ProposalRow.objects.filter(id=found.id).update(closed=True, assignment=assignment)
    SaidRow.objects.create(person=by, reason=found.reason.value, yes=True, at=at)


def _propose(episode: Episode, assigned: UUID | None, wishes: Sequence[Wish], at: datetime) -> int:
    past, piece, said = past_of(episode.place, until=at), piece_of(episode), _said()
    fitting = [wish for wish in wishes if matches(wish, piece)]
    found = []
    for one in _candidates(episode, assigned, fitting, past, at).values():
        gap = compared(piece, person=one, past=past, team=people.mates(one))
        made = proposed(one.id, piece, gap, assigned=one.id == assigned, wishes=fitting)
        if made and stands(made, said, at):
            found.append(made)
    last = _last_proposed(one.person for one in found)
    turn = chosen(found, last, most=MOST_PEOPLE)
    return sum(_stored(made, episode, by=None, at=at) for made in turn)


def _candidates(
    episode: Episode,
    assigned: UUID | None,
    wishes: Sequence[Wish],
    past: Iterable[Episode],
    at: datetime,
) -> Mapping[UUID, Person]:
    """Return to whom work may be proposed: whose it is, else who wishes for it or knows the place.

    Only who may see it, can sign in, is not away, and has no assignment yet. Of many who know
    the place those who worked there last are looked at.
    """
    near = (each.owner for each in past if each.owner and each.place == episode.place)
    wanted = dict.fromkeys((*(wish.person for wish in wishes), *near))
    who = people.persons([assigned] if assigned else list(wanted)[:MOST_LOOKED_AT])
    took_part = people.persons(episode.people, active_only=False).values()
    busy, today = queries.has_one(who), at.date()
    return {
        id: one
        for id, one in who.items()
        if not one.known_only and id not in busy and may_see(one, took_part)
        if one.paused_until is None or one.paused_until <= today
    }


def _said() -> list[Said]:
    rows = SaidRow.objects.order_by("-at")[:MOST_SAID]
    return [
        Said(person=row.person, reason=Reason(row.reason), yes=row.yes, at=row.at) for row in rows
    ]


def _last_proposed(who: Iterable[UUID]) -> dict[UUID, datetime]:
    rows = ProposalRow.objects.filter(person__in=list(who)).values_list("person")
    return dict(rows.annotate(last=Max("at")))


def _said_by(made: Proposal, episode: Episode, *, by: UUID, at: datetime) -> None:
    """Let a colleague's words stand where nobody's do, or their own, or what was let go."""
    theirs = Q(by=None) | Q(by=by) | Q(at__lte=at - queries.PATIENCE)
    rows = ProposalRow.objects.filter(theirs, person=made.person, episode=episode.uuid)
    rows.filter(closed=False).update(
        reason=made.reason.value, says=made.says, skill=made.skill, by=by, at=at
    )


def _stored(made: Proposal, episode: Episode, *, by: UUID | None, at: datetime) -> bool:
    with transaction.atomic():
        return _kept(made, episode, by=by, at=at)


def _kept(made: Proposal, episode: Episode, *, by: UUID | None, at: datetime) -> bool:
    row, is_new = ProposalRow.objects.get_or_create(
        person=made.person,
        episode=episode.uuid,
        defaults={
            "reason": made.reason.value,
            "title": (episode.title or episode.key)[:200],
            "says": made.says,
            "skill": made.skill[:120],
            "wish": made.wish,
            "by": by,
            "at": at,
        },
    )
    if is_new:
        publish(
            AssignmentProposed(proposal=row.id, person=made.person, wish=made.wish, by=by, at=at)
        )
    return is_new
