"""Cards are kept right: reviewed, reported, adopted; owners are reminded, leavers replaced."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from journeywork.engine.knowledge import Card, CardState, FlagReason
from journeywork.engine.people import Person
from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid
from journeywork.kernel.facts import publish
from journeywork.knowledge.facts import CardFlagged, CardsReassigned, ReviewReminded
from journeywork.knowledge.feed import changed
from journeywork.knowledge.models import CardFlagRow, CardRow, CardUseRow, CardVersionRow
from journeywork.knowledge.rights import card_row, row_to_change
from journeywork.knowledge.values import NOBODY, card_of, tallies
from journeywork.knowledge.writing import mark_reviewed
from journeywork.people import queries as people

LONGEST_NOTE = 1000
_STANDING = (CardState.DRAFT, CardState.PUBLISHED)


def review(*, card_id: UUID, by: UUID | None, at: datetime) -> Card:
    """Say that a card is right as it stands: its time runs anew, open reports are closed.

    Raises NotFound or Denied.
    """
    with transaction.atomic():
        row = row_to_change(card_id, by=by)
        open_flags = CardFlagRow.objects.filter(card=row.id, closed_at=None)
        open_flags.update(closed_at=at, closed_by=by)
        row.flags = 0
        mark_reviewed(row, at=at)
        row.save(update_fields=("flags", "reviewed_on", "due_on", "expires_on", "reminded_at"))
        changed(row.id)
        return _card(row, at)


def flag(
    *,
    card_id: UUID,
    by: UUID,
    at: datetime,
    reason: FlagReason = FlagReason.OUTDATED,
    note: str = "",
) -> Card:
    """Report that a card is outdated or wrong: its owner has a task, and it is not pushed.

    Reporting again while the report is open adds the note and nothing else. Raises NotFound.
    """
    with transaction.atomic():
        row = card_row(card_id, reader=by, lock=True)
        _, is_new = CardFlagRow.objects.update_or_create(
            card=row.id,
            by=by,
            closed_at=None,
            defaults={"reason": reason.value, "note": note.strip()[:LONGEST_NOTE]},
            create_defaults={
                "reason": reason.value,
                "note": note.strip()[:LONGEST_NOTE],
                "at": at,
            },
        )
        if is_new:
            row.flags = CardFlagRow.objects.filter(card=row.id, closed_at=None).count()
            row.save(update_fields=("flags",))
            changed(row.id)
            publish(CardFlagged(card=row.id, owner=row.owner, reason=reason.value, by=by, at=at))
        return _card(row, at)


def adopt(*, card_id: UUID, by: UUID | None, at: datetime, owner: UUID | None = None) -> Card:
    """Make `owner` (or `by` themselves) look after a card from now on.

    Raises NotFound, Denied, Invalid for an owner who is nobody here.
    """
    wanted = owner or by
    with transaction.atomic():
        row = row_to_change(card_id, by=by, permission="card.adopt")
        if wanted is None or wanted not in people.persons([wanted]):
            raise Invalid({"owner": "is nobody who works here"})
        row.owner, row.reminded_at = wanted, None
        row.save(update_fields=("owner", "reminded_at"))
        audit.record(verb="card.adopted", object=f"card:{row.id}", by=by, at=at)
        return _card(row, at)


def remind_owners(*, at: datetime) -> tuple[Card, ...]:
    """Remind each owner of a card whose review is due, once; return the cards reminded of.

    A card that has no owner is shown to the team at once.
    """
    today = at.date()
    with transaction.atomic():
        rows = list(
            CardRow.objects.select_for_update(skip_locked=True).filter(
                state=CardState.PUBLISHED, due_on__lte=today, reminded_at=None, owner__isnull=False
            )
        )
        CardRow.objects.filter(id__in=[row.id for row in rows]).update(reminded_at=at)
        for row in rows:
            publish(ReviewReminded(card=row.id, owner=row.owner, at=at))
    return tuple(card_of(row, today) for row in rows)


def reassign_cards_of(*, person_id: UUID, at: datetime, by: UUID | None = None) -> tuple[Card, ...]:
    """Give every card of somebody who left a new owner; return the cards.

    The lead of the card's team, else who changed it last or used it most lately, else an
    administrator. Cards of nobody stay without an owner and are shown to the team.
    """
    with transaction.atomic():
        rows = list(
            CardRow.objects.select_for_update().filter(owner=person_id, state__in=_STANDING)
        )
        here = {id: one for id, one in people.persons().items() if id != person_id}
        near = _nearest([row.id for row in rows], at)
        for row in rows:
            row.owner = _heir(row, here, near.get(row.id, ()))
            row.reminded_at = None
        CardRow.objects.bulk_update(rows, ("owner", "reminded_at"), batch_size=500)
        if rows:
            moved = tuple(row.id for row in rows)
            publish(CardsReassigned(person=person_id, cards=moved, by=by, at=at))
    return tuple(card_of(row, at.date()) for row in rows)


def _heir(row: CardRow, here: dict[UUID, Person], near: Iterable[UUID]) -> UUID | None:
    leads = (id for id, one in here.items() if row.team is not None and row.team in one.leads)
    close = (id for id in near if id in here)
    administrators = (id for id, one in here.items() if "administrator" in one.roles)
    return next(iter((*leads, *close, *administrators)), None)


def _nearest(cards: list[UUID], at: datetime) -> dict[UUID, list[UUID]]:
    """Return for each card who changed it, latest first, then who used it most this year."""
    found: dict[UUID, list[UUID]] = {card: [] for card in cards}
    edits = CardVersionRow.objects.filter(card__in=cards, by__isnull=False).order_by("-at")
    uses = CardUseRow.objects.filter(
        card__in=cards, by__isnull=False, at__gte=at - timedelta(days=365)
    )
    most = uses.values_list("card", "by").annotate(times=Count("id")).order_by("-times")
    for card, person in edits.values_list("card", "by"):
        found[card].append(person)
    for card, person, _ in most:
        found[card].append(person)
    return found


def _card(row: CardRow, at: datetime) -> Card:
    return card_of(row, at.date(), tallies([row.id]).get(row.id, NOBODY))
