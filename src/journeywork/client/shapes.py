"""The shapes of the API."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import date, datetime, time
from typing import Any, Literal
from uuid import UUID

from journeywork.client.shape import UNSET, Answered, Given, UnsetType

#: What sort of job aid a card is.
CardKind = Literal["how-to", "checklist", "decision framework", "reference", "lesson"]
#: Where a card is in its life.
CardState = Literal["draft", "published", "archived"]
#: Where a delivery stands.
DeliveryState = Literal["waiting", "delivered", "dead letter", "dropped"]
#: Where a piece of work stands.
EpisodeState = Literal["open", "blocked", "finished"]
#: How one person helped another with a piece of work.
HelpKind = Literal["reviewed", "helped", "answered", "paired"]
#: Where a job stands.
JobState = Literal["waiting", "running", "failed"]
#: What can be offered. A note is an invitation to write down what was learned.
OptionKind = Literal["card", "episode", "person", "note"]
#: What the person did with what was offered (the proximal outcome).
ResponseKind = Literal[
    "helped", "not_useful_here", "knew_it", "too_late", "wrong", "opened", "ignored"
]
#: Why nothing was offered.
SilenceReason = Literal[
    "nothing fits well enough",
    "the day's attention is spent",
    "the week's attention is spent",
    "outside working hours",
    "in the middle of something",
    "paused by the person",
    "snoozed by the person",
    "colleagues said this trigger does not help",
    "the person does this well without help",
    "everything that fits was seen or written by the person",
    "the person said it does not help them here",
    "held back by lot, to learn whether help helps",
]
#: Whether a subscription is told anything.
SubscriptionState = Literal["active", "paused", "stopped", "ended"]
#: What a card asks of its owner.
TaskKind = Literal["reported", "review due"]
#: How a condition compares what is measured with its value.
Test = Literal["at least", "at most", "is", "is not", "is one of", "mentions"]
#: Whether readers can rely on a card today.
Trust = Literal["fresh", "due", "expired", "flagged"]


class AccountChangeIn(Given, kw_only=True):
    """What shall be different about somebody; what is left out stays."""

    name: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    other_emails: list[str] | UnsetType = UNSET
    roles: list[str] | UnsetType = UNSET
    teams: list[UUID] | UnsetType = UNSET
    reports_to: UUID | UnsetType | None = UNSET
    zone_name: str | UnsetType = UNSET
    workdays: list[int] | UnsetType = UNSET
    starts: time | UnsetType = UNSET
    ends: time | UnsetType = UNSET
    languages: list[str] | UnsetType = UNSET


class AccountIn(Given, kw_only=True):
    """Somebody who may sign in from now on; they are told by mail where mail works."""

    name: str
    email: str | UnsetType = UNSET
    other_emails: list[str] | UnsetType = UNSET
    roles: list[str] | UnsetType = UNSET
    teams: list[UUID] | UnsetType = UNSET
    reports_to: UUID | UnsetType | None = UNSET
    zone_name: str | UnsetType = UNSET
    workdays: list[int] | UnsetType = UNSET
    starts: time | UnsetType = UNSET
    ends: time | UnsetType = UNSET
    languages: list[str] | UnsetType = UNSET


class AccountOut(Answered, kw_only=True):
    """Somebody as an administrator sets them up; nothing about what they get help with."""

    id: UUID
    key: str
    name: str
    teams: list[UUID]
    email: str
    other_emails: list[str]
    roles: list[str]
    reports_to: UUID | None
    zone_name: str
    workdays: list[int]
    starts: time
    ends: time
    languages: list[str]
    active: bool
    known_only: bool


class AdoptIn(Given, kw_only=True):
    """Who shall own a card from now on: a person's key; oneself when absent."""

    owner: str | UnsetType | None = UNSET


class AnswerIn(Given, kw_only=True):
    """What answers a question: a card that there is, or a text that becomes one."""

    card: str | UnsetType | None = UNSET
    text: str | UnsetType = UNSET


class PartOut(Answered, kw_only=True):
    """One term of a score; the parts of an option add up to its score."""

    name: str
    value: float | None
    says: str


class OptionOut(Answered, kw_only=True):
    """Something that could help, with the reasons for it."""

    kind: OptionKind
    id: UUID
    key: str
    title: str
    score: float | None
    parts: list[PartOut]


class AnswerOut(Answered, kw_only=True):
    """What Ask found: at most three cards, one piece of past work, two people."""

    kind: str
    cards: list[OptionOut]
    episode: OptionOut | None
    people: list[OptionOut]
    place: str
    paths: list[str]
    listed: bool


class AppliesIn(Given, kw_only=True):
    """The work a card is for: places, path globs, kinds of work."""

    places: list[str] | UnsetType = UNSET
    paths: list[str] | UnsetType = UNSET
    kinds: list[str] | UnsetType = UNSET


