"""Calls of everyday work: asking, cards, episodes, people, one's own settings, the replay."""

from datetime import datetime, timedelta
from typing import Any

from journeywork.engine.work import WorkEvent
from journeywork.evidence import actions as evidence
from journeywork.kernel.ids import new_id
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import indexing
from journeywork.work import actions as work
from journeywork.work import queries as episodes
from tests.conftest import Cast
from tests.rooms.api_examples.shape import Examples

CARD = {"title": "Before a migration", "body": "Look at its locks first."}


def things(cast: Cast, at: datetime) -> dict[str, str]:
    """Return a card, a request and a piece of work of Ana's, somebody and a team."""
    card = knowledge.draft(title="Locks", body="Take few.", by=cast.ana.id, at=at)
    knowledge.publish_card(card_id=card.id, by=cast.ana.id, at=at)
    request = knowledge.miss(text="titanium on lathe two", by=cast.ana.id, at=at)
    assert request is not None
    event = WorkEvent(
        source="urn:test",
        id="1",
        type="change.proposed",
        to_handle="octo@nowhere.example",
        at=at - timedelta(hours=1),
        subject="change/1",
        by=cast.ana.id,
        title="A migration",
        place="ledger",
    )
    work.accept([event], by=None, at=at)
    work.digest(at=at)
    indexing.catch_up()
    episode = episodes.episode_of("change/1")
    assert episode is not None
    evidence.replay(since=at - timedelta(days=30), by=None, at=at)
    return {
        "key": card.key,
        "request_id": str(request.id),
        "episode_id": str(episode.uuid),
        "offer_id": str(new_id()),
        "person": cast.ben.key,
        "team": cast.payments.key,
        "handle": "octo@nowhere.example",
    }


def examples(things: dict[str, str]) -> Examples:
    """Return a call for each."""
    card, help_ = f"cards/{things['key']}", {"kind": "helped"}
    episode, offer = f"episodes/{things['episode_id']}", f"offers/{things['offer_id']}"
    skills: dict[str, Any] = {"offers": [{"name": "locks", "level": 3}], "wants": []}
    return {
        "drafts.check": ("POST", "cards/check", {"body": "Look at its locks first."}),
        "upkeep.reports": ("GET", f"{card}/reports", None),
        "upkeep.versions": ("GET", f"{card}/versions", None),
        "asking.silence": ("GET", f"silences/{things['offer_id']}", None),
        "requests.wish": ("POST", "requests", {"text": "brass on lathe two"}),
        "requests.read": ("GET", f"requests/{things['request_id']}", None),
        "me.attention": ("GET", "me/attention", None),
        "me.helped": ("GET", "me/helped", None),
        "me.tokens": ("GET", "me/tokens", None),
        "me.end_token": ("DELETE", f"me/tokens/{things['offer_id']}", None),
        "evidence.run": ("POST", "replay", {"days": 30}),
        "evidence.progress": ("GET", "replay/progress", None),
        "evidence.mine": ("GET", "replay/mine", None),
        "evidence.file": ("GET", "replay/file", None),
        "asking.ask": ("POST", "ask", {"text": "how do I add a column"}),
        "asking.today": ("GET", "today", None),
        "asking.offers": ("GET", "offers", None),
        "asking.offer": ("GET", offer, None),
        "asking.respond": ("POST", f"{offer}/response", help_),
        "asking.silences": ("GET", "silences", None),
        "asking.responses": ("GET", "responses", None),
        "asking.policy": ("GET", "policy", None),
        "cards.find": ("GET", "cards", None),
        "cards.draft": ("POST", "cards", CARD),
        "cards.note": ("POST", "notes", {"text": "Locks wait for reports."}),
        "cards.similar": ("GET", "cards/similar?text=a+lock", None),
        "cards.read": ("GET", card, None),
        "cards.edit": ("PATCH", card, {"title": "Few locks"}),
        "cards.publish": ("POST", f"{card}/publish", None),
        "cards.archive": ("POST", f"{card}/archive", None),
        "cards.review": ("POST", f"{card}/review", None),
        "cards.outdated": ("POST", f"{card}/outdated", {"note": "No longer."}),
        "cards.adopt": ("POST", f"{card}/adopt", {}),
        "cards.respond": ("POST", f"{card}/response", help_),
        "requests.unanswered": ("GET", "requests", None),
        "requests.answer": (
            "POST",
            f"requests/{things['request_id']}/answer",
            {"card": things["key"]},
        ),
        "work.recent": ("GET", "episodes", None),
        "work.read": ("GET", episode, None),
        "work.time_line": ("GET", f"{episode}/time-line", None),
        "work.respond": ("POST", f"{episode}/response", help_),
        "people.colleagues": ("GET", "people", None),
        "people.read": ("GET", f"people/{things['person']}", None),
        "people.respond": ("POST", f"people/{things['person']}/response", help_),
        "people.teams": ("GET", "teams", None),
        "people.team": ("GET", f"teams/{things['team']}", None),
        "me.read": ("GET", "me", None),
        "me.change": ("PATCH", "me", {"findable": False}),
        "me.set_skills": ("PUT", "me/skills", skills),
        "me.pause": ("POST", "me/pause", {"until": None}),
        "me.snooze": ("POST", "me/snooze", {"until": None}),
        "me.choose_channels": ("PUT", "me/channels", {"channels": []}),
        "me.tasks": ("GET", "me/tasks", None),
        "evidence.replay": ("GET", "replay", None),
    }
