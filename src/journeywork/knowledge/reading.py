"""What a question reads of the knowledge: prepared statements."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from journeywork.engine.knowledge import CardState
from journeywork.kernel.reading import read
from journeywork.kernel.tenancy import current_org
from journeywork.knowledge.values import COUNTED, EACH, CardRead, Tally, kinds_told

_COLUMNS = CardRead.__annotations__
_CARDS = f"""
    select {", ".join(_COLUMNS)}, told.*
    from knowledge_card cross join lateral (
        select {", ".join(COUNTED.values())} {EACH % ("%(uses)s", "%(verdicts)s")}
    ) as told
    where org = %(org)s and id = any(%(ids)s) and state = '{CardState.PUBLISHED.value}'
"""  # noqa: S608 -- names of columns
_ASKED = """
    select person, at from knowledge_asked
    where org = %(org)s and at > %(since)s and at <= %(until)s
"""
_VECTORS = """
    select card, vector from knowledge_embedding
    where org = %(org)s and card = any(%(cards)s) and model = %(model)s
"""


def published(ids: Iterable[UUID]) -> list[tuple[CardRead, Tally]]:
    """Return those of `ids` that are published, with what came of each."""
    uses, verdicts = kinds_told()
    given = {"org": current_org(), "ids": list(ids), "uses": uses, "verdicts": verdicts}
    end = len(_COLUMNS)
    return [(CardRead(*row[:end]), Tally(*row[end:])) for row in read(_CARDS, given)]


def asked_people(*, since: datetime, until: datetime) -> list[tuple[UUID, datetime]]:
    """Return who was suggested to a colleague who took it up, and when: after `since`."""
    given = {"org": current_org(), "since": since, "until": until}
    return [(person, at) for person, at in read(_ASKED, given)]


def vectors(cards: Iterable[UUID], *, model: str) -> list[tuple[UUID, bytes]]:
    """Return the vectors that a model made of those of `cards` that have one."""
    given = {"org": current_org(), "cards": list(cards), "model": model}
    return [(card, vector) for card, vector in read(_VECTORS, given)]
