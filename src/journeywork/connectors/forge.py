"""Sites that hold repositories and speak as GitHub does: how their things are called here.

GitHub, Gitea and Forgejo send payloads that are alike and not equal. What is alike stands here
and in `forge_changes` and `forge_matters`; what is its own stands in each one's folder.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from journeywork.connectors.payload import Payload, Unusable
from journeywork.engine.work import WorkEvent

#: How many characters of a commit's name make its subject.
SHORT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Forge:
    """A kind of site.

    `kind` stands before its logins, `home` is the source of events whose payload does not name
    the repository's address, and `is_robot` knows the accounts that are nobody's.
    """

    kind: str
    home: str
    is_robot: Callable[[Payload], bool]

    def known_as(self, user: Payload) -> str:
        """Return how an account is known: `github:login`, "" for a robot or nobody."""
        login = user.text("login")
        return f"{self.kind}:{login}" if login and not self.is_robot(user) else ""

    def event(self, payload: Payload, **more: Any) -> WorkEvent:
        """Return a work event in the repository that `payload` is about."""
        return WorkEvent(
            source=payload.text("repository", "html_url") or self.home,
            place=payload.text("repository", "name"),
            **more,
        )


#: What reads the payloads of one type.
Reader = Callable[[Forge, Payload], list[WorkEvent]]


def read(
    forge: Forge,
    name: str,
    payload: Payload,
    *,
    readers: Mapping[str, Reader],
    aside: Mapping[str, str],
) -> list[WorkEvent]:
    """Return the work events in a payload of the type `name`; raises Unusable.

    `aside` says of types that are near to work why nothing is made of them.
    """
    if name in aside:
        raise Unusable(aside[name])
    if name not in readers:
        raise Unusable(f"{name or 'a delivery without a name'} is not about a piece of work")
    if not payload.text("repository", "name"):
        raise Unusable("it names no repository")
    return readers[name](forge, payload)


def numbered(payload: Payload, number: str) -> str:
    """Return the subject of an issue or pull request: both are numbered in one row."""
    return f"{payload.text('repository', 'name')}#{number}"


def committed(payload: Payload, sha: str) -> str:
    """Return the subject under which a commit is known."""
    return f"{payload.text('repository', 'name')}@{sha[:SHORT]}"


def main_branch(payload: Payload) -> str:
    """Return the name of the repository's main branch."""
    return payload.text("repository", "default_branch")


def names(part: Payload, *path: str) -> tuple[str, ...]:
    """Return the names of labels."""
    return tuple(name for each in part.parts(*path) if (name := each.text("name")))


def added(payload: Payload) -> set[str]:
    """Return the labels that a delivery says were put on, in small letters."""
    if payload.text("action") == "labeled":
        return {payload.text("label", "name").lower()}
    return {name.lower() for name in names(payload, "changes", "added_labels")}


def removed(payload: Payload) -> set[str]:
    """Return the labels that a delivery says were taken off, in small letters."""
    if payload.text("action") == "unlabeled":
        return {payload.text("label", "name").lower()}
    return {name.lower() for name in names(payload, "changes", "removed_labels")}
