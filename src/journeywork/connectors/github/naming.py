"""How GitHub's things are called here."""

from typing import Any

from journeywork.connectors.payload import Payload
from journeywork.engine.work import WorkEvent


def known_as(user: Payload) -> str:
    """Return how an account is known: `github:login`, "" for a robot or nobody."""
    login = user.text("login")
    return f"github:{login}" if login and user.text("type") != "Bot" else ""


def numbered(payload: Payload, number: str) -> str:
    """Return the subject of an issue or pull request: GitHub numbers both in one row."""
    return f"{payload.text('repository', 'name')}#{number}"


def names(part: Payload, *path: str) -> tuple[str, ...]:
    """Return the names of labels."""
    return tuple(name for each in part.parts(*path) if (name := each.text("name")))


def event(payload: Payload, **more: Any) -> WorkEvent:
    """Return a work event in the repository that `payload` is about."""
    return WorkEvent(
        source=payload.text("repository", "html_url") or "https://github.com",
        place=payload.text("repository", "name"),
        **more,
    )
