"""Turning a fact: each of its reactions runs once, whatever happens in between."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from journeywork.kernel import facts
from journeywork.kernel.facts import Fact
from journeywork.kernel.ids import new_id
from journeywork.kernel.models import PublishedFact
from journeywork.kernel.tenancy import current_org

Reaction = Callable[[Fact], None]
Table = Mapping[type[Fact], tuple[Reaction, ...]]

# One statement decides who turns it: a second worker waits here until the first has committed
# or rolled back.
_TURN = """
    insert into kernel_turnedreaction (org, id, fact, reaction, at) values (%s, %s, %s, %s, %s)
    on conflict (org, fact, reaction) do nothing
"""


class ReactionsFailed(RuntimeError):
    """Some `reactions` to a fact failed, the `first` with this fault; the others have run."""

    def __init__(self, failed: Mapping[Reaction, Exception]) -> None:
        super().__init__(", ".join(map(name_of, failed)))
        self.reactions = tuple(failed)
        self.first = next(iter(failed.values()))


def turn(fact: UUID, table: Table, *, at: datetime) -> int:
    """Run the reactions of `table` to a stored fact that have not run yet; return how many ran.

    Each runs in a transaction of its own together with the note that it ran. One that fails
    does not keep the others back; then raises ReactionsFailed, from the first failure, and a
    later turn runs those that failed. A fact that is gone (its organisation was removed) has
    none.
    """
    if not PublishedFact.objects.filter(id=fact).exists():
        return 0
    published, ran = facts.read(fact), 0
    failed: dict[Reaction, Exception] = {}
    for reaction in table.get(type(published), ()):
        try:
            ran += _once(fact, published, reaction, at)
        except Exception as fault:  # noqa: BLE001 -- whatever it was, the others must run
            failed[reaction] = fault
    if failed:
        broken = ReactionsFailed(failed)
        raise broken from broken.first
    return ran


def name_of(reaction: Reaction) -> str:
    """Return the name under which a reaction is remembered: renaming it runs it again."""
    # In which file of the flow it stands may change, and what was done stays done.
    part = reaction.__module__.removeprefix("journeywork.").partition(".")[0]
    return f"{part}.{reaction.__qualname__}"[-120:]


def _once(fact: UUID, published: Fact, reaction: Reaction, at: datetime) -> bool:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_TURN, [current_org(), new_id(), fact, name_of(reaction), at])
            first = bool(cursor.rowcount)
        if first:
            reaction(published)
    return first