class AppliesOut(Answered, kw_only=True):
    """The work a card is for: places, path globs, kinds of work."""

    places: list[str]
    paths: list[str]
    kinds: list[str]


class AskIn(Given, kw_only=True):
    """A question in any form: words, an address, a path, an error message or a diff."""

    text: str
    place: str | UnsetType = UNSET
    paths: list[str] | UnsetType = UNSET


class AttemptOut(Answered, kw_only=True):
    """One attempt to deliver."""

    at: datetime
    status: int | None
    reason: str
    took: int


class AttentionOut(Answered, kw_only=True):
    """How much of one's attention was asked for, out of how much, and what one wishes."""

    spent_today: int
    per_day: int
    spent_this_week: int
    per_week: int
    paused_until: date | None
    snoozed_until: datetime | None
    channels: list[str]


class PersonRef(Answered, kw_only=True):
    """A person, by identifier and name."""

    id: UUID
    name: str


class AuditLineOut(Answered, kw_only=True):
    """One line of the audit log."""

    number: int
    at: datetime
    by: PersonRef | None
    verb: str
    object: str
    detail: dict[str, Any]
    digest: str


class AuthorIn(Given, kw_only=True):
    """Who is meant by a name in the work."""

    handle: str
    person: str


class AuthorOut(Answered, kw_only=True):
    """A name in the work whom nobody knows here."""

    handle: str
    events: int
    seen_at: datetime


class CardChangeIn(Given, kw_only=True):
    """What shall be different; what is left out stays."""

    title: str | UnsetType = UNSET
    body: str | UnsetType = UNSET
    kind: CardKind | UnsetType = UNSET
    topics: list[str] | UnsetType = UNSET
    applies_to: AppliesIn | UnsetType = UNSET
    team: UUID | UnsetType | None = UNSET
    review_days: int | UnsetType = UNSET
    url: str | UnsetType = UNSET


class CardIn(Given, kw_only=True):
    """A card as its author writes it. It stays a draft until it is published."""

    title: str
    body: str
    kind: CardKind | UnsetType | None = UNSET
    topics: list[str] | UnsetType = UNSET
    applies_to: AppliesIn | UnsetType = UNSET
    team: UUID | UnsetType | None = UNSET
    review_days: int | UnsetType = UNSET
    url: str | UnsetType = UNSET


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


class ChannelsIn(Given, kw_only=True):
    """All channels, beside Today, by which one's offers shall come."""

    channels: list[str]


class CheckOut(Answered, kw_only=True):
    """What there is to say of a text before it is kept."""

    minutes: int
    most: int
    fits: bool
    advice: str
    html: str
    similar: list[CardOut]


class ConditionIn(Given, kw_only=True):
    """One thing that must hold for a rule to speak."""

    measure: str
    test: str
    value: Any
    why: str | UnsetType = UNSET


class ConditionOut(Answered, kw_only=True):
    """One thing that must hold for a rule to speak."""

    measure: str
    test: Test
    value: Any
    why: str


class ConnectedOut(Answered, kw_only=True):
    """A source that is connected now: what to enter at its other end."""

    id: UUID
    kind: str
    key: str
    active: bool
    created_at: datetime
    heard_at: datetime | None
    address: str
    secret: str


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


class DeadLettersIn(Given, kw_only=True):
    """Dead letters to decide about."""

    deliveries: list[UUID] | UnsetType | None = UNSET
    webhook: UUID | UnsetType | None = UNSET


class DeliveryOut(Answered, kw_only=True):
    """Something that happened, on its way to a webhook."""

    id: UUID
    event: UUID
    subscription: UUID
    kind: str
    body: str
    at: datetime
    state: DeliveryState
    tries: int
    next_at: datetime | None
    attempts: list[AttemptOut]
    test: bool


class DemoOut(Answered, kw_only=True):
    """How it stands with the demo organisation."""

    installed: bool
    organisation: str | None
    state: JobState | None
    removing: bool
    share: float
    fault: str


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


class FlagIn(Given, kw_only=True):
    """What is outdated or wrong about a card; the words are optional."""

    note: str | UnsetType = UNSET


class HelpedOut(Answered, kw_only=True):
    """How many colleagues one of one's cards helped lately."""

    card: UUID
    people: int


class JobOut(Answered, kw_only=True):
    """Something that the worker could not do, though it tried as often as it may."""

    id: int
    what: str
    fault: str
    attempts: int
    failed_at: datetime | None
    comes_again: bool


