"""The vocabulary of work events: one table for any kind of work, not only software.

A type is what happened, in two words. On the wire it may carry the prefix
`org.journeywork.`, which is taken off. A type that is not in the table is kept: it joins
its piece of work as it is, and nothing is concluded from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from journeywork.engine.work import ContributionKind

PREFIX = "org.journeywork."
FAMILIES = ("work", "change", "case", "incident", "question")


class Effect(StrEnum):
    """What an event does to its piece of work."""

    OPENS = "opens it"
    RESUMES = "opens it, or lifts what blocked it"
    BLOCKS = "marks it as blocked"
    MOVES = "gives it to somebody else"
    CLOSES = "closes it"
    REOPENS = "opens it again"
    REVIEWS = "counts as a review"
    REWORKS = "counts as rework"
    FAILS = "counts as a failed check"
    JOINS = "joins it"
    STANDS_BY = "joins it where there is one, and makes none by itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One type of work event.

    `family` is the kind of work it speaks of, `contributes` what its actor shows by it,
    `example` a complete CloudEvent as it may be sent to `/ingest/events`.
    """

    key: str
    says: str
    family: str
    effect: Effect
    contributes: ContributionKind | None = None
    example: Mapping[str, Any]


_SOURCES = {
    "payments": "https://git.example.org/payments",
    "ward": "urn:example:ward-3",
    "law": "urn:example:matters",
    "floor": "urn:example:cell-7",
    "desk": "https://help.example.org",
}


def _type(
    key: str,
    says: str,
    effect: Effect,
    *example: Any,
    family: str = "",
    contributes: ContributionKind | None = None,
) -> EventType:
    """Make an entry; `example` is (source, subject, title, further fields of `data`)."""
    source, subject, title, more = example
    return EventType(
        key=key,
        says=says,
        family=family or key.split(".", maxsplit=1)[0],
        effect=effect,
        contributes=contributes,
        example={
            "specversion": "1.0",
            "id": f"example-{key}",
            "source": _SOURCES[source],
            "type": PREFIX + key,
            "subject": subject,
            "time": "2026-03-10T10:00:00Z",
            "datacontenttype": "application/json",
            "data": {"by": "ana@example.org", "title": title, **more},
        },
    )


_DID = ContributionKind.DID
_CELL = {"place": "cell 7"}
_REPO = {"place": "payments"}

