"""Calls of posts, of what one follows, and of the questions of one's week."""

from datetime import datetime

from journeywork.engine.people import Person
from journeywork.knowledge.posts import actions as posts
from tests.conftest import Cast
from tests.rooms.api_examples.shape import Examples

#: What Ana wrote is hers alone to change, whatever somebody's role.
OWN = {"posts.change", "posts.take_away"}


def things(cast: Cast, at: datetime) -> dict[str, str]:
    """Return a post by Ana."""
    return {"post_id": str(posts.write(text="Locks wait. #locks", by=cast.ana.id, at=at).id)}


def own(person: Person, at: datetime) -> Examples:
    """Return calls about a post that this person may change."""
    mine = str(posts.write(text="Mine alone to change", by=person.id, at=at).id)
    return {name: examples({"post_id": mine})[name] for name in OWN}


def examples(things: dict[str, str]) -> Examples:
    """Return a call for each."""
    one = f"posts/{things['post_id']}"
    calls: Examples = {
        "posts.find": ("GET", "posts", None),
        "posts.near": ("GET", "posts/near", None),
        "posts.write": ("POST", "posts", {"text": "Locks wait."}),
        "posts.read": ("GET", one, None),
        "posts.change": ("PATCH", one, {"text": "Locks wait long."}),
        "posts.reply": ("POST", f"{one}/replies", {"text": "They do."}),
        "posts.thank": ("PUT", f"{one}/thanks", None),
        "posts.unthank": ("DELETE", f"{one}/thanks", None),
        "posts.make_card": ("POST", f"{one}/card", {}),
        "posts.take_away": ("DELETE", one, None),
        "following.following": ("GET", "me/following", None),
        "following.reflection": ("GET", "me/reflection", None),
        "following.choose_time": ("PUT", "me/reflection", {"weekday": 5, "time": "16:00:00"}),
        "following.reflect": ("POST", "me/reflection", {"text": "Long."}),
        "following.never": ("DELETE", "me/reflection", None),
    }
    for what, path in (("person", "people/ben"), ("topic", "topics/reports")):
        calls[f"following.follow_{what}"] = ("PUT", f"me/following/{path}", None)
        calls[f"following.unfollow_{what}"] = ("DELETE", f"me/following/{path}", None)
    return calls
