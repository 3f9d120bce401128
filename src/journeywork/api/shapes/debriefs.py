"""Debriefs: opened, written, revealed; lessons, commitments, themes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal, cast
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime

from journeywork.api.shapes import ADay, Flag, In, Name, PersonRef, Written
from journeywork.engine.commitments import Commitment, Helped
from journeywork.engine.debrief_triggers import Trigger
from journeywork.engine.debriefs import LONGEST, Answer, Debrief, DebriefState, Lesson
from journeywork.engine.themes import Theme, ThemeKind

Question = Literal["intended", "happened", "worked", "differently"]
_ANSWERS = "What you say, by question; what is left out says nothing. None at all: you pass."
_KEY = (
    "Without names: a secret that you draw and keep, the same each time you write in this "
    "debrief. It alone opens again what you wrote. With names it is not looked at."
)


class DebriefOut(Schema):
    """A debrief as somebody who takes part in it sees it."""

    id: UUID = Field(description="Identifies the debrief.")
    title: str = Field(description="What is looked back at.")
    state: DebriefState = Field(description="Whether it is written, revealed, or was closed.")
    named: bool = Field(description="Whether names stand beside what is written.")
    live: bool = Field(description="Whether all write on one board at one time, in its page.")
    trigger: Trigger = Field(description="What proposed it.")
    why: str = Field(description="What proposed it, in words; empty by hand.")
    episode: UUID | None = Field(description="The piece of work it is about.")
    leads: PersonRef | None = Field(description="Who leads it.")
    people: list[PersonRef] = Field(description="Who takes part, by name.")
    done: int = Field(description="How many of them have written or passed.")
    waits_for_me: bool = Field(description="Whether I have neither written nor passed.")
    at: datetime = Field(description="When it was opened.")
    ends_at: datetime = Field(description="When the time to write is up.")
    revealed_at: datetime | None = Field(description="When it was revealed; null: not yet.")


class RevealedOut(Schema):
    """One answer to one question, once it is revealed."""

    id: UUID = Field(description="Identifies the answer; it was drawn, and tells nothing.")
    question: Question = Field(description="Which of the four questions it answers.")
    text: str = Field(description="What was written; plain text.")
    author: PersonRef | None = Field(description="Who wrote it; null without names.")
    heading: str = Field(description="The group of a card that was held live; empty: none.")
    votes: int = Field(description="Votes for a card that was held live.")


class OpenIn(In):
    """What is looked back at, with whom, until when, and how."""

    title: Annotated[str, Field(min_length=1, max_length=200)] = Field(
        description="What is looked back at."
    )
    people: list[Name] = Field(max_length=200, description="The others, by key.")
    named: Flag = Field(description="Whether names stand beside what is written, for good.")
    ends_at: Annotated[AwareDatetime, Written] = Field(
        description="When the time to write is up; within a year."
    )
    episode: UUID | None = Field(None, description="The piece of work it is about.")
    live: Flag = Field(False, description="Whether it is held live, in its page.")


class WriteIn(In):
    """What somebody writes, in place of what they wrote before."""

    answers: dict[Question, Annotated[str, Field(max_length=LONGEST)]] = Field(description=_ANSWERS)
    key: Annotated[str, Field(max_length=200)] = Field("", description=_KEY)


class LessonOut(Schema):
    """What was learned."""

    id: UUID = Field(description="Identifies the lesson.")
    debrief: UUID = Field(description="Where it was learned.")
    title: str = Field(description="The lesson in one line.")
    text: str = Field(description="What to do, and why.")
    owner: UUID = Field(description="Who looks after it.")
    by: UUID = Field(description="Who drew it.")
    at: datetime = Field(description="When it was drawn.")
    card: UUID | None = Field(description="The card it became; null while it is drafted.")
    revises: UUID | None = Field(description="The card that failed, and shall be changed.")


class LessonIn(In):
    """A lesson to be kept."""

    title: Annotated[str, Field(min_length=1, max_length=200)] = Field(
        description="The lesson in one line."
    )
    text: Annotated[str, Field(min_length=1, max_length=4000)] = Field(
        description="What to do, and why."
    )
    owner: Name = Field(description="Who looks after it, by key.")
    revises: UUID | None = Field(None, description="The card that failed, if one did.")


class AgreedOut(Schema):
    """What somebody does by a day."""

    id: UUID = Field(description="Identifies the commitment.")
    text: str = Field(description="What is done.")
    owner: PersonRef = Field(description="Who does it.")
    due: date = Field(description="By when.")
    done_at: datetime | None = Field(description="When it was done; null: not yet.")
    helped: Helped | None = Field(description="Whether it helped, as its owner says.")


class AgreedIn(In):
    """What somebody shall do by a day."""

    text: Annotated[str, Field(min_length=1, max_length=500)] = Field(description="What.")
    owner: Name = Field(description="Who, by key.")
    due: Annotated[date, ADay, Written] = Field(description="By when.")


class ThemeOut(Schema):
    """Something that came up in at least five debriefs with at least five people in them."""

    kind: ThemeKind = Field(description="A word that was written, a place, a kind of work.")
    text: str = Field(description="The word, the place, the kind.")
    debriefs: int = Field(description="In at least so many; told in steps: 5, 10, 20, 50, ...")
    teams: list[str] = Field(description="The teams in which it is told too, by key.")


class ThemesOut(Schema):
    """What comes up again and again, as it was made for a week."""

    week: datetime | None = Field(description="When that week began; null: none was made yet.")
    themes: list[ThemeOut] = Field(description="The themes, the most frequent of a kind first.")


def debrief_out(found: Debrief, names: Mapping[UUID, str], *, waits: bool) -> DebriefOut:
    """Return a debrief with its people named."""
    people = [PersonRef(id=id, name=names.get(id, "")) for id in found.people]
    leads = found.facilitator
    return DebriefOut(
        id=found.id,
        title=found.title,
        state=found.state,
        named=found.named,
        live=found.live,
        trigger=found.trigger,
        why=found.why,
        episode=found.episode,
        leads=PersonRef(id=leads, name=names.get(leads, "")) if leads else None,
        people=sorted(people, key=lambda one: (one.name, str(one.id))),
        done=found.done,
        waits_for_me=waits,
        at=found.at,
        ends_at=found.ends_at,
        revealed_at=found.revealed_at,
    )


def answer_out(found: Answer, names: Mapping[UUID, str]) -> RevealedOut:
    """Return a revealed answer."""
    by = found.author
    return RevealedOut(
        id=found.id,
        question=cast("Question", found.question),
        text=found.text,
        author=PersonRef(id=by, name=names.get(by, "")) if by else None,
        heading=found.heading,
        votes=found.votes,
    )


def lesson_out(found: Lesson) -> LessonOut:
    """Return a lesson."""
    return LessonOut.from_orm(found)


def agreed_out(found: Commitment, names: Mapping[UUID, str]) -> AgreedOut:
    """Return a commitment with its owner named."""
    return AgreedOut(
        id=found.id,
        text=found.text,
        owner=PersonRef(id=found.owner, name=names.get(found.owner, "")),
        due=found.due,
        done_at=found.done_at,
        helped=found.helped,
    )


def theme_out(found: Theme) -> ThemeOut:
    """Return a theme."""
    return ThemeOut.from_orm(found)
