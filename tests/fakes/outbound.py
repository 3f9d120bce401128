"""A worker's day in one thread: facts are turned, lines are worked through, waits pass."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from journeywork import flow
from journeywork.engine.subscriptions import Delivery, Subscription
from journeywork.kernel import clock, reactions
from journeywork.kernel.facts import Fact, publish
from journeywork.kernel.models import PublishedFact
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge.facts import CardsImported
from journeywork.subscriptions import actions, queries, sending
from journeywork.subscriptions.line import WAKE
from tests.conftest import Cast
from tests.fakes.receiver import Receiver

EVERYTHING = tuple(queries.KINDS)


@dataclass
class Day:
    """Time as it passes, and what is done in it."""

    cast: Cast
    at: datetime
    _turned: set[UUID] = field(default_factory=set)

    def now(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        return self.at.timestamp()

    def subscribe(self, receiver: Receiver, name: str = "wiki", **more: Any) -> Subscription:
        made, secret = actions.add(
            **{"name": name, "address": receiver.address, "kinds": EVERYTHING} | more,
            by=None,
            at=self.at,
        )
        receiver.secrets.append(secret)
        receiver.clock = self.seconds
        return made

    def publish_card(self, title: str) -> UUID:
        """Ben writes a card, and it comes out."""
        card = knowledge.draft(title=title, body="Use it once.", by=self.cast.ben.id, at=self.at)
        knowledge.publish_card(card_id=card.id, by=self.cast.ben.id, at=self.at)
        self.turn()
        return card.id

    def happens(self, count: int = 1) -> None:
        """Something happens that is told of, a second apart."""
        for number in range(count):
            self.tell(CardsImported(source="x", new=number + 1, changed=0, archived=0, at=self.at))
            self.at += timedelta(seconds=1)
        self.turn()

    def tell(self, fact: Fact) -> None:
        with transaction.atomic():
            publish(fact)

    def turn(self) -> None:
        """Do what follows from facts."""
        with clock.fixed(self.at):
            for row in PublishedFact.objects.order_by("at", "id"):
                if row.id not in self._turned:
                    self._turned.add(row.id)
                    reactions.turn(row.id, flow.REACTIONS, at=self.at)

    def work(self, line: Subscription) -> int:
        """Work through a line as it stands."""
        return sending.run(line.id, now=self.now)

    def wait(self, line: Subscription) -> bool:
        """Let time pass until the worker is woken, and work; False where nothing would wake it."""
        woken = ProcrastinateJob.objects.filter(task_name=WAKE, scheduled_at__gt=self.at)
        first = woken.filter(args__subscription=str(line.id)).order_by("scheduled_at").first()
        if first is None:
            return False
        self.at = first.scheduled_at
        self.work(line)
        return True

    def work_until(self, line: Subscription, true: Callable[[], bool]) -> None:
        """Work, and wait as long as something wakes the worker, until something holds."""
        self.work(line)
        while not true():
            assert self.wait(line), "nothing would wake the worker any more"


def last(line: Subscription) -> Delivery:
    """Return the newest delivery of a line."""
    return queries.deliveries(subscription=line.id, limit=1)[0]
