"""Calls of debriefs: one that is open, and for those who take part one that is revealed too."""

from datetime import datetime, timedelta
from uuid import UUID

from journeywork.debriefs import actions as debriefs
from journeywork.engine.people import Person
from journeywork.people import queries as people
from tests.conftest import Cast
from tests.rooms.api_examples.shape import Examples


def things(cast: Cast, at: datetime) -> dict[str, str]:
    """Return a debrief of Ana and Ben that is open."""
    return {"debrief_id": str(_opened(cast.ana.id, cast.ben.id, at))}


def own(person: Person, at: datetime) -> Examples:
    """Return calls about debriefs in which this person takes part: one open, one revealed."""
    ben = people.person_by_key("ben").id
    open, revealed = (_opened(person.id, ben, at) for _ in range(2))
    for one in (person.id, ben):
        debriefs.write(debrief_id=revealed, by=one, answers={}, at=at)
    writes = examples({"debrief_id": str(open)})["debriefs.write"]
    return examples({"debrief_id": str(revealed)}) | {"debriefs.write": writes}


def _opened(by: UUID, beside: UUID, at: datetime) -> UUID:
    made = debriefs.open_debrief(
        title="The locks",
        people_ids=[beside],
        named=True,
        ends_at=at + timedelta(days=3),
        by=by,
        at=at,
    )
    return made.id


def examples(things: dict[str, str]) -> Examples:
    """Return a call for each."""
    one = f"debriefs/{things['debrief_id']}"
    lesson = {"title": "Look first", "text": "At its locks.", "owner": "ben"}
    opens = {"title": "Locks", "people": ["ben"], "named": True, "ends_at": "2026-03-20T10:00:00Z"}
    return {
        "debriefs.find": ("GET", "debriefs", None),
        "debriefs.themes": ("GET", "debriefs/themes", None),
        "debriefs.open_one": ("POST", "debriefs", opens),
        "debriefs.read": ("GET", one, None),
        "debriefs.write": ("PUT", f"{one}/written", {"answers": {"happened": "It waited."}}),
        "debriefs.answers": ("GET", f"{one}/answers", None),
        "debriefs.lessons": ("GET", f"{one}/lessons", None),
        "debriefs.draw_lesson": ("POST", f"{one}/lessons", lesson),
        "debriefs.commitments": ("GET", f"{one}/commitments", None),
        "debriefs.agree": (
            "POST",
            f"{one}/commitments",
            {"text": "Look", "owner": "ben", "due": "2026-03-20"},
        ),
    }
