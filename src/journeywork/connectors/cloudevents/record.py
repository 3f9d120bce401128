"""The record of work of one organisation, as lines of CloudEvents."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

import msgspec

from journeywork.connectors.cloud_event import Misfit, fitting, read
from journeywork.connectors.cloudevents.writing import written
from journeywork.engine.gate import GateFault, parse_json
from journeywork.engine.work import WorkEvent
from journeywork.kernel import clock
from journeywork.people import queries as people
from journeywork.work import actions, queries

_BATCH = 1000


@dataclass(slots=True)
class Taken:
    """What became of the lines: counts, and in words each that was refused."""

    new: int = 0
    repeated: int = 0
    refused: list[str] = field(default_factory=list)


def lines() -> Iterator[bytes]:
    """Yield every event of the organisation in force, in the order of time."""
    emails = {person.id: person.email for person in people.persons(active_only=False).values()}

    def address(person: UUID) -> str:
        return emails.get(person) or str(person)

    encode = msgspec.json.Encoder().encode
    for event in queries.all_events():
        yield encode(written(event, address=address))


def take(source: Iterable[bytes]) -> Taken:
    """Store the events of `source`, a line each; empty lines are passed over."""
    taken = Taken()
    numbered = ((number, line) for number, line in enumerate(source, 1) if line.strip())
    while batch := list(islice(numbered, _BATCH)):
        events = [event for number, line in batch for event in _event(number, line, taken.refused)]
        done = actions.accept(events, by=None, at=clock.now())
        taken.new += done.new
        taken.repeated += done.repeated
    return taken


def _event(number: int, line: bytes, refused: list[str]) -> list[WorkEvent]:
    """Return the event in a line, or note in `refused` why there is none."""
    at = clock.now()
    try:
        return [fitting(read(parse_json(line), at=at), at=at)]
    except (Misfit, GateFault) as fault:
        refused.append(f"line {number}: {fault}")
        return []
