"""From a row of a table to an enrolment: what the table says is taken, the rest stays."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any
from uuid import UUID

from journeywork.engine.fit.participants import MOST_WISHES, Participant, Role
from journeywork.engine.mentoring import Programme
from journeywork.mentoring.models import EnrolmentRow
from journeywork.mentoring.values import kept_offers, kept_wants

#: Columns of an enrolment that a table may set, with the columns of the table that do.
SET_BY: Mapping[str, tuple[str, ...]] = {
    "role": ("role",),
    "wants": ("wants",),
    "offers": ("offers",),
    "goals": ("goals",),
    "seniority": ("seniority",),
    "department": ("department",),
    "places": ("places",),
    "wanted": ("mentors wanted",),
    "wishes": ("wishes", *(f"wish {number}" for number in range(1, MOST_WISHES + 1))),
    "past": ("past pairs",),
    "paused_until": ("paused until",),
    "confirmed_on": ("confirmed on",),
}


def taken(
    row: EnrolmentRow,
    said: Participant,
    columns: AbstractSet[str],
    programme: Programme,
    ids: Mapping[str, UUID],
    *,
    new: bool,
) -> bool:
    """Write into `row` what a table says of somebody; tell whether anything is different now.

    `columns` are ours that the table has; `ids` are people by the keys that the table uses. Of
    somebody new everything is taken, so that nothing is left to chance.
    """
    different = new
    for field, value in _values(said, programme, ids).items():
        given = new or not columns.isdisjoint(SET_BY[field])
        if given and getattr(row, field) != value:
            setattr(row, field, value)
            different = True
    return different


def _values(said: Participant, programme: Programme, ids: Mapping[str, UUID]) -> dict[str, Any]:
    both = not programme.kind.two_sided
    return {
        "role": (Role.BOTH if both else said.role).value,
        "wants": kept_wants(said.wants or None),
        "offers": kept_offers(said.offers or None),
        "goals": list(said.goals),
        "seniority": said.seniority,
        "department": said.department,
        "places": said.places,
        "wanted": said.wanted,
        "wishes": [ids[key] for key in said.wishes if key in ids],
        "past": [
            [str(ids[each.partner]), each.on.isoformat()]
            for each in said.past
            if each.partner in ids
        ],
        "paused_until": said.paused_until,
        "confirmed_on": said.confirmed_on,
    }
