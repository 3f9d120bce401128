"""Telling people what a round came to: with whom they are, or that there is nobody this time."""

from datetime import datetime
from uuid import UUID

from journeywork.engine.fit.participants import Role
from journeywork.engine.mentoring import PairState
from journeywork.mentoring import letters, queries
from journeywork.mentoring.letter_words import ASKED, MENTEE, MENTOR, NOBODY, PEER
from journeywork.mentoring.match_models import MatchRow
from journeywork.mentoring.round_models import PairRow


def introduce(*, match_id: UUID, at: datetime) -> None:
    """Let those of a match that has begun be told, each by their role; twice is once."""
    row = MatchRow.objects.filter(id=match_id, ended_at=None).first()
    if row is None:
        return
    if queries.programme(row.programme).kind.two_sided and not row.more:
        letters.put(kind=MENTEE, thing=row.id, person=row.first, at=at)
        letters.put(kind=MENTOR, thing=row.id, person=row.second, at=at)
    else:
        letters.put_all(kind=PEER, thing=row.id, persons=[row.first, row.second, *row.more], at=at)


def round_published(*, round_id: UUID, at: datetime) -> None:
    """Tell those who must say yes first, and those who have nobody this time."""
    for row in PairRow.objects.filter(round=round_id, state=PairState.ASKED):
        waiting = {row.first, row.second, *row.more} - set(row.yes)
        letters.put_all(kind=ASKED, thing=row.id, persons=sorted(waiting), at=at)
    mentees, others = _with_somebody(round_id)
    left = {
        one.person
        for one in queries.left(round_id)
        if one.person not in mentees and (one.role is Role.MENTEE or one.person not in others)
    }
    letters.put_all(kind=NOBODY, thing=round_id, persons=sorted(left), at=at)


def _with_somebody(round_id: UUID) -> tuple[set[UUID], set[UUID]]:
    """Return who has somebody of a round after all: as the first, and as any other of a pair.

    Whoever helps somebody and has no mentor themselves is told so; not the other way round.
    """
    pairs = queries.pairs(round_id, PairState.PUBLISHED, PairState.ASKED)
    others = {person for pair in pairs for person in (pair.second, *pair.more)}
    return {pair.first for pair in pairs}, others
