"""What use teaches: answers to cards, searches that found nothing, people who were asked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from journeywork.engine.feedback import ResponseKind
from journeywork.engine.knowledge import CardRequest, CardState, FlagReason
from journeywork.engine.masking import for_all_to_read
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.ids import new_id
from journeywork.kernel.tenancy import current_org
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
from journeywork.knowledge.writing import draft, publish_card

#: A question that becomes the title of a card is cut to so many characters.
LONGEST_TITLE = 120

#: A failed search costs one statement: it happens while somebody waits for an answer.
_MISS = """
    with wanted as (
        insert into knowledge_request (id, org, wanted, text, first_at, last_at)
        values (%(request)s, %(org)s, %(wanted)s, %(line)s, %(at)s, %(at)s)
        on conflict (org, wanted) do update
            set last_at = excluded.last_at, card = null, answered_by = null, answered_at = null
        returning id, text, first_at, last_at
    ), asker as (
        insert into knowledge_requester (id, org, request, by, at)
        select %(requester)s, %(org)s, wanted.id, %(by)s::uuid, %(at)s
        from wanted where %(by)s::uuid is not null
        on conflict (org, request, by) do nothing
        returning id
    )
    select wanted.*, (select count(*) from asker) + (
        select count(*) from knowledge_requester
        where org = %(org)s and request = wanted.id
    )
    from wanted
"""


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

    Everybody reads it: what looks like a secret is taken out, and it is cut to one short line.
    The same words in another order or form are the same request. An answered request that is
    looked for in vain again is open again.
    """
    line = for_all_to_read(text)
    wanted = " ".join(sorted(set(analyse(line))))[:400]
    if not wanted:
        return None
    given: dict[str, Any] = {
        "org": current_org(), "request": new_id(), "wanted": wanted, "line": line,
        "at": at, "by": by, "requester": new_id(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_MISS, given)
        id, said, first_at, last_at, asked = cursor.fetchone()
    return CardRequest(id=id, text=said, asked=asked, first_at=first_at, last_at=last_at)


def answer_request(*, request_id: UUID, card_id: UUID, by: UUID, at: datetime) -> CardRequest:
    """Answer what people looked for with a published card; the first answer stands.

    Raises NotFound, also for a request that is answered already, and Invalid for a card that
    those who asked could not read or would not find.
    """
    with transaction.atomic():
        row = CardRequestRow.objects.select_for_update().filter(id=request_id, card=None).first()
        if row is None:
            raise NotFound("request")
        card = card_row(card_id, reader=by)
        if card.state != CardState.PUBLISHED:
            raise Invalid({"card": "must be published first"})
        row.card, row.answered_by, row.answered_at = card.id, by, at
        row.save(update_fields=("card", "answered_by", "answered_at"))
        publish(RequestAnswered(request=row.id, card=row.card, by=by, at=at))
        asked = CardRequesterRow.objects.filter(request=row.id).count()
    return request_of(row, {row.id: asked})


def answer_in_words(*, request_id: UUID, text: str, by: UUID, at: datetime) -> CardRequest:
    """Answer what people looked for with what one knows: it is published as a card of one's own.

    The question becomes its title. Raises NotFound, and Invalid for a text that is too long.
    """
    with transaction.atomic():
        asked = CardRequestRow.objects.filter(id=request_id).first()
        if asked is None:
            raise NotFound("request")
        line = asked.text.strip().split("\n", 1)[0]
        title = line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "\u2026"
        card = draft(title=title, body=text.replace("\r\n", "\n"), by=by, at=at)
        publish_card(card_id=card.id, by=by, at=at)
        return answer_request(request_id=request_id, card_id=card.id, by=by, at=at)


def asked_person(*, person_id: UUID, at: datetime) -> None:
    """Remember that a colleague took up the suggestion to ask somebody; who did is not kept."""
    AskedRow.objects.create(person=person_id, at=at)
