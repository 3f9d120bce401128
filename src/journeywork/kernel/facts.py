"""Facts: what happened in the product, published in the transaction in which it became true.

A room declares its facts as frozen dataclasses in the past tense, in its `facts.py`:

    @dataclass(frozen=True, kw_only=True)
    class OfferAnswered(Fact):
        offer: UUID
        response: ResponseKind

`publish` stores the fact and defers one job, both in the caller's transaction. The worker
takes the job and turns `flow.REACTIONS`: what happens next.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from django.db import transaction

from journeywork.kernel import jobs
from journeywork.kernel.ids import new_id
from journeywork.kernel.models import PublishedFact
from journeywork.kernel.tenancy import current_org


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened. `by` is the actor (None: the system), `at` is in UTC."""

    known: ClassVar[dict[str, type["Fact"]]] = {}

    at: datetime
    by: UUID | None = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        Fact.known[cls.__name__] = cls


class NotInTransaction(RuntimeError):
    """A fact was published outside a transaction, so it could be lost or be untrue."""


def publish(fact: Fact) -> UUID:
    """Store `fact` and defer its consequences with the caller's transaction; return its id.

    Raises NotInTransaction outside `transaction.atomic`.
    """
    return publish_all((fact,))[0]


def publish_all(facts: Iterable[Fact]) -> list[UUID]:
    """Publish each of `facts`, in two statements for all of them; return their ids."""
    told = list(facts)
    if told and not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(type(told[0]).__name__)
    rows = [
        PublishedFact(
            id=new_id(),
            name=type(fact).__name__,
            at=fact.at,
            by=fact.by,
            content=msgspec.to_builtins(fact),
        )
        for fact in told
    ]
    PublishedFact.objects.bulk_create(rows)
    org = str(current_org())
    jobs.defer_all("turn_fact", ({"org": org, "fact": str(row.id)} for row in rows))
    return [row.id for row in rows]


def read(fact_id: UUID) -> Fact:
    """Return a stored fact of the organisation in force as the value that was published."""
    row = PublishedFact.objects.get(id=fact_id)
    return msgspec.convert(row.content, Fact.known[row.name], strict=False)
