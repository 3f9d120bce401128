"""The shapes of several rooms."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from journeywork.client.shape import UNSET, Answered, Given, UnsetType


class PersonRef(Answered, kw_only=True):
    """A person, by identifier and name."""

    id: UUID
    name: str


#: What the owner says of it once it is done.
Helped = Literal["yes", "partly", "no", "too early to say"]


class AppliesOut(Answered, kw_only=True):
    """The work a card is for: places, path globs, kinds of work."""

    places: list[str]
    paths: list[str]
    kinds: list[str]


#: How wide something is shared, from nobody to everybody here.
AudienceKind = Literal["only me", "one person", "those who take part", "a team", "everyone here"]


class AudienceIn(Given, kw_only=True):
    """Who can read a post besides its author."""

    kind: AudienceKind
    person: str | UnsetType | None = UNSET
    team: str | UnsetType | None = UNSET


class AudienceOut(Answered, kw_only=True):
    """Who can read a post besides its author."""

    kind: AudienceKind
    person: UUID | None
    team: UUID | None


#: How somebody came to take part.
CameBy = Literal["themselves", "default", "organiser"]
#: What sort of job aid a card is.
CardKind = Literal["how-to", "checklist", "decision framework", "reference", "lesson"]
#: Where a card is in its life.
CardState = Literal["draft", "published", "archived"]
#: Whether readers can rely on a card today.
Trust = Literal["fresh", "due", "expired", "flagged"]


class CardOut(Answered, kw_only=True):
    """A card without its text. `used` and `helped` count distinct people."""

    id: UUID
    key: str
    title: str
    kind: CardKind
    state: CardState
    trust: Trust
    summary: str
    minutes: int
    owner: PersonRef | None
    team: UUID | None
    topics: list[str]
    applies_to: AppliesOut
    reviewed_on: date
    review_days: int
    changed_at: datetime
    source: str
    url: str
    used: int
    helped: int


class CardWithBodyOut(Answered, kw_only=True):
    """A card with its text, in Markdown."""

    id: UUID
    key: str
    title: str
    kind: CardKind
    state: CardState
    trust: Trust
    summary: str
    minutes: int
    owner: PersonRef | None
    team: UUID | None
    topics: list[str]
    applies_to: AppliesOut
    reviewed_on: date
    review_days: int
    changed_at: datetime
    source: str
    url: str
    used: int
    helped: int
    body: str


#: What became of a check-in.
CheckInState = Literal["planned", "done", "skipped"]


class CheckInOut(Answered, kw_only=True):
    """A time at which an activity meets."""

    id: UUID
    activity: UUID
    planned: date
    at: datetime
    state: CheckInState


#: Who has a say in who meets whom, beside the rules.
Choosing = Literal["automatic", "ranked", "both", "organiser"]


class CountOut(Answered, kw_only=True):
    """How many things an act was about."""

    count: int


class CountsOut(Answered, kw_only=True):
    """How often a thing happened within a piece of work."""

    events: int
    reviews: int
    reworks: int
    failed_checks: int
    reopens: int
    handovers: int


#: How somebody takes part; `NONE` is listed for the reporting line alone.
Role = Literal["mentor", "mentee", "both", "none"]
#: Where a piece of work stands.
EpisodeState = Literal["open", "blocked", "finished"]
#: How one person helped another with a piece of work.
HelpKind = Literal["reviewed", "helped", "answered", "paired"]


class HelperOut(Answered, kw_only=True):
    """Somebody who helped. Helping is visible; whom they helped is not said."""

    by: PersonRef
    ways: list[HelpKind]


class EpisodeOut(Answered, kw_only=True):
    """A piece of work. `key` is the subject under which people know it."""

    uuid: UUID
    key: str
    kind: str
    title: str
    state: EpisodeState
    opened_at: datetime
    last_at: datetime
    closed_at: datetime | None
    owner: PersonRef | None
    people: list[PersonRef]
    helpers: list[HelperOut]
    place: str
    paths: list[str]
    labels: list[str]
    url: str
    counts: CountsOut


#: How far a visitor goes, in this order.
Mode = Literal["observe", "briefed", "parts", "watched", "alone"]


class LookForOut(Answered, kw_only=True):
    """Something to look for."""

    id: UUID
    says: str
    why: str
    source: str
    shown: bool


class SkillOut(Answered, kw_only=True):
    """A skill with a level from 1 (starting) to 5 (others come to learn it)."""

    name: str
    level: int


#: Whether rounds come one by one (a cohort), or people are matched as they come.
Pace = Literal["cohort", "evergreen"]
#: Who is brought together with whom.
ProgrammeKind = Literal["mentoring", "buddy", "reverse", "peers", "circles"]
#: Whether a programme takes people in.
ProgrammeState = Literal["draft", "open", "closed"]


class PolicyOut(Answered, kw_only=True):
    """The promise about attention: how often people are interrupted at most, and when not."""

    per_day: int
    per_week: int
    withheld: float
    card_chance: float
    episode_chance: float
    person_chance: float
    seen_days: int
    person_days: int
    damped_below: float
    quiet_days: int
    faded_at: float
    ignored_hours: int
    fresh_hours: int


class PostOut(Answered, kw_only=True):
    """A post, or an answer to one, as its reader sees it."""

    id: UUID
    author: PersonRef
    text: str
    topics: list[str]
    audience: AudienceOut
    at: datetime
    changed_at: datetime | None
    episode: UUID | None
    thread: UUID | None
    reflection: bool
    thanked: list[PersonRef]
    answered: list[PersonRef]


class ReplyIn(Given, kw_only=True):
    """What somebody answers."""

    text: str


#: What the person did with what was offered (the proximal outcome).
ResponseKind = Literal[
    "helped", "not_useful_here", "knew_it", "too_late", "wrong", "opened", "ignored"
]


class ResponseIn(Given, kw_only=True):
    """What became of something that was offered or found. Only its author reads the note."""

    kind: ResponseKind
    note: str | UnsetType = UNSET


class ResponseOut(Answered, kw_only=True):
    """An answer that was given."""

    id: UUID
    at: datetime
    kind: ResponseKind
    option: UUID
    target: UUID | None
    note: str


class SkillIn(Given, kw_only=True):
    """A skill with a level from 1 (starting) to 5 (others come to learn it)."""

    name: str
    level: int


#: What a card asks of its owner.
TaskKind = Literal["reported", "review due"]


class TaskOut(Answered, kw_only=True):
    """Something for the owner of a card to do."""

    card: UUID
    key: str
    title: str
    kind: TaskKind
    says: str
    at: datetime


class TeamOut(Answered, kw_only=True):
    """A team."""

    id: UUID
    key: str
    name: str
    setting: str


class VisitMeetingOut(Answered, kw_only=True):
    """A time to which both agreed."""

    id: UUID
    starts: datetime
    ends: datetime
    state: CheckInState
    moving: bool


class VisitStepOut(Answered, kw_only=True):
    """From this time on it was done this way; it says nothing of how it went."""

    mode: Mode
    by: PersonRef | None
    at: datetime


class VisitTimeOut(Answered, kw_only=True):
    """A time that suits both, to which both may agree."""

    id: UUID
    starts: datetime
    ends: datetime
    agreed: list[UUID]


class VisitWithTimesOut(Answered, kw_only=True):
    """A visit with its times, its steps, and what to look for."""

    id: UUID
    host: PersonRef
    visitor: PersonRef
    title: str
    kind: str
    aims: str
    reverse: bool
    minutes: int
    modes: list[Mode]
    mode: Mode
    ready: list[UUID]
    next_mode: Mode | None
    runs: bool
    offer: UUID | None
    request: UUID | None
    at: datetime
    times: list[VisitTimeOut]
    meetings: list[VisitMeetingOut]
    steps: list[VisitStepOut]
    look_fors: list[LookForOut]
