"""What use teaches: answers to cards, searches that found nothing, people who were asked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from journeywork.engine.feedback import ResponseKind
from journeywork.engine.knowledge import CardRequest, FlagReason
from journeywork.kernel.errors import NotFound
from journeywork.kernel.facts import publish
from journeywork.knowledge.analysis import analyse
from journeywork.knowledge.facts import RequestAnswered
from journeywork.knowledge.models import (
    AskedRow,
    CardRequesterRow,
    CardRequestRow,
    CardUseRow,
)
from journeywork.knowledge.rights import card_row
from journeywork.knowledge.upkeep import flag
from journeywork.knowledge.values import request_of


def learn(*, card_id: UUID, kind: ResponseKind, by: UUID, at: datetime) -> None:
    """Take in what somebody did with a card; it counts from the next question on.

    WRONG also reports the card. Raises NotFound.
    """
    with transaction.atomic():
        card = card_row(card_id, reader=by)
        CardUseRow.objects.create(card=card.id, kind=kind.value, by=by, at=at)
        if kind is ResponseKind.WRONG:
            flag(card_id=card.id, by=by, at=at, reason=FlagReason.WRONG)


def miss(*, text: str, by: UUID | None, at: datetime) -> CardRequest | None:
    """Remember that somebody looked for `text` in vain; None for a text without words.

    The same words in another order or form are the same request. An answered request that is
    looked for in vain again is open again.
    """
    wanted = " ".join(sorted(set(analyse(text))))[:400]
    if not wanted:
        return None
    line = " ".join(text.split())[:300]
    with transaction.atomic():
        row, is_new = CardRequestRow.objects.get_or_create(
            wanted=wanted, defaults={"text": line, "first_at": at, "last_at": at}
        )
        if not is_new:
            CardRequestRow.objects.filter(id=row.id).update(
                last_at=at, card=None, answered_by=None, answered_at=None
            )
        if by is not None:
            CardRequesterRow.objects.get_or_create(request=row.id, by=by, defaults={"at": at})
        row.refresh_from_db()
        asked = CardRequesterRow.objects.filter(request=row.id).count()
    return request_of(row, {row.id: asked})


def answer_request(*, request_id: UUID, card_id: UUID, by: UUID, at: datetime) -> CardRequest:
    """Answer what people looked for with a card that `by` can read; raises NotFound."""
    with transaction.atomic():
        row = CardRequestRow.objects.select_for_update().filter(id=request_id).first()
        if row is None:
            raise NotFound("request")
        row.card = card_row(card_id, reader=by).id
        row.answered_by, row.answered_at = by, at
        row.save(update_fields=("card", "answered_by", "answered_at"))
        publish(RequestAnswered(request=row.id, card=row.card, by=by, at=at))
        asked = CardRequesterRow.objects.filter(request=row.id).count()
    return request_of(row, {row.id: asked})


def asked_person(*, person_id: UUID, at: datetime) -> None:
    """Remember that a colleague took up the suggestion to ask somebody; who did is not kept."""
    AskedRow.objects.create(person=person_id, at=at)
