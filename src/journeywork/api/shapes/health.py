"""How a programme goes, from signals alone: no goal, no note and no rating of anybody is in it."""

from datetime import date, datetime

from ninja import Field, Schema

from journeywork.engine.mentoring_health import Learning, Load, Signal, Told
from journeywork.mentoring.health import Health

_FEW = "null: of fewer than five people nothing is told."


class NeedsLookOut(Schema):
    """A match that needs a look."""

    names: str = Field(description="Who is in it.")
    signal: Signal = Field(description="Why it needs one.")
    since: datetime = Field(description="When the last sign of it was.")


class LadenOut(Schema):
    """How many mentors have so many people."""

    people: int = Field(description="So many people each.")
    mentors: int = Field(description="How many mentors.")


class LoadOut(Schema):
    """How mentors are laden; who has how many is not told."""

    free: int = Field(description="How many places are free.")
    spread: list[LadenOut] = Field(description="How many mentors have how many people.")


class LearningOut(Schema):
    """What a programme teaches whoever runs it."""

    seek: int = Field(description="How many look for somebody.")
    have: int = Field(description="How many of them have had somebody.")
    days: float | None = Field(description="Days until they first met, half of them; " + _FEW)
    met: int | None = Field(description="How many have met; " + _FEW)
    people: int | None = Field(description="Of how many a match has begun; " + _FEW)
    changed: int | None = Field(description="How many of these had somebody before; " + _FEW)


class UsefulOut(Schema):
    """How useful last meetings of a month were, of five people or more, and in steps."""

    month: date = Field(description="The month, by its first day.")
    size: int = Field(description="How many people said so.")
    least: int = Field(description="At least so many of them found it useful.")
    most: int = Field(description="At most so many did.")


class HealthOut(Schema):
    """How the matches of a programme go."""

    running: int = Field(description="How many run.")
    met: int = Field(description="How many of them have met.")
    late: int = Field(description="How many of them should have met by now, and have not.")
    quiet: int = Field(description="How many of them are silent.")
    ended: int = Field(description="How many have ended.")
    attention: list[NeedsLookOut] = Field(
        description="Those that need a look, silent longest first."
    )
    load: LoadOut | None = Field(description="How mentors are laden; null: there are none.")
    learning: LearningOut = Field(description="What the programme teaches.")
    useful: UsefulOut | None = Field(description="How useful meetings were; " + _FEW)


def health_out(found: Health, told: Told | None) -> HealthOut:
    """Return how a programme goes."""
    counts = ("running", "met", "late", "quiet", "ended")
    return HealthOut(
        **{name: getattr(found, name) for name in counts},
        attention=[
            NeedsLookOut(names=one.names, signal=one.signal, since=one.since)
            for one in found.attention
        ],
        load=_load(found.load) if found.load else None,
        learning=_learning(found.learning),
        useful=_useful(told) if told else None,
    )


def _load(found: Load) -> LoadOut:
    spread = [LadenOut(people=people, mentors=count) for people, count in found.spread.items()]
    return LoadOut(free=found.free, spread=spread)


def _learning(found: Learning) -> LearningOut:
    return LearningOut(**{name: getattr(found, name) for name in LearningOut.model_fields})


def _useful(found: Told) -> UsefulOut:
    return UsefulOut(month=found.month, size=found.size, least=found.least, most=found.most)
