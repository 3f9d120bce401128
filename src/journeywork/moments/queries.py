"""Eyes of moments: the rules in force, a person's own moments, and what answers taught.

A moment is read by the person it is about and by nobody else: every query takes the person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from journeywork.engine.default_rules import RULES
from journeywork.engine.experience import Experience
from journeywork.engine.feedback import Evidence, ResponseKind
from journeywork.engine.moments import CardChange, Moment, strongest
from journeywork.engine.rule_reading import RuleFaults, read_rule
from journeywork.engine.rules import Rule, detect
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.moments.models import AnswerRow, EvidenceRow, MomentRow, RuleRow
from journeywork.work import queries as work

#: Figures about fewer people than this are not shown: they would be figures about somebody.
FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a rule would have seen in a stretch of the past.

    `moments` and `people` are None where fewer than `FEWEST` people are concerned.
    """

    events: int
    moments: int | None
    people: int | None


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


def preview(written: Mapping[str, Any], *, since: datetime, until: datetime) -> Preview:
    """Return what a rule would have seen between two times; nothing is stored.

    Reads the whole history once. Raises Invalid naming every field that does not fit.
    """
    rule = read(written)
    experience, seen, people, events = Experience(), set[str](), set[UUID](), 0
    for event in work.all_events(until=until):
        if event.at >= since:
            events += 1
            found = strongest(detect(event, experience.familiarity(event), (rule,)))
            if found and found.once not in seen:
                seen.add(found.once)
                people.add(found.person)
        experience.add(event)
    enough = len(people) >= FEWEST or not people
    return Preview(
        events=events,
        moments=len(seen) if enough else None,
        people=len(people) if enough else None,
    )


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
