"""READ THIS FIRST. One table: what happens -> what happens next. The only place where loops close.

    work event in -> episodes -> moment of need -> offer or silence -> response -> learning

`STREAM` is what happens to each batch of work events, right after they were folded into
episodes and in the same transaction. `REACTIONS` is what follows a published fact. `CLOCK` is
what time alone brings about. Only the worker imports this file; rooms never call each other
upwards, they publish a fact and this table says who hears it.

Each reaction runs in a transaction of its own, at least once, and is remembered per fact, so
that running it twice changes nothing. What the clock brings about runs for one organisation
after another and does no harm when it runs twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from journeywork.engine.work import WorkEvent
from journeywork.kernel import anchors
from journeywork.kernel.facts import Fact
from journeywork.knowledge import actions as knowledge
from journeywork.moments import actions as moments
from journeywork.people.facts import PersonLeft
from journeywork.support import actions as support

Step = Callable[[Sequence[WorkEvent], datetime], None]
Reaction = Callable[[Fact], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something that time brings about, at the times that `cron` says (UTC)."""

    name: str
    cron: str
    does: Callable[[datetime], object]


def offer_help(events: Sequence[WorkEvent], at: datetime) -> None:
    """Events -> moments -> offers and silences. History only teaches what people have done."""
    support.consider(moments.detect(events, at=at), at=at)


def look_for_stuck_work(at: datetime) -> None:
    """Work that has not moved -> moments -> offers and silences."""
    support.consider(moments.scan(at=at), at=at)


def find_new_owners(fact: Fact) -> None:
    """Somebody left -> their cards get new owners."""
    assert isinstance(fact, PersonLeft)
    knowledge.reassign_cards_of(person_id=fact.person, at=fact.at, by=fact.by)


STREAM: tuple[Step, ...] = (offer_help,)

REACTIONS: dict[type[Fact], tuple[Reaction, ...]] = {
    PersonLeft: (find_new_owners,),
}

CLOCK: tuple[Duty, ...] = (
    Duty(name="stuck work", cron="*/10 * * * *", does=look_for_stuck_work),
    Duty(name="offers expire", cron="* * * * *", does=lambda at: support.expire(at=at)),
    Duty(name="digests", cron="*/5 * * * *", does=lambda at: support.send_digests(at=at)),
    Duty(name="reviews due", cron="20 5 * * *", does=lambda at: knowledge.remind_owners(at=at)),
    Duty(name="audit anchor", cron="5 * * * *", does=lambda at: anchors.anchor(at=at)),
)
