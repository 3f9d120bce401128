"""READ THIS FIRST. One table: fact -> what happens next. The only place where loops close.

    work event in -> episodes -> moment of need -> offer or silence -> response -> learning

`STREAM` is what happens to each batch of accepted work events, in order. `REACTIONS` is what
follows a published fact. Only the worker imports this file; rooms never call each other
upwards, they publish a fact and this table says who hears it.

Each reaction runs in a transaction of its own, at least once, and is remembered per fact, so
that running it twice changes nothing.
"""

from collections.abc import Callable

from journeywork.kernel.facts import Fact

Reaction = Callable[[Fact], None]

REACTIONS: dict[type[Fact], tuple[Reaction, ...]] = {}
