"""What may happen after a match: values."""

from dataclasses import dataclass


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
