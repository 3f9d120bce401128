"""Whom rounds had nobody for, as long as that is so: those who helped somebody count as mentors."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from journeywork.engine.fit.participants import Role
from journeywork.engine.mentoring import PairState
from journeywork.mentoring.match_models import MatchRow
from journeywork.mentoring.round_models import LeftRow, PairRow, RoundRow

if TYPE_CHECKING:
    from django.db.models import QuerySet


def left_over(person: UUID) -> "QuerySet[LeftRow]":
    """Return where rounds had nobody for somebody, each with its `round_programme`.

    Not where they are in a pair of that round after all, or together in the programme by now.
    Whoever helps and seeks is told that they have no mentor, not that they have nobody to help.
    """
    of_round = RoundRow.objects.filter(id=OuterRef("round"))
    pairs = PairRow.objects.filter(
        round=OuterRef("round"), state__in=(PairState.PUBLISHED, PairState.ASKED)
    )
    matches = MatchRow.objects.filter(programme=OuterRef("round_programme"), ended_at=None)
    rows: QuerySet[LeftRow] = LeftRow.objects.filter(person=person)
    rows = rows.annotate(round_programme=Subquery(of_round.values("programme")))
    other = Q(second=person) | Q(more__contains=[person])
    for found in (pairs, matches):
        rows = rows.exclude(Exists(found.filter(first=person)))
        rows = rows.exclude(~Q(role=Role.MENTEE.value) & Exists(found.filter(other)))
    return rows
