"""What a replay would have meant for each person: theirs to read, and nobody else's."""

from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from journeywork.engine.moments import Moment
from journeywork.engine.options import OptionKind
from journeywork.engine.replay_report import Own, OwnMoment
from journeywork.engine.sifting import why_this
from journeywork.engine.support import Decision, Offer

LATEST = 20


@dataclass(slots=True)
class _Mine:
    moments: int = 0
    offers: int = 0
    silences: Counter[str] = field(default_factory=Counter)
    latest: deque[OwnMoment] = field(default_factory=lambda: deque(maxlen=LATEST))


class OwnMoments:
    """Counts and the latest moments, by person."""

    def __init__(self) -> None:
        self._by_person: defaultdict[UUID, _Mine] = defaultdict(_Mine)

    def add(self, made: Moment, decision: Decision) -> None:
        """Take in a moment and what came of it."""
        mine = self._by_person[made.person]
        mine.moments += 1
        if isinstance(decision, Offer):
            mine.offers += 1
        else:
            mine.silences[decision.reason.value] += 1
        mine.latest.append(_own(made, decision))

    def by_person(self) -> Mapping[UUID, Own]:
        """Return everybody's own part, the latest moments first."""
        return {
            person: Own(
                moments=mine.moments,
                offers=mine.offers,
                silences=dict(mine.silences.most_common()),
                latest=tuple(reversed(mine.latest)),
            )
            for person, mine in self._by_person.items()
        }


def _own(made: Moment, decision: Decision) -> OwnMoment:
    if not isinstance(decision, Offer):
        return OwnMoment(
            at=made.at,
            rule=made.rule,
            says=made.says,
            reason=decision.reason.value,
            reason_says=decision.says,
        )
    return OwnMoment(
        at=made.at,
        rule=made.rule,
        says=made.says,
        offered=decision.option.kind,
        title="" if decision.option.kind is OptionKind.NOTE else decision.option.title,
        why_this=why_this(decision.option),
        why_now=decision.why_now,
        why_not_next=decision.why_not_next,
    )
