"""Calls of a to-learn list, of what was found for it, and of stances."""

from datetime import datetime, timedelta
from uuid import UUID

from journeywork.engine.people import Person
from journeywork.engine.work import WorkEvent
from journeywork.growth import actions
from journeywork.growth.models import FindRow
from journeywork.kernel.reader import reading_as
from journeywork.work import actions as work
from journeywork.work import queries as works
from tests.conftest import Cast
from tests.rooms.api_examples.shape import Examples


def things(cast: Cast, at: datetime) -> dict[str, str]:
    """Return an entry of Ana's, and something found for it."""
    return _wish(cast.ana.id, at)


def own(person: Person, at: datetime) -> Examples:
    """Return calls about a list of this person's own."""
    mine = examples(_wish(person.id, at) | _work(person.id, at))
    return {name: mine[name] for name in mine if name not in ("growth.mine", "growth.shared")}


def _wish(person: UUID, at: datetime) -> dict[str, str]:
    entry = actions.add(line="Read a ledger", by=person, at=at).id
    with reading_as(person):
        found = FindRow.objects.create(
            author=person, entry=entry, kind="card", thing=entry, title="Ledgers", fit=0.5, at=at
        )
    return {"wish_id": str(entry), "find_id": str(found.id)}


def _work(person: UUID, at: datetime) -> dict[str, str]:
    subject = f"own work of {person}"
    begun = WorkEvent(
        source="test", id=subject, type="work.started", at=at - timedelta(hours=1),
        subject=subject, by=person, title="Ledgers",
    )  # fmt: skip
    work.accept([begun], by=None, at=at)
    while work.digest(at=at):
        pass
    return {"episode_id": str(works.episode_ids([subject])[subject])}


def examples(things: dict[str, str]) -> Examples:
    """Return a call for each."""
    one = f"me/to-learn/{things['wish_id']}"
    return {
        "growth.mine": ("GET", "me/to-learn", None),
        "growth.add": ("POST", "me/to-learn", {"line": "Read a ledger", "skill": "accounting"}),
        "growth.change": ("PATCH", one, {"why": "I ask each time", "by_when": "2026-04-01"}),
        "growth.share": ("PUT", f"{one}/audience", {"kind": "everyone here"}),
        "growth.shared": ("GET", "to-learn", None),
        "growth.answer": ("PUT", f"me/finds/{things['find_id']}", {"state": "taken"}),
        "growth.choose": (
            "PUT",
            f"me/stances/{things['episode_id']}",
            {"stance": "development"},
        ),
        "growth.delete": ("DELETE", one, None),
    }
