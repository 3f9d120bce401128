"""What may happen after a match: values."""

from dataclasses import dataclass

from journeywork.engine.matching.market import MOST_DEMAND


@dataclass(frozen=True)
class Leaves:
    """A giver leaves, or pauses: no place any more."""

    giver: int


@dataclass(frozen=True)
class Withdraws:
    """A seeker leaves, or pauses: wants nobody."""

    seeker: int


@dataclass(frozen=True)
class Opens:
    """A giver has `places` now: more or fewer than before."""

    giver: int
    places: int


@dataclass(frozen=True)
class Wants:
    """A seeker wants `partners` now, 0..3: joins, or changes their mind."""

    seeker: int
    partners: int


@dataclass(frozen=True)
class Blocks:
    """These two must not be together."""

    seeker: int
    giver: int


Event = Leaves | Withdraws | Opens | Wants | Blocks


def complaint(event: Event, seekers: int, givers: int) -> str | None:
    """What is wrong with an event for so many seekers and givers; None where nothing is."""
    seeker, giver = getattr(event, "seeker", None), getattr(event, "giver", None)
    if seeker is not None and not 0 <= seeker < seekers:
        return f"There is no seeker {seeker}."
    if giver is not None and not 0 <= giver < givers:
        return f"There is no giver {giver}."
    if isinstance(event, Opens) and event.places < 0:
        return "A capacity is 0 or more."
    if isinstance(event, Wants) and not 0 <= event.partners <= MOST_DEMAND:
        return f"A demand is 0..{MOST_DEMAND}."
    return None


@dataclass(frozen=True)
class Move:
    """A seeker whose partners change: givers and fits before and after."""

    seeker: int
    before: tuple[int, ...]
    after: tuple[int, ...]
    fit_before: tuple[int, ...]
    fit_after: tuple[int, ...]

    @property
    def gain(self) -> int:
        """What the seeker's fits gain in points; below 0 they lose."""
        return sum(self.fit_after) - sum(self.fit_before)
