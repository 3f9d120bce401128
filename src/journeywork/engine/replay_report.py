"""What a replay found, as values: what would have been offered, and how often it was right.

The report is read by everybody in the organisation. It holds nobody who would have been
helped: counts about fewer than `FEWEST` people are left out (None), and examples stand for at
least that many people (`engine.veil`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from journeywork.engine.attention import Policy
from journeywork.engine.estimates import Difference, Share
from journeywork.engine.options import OptionKind

#: Figures about fewer people than this would be figures about somebody.
FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How one way of answering did: shares of questions answered within the first k places.

    `hits` pairs k with the share; `reciprocal` is the mean of 1/place (0 when not found),
    with its interval. `busiest` is the share of first places that went to one person.
    `against` is ours minus this one, None for ours; `p` is McNemar's, at the first k.
    """

    key: str
    name: str
    says: str
    hits: tuple[tuple[int, Share], ...]
    reciprocal: float
    low: float
    high: float
    busiest: Share | None = None
    against: Difference | None = None
    p: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindsight:
    """Questions whose answer the history itself shows, and how each method answered them.

    `methods` begins with ours. `sorts` counts questions by how the history shows the
    answer, `left_out` those not asked, with the reason.
    """

    key: str
    questions: int
    methods: tuple[Method, ...]
    sorts: Mapping[str, int]
    left_out: Mapping[str, int]
    busiest_in_truth: Share | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTally:
    """What one rule saw, and what came of it. `key` is "" for all rules with few people."""

    key: str
    title: str
    moments: int
    offers: int
    people: int | None
    offered: Mapping[OptionKind, int]
    silences: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month of the replay; `person_weeks` counts weeks in which somebody did something."""

    first: str
    moments: int
    offers: int
    person_weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One moment, told so that it may be any of at least `people` people.

    `when` and `where` are as coarse as that takes. Of an offer, `offered` is its kind,
    `title` what was offered, `colleague` who was suggested (the title is then empty) and
    `because` names what spoke for it; of a silence, `reason` says why.
    """

    rule: str
    when: str
    where: str
    people: int
    offered: OptionKind | None = None
    title: str = ""
    colleague: UUID | None = None
    because: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """What the moments would have asked of people's attention.

    `people` had at least one offer, of `active` who worked. `weekly` counts person-weeks by
    the number of offers in them (0 first; the last is for so many or more). `left_out` tells
    of rules that are in no figure, because they concern fewer than `FEWEST` people together;
    reasons and kinds that do are left out too.
    """

    moments: int
    offers: int
    people: int | None
    active: int
    person_weeks: int
    weekly: tuple[int, ...]
    silences: Mapping[str, int]
    rules: tuple[RuleTally, ...]
    months: tuple[Month, ...]
    examples: tuple[Example, ...]
    left_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefTally:
    """How often a trigger would have proposed a debrief, and to how many people together."""

    trigger: str
    times: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefExample:
    """One debrief that would have been proposed, about work that everybody may see, and why."""

    trigger: str
    at: datetime
    title: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Debriefed:
    """Which debriefs would have been proposed.

    `left_out` tells of triggers that are in no figure, because what they proposed concerns
    fewer than `FEWEST` people together.
    """

    proposed: int
    tallies: tuple[DebriefTally, ...]
    examples: tuple[DebriefExample, ...]
    left_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A replay from `since` until `until`, made `at`; the time before taught and was not judged.

    `attention` is None where fewer than `FEWEST` people worked in that time.
    """

    at: datetime
    since: datetime
    until: datetime
    history_since: datetime
    events: int
    judged_events: int
    cards: int
    places: int
    policy: Policy
    past_work: Hindsight
    who_knows: Hindsight
    attention: Attention | None
    seed: int
    #: None in reports of before debriefs were looked for
    debriefs: Debriefed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMoment:
    """One moment of the reader's own, in full: only that person sees it."""

    at: datetime
    rule: str
    says: str
    offered: OptionKind | None = None
    title: str = ""
    why_this: str = ""
    why_now: str = ""
    why_not_next: tuple[str, ...] = ()
    reason: str = ""
    reason_says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What the replay would have meant for one person: their counts and latest moments."""

    moments: int
    offers: int
    silences: Mapping[str, int]
    latest: tuple[OwnMoment, ...]
