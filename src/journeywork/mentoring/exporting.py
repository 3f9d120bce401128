"""Who takes part in a programme, as a table: it can be edited and taken in again, here or by `jw match`.

It never says whom somebody does not want to meet. Every look at somebody's wants is told to them.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from journeywork.engine.fit.columns import COLUMNS
from journeywork.engine.fit.participants import Participant
from journeywork.engine.fit.people_text import WRITTEN, people_text
from journeywork.engine.mentoring import Enrolment, Programme
from journeywork.engine.tables import table_text
from journeywork.kernel import audit, looks
from journeywork.mentoring import queries
from journeywork.mentoring.taking_part import participants
from journeywork.people import queries as people

#: What who looks is told as having looked at.
LOOKED_AT = "taking_part"
#: Columns of the table to begin with: those that most programmes use.
TO_FILL_IN = tuple(name for name in WRITTEN if name not in ("taken", "not with"))
_EXAMPLES = (
    {"name": "Example Mentee", "email": "mentee@example.com", "role": "mentee", "seniority": "2"},
    {"name": "Example Mentor", "email": "mentor@example.com", "role": "mentor", "seniority": "4"},
)
_LEFT_EMPTY = {
    "mentee": {"offers", "places"},
    "mentor": {"wants", "mentors wanted"},
    "": {"id", "manager", "wishes", "past pairs", "paused until", "confirmed on"},
}


def export(programme: Programme, *, by: UUID, at: datetime) -> str:
    """Return everybody who takes part as a CSV; it is told to each of them, and in the audit log."""
    enrolled = {str(each.person): each for each in queries.enrolments(programme.id)}
    everybody = people.persons(active_only=False)
    called = {str(one.id): one.key for one in everybody.values()}
    reader = everybody[by]
    found = participants(programme, on=reader.working_time.local_date(at))
    rows = [_said(one, enrolled[one.key], called) for one in found if one.key in enrolled]
    looks.look_at_all(persons=map(UUID, (one.key for one in found)), what=LOOKED_AT, by=by, at=at)
    audit.record(
        verb="programme.exported",
        object=f"programme:{programme.id}",
        by=by,
        at=at,
        detail={"key": programme.key, "count": len(rows)},
    )
    return people_text(sorted(rows, key=lambda one: (one.name.casefold(), one.key)), blocks=False)


def to_fill_in() -> str:
    """Return a table with two rows of examples: to delete them, and write one's own."""
    examples = {column.name: column.example for column in COLUMNS}
    rows = []
    for said in _EXAMPLES:
        empty = _LEFT_EMPTY[""] | _LEFT_EMPTY[said["role"]]
        usual = {name: "" if name in empty else examples[name] for name in TO_FILL_IN}
        rows.append([(usual | said)[name] for name in TO_FILL_IN])
    return table_text(TO_FILL_IN, rows)


def _said(one: Participant, enrolment: Enrolment, called: Mapping[str, str]) -> Participant:
    """Return somebody by the keys that people read; pauses and wishes as they said them."""
    return replace(
        one,
        key=called.get(one.key, one.key),
        chain=tuple(called[key] for key in one.chain if key in called),
        wishes=tuple(called[key] for key in one.wishes if key in called),
        past=tuple(
            replace(each, partner=called[each.partner])
            for each in one.past
            if each.partner in called
        ),
        wanted=enrolment.wanted,
        paused_until=enrolment.paused_until,
        blocks=frozenset(),
    )
