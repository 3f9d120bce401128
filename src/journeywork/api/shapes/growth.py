"""A to-learn list, what was found for it, and the stance to a piece of work."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from journeywork.api.shapes import ADay, Change, Flag, In, PersonRef
from journeywork.api.shapes.posts import AudienceOut
from journeywork.engine.opportunities import Find, FindState, OpportunityKind
from journeywork.engine.stances import Stance
from journeywork.engine.to_learn import Entry, EntryState
from journeywork.growth.queries import Wish

Line = Annotated[str, Field(min_length=1, max_length=200, description="What one wants to learn.")]
Skill = Annotated[str, Field(max_length=100, description="The skill, in a word or two.")]
Why = Annotated[str, Field(max_length=2000, description="Why.")]
ByWhen = Annotated[date, ADay]


class WishIn(In):
    """Something to learn. A line is enough."""

    line: Line
    skill: Skill = ""
    why: Why = ""
    by_when: ByWhen | None = Field(None, description="By which day, such as 2026-03-20.")
    stretch: Flag = Field(
        False, description="Whether work a little ahead of one may be proposed for it."
    )


class WishChangeIn(Change):
    """What shall be different of an entry of one's own."""

    line: Line | None = Field(None, description="What one wants to learn.")
    skill: Skill | None = Field(None, description="The skill; empty for none.")
    why: Why | None = Field(None, description="Why; empty for no reason.")
    by_when: ByWhen | None = Field(None, description="By which day; null for none.")
    stretch: Flag | None = Field(None, description="Whether work may be proposed for it.")
    state: EntryState | None = Field(None, description="Whether it is open, done or dropped.")
    learned: str | None = Field(
        None, max_length=2000, description='How it was learned, once it is done; "" says nothing.'
    )


class FindOut(Schema):
    """Something that was found for an entry."""

    id: UUID = Field(description="Identifies the find.")
    kind: OpportunityKind = Field(description="What sort of chance it is.")
    thing: UUID = Field(description="Identifies the card, the work, the person, the offer.")
    title: str = Field(description="What it is called.")
    says: str = Field(description="Why it fits, in words.")
    state: FindState = Field(description="Whether it is new, told of, or taken up.")
    at: datetime = Field(description="When it was found.")
    until: datetime | None = Field(description="When it passes; null for what waits.")


class WishOut(Schema):
    """An entry of one's own list, with what was found for it."""

    id: UUID = Field(description="Identifies the entry.")
    line: str = Field(description="What one wants to learn.")
    skill: str = Field(description="The skill.")
    why: str = Field(description="Why.")
    by_when: date | None = Field(description="By which day; null for none.")
    stretch: bool = Field(description="Whether work may be proposed for it.")
    state: EntryState = Field(description="Whether it is open, done or dropped.")
    learned: str | None = Field(description="How it was learned; null where nobody has said.")
    at: datetime = Field(description="When it was written down.")
    audience: AudienceOut = Field(description="Who else can read the entry; never the finds.")
    found: list[FindOut] = Field(description="What was found for it, newest first.")


class SharedWishOut(Schema):
    """What a colleague wants to learn and shares; they can see that it was read."""

    id: UUID = Field(description="Identifies the entry.")
    author: PersonRef = Field(description="Who wants to learn it.")
    line: str = Field(description="What they want to learn.")
    skill: str = Field(description="The skill.")
    why: str = Field(description="Why.")
    by_when: date | None = Field(description="By which day; null for none.")


class FindIn(In):
    """What became of a find."""

    state: FindState = Field(description="`taken`, or `not this`: that kind comes less for it.")


class StanceIn(In):
    """What one wants of a piece of work."""

    stance: Stance | None = Field(
        description="Get it done, do it well, or learn from it; null: help is as usual again."
    )


def wish_out(found: Wish, at: datetime) -> WishOut:
    """Return an entry of one's own."""
    one = found.entry
    return WishOut(
        id=one.id,
        line=one.line,
        skill=one.skill,
        why=one.why,
        by_when=one.by_when,
        stretch=one.stretch,
        state=one.state,
        learned=one.learned,
        at=one.at,
        audience=AudienceOut(
            kind=one.audience.kind, person=one.audience.person, team=one.audience.team
        ),
        found=[find_out(each) for each in found.shown(at)],
    )


def find_out(found: Find) -> FindOut:
    """Return what was found for an entry."""
    return FindOut(
        id=found.id,
        kind=found.kind,
        thing=found.thing,
        title=found.title,
        says=found.says,
        state=found.state,
        at=found.at,
        until=found.until,
    )


def shared_out(found: Entry, name: str) -> SharedWishOut:
    """Return what somebody else shares of their list."""
    return SharedWishOut(
        id=found.id,
        author=PersonRef(id=found.author, name=name),
        line=found.line,
        skill=found.skill,
        why=found.why,
        by_when=found.by_when,
    )
