"""How GitLab's things are called here."""

from typing import Any

from journeywork.connectors.forge import SHORT
from journeywork.connectors.payload import Payload
from journeywork.engine.work import WorkEvent


def known_as(user: Payload) -> str:
    """Return how an account is known: `gitlab:username`, "" for nobody."""
    name = user.text("username")
    return f"gitlab:{name}" if name else ""


def project(payload: Payload) -> str:
    """Return the last part of the project's path: the repository's name."""
    path = payload.text("project", "path_with_namespace") or payload.text("project", "name")
    return path.rsplit("/", maxsplit=1)[-1]


def request_key(payload: Payload, number: str) -> str:
    """Return the subject of a merge request."""
    return f"{project(payload)}!{number}"


def committed(payload: Payload, sha: str) -> str:
    """Return the subject under which a commit is known; `sha` at least `SHORT` long."""
    return f"{project(payload)}@{sha[:SHORT]}"


def event(payload: Payload, **more: Any) -> WorkEvent:
    """Return a work event in the project that `payload` is about."""
    return WorkEvent(
        source=payload.text("project", "web_url") or "https://gitlab.com",
        place=project(payload),
        **more,
    )
