"""Calls of activities, guides, and what was told of the climate."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from journeywork.activities import actions, guides_kept, queries
from journeywork.engine.activities import ActivityKind, GuideName
from journeywork.engine.cadence import Cadence
from journeywork.engine.people import Person
from tests.conftest import Cast
from tests.rooms.api_examples.shape import Examples

GUIDE = """---
kind: debrief
title: After a shift
says: Ten minutes after a shift.
language: en
roles: [participant]
---

## What happened {#look minutes=10}

- What surprised us? {#surprise}
"""


def things(cast: Cast, at: datetime) -> dict[str, str]:
    """Return an activity of Ana's, a check-in of it, a commitment in it, and a guide."""
    return _things(cast.ana.id, at)


def own(person: Person, at: datetime) -> Examples:
    """Return calls about an activity that this person takes part in."""
    return examples(_things(person.id, at))


def _things(person: UUID, at: datetime) -> dict[str, str]:
    begun = at - timedelta(days=7)
    found = actions.open_activity(
        kind=ActivityKind.MENTORING,
        title="Locks",
        guide=GuideName(kind="", key="", version=0),
        participants={person: "participant"},
        cadence=Cadence(every=1, unit="day", at=time(9, 30), zone=UTC, starts=begun.date()),
        by=person,
        at=begun,
    )
    said = actions.commit_to(
        activity_id=found.id, text="Look at locks", owner=person, due=at.date(), by=person, at=at
    )
    guide = guides_kept.save_guide(text=GUIDE, by=person, at=at)
    return {
        "activity_id": str(found.id),
        "check_in_id": str(queries.check_ins_due(person, at=at)[0].id),
        "commitment_id": str(said.id),
        "guide": guide.name.key,
    }


def examples(things: dict[str, str]) -> Examples:
    """Return a call for each."""
    one, guide = f"activities/{things['activity_id']}", f"guides/debrief/{things['guide']}"
    commitment = {"text": "Look at locks first", "due": "2026-03-20"}
    return {
        "activities.find": ("GET", "activities?kind=mentoring", None),
        "activities.read": ("GET", one, None),
        "activities.pause": ("POST", f"{one}/pause", {"until": "2026-03-20"}),
        "activities.resume": ("POST", f"{one}/resume", None),
        "activities.check_ins": ("GET", "check-ins", None),
        "activities.answer_check_in": (
            "POST",
            f"check-ins/{things['check_in_id']}",
            {"done": True},
        ),
        "activities.commitments": ("GET", "commitments?open_only=true", None),
        "activities.commitments_of": ("GET", f"{one}/commitments", None),
        "activities.commit": ("POST", f"{one}/commitments", commitment),
        "activities.answer_commitment": (
            "PATCH",
            f"commitments/{things['commitment_id']}",
            {"done": True, "helped": "yes"},
        ),
        "activities.leave": ("POST", f"{one}/leave", None),
        "activities.guides": ("GET", "guides?kind=debrief", None),
        "activities.guide": ("GET", guide, None),
        "activities.write_guide": ("POST", "guides", {"text": GUIDE}),
        "activities.change_guide": ("PUT", guide, {"text": GUIDE}),
        "activities.retire_guide": ("DELETE", guide, None),
        "climate.told": ("GET", "climate", None),
    }
