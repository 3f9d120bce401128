"""From the words of other systems to ours: types such as `ticket.created`, and names of fields.

The how-to page "Connect anything" has both tables; a test holds them side by side.
"""

from collections.abc import Mapping

from journeywork.engine.vocabulary import TYPES, plain_type

_CASE = {
    "created": "case.opened",
    "opened": "case.opened",
    "closed": "case.closed",
    "resolved": "case.closed",
    "solved": "case.closed",
    "rated": "case.rated",
}
_TASK = {
    "started": "work.started",
    "finished": "work.finished",
    "completed": "work.finished",
    "done": "work.finished",
    "closed": "work.finished",
}
_CHANGE = {
    "created": "change.proposed",
    "opened": "change.proposed",
    "approved": "change.reviewed",
    "reviewed": "change.reviewed",
    "merged": "change.merged",
    "closed": "work.finished",
}
_CHECK = {"failed": "check.failed", "passed": "check.passed", "succeeded": "check.passed"}
_DEPLOYED = {
    "succeeded": "service.deployed",
    "finished": "service.deployed",
    "failed": "check.failed",
}

#: A thing -> what happens to it -> our type.
THINGS: Mapping[str, Mapping[str, str]] = {
    "ticket": _CASE,
    "case": _CASE,
    "issue": _CASE,
    "request": _CASE,
    "incident": {
        "created": "incident.opened",
        "opened": "incident.opened",
        "triggered": "incident.opened",
        "resolved": "incident.resolved",
        "closed": "incident.resolved",
    },
    "question": {
        "created": "question.asked",
        "asked": "question.asked",
        "answered": "question.answered",
        "solved": "question.answered",
    },
    "task": _TASK,
    "order": _TASK,
    "job": _TASK,
    "change": _CHANGE,
    "pull_request": _CHANGE,
    "merge_request": _CHANGE,
    "check": _CHECK,
    "build": _CHECK,
    "test": _CHECK,
    "deployment": _DEPLOYED,
    "milestone": {"reached": "milestone.reached", "completed": "milestone.reached"},
    "release": {"published": "milestone.reached"},
}
#: What happens to any of these things.
ANY: Mapping[str, str] = {
    "assigned": "work.assigned",
    "blocked": "work.blocked",
    "handed_over": "work.handed_over",
    "reopened": "work.reopened",
}

#: Our field -> the names under which it is looked for in `data`, the first that holds something.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "by": ("by", "actor", "author", "user"),
    "to": ("to", "assignee"),
    "title": ("title", "summary", "name"),
    "text": ("text", "description", "body", "message"),
    "place": ("place", "project", "team"),
    "labels": ("labels", "tags"),
    "url": ("url", "html_url", "link"),
}
#: The names under which the number of a thing is looked for, and those by which a person or a
#: project is known.
NUMBERED = ("key", "number", "id")
KNOWN_BY = ("email", "login", "username", "key", "name")


def our_type(type: str) -> str:
    """Return our word for a type, "" when there is none."""
    plain = plain_type(type)
    if plain in TYPES:
        return plain
    thing, done = thing_of(type), plain.rpartition(".")[2]
    return THINGS[thing].get(done) or ANY.get(done, "") if thing in THINGS else ""


def thing_of(type: str) -> str:
    """Return what a type is about: `ticket` for `desk.ticket.created`."""
    return plain_type(type).rpartition(".")[0].rpartition(".")[2]
