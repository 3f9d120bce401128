"""The rules of a round: what counts how much, and what is barred whatever it counts.

Weights are 0 to 100. A weight is how many hundred points a criterion can add to the fit of two
people, so that points add up to the fit, in whole numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

#: Points for each unit of weight.
UNIT = 100
HEAVIEST = 100
MOST_HOURS = 80.0
MOST_GAP = 50
MOST_DAYS = 3650


class Departments(StrEnum):
    """What a round wants of the departments of two people."""

    ANY = "any"
    PREFER_OTHER = "prefer other"
    PREFER_SAME = "prefer same"
    OTHER = "must differ"
    SAME = "must match"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How many hundred points each criterion can add; `past` is what it can take away."""

    skills: int = 45
    goals: int = 12
    hours: int = 13
    seniority: int = 10
    languages: int = 5
    department: int = 5
    wishes: int = 10
    freshness: int = 2
    past: int = 20

    @property
    def most(self) -> int:
        """The points of two who fit in everything; a mentor's wish counts half beside it."""
        whole = self.skills + self.goals + self.hours + self.seniority
        whole += self.languages + self.department + self.freshness + self.wishes
        return whole * UNIT + self.wishes * UNIT // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """What is barred. Numbers are bounds; None, 0 and False bar nothing.

    `least_hours` in a week that both work. `least_gap` and `most_gap` are how many bands a mentor
    may stand above a mentee (below: negative). `mutual` are two who would mentor each other in one
    round. A pair is not put together again for
    `cool_down_days`; with `cool_down_yields` it does not hold where more people have a mentor by it.
    """

    common_language: bool = True
    least_hours: float = 2.0
    reporting_line: bool = True
    same_manager: bool = True
    mutual: bool = True
    departments: Departments = Departments.PREFER_OTHER
    least_gap: int | None = 0
    most_gap: int | None = None
    cool_down_days: int = 365
    cool_down_yields: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Scales:
    """From where on a criterion counts in full.

    `enough_hours` in common a week are as good as more. A mentor from `best_gap_from` to
    `best_gap_to` bands above counts in full, and a third less for each band beside it. What lies
    in the past counts half after `past_half_days`; what was confirmed within `fresh_days` is
    fresh, and half as fresh within twice as many.
    """

    enough_hours: float = 10.0
    best_gap_from: int = 1
    best_gap_to: int = 3
    past_half_days: int = 730
    fresh_days: int = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All that a round is matched by. `also_called` are groups of names of one skill each."""

    weights: Weights = field(default_factory=Weights)
    bars: Bars = field(default_factory=Bars)
    scales: Scales = field(default_factory=Scales)
    also_called: tuple[tuple[str, ...], ...] = ()


MENTORING = Rules()
#: Beginnings for other kinds of programme; a round's own rules change them.
PROGRAMMES: Mapping[str, Rules] = {
    "mentoring": MENTORING,
    # Somebody near, at the same hours; not who leads them, and no matter how senior.
    "buddy": Rules(
        weights=Weights(skills=15, goals=10, hours=30, seniority=0, languages=10, department=20),
        bars=Bars(least_hours=10.0, least_gap=None, departments=Departments.PREFER_SAME),
        scales=Scales(enough_hours=30.0),
    ),
    # The younger teach the older: the gap is turned round.
    "reverse": Rules(
        weights=Weights(skills=50),
        bars=Bars(least_gap=None, most_gap=-1),
        scales=Scales(best_gap_from=-6, best_gap_to=-2),
    ),
    # All alike: no bands, and colleagues of one team may well meet. Who met whom is looked after
    # by the rounds themselves.
    "peers": Rules(
        weights=Weights(skills=40, goals=15, hours=20, seniority=0, department=10, past=0),
        bars=Bars(least_gap=None, same_manager=False, cool_down_days=0),
    ),
    # To sit together again counts against a circle, and is no bar.
    "circles": Rules(
        weights=Weights(skills=40, goals=20, hours=15, seniority=0, department=10),
        bars=Bars(least_gap=None, same_manager=False, cool_down_days=0),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One thing that a rules file may set: where, between which bounds, and what it does."""

    table: str
    name: str
    says: str
    least: float = 0
    most: float = HEAVIEST


SETTINGS: tuple[Setting, ...] = (
    Setting(table="weights", name="skills", says="what they want to learn, and the other offers"),
    Setting(table="weights", name="goals", says="goals that both have named"),
    Setting(table="weights", name="hours", says="working hours that both have, all year round"),
    Setting(table="weights", name="seniority", says="how far the mentor is ahead"),
    Setting(table="weights", name="languages", says="a language that both like best"),
    Setting(table="weights", name="department", says="departments, as `departments` wishes"),
    Setting(table="weights", name="wishes", says="wishes; a mentor's wish counts half"),
    Setting(table="weights", name="freshness", says="what both said of themselves is not old"),
    Setting(table="weights", name="past", says="taken away where both were a pair before"),
    Setting(table="bars", name="common_language", says="both must share a language"),
    Setting(
        table="bars",
        name="least_hours",
        says="so many hours in a week must be working hours of both, in every week of the year",
        most=MOST_HOURS,
    ),
    Setting(
        table="bars", name="reporting_line", says="nobody mentors whom they lead, or who leads them"
    ),
    Setting(
        table="bars", name="same_manager", says="nobody mentors somebody with the same manager"
    ),
    Setting(
        table="bars", name="mutual", says="two people do not mentor each other in the same round"
    ),
    Setting(table="bars", name="departments", says="what is wished or demanded of departments"),
    Setting(
        table="bars",
        name="least_gap",
        says="so many bands must a mentor stand above a mentee; false for no bound",
        least=-MOST_GAP,
        most=MOST_GAP,
    ),
    Setting(
        table="bars",
        name="most_gap",
        says="no more bands than these; false for no bound",
        least=-MOST_GAP,
        most=MOST_GAP,
    ),
    Setting(
        table="bars",
        name="cool_down_days",
        says="two who were a pair are not put together again for so many days",
        most=MOST_DAYS,
    ),
    Setting(
        table="bars",
        name="cool_down_yields",
        says="they are all the same where more people have a mentor by it, and the reason says so",
    ),
    Setting(
        table="scales",
        name="enough_hours",
        says="so many hours in common count in full",
        least=1,
        most=MOST_HOURS,
    ),
    Setting(
        table="scales",
        name="best_gap_from",
        says="from so many bands above a mentor counts in full",
        least=-MOST_GAP,
        most=MOST_GAP,
    ),
    Setting(
        table="scales",
        name="best_gap_to",
        says="up to so many bands above a mentor counts in full",
        least=-MOST_GAP,
        most=MOST_GAP,
    ),
    Setting(
        table="scales",
        name="past_half_days",
        says="a pair of so many days ago counts half as much as one of today",
        least=1,
        most=MOST_DAYS,
    ),
    Setting(
        table="scales",
        name="fresh_days",
        says="what was confirmed so many days ago still counts in full",
        least=1,
        most=MOST_DAYS,
    ),
)
