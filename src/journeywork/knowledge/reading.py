"""Published cards by id, with what came of each: one prepared statement."""

from collections.abc import Iterable
from uuid import UUID

from journeywork.engine.knowledge import CardState
from journeywork.kernel.reading import read
from journeywork.kernel.tenancy import current_org
from journeywork.knowledge.values import TOLD, CardRead, Tally, kinds_told

_CARDS = f"""
    select {", ".join(CardRead.__annotations__)}, {TOLD % ("%(uses)s", "%(verdicts)s")}
    from knowledge_card
    where org = %(org)s and id = any(%(ids)s) and state = '{CardState.PUBLISHED.value}'
"""  # noqa: S608 -- names of columns


def published(ids: Iterable[UUID]) -> list[tuple[CardRead, Tally]]:
    """Return those of `ids` that are published, with what came of each."""
    uses, verdicts = kinds_told()
    given = {"org": current_org(), "ids": list(ids), "uses": uses, "verdicts": verdicts}
    return [(CardRead(*row[:-1]), Tally(**row[-1])) for row in read(_CARDS, given)]
