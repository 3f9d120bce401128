"""Eyes of moments: the rules in force, a person's own moments, and what answers taught.

A moment is read by the person it is about and by nobody else: every query takes the person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from journeywork.engine.default_rules import RULES
from journeywork.engine.experience import Experience
from journeywork.engine.feedback import Evidence, ResponseKind
from journeywork.engine.moments import CardChange, Moment, strongest
from journeywork.engine.rule_reading import RuleFaults, read_rule
from journeywork.engine.rules import Condition, Rule, detect
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.moments.models import AnswerRow, EvidenceRow, MomentRow, RuleRow
from journeywork.people import queries as directory
from journeywork.work import queries as work

#: Figures about fewer people than this are not shown: they would be figures about somebody.
FEWEST = 5
#: Somebody waits for a preview: it goes through the newest so many events at most.
MOST_EVENTS = 20_000
#: What only the present knows: standing still is no event, and a card keeps its last change.
_NOT_ON_RECORD = frozenset({"idle_hours", "changed_card", "changed_at"})
_LONGEST = timedelta(days=365 * 50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a rule would have seen in a stretch of the past, from `since` on.

    `moments` and `people` are None where fewer than `FEWEST` people are concerned. Without
    `whole` only the newest `MOST_EVENTS` were read: what people did before is not counted.
    """

    events: int
    moments: int | None
    people: int | None
    since: datetime
    whole: bool


def rules() -> tuple[Rule, ...]:
    """Return the rules in force: the default ones, each as this organisation changed it."""
    own = {row.key: read_rule(row.written) for row in RuleRow.objects.order_by("key")}
    standing = [own.pop(rule.key, rule) for rule in RULES]
    return tuple(sorted((*standing, *own.values()), key=lambda rule: (rule.rank, rule.key)))


def rule(key: str) -> Rule:
    """Return one rule; raises NotFound."""
    found = next((rule for rule in rules() if rule.key == key), None)
    if found is None:
        raise NotFound("rule")
    return found


def changed_rules() -> frozenset[str]:
    """Return the keys of the rules that this organisation wrote or changed."""
    return frozenset(RuleRow.objects.values_list("key", flat=True))


def moment(id: UUID, *, person_id: UUID) -> Moment:
    """Return a moment of this person; raises NotFound for anybody else's."""
    row = MomentRow.objects.filter(id=id, person=person_id).first()
    if row is None or not row.content:
        raise NotFound("moment")
    return moment_of(row)


def moments_by_id(ids: Iterable[UUID], *, person_id: UUID) -> dict[UUID, Moment]:
    """Return those of `ids` that are moments of this person, by id."""
    rows = MomentRow.objects.filter(id__in=list(ids), person=person_id).exclude(content={})
    return {row.id: moment_of(row) for row in rows}


def moments(person_id: UUID, *, limit: int = 50, before: UUID | None = None) -> tuple[Moment, ...]:
    """Return a person's own moments, newest first; go on `before` the id of the last seen."""
    rows = MomentRow.objects.filter(person=person_id).exclude(content={}).order_by("-id")
    if before:
        rows = rows.filter(id__lt=before)
    return tuple(moment_of(row) for row in rows[:limit])


def evidence(keys: Iterable[str] | None = None) -> dict[str, Evidence]:
    """Return what everybody's answers say of the rules `keys`, or of all, by rule."""
    rows = EvidenceRow.objects.all()
    if keys is not None:
        rows = rows.filter(rule__in=set(keys))
    return {
        row.rule: Evidence(useful=row.useful, not_useful=row.not_useful, at=row.at) for row in rows
    }


def not_here(people: Iterable[UUID]) -> dict[UUID, dict[str, datetime]]:
    """Return when each of `people` last called which rule not useful here."""
    rows = AnswerRow.objects.filter(person__in=set(people), kind=ResponseKind.NOT_USEFUL_HERE.value)
    found: dict[UUID, dict[str, datetime]] = {}
    for row in rows:
        found.setdefault(row.person, {})[row.rule] = row.at
    return found


def can_be_tried(written: Mapping[str, Any]) -> bool:
    """Tell whether the past says what a rule looks at; raises Invalid as `preview` does."""
    return not any(map(_of_the_present, read(written).when))


def preview(written: Mapping[str, Any], *, since: datetime, until: datetime) -> Preview:
    """Return what a rule would have seen between two times; nothing is stored.

    Counts those who would have been told: people who are invited, and still here. Reads
    `MOST_EVENTS` at most. Raises Invalid naming every field that does not fit, and for a rule
    that looks at what is not on record.
    """
    rule = read(written)
    if any(map(_of_the_present, rule.when)):
        raise Invalid({"when": "looks at what is not on record: it cannot be tried on the past"})
    start = _start(since, until)
    since = max(since, start) if start else since
    experience, seen, events = Experience(), dict[str, UUID](), 0
    for event in work.all_events(since=start, until=until):
        if event.at >= since:
            events += 1
            found = strongest(detect(event, experience.familiarity(event), (rule,)))
            if found:
                seen.setdefault(found.once, found.person)
        experience.add(event)
    moments, people = _counted(seen)
    return Preview(events=events, moments=moments, people=people, since=since, whole=not start)


def _of_the_present(condition: Condition) -> bool:
    wanted = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    return condition.measure in _NOT_ON_RECORD or (
        condition.measure == "type" and set(wanted) == {"work.idle"}
    )


def _start(since: datetime, until: datetime) -> datetime | None:
    """Return from when on to read so that it is `MOST_EVENTS` at most; None: from the first.

    As long a stretch as halving and doubling finds, so at least half as many where there are.
    """
    reach = max(until - since, timedelta(days=1))

    def too_many(stretch: timedelta) -> bool:
        return work.event_count(since=until - stretch, until=until) > MOST_EVENTS

    while reach and too_many(reach):
        reach /= 2
    while timedelta() < reach < _LONGEST:
        if too_many(2 * reach):
            return until - reach
        reach *= 2
    return None if reach else until


def _counted(seen: Mapping[str, UUID]) -> tuple[int | None, int | None]:
    """Return how many moments to how many people it would have been; None for too few."""
    here = directory.persons(set(seen.values()))
    told = [who for who in seen.values() if who in here and not here[who].known_only]
    people = len(set(told))
    return (len(told), people) if people >= FEWEST or not people else (None, None)


def read(written: Mapping[str, Any]) -> Rule:
    """Return the rule as written; raises Invalid naming every field that does not fit."""
    try:
        return read_rule(written)
    except RuleFaults as faults:
        raise Invalid(faults.faults) from None


def moment_of(row: MomentRow) -> Moment:
    """Return the moment that a row keeps."""
    return msgspec.convert(row.content, Moment, strict=False)


def card_change_of(row: Any) -> CardChange:
    """Return the card's change that a row keeps."""
    return msgspec.convert(
        {
            "card": row.card,
            "title": row.title,
            "at": row.at,
            "applies_to": {"places": row.places, "paths": row.paths, "kinds": row.kinds},
        },
        CardChange,
        strict=False,
    )
