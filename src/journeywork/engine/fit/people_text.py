"""Participants as a table again: what was read from one can be written, edited, and read back."""

from collections.abc import Iterable, Sequence

from journeywork.engine.fit.participants import Participant
from journeywork.engine.people import WorkingTime
from journeywork.engine.tables import table_text

#: The columns that are written, in order.
WRITTEN = (
    "id", "name", "email", "role", "wants", "offers", "goals", "seniority", "time zone", "hours",
    "days", "languages", "department", "manager", "wishes", "places", "taken", "mentors wanted",
    "past pairs", "not with", "paused until", "confirmed on",
)  # fmt: skip


def people_text(people: Sequence[Participant], *, blocks: bool = False) -> str:
    """Return a CSV of people; with `blocks` also who must not meet, for whoever runs the round.

    A manager is written where they have a row themselves: without it the table could not be read.
    """
    known = {each.key for each in people}
    names = [name for name in WRITTEN if blocks or name != "not with"]
    rows = (_cells(each, known) for each in people)
    return table_text(names, ([row[name] for name in names] for row in rows))


def _cells(one: Participant, known: set[str]) -> dict[str, object]:
    starts_ends, days = _hours(one.hours)
    return {
        "id": one.key,
        "name": one.name,
        "email": one.email,
        "role": one.role.value,
        "wants": _list(f"{each.name}:{each.weight}" for each in one.wants),
        "offers": _list(f"{each.name}:{each.level}" for each in one.offers),
        "goals": _list(one.goals),
        "seniority": "" if one.seniority is None else one.seniority,
        "time zone": one.zone_name,
        "hours": starts_ends,
        "days": days,
        "languages": _list(one.languages),
        "department": one.department,
        "manager": one.chain[0] if one.chain and one.chain[0] in known else "",
        "wishes": _list(one.wishes),
        "places": one.places,
        "taken": one.taken,
        "mentors wanted": one.wanted,
        "past pairs": _list(f"{each.partner} {each.on}" for each in one.past),
        "not with": _list(sorted(one.blocks)),
        "paused until": one.paused_until or "",
        "confirmed on": one.confirmed_on or "",
    }


def _list(entries: Iterable[str]) -> str:
    """Return entries with semicolons between them; one behind, where a comma would part them."""
    said = "; ".join(entries)
    return f"{said};" if "," in said and ";" not in said else said


def _hours(hours: WorkingTime | None) -> tuple[str, str]:
    if hours is None:
        return "", ""
    days = ", ".join(map(str, sorted(hours.days)))
    return f"{hours.starts:%H:%M}-{hours.ends:%H:%M}", days