TYPES: Mapping[str, EventType] = {
    entry.key: entry
    for entry in (
        _type(
            "work.assigned",
            "A piece of work was given to somebody (`to`).",
            Effect.OPENS,
            "floor",
            "order-881",
            "Fixture for the new housing",
            {"to": "ben@example.org", **_CELL},
        ),
        _type(
            "work.started",
            "Somebody began, or went on after a break.",
            Effect.RESUMES,
            "floor",
            "order-881",
            "Fixture for the new housing",
            {**_CELL, "labels": ["milling"]},
            contributes=_DID,
        ),
        _type(
            "work.blocked",
            "It cannot go on; `text` says why.",
            Effect.BLOCKS,
            "floor",
            "order-881",
            "Drawing and part disagree",
            {**_CELL, "text": "The drawing asks for a 6 mm bore, the sample has 8 mm."},
        ),
        _type(
            "work.handed_over",
            "It passed from one person to another (`to`), or to the next shift.",
            Effect.MOVES,
            "ward",
            "patient-plan-12",
            "Handover at the end of the night",
            {"to": "ben@example.org", "place": "ward 3", "labels": ["handover"]},
            contributes=_DID,
        ),
        _type(
            "work.finished",
            "The piece of work is done.",
            Effect.CLOSES,
            "floor",
            "order-881",
            "Fixture for the new housing",
            _CELL,
            contributes=_DID,
        ),
        _type(
            "work.reopened",
            "It was thought done and is not.",
            Effect.REOPENS,
            "floor",
            "order-881",
            "Fixture for the new housing",
            _CELL,
        ),
        _type(
            "change.proposed",
            "A change was put forward for others to look at.",
            Effect.OPENS,
            "payments",
            "payments#412",
            "Charge the fee once",
            {**_REPO, "paths": ["billing/fees.py"], "text": "The retry charged it twice."},
            contributes=_DID,
        ),
        _type(
            "change.reviewed",
            "Somebody looked at a change and said what they think.",
            Effect.REVIEWS,
            "payments",
            "payments#412",
            "Charge the fee once",
            {**_REPO, "by": "ben@example.org", "labels": ["approved"]},
            contributes=ContributionKind.REVIEWED,
        ),
        _type(
            "change.reworked",
            "A change was altered after it had been put forward.",
            Effect.REWORKS,
            "payments",
            "payments#412",
            "Charge the fee once",
            {**_REPO, "paths": ["billing/fees.py", "billing/retry.py"]},
            contributes=_DID,
        ),
        _type(
            "change.merged",
            "A change became part of the whole.",
            Effect.CLOSES,
            "payments",
            "payments#412",
            "Charge the fee once",
            {**_REPO, "helpers": [{"by": "ben@example.org", "kind": "reviewed"}]},
            contributes=ContributionKind.MERGED,
        ),
        _type(
            "change.reverted",
            "A change that had become part of the whole was taken back.",
            Effect.REWORKS,
            "payments",
            "payments#412",
            "Revert: Charge the fee once",
            _REPO,
        ),
        _type(
            "check.failed",
            "An automatic or manual check did not pass; `check` names it.",
            Effect.FAILS,
            "payments",
            "payments#412",
            "unit tests failed",
            {**_REPO, "check": "unit tests", "text": "AssertionError in test_fee_once"},
            family="change",
        ),
        _type(
            "check.passed",
            "A check passed; `check` names it.",
            Effect.JOINS,
            "payments",
            "payments#412",
            "unit tests passed",
            {**_REPO, "check": "unit tests"},
            family="change",
        ),
        _type(
            "service.deployed",
            "Something was brought into use.",
            Effect.JOINS,
            "payments",
            "payments#412",
            "payments 4.2 in production",
            {**_REPO, "labels": ["production"]},
            family="change",
            contributes=_DID,
        ),
        _type(
            "incident.opened",
            "Something is broken or unsafe and needs hands now.",
            Effect.OPENS,
            "ward",
            "INC-77",
            "Infusion pump stops without alarm",
            {"place": "ward 3", "labels": ["equipment"]},
        ),
        _type(
            "incident.resolved",
            "It works again, or is safe again.",
            Effect.CLOSES,
            "ward",
            "INC-77",
            "Infusion pump stops without alarm",
            {"place": "ward 3"},
            contributes=_DID,
        ),
        _type(
            "question.asked",
            "Somebody asked colleagues.",
            Effect.OPENS,
            "desk",
            "thread-5",
            "How do I void a settled invoice?",
            {"text": "The button is grey once it is settled.", "labels": ["invoices"]},
        ),
        _type(
            "question.answered",
            "Somebody answered.",
            Effect.CLOSES,
            "desk",
            "thread-5",
            "How do I void a settled invoice?",
            {"by": "ben@example.org", "text": "Issue a credit note instead."},
            contributes=ContributionKind.ANSWERED,
        ),
        _type(
            "case.opened",
            "A client, patient or customer came with something.",
            Effect.OPENS,
            "law",
            "M-2026-031",
            "Lease dispute",
            {"place": "property", "labels": ["lease"]},
            contributes=_DID,
        ),
        _type(
            "case.closed",
            "It was dealt with.",
            Effect.CLOSES,
            "law",
            "M-2026-031",
            "Lease dispute",
            {"place": "property"},
            contributes=_DID,
        ),
        _type(
            "case.rated",
            "The one who came said how it was; `rating` carries the number.",
            Effect.JOINS,
            "law",
            "M-2026-031",
            "Lease dispute",
            {"place": "property", "rating": 9},
        ),
        _type(
            "milestone.reached",
            "A point that was planned for was reached.",
            Effect.STANDS_BY,
            "law",
            "M-2026-031",
            "Disclosure complete",
            {"place": "property"},
            family="work",
        ),
        _type(
            "meeting.ended",
            "People met; `labels` say what sort of meeting.",
            Effect.STANDS_BY,
            "ward",
            "huddle-2026-03-10",
            "Morning huddle",
            {"place": "ward 3", "labels": ["huddle"]},
            family="work",
        ),
        _type(
            "document.opened",
            "Somebody opened a document that belongs to the work.",
            Effect.STANDS_BY,
            "law",
            "M-2026-031",
            "Deed of 1998",
            {"place": "property", "paths": ["deeds/1998.pdf"]},
            family="work",
        ),
        _type(
            "command.failed",
            "A command ended with an error; only its sender sends it.",
            Effect.STANDS_BY,
            "payments",
            "shell-ana",
            "make migrate",
            {**_REPO, "text": 'relation "fee" already exists', "check": "make migrate"},
            family="work",
        ),
    )
}


def plain_type(key: str) -> str:
    """Return a type as the table has it: without our prefix on the wire."""
    return key.removeprefix(PREFIX)


def effect_of(key: str) -> Effect:
    """Return what an event of this type does to its piece of work; unknown types join it."""
    return TYPES[key].effect if key in TYPES else Effect.JOINS


def family_of(key: str) -> str:
    """Return the kind of work a type speaks of; `work` where it does not say."""
    if key in TYPES:
        return TYPES[key].family
    first = key.split(".", maxsplit=1)[0]
    return first if first in FAMILIES else "work"


def contribution_of(key: str) -> ContributionKind | None:
    """Return what the actor of an event shows by it, None when nothing."""
    return TYPES[key].contributes if key in TYPES else None
