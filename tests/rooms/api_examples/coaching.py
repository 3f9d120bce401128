"""Calls of cues and opportunities."""

from datetime import datetime
from uuid import UUID

from journeywork.coaching.models import CueRow
from journeywork.engine.cues import CueKind
from journeywork.engine.people import Person
from tests.conftest import Cast
from tests.rooms.api_examples.shape import Examples


def things(cast: Cast, at: datetime) -> dict[str, str]:
    """Return a cue that was given to Ana about Ben."""
    return {"cue_id": _cue(cast.ana.id, cast.ben.id, at)}


def own(person: Person, at: datetime) -> Examples:
    """Return calls about a cue that was given to this person."""
    return examples({"cue_id": _cue(person.id, None, at)})


def examples(things: dict[str, str]) -> Examples:
    """Return a call for each."""
    answered = f"coaching/cues/{things['cue_id']}/answer"
    return {
        "coaching.cues": ("GET", "coaching/cues", None),
        "coaching.answer": ("POST", answered, {"answer": "step back"}),
        "coaching.told": ("GET", "coaching/opportunity", None),
    }


def _cue(lead: UUID, about: UUID | None, at: datetime) -> str:
    kind, thing = CueKind.NEWCOMER.value, about or lead
    row = CueRow.objects.create(
        lead=lead, person=about, kind=kind, thing=thing, says="New here, since today", at=at
    )
    return str(row.id)
