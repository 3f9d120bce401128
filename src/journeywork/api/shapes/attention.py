"""Attention: how often people are interrupted at most, and what one wishes for oneself."""

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema

from journeywork.api.shapes import ADay, Change, In, Name, Number, Whole, Written
from journeywork.engine.attention import (
    MOST_CHANCE,
    MOST_PER_DAY,
    MOST_PER_WEEK,
    MOST_WITHHELD,
)

_SAYS = {
    "per_day": "How often anybody is interrupted at most on a day.",
    "per_week": "How often anybody is interrupted at most in a week.",
    "withheld": "Share of moments held back by lot, to learn whether offers help; 0 turns it off.",
    "card_chance": "How likely a card must be, as measured, to be the one that somebody would pick.",
    "episode_chance": "How likely past work must be the work that one would refer to.",
    "person_chance": "How likely a colleague must be to be the one who then helps.",
    "seen_days": "For how many days something seen is not offered.",
    "person_days": "For how many days a colleague who was suggested is not suggested again.",
    "damped_below": "Below which usefulness, after colleagues' answers, a trigger is silent.",
    "quiet_days": "For how many days a trigger is silent for somebody whom it did not help.",
    "faded_at": "From which share of work done well without help a trigger falls silent.",
    "ignored_hours": "After how many hours an offer without an answer counts as ignored.",
    "fresh_hours": "After how many hours a moment is past, and nothing is offered for it.",
}


class PolicyOut(Schema):
    """The promise about attention: how often people are interrupted at most, and when not."""

    per_day: int = Field(description=_SAYS["per_day"])
    per_week: int = Field(description=_SAYS["per_week"])
    withheld: float = Field(description=_SAYS["withheld"])
    card_chance: float = Field(description=_SAYS["card_chance"])
    episode_chance: float = Field(description=_SAYS["episode_chance"])
    person_chance: float = Field(description=_SAYS["person_chance"])
    seen_days: int = Field(description=_SAYS["seen_days"])
    person_days: int = Field(description=_SAYS["person_days"])
    damped_below: float = Field(description=_SAYS["damped_below"])
    quiet_days: int = Field(description=_SAYS["quiet_days"])
    faded_at: float = Field(description=_SAYS["faded_at"])
    ignored_hours: int = Field(description=_SAYS["ignored_hours"])
    fresh_hours: int = Field(description=_SAYS["fresh_hours"])


class PolicyIn(Change):
    """What shall be different about the promise; what is left out stays."""

    per_day: Whole = Field(0, ge=0, le=MOST_PER_DAY, description=_SAYS["per_day"])
    per_week: Whole = Field(0, ge=0, le=MOST_PER_WEEK, description=_SAYS["per_week"])
    withheld: Number = Field(0, ge=0, le=MOST_WITHHELD, description=_SAYS["withheld"])
    card_chance: Number = Field(0, ge=0, le=MOST_CHANCE, description=_SAYS["card_chance"])
    episode_chance: Number = Field(0, ge=0, le=MOST_CHANCE, description=_SAYS["episode_chance"])
    person_chance: Number = Field(0, ge=0, le=MOST_CHANCE, description=_SAYS["person_chance"])
    seen_days: Whole = Field(0, ge=0, le=365, description=_SAYS["seen_days"])
    person_days: Whole = Field(1, ge=1, le=365, description=_SAYS["person_days"])
    damped_below: Number = Field(0, ge=0, le=0.6, description=_SAYS["damped_below"])
    quiet_days: Whole = Field(0, ge=0, le=365, description=_SAYS["quiet_days"])
    faded_at: Number = Field(1, ge=0.5, le=1, description=_SAYS["faded_at"])
    ignored_hours: Whole = Field(1, ge=1, le=720, description=_SAYS["ignored_hours"])
    fresh_hours: Whole = Field(1, ge=1, le=168, description=_SAYS["fresh_hours"])


class AttentionOut(Schema):
    """How much of one's attention was asked for, out of how much, and what one wishes."""

    spent_today: int = Field(description="How often one was interrupted today.")
    per_day: int = Field(description=_SAYS["per_day"])
    spent_this_week: int = Field(description="How often one was interrupted this week.")
    per_week: int = Field(description=_SAYS["per_week"])
    paused_until: date | None = Field(description="Before which day nothing is offered.")
    snoozed_until: datetime | None = Field(description="Before which time nothing is offered.")
    channels: list[str] = Field(description="Where offers come to, beside Today.")


class PauseIn(In):
    """No offers before this day; null takes the pause back."""

    until: Annotated[date | None, ADay] = Field(
        description="On this day offers begin again; null: at once."
    )


class SnoozeIn(In):
    """No offers before this time; null takes it back."""

    until: Annotated[datetime | None, Written] = Field(
        description="At this time offers begin again; null: at once."
    )


class ChannelsIn(In):
    """All channels, beside Today, by which one's offers shall come."""

    channels: list[Name] = Field(max_length=20, description="All of them; mail is one.")
