"""Commits that reached the main branch, as GitHub and its kin tell of them."""

from collections.abc import Iterator

import re2

from journeywork.connectors.forge import SHORT, Forge, committed, main_branch, numbered
from journeywork.connectors.payload import Payload, Unusable
from journeywork.engine.work import WorkEvent

#: The number of a pull request in the title of its commit: as GitHub merges, as Gitea and
#: Forgejo merge, and as all of them squash.
_NUMBER = re2.compile(
    r"^Merge pull request #(\d{1,9})|^Merge pull request '.*' \(#(\d{1,9})\)|\(#(\d{1,9})\)$"
)
_REVERT = 'Revert "'
_REVERTED_SHA = re2.compile(rf"(?i)\breverts?:? (?:commit )?([0-9a-f]{{{SHORT},64}})\b")
_REVERTED_NUMBER = re2.compile(r"\bReverts [\w.-]{1,100}/([\w.-]{1,100})#(\d{1,9})")


def push(forge: Forge, payload: Payload) -> list[WorkEvent]:
    """Commits reached the main branch: what they touched, direct changes, what they took back."""
    if payload.text("ref") != f"refs/heads/{main_branch(payload)}":
        raise Unusable("only the main branch shows what became part of the whole")
    commits = [each for each in payload.parts("commits") if each.text("id")]
    if not commits:
        raise Unusable("the push brought no commits")
    return [event for commit in commits for event in _told(forge, payload, commit)]


def _told(forge: Forge, payload: Payload, commit: Payload) -> Iterator[WorkEvent]:
    sha, message = commit.text("id"), commit.text("message")
    title, _, text = message.partition("\n")
    number, gone = _number(title), _taken_back(payload, message)
    # A pull request's merge is told by its own delivery; its commit adds the files touched.
    kind = "change.committed" if number else "change.merged"
    if title.startswith(_REVERT) and not gone:
        kind = "change.reverted"
    alone = committed(payload, sha)
    more = {
        "at": commit.time("timestamp"),
        "by_handle": _author(forge, commit),
        "title": title,
        "url": commit.text("url"),
    }
    yield forge.event(
        payload,
        type=kind,
        id=f"commit:{sha}",
        subject=numbered(payload, number) if number else alone,
        # Checks and deployments name the commit: they belong to the same piece of work.
        part_of=(alone,) if number else (),
        text=text.strip(),
        paths=tuple(p for each in ("added", "modified", "removed") for p in commit.texts(each)),
        **more,
    )
    for subject in gone:
        id = f"commit:{sha}:reverts:{subject}"
        yield forge.event(payload, type="change.reverted", id=id, subject=subject, **more)


def reverted_shas(message: str) -> list[str]:
    """Return the names of the commits that a message says it reverts, in small letters."""
    return [sha.lower() for sha in _REVERTED_SHA.findall(message)]


def _author(forge: Forge, commit: Payload) -> str:
    login = commit.text("author", "username")
    return f"{forge.kind}:{login}" if login else commit.text("author", "email")


def _number(title: str) -> str:
    found = _NUMBER.search(title)
    return next((each for each in found.groups() if each), "") if found else ""


def _taken_back(payload: Payload, message: str) -> list[str]:
    """Return the subjects of the changes that a commit says it reverts."""
    here = payload.text("repository", "name")
    shas = [committed(payload, sha) for sha in reverted_shas(message)]
    told = _REVERTED_NUMBER.findall(message)
    return list(dict.fromkeys(shas + [numbered(payload, n) for name, n in told if name == here]))
