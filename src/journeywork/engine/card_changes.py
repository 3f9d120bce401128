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
        # Whether the work is what the card is for costs most to find out, so it comes last.
        last = _last_use(change, event, person, experience)
        if last and last < change.at <= event.at and _is_for(change, event):
            return change
    return None


def _is_for(change: CardChange, event: WorkEvent) -> bool:
    reach = change.applies_to
    return bool(
        (not reach.places or event.place in reach.places)
        and (not reach.kinds or _shared(change, event))
        and (not reach.paths or within(event.paths, reach.paths)[0])
    )


def _shared(change: CardChange, event: WorkEvent) -> list[str]:
    mine = [kind.lower() for kind in change.applies_to.kinds]
    return [kind for kind in kinds(event) if kind in mine]


def _last_use(
    change: CardChange, event: WorkEvent, person: UUID | None, experience: Experience
) -> datetime | None:
    """Return when the person last did such work as the card names; None for never."""
    reach = change.applies_to
    names = [(Scope.KIND, kind) for kind in _shared(change, event)] if reach.kinds else []
    if reach.paths:
        names += [(Scope.AREA, area) for area in parts(event)]
    elif reach.places:
        names.append((Scope.PLACE, event.place))
    lasts = (experience.last(person, scope, name) for scope, name in names or [(Scope.ALL, "")])
    return max((last for last in lasts if last), default=None)
