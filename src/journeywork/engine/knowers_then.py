"""Who knew at a moment: `engine.who_knows`, fed with what people had done up to then.

The live product looks back a year at each question. Doing that anew for every question of a
long history would take days, so what is older than a year is dropped every quarter.
"""

from collections import deque
from collections.abc import Container
from datetime import datetime, timedelta
from uuid import UUID

from journeywork.engine.context import Context
from journeywork.engine.options import Option
from journeywork.engine.who_knows import Knowers
from journeywork.engine.work import Contribution, ContributionKind

LOOKS_BACK = timedelta(days=365)
_RENEW = timedelta(days=91)


class KnowersThen:
    """What everybody did in the last year, as far as it was known. Time must not go back."""

    def __init__(self, names: dict[UUID, str]) -> None:
        """Suggest only the people of `names` (id to name), each once they did something."""
        self._names = names
        self._known: dict[UUID, str] = {}
        self._knowers = Knowers()
        self._recent: deque[Contribution] = deque()
        self._asked: deque[tuple[UUID, datetime]] = deque()
        self._renew_at: datetime | None = None

    def __contains__(self, person: object) -> bool:
        """Tell whether somebody did anything so far."""
        return person in self._known

    def add(self, one: Contribution) -> None:
        """Take in what somebody did."""
        if one.kind is ContributionKind.TOOK_PART:
            return
        self._renew(one.at)
        self._recent.append(one)
        self._knowers.add(one)
        if one.person in self._names:
            self._known[one.person] = self._names[one.person]

    def asked(self, person: UUID, at: datetime) -> None:
        """Take in that somebody was suggested and asked."""
        self._asked.append((person, at))
        self._knowers.asked(person, at)

    def rank(
        self, context: Context, *, limit: int, exclude: Container[UUID] = ()
    ) -> tuple[Option, ...]:
        """Return at most `limit` people who know about `context`, best first."""
        return self._knowers.rank(context, self._known, limit=limit, exclude=exclude)

    def _renew(self, at: datetime) -> None:
        if self._renew_at and at < self._renew_at:
            return
        first, self._renew_at = self._renew_at is None, at + _RENEW
        if first:
            return
        while self._recent and self._recent[0].at < at - LOOKS_BACK:
            self._recent.popleft()
        while self._asked and self._asked[0][1] < at - LOOKS_BACK:
            self._asked.popleft()
        self._knowers = Knowers()
        for one in self._recent:
            self._knowers.add(one)
        for person, when in self._asked:
            self._knowers.asked(person, when)
