"""Who takes part in a round: what they want, what they offer, when they work, whom they know."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from journeywork.engine.people import Skill, WorkingTime

#: How many mentors somebody may want at the same time, and how many wishes they may rank.
MOST_WANTED, MOST_WISHES = 3, 5
#: More people than this come to one mentor by mistake, not by intent.
MOST_PLACES = 100


class Role(StrEnum):
    """How somebody takes part; `NONE` is listed for the reporting line alone."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    BOTH = "both"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A skill that somebody wants to learn; `weight` from 1 to 3 (most)."""

    name: str
    weight: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """That two were a pair before; `on` is when they last were."""

    partner: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody in a round. `key` is theirs alone, in the round and in files.

    `seniority` is a band, any whole number, higher for more senior; None is not known, as
    `hours` None is. `languages` begin with the one they like best. `chain` are the keys of their
    manager, the manager's manager and so on. `wishes` are keys, the first wish first. `places`
    is how many people a mentor takes at a time, `taken` how many they have, staged pairs
    included. `wanted` is how many mentors they want at a time. `blocks` are keys of people with
    whom they must not be paired; it holds both ways, and is told to nobody. `confirmed_on` is
    when they last said that all of this is so.
    """

    key: str
    name: str
    role: Role
    email: str = ""
    wants: tuple[Wanted, ...] = ()
    offers: tuple[Skill, ...] = ()
    goals: tuple[str, ...] = ()
    seniority: int | None = None
    hours: WorkingTime | None = None
    zone_name: str = ""
    languages: tuple[str, ...] = ()
    department: str = ""
    chain: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    places: int = 1
    taken: int = 0
    wanted: int = 1
    past: tuple[Past, ...] = ()
    blocks: frozenset[str] = frozenset()
    paused_until: date | None = None
    confirmed_on: date | None = None

    @property
    def seeks(self) -> bool:
        """Tell whether they look for a mentor."""
        return self.role in (Role.MENTEE, Role.BOTH)

    @property
    def gives(self) -> bool:
        """Tell whether they are a mentor."""
        return self.role in (Role.MENTOR, Role.BOTH)

    @property
    def free(self) -> int:
        """How many more people they can take as a mentor, 0 or more."""
        return max(0, self.places - self.taken) if self.gives else 0

    def paused(self, on: date) -> bool:
        """Tell whether they are paused on a day; the day until which it lasts is not."""
        return self.paused_until is not None and on < self.paused_until
