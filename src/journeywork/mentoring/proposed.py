"""What somebody is proposed, and has not answered yet: for them alone to read."""

from uuid import UUID

from journeywork.engine.mentoring import PairState, Programme, StagedPair
from journeywork.mentoring import queries
from journeywork.mentoring.inside import inside
from journeywork.mentoring.round_models import PairRow, RoundRow
from journeywork.mentoring.values import pair_of


def proposed_to(person: UUID) -> tuple[tuple[StagedPair, Programme], ...]:
    """Return the pairs that wait for somebody's yes or no, the newest first, and of what."""
    theirs = inside([person])
    rows = PairRow.objects.filter(theirs, state=PairState.ASKED).exclude(yes__contains=[person])
    found = [pair_of(row) for row in rows.order_by("-id")]
    if not found:
        return ()
    rounds = RoundRow.objects.filter(id__in={pair.round for pair in found})
    programme_of = dict(rounds.values_list("id", "programme"))
    programmes = {one.id: one for one in queries.programmes()}
    return tuple((pair, programmes[programme_of[pair.round]]) for pair in found)
