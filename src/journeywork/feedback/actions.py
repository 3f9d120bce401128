"""Hands of feedback: take an answer in, and let it teach.

`respond` only keeps the answer and tells that it was given; `teach` is what follows, in the
worker. So an answer is never lost because the learning failed, and may be taught again.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from journeywork.engine.feedback import VERDICTS, Response, ResponseKind
from journeywork.engine.options import OptionKind
from journeywork.feedback.facts import OfferAnswered, OptionAnswered
from journeywork.feedback.models import ResponseRow
from journeywork.feedback.queries import response_of
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.locks import one_at_a_time
from journeywork.knowledge import actions as knowledge
from journeywork.moments import actions as moments
from journeywork.support import actions as support
from journeywork.support import queries as offers

LONGEST_NOTE = 2000
#: The same answer to the same thing within this time is one answer, given twice.
ONCE_WITHIN = timedelta(hours=1)
_TAKEN_UP = frozenset({ResponseKind.HELPED, ResponseKind.OPENED})


def respond(
    *,
    by: UUID,
    kind: ResponseKind,
    at: datetime,
    offer_id: UUID | None = None,
    option_id: UUID | None = None,
    option_kind: OptionKind = OptionKind.CARD,
    note: str = "",
) -> Response:
    """Keep what a person did with an offer, or with an option they found by themselves.

    Only the person to whom it was offered can answer an offer (NotFound otherwise). The same
    answer again changes nothing; another verdict counts from then on. Raises Invalid by field.
    """
    _check(kind, note, offer_id, option_id)
    with transaction.atomic():
        one_at_a_time(f"answers of {by}")
        if offer_id:
            return _to_offer(offer_id, by=by, kind=kind, note=note, at=at)
        assert option_id is not None
        return _to_option(option_id, option_kind, by=by, kind=kind, note=note, at=at)


def _check(kind: ResponseKind, note: str, offer_id: UUID | None, option_id: UUID | None) -> None:
    faults = {}
    if (offer_id is None) == (option_id is None):
        faults["offer_id"] = "name an offer or an option, and not both"
    if kind is ResponseKind.IGNORED:
        faults["kind"] = "is what silence means; nobody says it"
    if len(note) > LONGEST_NOTE:
        faults["note"] = f"must have at most {LONGEST_NOTE} characters"
    if faults:
        raise Invalid(faults)


def _to_offer(offer_id: UUID, *, by: UUID, kind: ResponseKind, note: str, at: datetime) -> Response:
    stands = offers.standing(offer_id, person_id=by)
    before = _standing(ResponseRow.objects.filter(offer=offer_id), kind)
    if before:
        return response_of(before)
    row = ResponseRow.objects.create(
        by=by,
        at=at,
        kind=kind.value,
        offer=offer_id,
        option=stands.option,
        option_kind=stands.option_kind.value,
        rule=stands.rule,
        note=note,
    )
    if kind in VERDICTS:
        support.answered(offer_id=offer_id, person_id=by, at=at)
    elif kind is ResponseKind.OPENED:
        support.opened(offer_id=offer_id, person_id=by)
    if kind is not ResponseKind.IGNORED:
        support.saw(person_id=by, option_id=stands.option, at=at)
    publish(OfferAnswered(response=row.id, offer=offer_id, by=by, at=at))
    return response_of(row)


def _to_option(
    option_id: UUID, sort: OptionKind, *, by: UUID, kind: ResponseKind, note: str, at: datetime
) -> Response:
    lately = ResponseRow.objects.filter(by=by, offer=None, option=option_id)
    before = _standing(lately.filter(at__gt=at - ONCE_WITHIN), kind)
    if before:
        return response_of(before)
    row = ResponseRow.objects.create(
        by=by, at=at, kind=kind.value, option=option_id, option_kind=sort.value, note=note
    )
    support.saw(person_id=by, option_id=option_id, at=at)
    publish(OptionAnswered(response=row.id, by=by, at=at))
    return response_of(row)


def _standing(rows: QuerySet[ResponseRow], kind: ResponseKind) -> ResponseRow | None:
    """Return the answer of `rows` that says `kind` already, None where it is news.

    Of verdicts the last one stands: who changed their mind may change it back.
    """
    if kind not in VERDICTS:
        return rows.filter(kind=kind.value).first()
    verdicts = rows.filter(kind__in=[each.value for each in VERDICTS])
    last = verdicts.order_by("-at", "-id").first()
    return last if last and last.kind == kind else None


def ignore(*, offer_id: UUID, at: datetime) -> Response | None:
    """Take an offer that nobody answered in time as ignored; None where there was an answer."""
    with transaction.atomic():
        stands = offers.standing(offer_id)
        if ResponseRow.objects.filter(offer=offer_id).exists():
            return None
        return _to_offer(offer_id, by=stands.person, kind=ResponseKind.IGNORED, note="", at=at)


def teach(fact: OfferAnswered | OptionAnswered) -> None:
    """Let an answer teach, once: the card's ranking, the trigger, what was done with help."""
    with transaction.atomic():
        row = ResponseRow.objects.select_for_update().filter(id=fact.response).first()
        if row is None or row.taught_at or not row.kind:
            return
        kind = ResponseKind(row.kind)
        _teach_source(row, kind)
        if row.offer:
            _teach_trigger(row, kind)
        ResponseRow.objects.filter(id=row.id).update(taught_at=fact.at)


def _teach_source(row: ResponseRow, kind: ResponseKind) -> None:
    """Tell the room that holds the option; one that is gone meanwhile learns nothing."""
    sort = OptionKind(row.option_kind)
    if sort is OptionKind.PERSON and kind in _TAKEN_UP and not _counted(row):
        knowledge.asked_person(person_id=row.option, at=row.at)
    if sort is OptionKind.CARD:
        try:
            knowledge.learn(card_id=row.option, kind=kind, by=row.by, at=row.at)
        except NotFound:
            return


def _counted(row: ResponseRow) -> bool:
    """Tell whether the colleague of an offer was counted as asked by an earlier answer to it."""
    if row.offer is None:
        return False
    one_at_a_time(f"offer {row.offer}")
    taken = ResponseRow.objects.filter(offer=row.offer, kind__in=[each.value for each in _TAKEN_UP])
    return taken.exclude(id=row.id).filter(taught_at__isnull=False).exists()


def _teach_trigger(row: ResponseRow, kind: ResponseKind) -> None:
    """Raise or lower the rule for everyone; what led up to a verdict adds nothing to it."""
    said = ResponseRow.objects.filter(offer=row.offer).values_list("kind", flat=True)
    if kind in VERDICTS or not VERDICTS & {ResponseKind(each) for each in said if each}:
        moments.damp(rule=row.rule, kind=kind, by=row.by, at=row.at)
    if kind in _TAKEN_UP:
        assert row.offer is not None
        moments.helped(subject=offers.standing(row.offer).subject)
