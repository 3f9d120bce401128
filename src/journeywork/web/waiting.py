"""What waits for somebody: tasks of cards, each on one line."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from journeywork.engine.knowledge import CardTask, TaskKind
from journeywork.kernel.reasons import said
from journeywork.kernel.waits import Wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One line of what waits: what, in which state, since when."""

    title: str
    url: str
    says: str
    look: str
    at: datetime | None = None


def task(found: CardTask) -> Waiting:
    """Return a task of a card as it is shown."""
    reported = found.kind is TaskKind.REPORTED
    return Waiting(
        title=found.title,
        url=reverse("card", args=(found.key,)),
        says=_first_large(said(found.says)),
        look="attention" if reported else "due",
        at=found.at if reported else None,
    )


def reflection(since: datetime) -> Waiting:
    """Return the two questions of the week as they wait."""
    return Waiting(
        title=_("How was your week?"),
        url=reverse("reflect"),
        says=_("Two questions, one field; only you can read it"),
        look="open",
        at=since,
    )


def check_in(found: Wait) -> Waiting:
    """Return a check-in whose time has come as it waits."""
    return Waiting(
        title=found.title,
        url=reverse("activity", args=(found.thing,)),
        says=_("A check-in: did it take place?"),
        look="due",
        at=found.at,
    )


def _first_large(text: str) -> str:
    return text[:1].upper() + text[1:]
