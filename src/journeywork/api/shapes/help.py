"""Help, offered or asked for: questions, options, offers, silences, responses."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from journeywork.api.shapes import In
from journeywork.api.shapes.work import EpisodeOut
from journeywork.engine.feedback import ResponseKind
from journeywork.engine.options import Option, OptionKind
from journeywork.engine.support import Offer, Silence, SilenceReason


class PartOut(Schema):
    """One term of a score; the parts of an option add up to its score."""

    name: str = Field(description="What is counted.")
    value: float | None = Field(description="What it adds; null for people, who get no numbers.")
    says: str = Field(description='The reason in words; "" where it needs none.')


class OptionOut(Schema):
    """Something that could help, with the reasons for it."""

    kind: OptionKind = Field(description="Whether it is a card, past work, a person or a note.")
    id: UUID = Field(description="Identifies the card, the piece of work or the person.")
    key: str = Field(
        description="The card's or the person's key, the piece of work's subject; \"\" for a note."
    )
    title: str = Field(description="What it is called.")
    score: float | None = Field(
        description="How well it fits, to compare with others of its kind; null for people."
    )
    parts: list[PartOut] = Field(description="What speaks for it, and what against.")


class AnswerOut(Schema):
    """What Ask found: at most three cards, one piece of past work, two people."""

    kind: str = Field(description="How the question was read: how-to, error, change, path ...")
    cards: list[OptionOut] = Field(description="At most three cards, the best first.")
    episode: OptionOut | None = Field(description="A piece of past work; null for none.")
    people: list[OptionOut] = Field(description="At most two people who could help.")
    place: str = Field(description="The place that was read from the question, or told.")
    paths: list[str] = Field(description="The paths that were read from the question, or told.")
    listed: bool = Field(
        description="Whether nothing was found and everybody can read and answer the question now."
    )


class AskIn(In):
    """A question in any form: words, an address, a path, an error message or a diff."""

    text: str = Field(min_length=1, max_length=100_000, description="The question.")
    place: str = Field("", max_length=200, description="The repository, ward, matter or cell.")
    paths: list[Annotated[str, Field(min_length=1, max_length=500)]] = Field(
        default_factory=list, max_length=200, description="Files or areas that it is about."
    )


class OfferOut(Schema):
    """What was offered, why this, why now, and why not the next ones."""

    id: UUID = Field(description="Identifies the offer.")
    at: datetime = Field(description="When it was made.")
    option: OptionOut = Field(description="What was offered.")
    why_this: str = Field(description="Why this.")
    why_now: str = Field(description="Why now.")
    why_not_next: list[str] = Field(description="Why not the next ones.")
    candidates: list[OptionOut] = Field(description="All that was looked at.")
    propensity: float = Field(
        description="The probability with which it was offered, rather than held back by lot."
    )


class TodayOut(Schema):
    """The one offer of the moment, if there is one, one's open work, attention spent."""

    offer: OfferOut | None = Field(description="The offer of the moment; null for none.")
    episodes: list[EpisodeOut] = Field(description="The work at hand.")
    spent_today: int = Field(description="How often one was interrupted today.")
    spent_this_week: int = Field(description="How often one was interrupted this week.")


class SilenceOut(Schema):
    """A moment at which nothing was offered, and why."""

    id: UUID = Field(description="Identifies the silence.")
    at: datetime = Field(description="When it was.")
    reason: SilenceReason = Field(description="The sort of reason.")
    says: str = Field(description="The reason in words.")
    candidates: list[OptionOut] = Field(description="All that was looked at.")
    propensity: float = Field(
        description="The probability with which help would be offered, rather than held back by lot."
    )


class ResponseIn(In):
    """What became of something that was offered or found. Only its author reads the note."""

    kind: ResponseKind = Field(description="What became of it; nobody says that they ignored it.")
    note: str = Field("", max_length=2000, description="A word on why; only its author reads it.")


class ResponseOut(Schema):
    """An answer that was given."""

    id: UUID = Field(description="Identifies the answer.")
    at: datetime = Field(description="When it was given.")
    kind: ResponseKind = Field(description="What became of it.")
    option: UUID = Field(description="The card, piece of work or person it was about.")
    target: UUID | None = Field(description="The offer that was answered, if there was one.")
    note: str = Field(description="One's own word on why.")


def offer_out(found: Offer) -> OfferOut:
    """Return an offer with everything that was considered."""
    return OfferOut(
        id=found.id,
        at=found.at,
        option=option_out(found.option),
        why_this=found.why_this,
        why_now=found.why_now,
        why_not_next=list(found.why_not_next),
        candidates=[option_out(each) for each in found.candidates],
        propensity=found.propensity,
    )


def silence_out(found: Silence) -> SilenceOut:
    """Return a silence with everything that was considered."""
    return SilenceOut(
        id=found.id,
        at=found.at,
        reason=found.reason,
        says=found.says,
        candidates=[option_out(each) for each in found.candidates],
        propensity=found.propensity,
    )


def option_out(found: Option) -> OptionOut:
    """Return an option. People get reasons and no numbers: nobody is ranked."""
    bare = found.kind is OptionKind.PERSON
    return OptionOut(
        kind=found.kind,
        id=found.id,
        key=found.key,
        title=found.title,
        score=None if bare else found.score,
        parts=[
            PartOut(name=part.name, value=None if bare else part.value, says=part.says)
            for part in found.parts
        ],
    )
