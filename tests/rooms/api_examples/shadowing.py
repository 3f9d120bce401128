"""Calls of shadowing: an offer, a request, and a visit with a meeting and times to choose from."""

from datetime import datetime
from uuid import UUID

from journeywork.activities import queries as activities
from journeywork.engine.people import Person
from journeywork.people import queries as people
from journeywork.shadowing import actions
from tests.conftest import Cast
from tests.rooms.api_examples.shape import Examples

NOTE = "0190c0de-0000-7000-8000-000000000001"


def things(cast: Cast, at: datetime) -> dict[str, str]:
    """Return an offer of Ana's, a request to Ben, and a visit of hers to him."""
    ana, ben = cast.ana.id, cast.ben.id
    asked = actions.request(title="See the locks", to_person=ben, by=ana, at=at)
    return {"showing_id": _offered(ana, at), "asked_id": str(asked.id)} | _visit(ana, ben, at)


def own(person: Person, at: datetime) -> Examples:
    """Return calls about what is this person's, or what Ben offers to them and asks of them."""
    me, ben = person.id, people.person_by_key("ben").id
    asked = actions.request(title="See the locks", by=me, at=at)
    mine = {"showing_id": _offered(me, at), "asked_id": str(asked.id)} | _visit(me, ben, at)
    asks_me = actions.request(title="See the locks", to_person=me, by=ben, at=at)
    bens = examples(mine | {"showing_id": _offered(ben, at), "asked_id": str(asks_me.id)})
    answers = ("shadowing.come", "shadowing.invite")
    return examples(mine) | {name: bens[name] for name in answers}


def _offered(host: UUID, at: datetime) -> str:
    return str(actions.offer(title="Look at the locks", topics=("locks",), by=host, at=at).id)


def _visit(visitor: UUID, host: UUID, at: datetime) -> dict[str, str]:
    found = actions.come(offer_id=UUID(_offered(host, at)), by=visitor, at=at)
    slot = actions.find_times(visit_id=found.id, by=visitor, at=at).slots[0]
    for one in (visitor, host):
        actions.agree(visit_id=found.id, slot_id=slot.id, by=one, at=at)
    another = actions.find_times(visit_id=found.id, by=visitor, at=at).slots[0]
    seen = actions.look_for(visit_id=found.id, says="Which lock goes first", by=visitor, at=at)
    return {
        "visit_id": str(found.id),
        "look_for_id": str(seen.look_fors[-1].id),
        "slot_id": str(another.id),
        "own_time": f"{another.starts.isoformat()}",
        "meeting_id": str(activities.check_ins([found.id])[0].id),
    }


def examples(things: dict[str, str]) -> Examples:
    """Return a call for each."""
    offer = f"shadowing/offers/{things['showing_id']}"
    asked = f"shadowing/requests/{things['asked_id']}"
    visit = f"shadowing/visits/{things['visit_id']}"
    meeting = f"{visit}/meetings/{things['meeting_id']}"
    looked = f"{visit}/look-fors/{things['look_for_id']}"
    shows = {"title": "Close the month", "topics": ["ledger"], "modes": ["observe", "parts"]}
    asks = {"title": "How the month is closed", "aims": "when you stop", "to_person": "ben"}
    return {
        "shadowing.offers": ("GET", "shadowing/offers?text=month&topic=ledger", None),
        "shadowing.make_offer": ("POST", "shadowing/offers", shows),
        "shadowing.offer": ("GET", offer, None),
        "shadowing.come": ("POST", f"{offer}/visits", {"aims": "the locks", "minutes": 60}),
        "shadowing.change_offer": ("PUT", offer, shows | {"visitors": 2}),
        "shadowing.close_offer": ("POST", f"{offer}/close", None),
        "shadowing.requests": ("GET", "shadowing/requests?text=month&mine=true", None),
        "shadowing.ask": ("POST", "shadowing/requests", asks),
        "shadowing.one_request": ("GET", asked, None),
        "shadowing.invite": ("POST", f"{asked}/visits", {"minutes": 60, "modes": ["observe"]}),
        "shadowing.close_request": ("POST", f"{asked}/close", None),
        "shadowing.visits": ("GET", "shadowing/visits?running=true", None),
        "shadowing.visit": ("GET", visit, None),
        "shadowing.find_times": ("POST", f"{visit}/times", None),
        "shadowing.suggest": ("POST", f"{visit}/times/own", {"starts": things["own_time"]}),
        "shadowing.agree": ("POST", f"{visit}/times/{things['slot_id']}/agree", None),
        "shadowing.move": ("POST", f"{meeting}/move", None),
        "shadowing.call_off": ("POST", f"{meeting}/call-off", None),
        "watching.add_look_for": ("POST", f"{visit}/look-fors", {"says": "When to stop"}),
        "watching.change_look_for": ("PUT", looked, {"says": "When to begin"}),
        "watching.drop_look_for": ("DELETE", looked, None),
        "shadowing.ready": ("PUT", f"{visit}/ready", {"ready": True}),
        "shadowing.step": ("PUT", f"{visit}/step", {"mode": "observe"}),
        "shadowing.notes": ("GET", f"{visit}/notes", None),
        "shadowing.note": (
            "PUT",
            f"{visit}/notes/{NOTE}",
            {"text": "Looks at locks first", "written_at": "2026-03-10T09:59:00Z"},
        ),
    }
