"""Change of a tool or a policy: a card changed since somebody last did what it is for."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from journeywork.engine.areas import within
from journeywork.engine.experience import Experience, Scope
from journeywork.engine.moments import CardChange
from journeywork.engine.parts_of_work import kinds, parts
from journeywork.engine.work import WorkEvent


def changed_for(
    changes: Sequence[CardChange], event: WorkEvent, experience: Experience
) -> CardChange | None:
    """Return the first of `changes` that the person of `event` has not worked under yet.

    Only for people who have done such work before: to the others everything is new. Ask
    before the event is added to the experience.
    """
    person = experience.person(event)
    for change in changes:
        last = _last_use(change, event, person, experience)
        if last and last < change.at <= event.at:
            return change
    return None


def _last_use(
    change: CardChange, event: WorkEvent, person: UUID | None, experience: Experience
) -> datetime | None:
    """Return when the person last did what the card is for; None: never, or it is not this."""
    reach = change.applies_to
    mine = [kind.lower() for kind in reach.kinds]
    shared = [kind for kind in kinds(event) if kind in mine]
    if (
        (reach.places and event.place not in reach.places)
        or (reach.kinds and not shared)
        or (reach.paths and not within(event.paths, reach.paths)[0])
    ):
        return None
    names = [(Scope.KIND, kind) for kind in shared]
    if reach.paths:
        names += [(Scope.AREA, area) for area in parts(event)]
    elif reach.places:
        names.append((Scope.PLACE, event.place))
    lasts = (experience.last(person, scope, name) for scope, name in names or [(Scope.ALL, "")])
    return max((last for last in lasts if last), default=None)
