"""Who may change a card: its author while it is a draft, then as far as the roles reach."""

from uuid import UUID

from journeywork.engine.knowledge import Card, CardState
from journeywork.engine.people import Person
from journeywork.engine.permissions import Reach, reach
from journeywork.kernel.errors import Denied, NotFound
from journeywork.knowledge.models import CardRow
from journeywork.people import queries as people


def card_row(card_id: UUID, *, reader: UUID | None, lock: bool = False) -> CardRow:
    """Return the row of a card that `reader` may read; raises NotFound.

    A draft is there for its author alone.
    """
    rows = CardRow.objects.select_for_update() if lock else CardRow.objects.all()
    row: CardRow | None = rows.filter(id=card_id).first()
    if row is None or (row.state == CardState.DRAFT and (reader is None or row.author != reader)):
        raise NotFound("card")
    return row


def hold(key: str) -> None:
    """Keep everybody else from changing the card with this key, until the transaction ends."""
    list(CardRow.objects.select_for_update().filter(key=key).values_list("id"))


def row_to_change(card_id: UUID, *, by: UUID | None, permission: str = "card.write") -> CardRow:
    """Return the row, locked, for somebody who may change it; raises NotFound or Denied.

    `by` None is the system itself.
    """
    if by is None:
        found: CardRow | None = CardRow.objects.select_for_update().filter(id=card_id).first()
        if found is None:
            raise NotFound("card")
        return found
    row = card_row(card_id, reader=by, lock=True)
    if not may_change(row, people.person(by), permission):
        raise Denied(permission)
    return row


def may_change(card: Card | CardRow, by: Person, permission: str = "card.write") -> bool:
    """Tell whether `by` may change a card, or (`card.adopt`) give it a new owner.

    Pages ask it to show what can be done; every act asks it again, under the lock.
    """
    if card.state == CardState.DRAFT:
        return card.author == by.id
    granted = reach(by.roles, permission)
    if granted is None:
        return False
    if granted is Reach.ORG or (by.id in (card.owner, card.author) and permission == "card.write"):
        return True
    if granted is Reach.TEAM:
        return card.team in by.leads or _leads_one_of(by.leads, (card.owner, card.author))
    return False


def _leads_one_of(leads: tuple[UUID, ...], whom: tuple[UUID | None, ...]) -> bool:
    found = people.persons([one for one in whom if one is not None])
    return any(team in leads for one in found.values() for team in one.teams)