class MeIn(Given, kw_only=True):
    """What shall be different about oneself; what is left out stays."""

    name: str | UnsetType = UNSET
    zone_name: str | UnsetType = UNSET
    workdays: list[int] | UnsetType = UNSET
    starts: time | UnsetType = UNSET
    ends: time | UnsetType = UNSET
    languages: list[str] | UnsetType = UNSET
    findable: bool | UnsetType = UNSET


class SkillOut(Answered, kw_only=True):
    """A skill with a level from 1 (starting) to 5 (others come to learn it)."""

    name: str
    level: int


class TokenOut(Answered, kw_only=True):
    """A token without its secret."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


class MeOut(Answered, kw_only=True):
    """The person the token belongs to, and the token."""

    id: UUID
    key: str
    name: str
    teams: list[UUID]
    email: str
    roles: list[str]
    zone_name: str
    workdays: list[int]
    starts: time
    ends: time
    languages: list[str]
    findable: bool
    paused_until: date | None
    offers: list[SkillOut]
    wants: list[SkillOut]
    channels: list[str]
    token: TokenOut


class MemberOut(Answered, kw_only=True):
    """Somebody in a team, with what they offer."""

    id: UUID
    key: str
    name: str
    teams: list[UUID]
    leads: bool
    offers: list[SkillOut]


class NoteIn(Given, kw_only=True):
    """One line worth keeping, and where it was learned."""

    text: str
    place: str | UnsetType = UNSET
    paths: list[str] | UnsetType = UNSET


class OfferOut(Answered, kw_only=True):
    """What was offered, why this, why now, and why not the next ones."""

    id: UUID
    at: datetime
    option: OptionOut
    why_this: str
    why_now: str
    why_not_next: list[str]
    candidates: list[OptionOut]
    propensity: float


class PauseIn(Given, kw_only=True):
    """No offers before this day; null takes the pause back."""

    until: date | None


class PersonOut(Answered, kw_only=True):
    """A colleague."""

    id: UUID
    key: str
    name: str
    teams: list[UUID]


class PersonWithSkillsOut(Answered, kw_only=True):
    """A colleague with hours and what they offer; what they want to learn is their own."""

    id: UUID
    key: str
    name: str
    teams: list[UUID]
    offers: list[SkillOut]
    zone_name: str
    workdays: list[int]
    starts: time
    ends: time
    at_work: bool


class PolicyIn(Given, kw_only=True):
    """What shall be different about the promise; what is left out stays."""

    per_day: int | UnsetType = UNSET
    per_week: int | UnsetType = UNSET
    withheld: float | UnsetType = UNSET
    card_chance: float | UnsetType = UNSET
    episode_chance: float | UnsetType = UNSET
    person_chance: float | UnsetType = UNSET
    seen_days: int | UnsetType = UNSET
    person_days: int | UnsetType = UNSET
    damped_below: float | UnsetType = UNSET
    quiet_days: int | UnsetType = UNSET
    faded_at: float | UnsetType = UNSET
    ignored_hours: int | UnsetType = UNSET
    fresh_hours: int | UnsetType = UNSET


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


class PreviewOut(Answered, kw_only=True):
    """What a rule would have seen in the past; no number that would be about somebody."""

    events: int
    moments: int | None
    people: int | None


class ProgressOut(Answered, kw_only=True):
    """How far a replay is."""

    since: datetime
    asked_at: datetime
    waiting: bool
    done: int
    total: int
    fault: str


class ReplayIn(Given, kw_only=True):
    """How far back the replay shall judge."""

    days: int | UnsetType = UNSET


class RequestIn(Given, kw_only=True):
    """What somebody would like to know; nobody sees who it was."""

    text: str


class RequestOut(Answered, kw_only=True):
    """A question that found no answer. `asked` counts people; nobody is named."""

    id: UUID
    text: str
    asked: int
    first_at: datetime
    last_at: datetime


class RequestWithCardsOut(Answered, kw_only=True):
    """A question with the cards that may answer it."""

    id: UUID
    text: str
    asked: int
    first_at: datetime
    last_at: datetime
    fitting: list[CardOut]


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


class RuleIn(Given, kw_only=True):
    """A rule as it shall be in force."""

    title: str
    need: str
    says: str
    when: list[ConditionIn]
    wants: list[str]
    once_per: list[str]
    rank: int | UnsetType = UNSET
    fades: bool | UnsetType = UNSET
    enabled: bool | UnsetType = UNSET


class RuleOut(Answered, kw_only=True):
    """A rule that sees moments."""

    key: str
    title: str
    need: str
    says: str
    when: list[ConditionOut]
    wants: list[str]
    once_per: list[str]
    rank: int
    fades: bool
    enabled: bool
    changed: bool


class SetAsideOut(Answered, kw_only=True):
    """Something that came in and could not be used."""

    source: str
    id: str
    type: str
    at: datetime
    reason: str
    waiting: bool


class SilenceOut(Answered, kw_only=True):
    """A moment at which nothing was offered, and why."""

    id: UUID
    at: datetime
    reason: SilenceReason
    says: str
    candidates: list[OptionOut]
    propensity: float


class SkillIn(Given, kw_only=True):
    """A skill with a level from 1 (starting) to 5 (others come to learn it)."""

    name: str
    level: int


class SkillsIn(Given, kw_only=True):
    """All that one offers and wants to learn, in place of what was said before."""

    offers: list[SkillIn]
    wants: list[SkillIn]


class SnoozeIn(Given, kw_only=True):
    """No offers before this time; null takes it back."""

    until: datetime | None


class SourceIn(Given, kw_only=True):
    """A source to connect."""

    kind: str
    key: str


class SourceOut(Answered, kw_only=True):
    """A source of work events."""

    id: UUID
    kind: str
    key: str
    active: bool
    created_at: datetime
    heard_at: datetime | None


class SwitchIn(Given, kw_only=True):
    """Whether a rule shall speak."""

    enabled: bool


class TaskOut(Answered, kw_only=True):
    """Something for the owner of a card to do."""

    card: UUID
    key: str
    title: str
    kind: TaskKind
    says: str
    at: datetime


class TeamChangeIn(Given, kw_only=True):
    """What shall be different about a team; what is left out stays."""

    name: str | UnsetType = UNSET
    leads: list[UUID] | UnsetType = UNSET


class TeamIn(Given, kw_only=True):
    """A new team."""

    name: str
    setting: str | UnsetType = UNSET


class TeamOut(Answered, kw_only=True):
    """A team."""

    id: UUID
    key: str
    name: str
    setting: str


class TeamWithMembersOut(Answered, kw_only=True):
    """A team, who is in it, and which of its cards need looking over."""

    id: UUID
    key: str
    name: str
    setting: str
    members: list[MemberOut]
    due: list[TaskOut]


class TextIn(Given, kw_only=True):
    """A text that somebody is writing."""

    title: str | UnsetType = UNSET
    body: str
    card: UUID | UnsetType | None = UNSET


class TodayOut(Answered, kw_only=True):
    """The one offer of the moment, if there is one, one's open work, attention spent."""

    offer: OfferOut | None
    episodes: list[EpisodeOut]
    spent_today: int
    spent_this_week: int


