"""The shapes of `debriefs`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from journeywork.client.shape import UNSET, Answered, Given, UnsetType
from journeywork.client.shapes.shared import Helped, PersonRef


class AgreedIn(Given, kw_only=True):
    """What somebody shall do by a day."""

    text: str
    owner: str
    due: date


class AgreedOut(Answered, kw_only=True):
    """What somebody does by a day."""

    id: UUID
    text: str
    owner: PersonRef
    due: date
    done_at: datetime | None
    helped: Helped | None


#: Where a debrief stands.
DebriefState = Literal["writing", "revealed", "closed"]
#: What proposes a debrief.
Trigger = Literal[
    "milestone",
    "release",
    "incident",
    "large change",
    "reworked change",
    "first hard case",
    "stage",
    "by hand",
]


class DebriefOut(Answered, kw_only=True):
    """A debrief as somebody who takes part in it sees it."""

    id: UUID
    title: str
    state: DebriefState
    named: bool
    live: bool
    trigger: Trigger
    why: str
    episode: UUID | None
    leads: PersonRef | None
    people: list[PersonRef]
    done: int
    waits_for_me: bool
    at: datetime
    ends_at: datetime
    revealed_at: datetime | None


class LessonIn(Given, kw_only=True):
    """A lesson to be kept."""

    title: str
    text: str
    owner: str
    revises: UUID | UnsetType | None = UNSET


class LessonOut(Answered, kw_only=True):
    """What was learned."""

    id: UUID
    debrief: UUID
    title: str
    text: str
    owner: UUID
    by: UUID
    at: datetime
    card: UUID | None
    revises: UUID | None


class OpenIn(Given, kw_only=True):
    """What is looked back at, with whom, until when, and how."""

    title: str
    people: list[str]
    named: bool
    ends_at: datetime
    episode: UUID | UnsetType | None = UNSET
    live: bool | UnsetType = UNSET


class RevealedOut(Answered, kw_only=True):
    """One answer to one question, once it is revealed."""

    id: UUID
    question: str
    text: str
    author: PersonRef | None
    heading: str
    votes: int


#: What recurs: a word that was written, a place of work, a kind of work.
ThemeKind = Literal["word", "place", "work"]


class ThemeOut(Answered, kw_only=True):
    """Something that came up in at least five debriefs with at least five people in them."""

    kind: ThemeKind
    text: str
    debriefs: int
    teams: list[str]


class ThemesOut(Answered, kw_only=True):
    """What comes up again and again, as it was made for a week."""

    week: datetime | None
    themes: list[ThemeOut]


class WriteIn(Given, kw_only=True):
    """What somebody writes, in place of what they wrote before."""

    answers: dict[str, str]
    key: str | UnsetType = UNSET