class VerdictOut(Answered, kw_only=True):
    """Whether anything in the log was changed after it was written."""

    lines: int
    broken: int | None
    says: str


class VersionOut(Answered, kw_only=True):
    """What a card said before it was changed."""

    number: int
    at: datetime
    by: PersonRef | None
    title: str
    body: str


class WebhookChangeIn(Given, kw_only=True):
    """What shall be different about a webhook; what is left out stays."""

    name: str | UnsetType = UNSET
    address: str | UnsetType = UNSET
    kinds: list[str] | UnsetType = UNSET


class WebhookIn(Given, kw_only=True):
    """Another system to tell."""

    name: str
    address: str
    kinds: list[str]
    secret: str | UnsetType = UNSET


class WebhookKindOut(Answered, kw_only=True):
    """A kind of fact that other systems may be told of."""

    kind: str
    type: str
    says: str
    fields: dict[str, str]


class WebhookMadeOut(Answered, kw_only=True):
    """A webhook that was added now, with its secret."""

    secret: str
    id: UUID
    name: str
    address: str
    kinds: list[str]
    state: SubscriptionState
    since: datetime
    reason: str
    created_at: datetime
    failing_since: datetime | None
    next_at: datetime | None
    delivered_at: datetime | None
    old_until: datetime | None
    waiting: int
    dead: int


class WebhookOut(Answered, kw_only=True):
    """Another system that is told what happens here."""

    id: UUID
    name: str
    address: str
    kinds: list[str]
    state: SubscriptionState
    since: datetime
    reason: str
    created_at: datetime
    failing_since: datetime | None
    next_at: datetime | None
    delivered_at: datetime | None
    old_until: datetime | None
    waiting: int
    dead: int


class WebhookSecretIn(Given, kw_only=True):
    """A new secret, beside which the old one signs for a while."""

    overlap_hours: int | UnsetType = UNSET
    secret: str | UnsetType = UNSET


class WebhookSecretOut(Answered, kw_only=True):
    """A secret, told this once."""

    secret: str


class WorkEventOut(Answered, kw_only=True):
    """Something that happened in a piece of work."""

    source: str
    id: str
    type: str
    at: datetime
    by: PersonRef | None
    to: PersonRef | None
    title: str
    text: str
    paths: list[str]
    labels: list[str]
    check: str
    rating: int | None
    url: str
