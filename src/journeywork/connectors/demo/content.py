"""What the demo's files may say: one class for each sort of entry, nothing beyond its fields."""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct

from journeywork.engine.climate import HIGHEST, ITEMS, LOWEST
from journeywork.engine.commitments import Helped
from journeywork.engine.feedback import ResponseKind
from journeywork.engine.knowledge import CardKind, Trust

Words = Annotated[str, Meta(min_length=1)]
Key = Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,60}$")]
Days = Annotated[int, Meta(ge=0, le=999)]


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something written in a file; a field that is not known is a mistake."""


class TeamEntry(Entry, frozen=True):
    """A team and the setting it works in."""

    key: Key
    name: Words
    setting: Words


class SkillEntry(Entry, frozen=True):
    """A skill with its level from 1 to 5."""

    skill: Words
    level: Annotated[int, Meta(ge=1, le=5)]


class PersonEntry(Entry, frozen=True):
    """A person: when they work, what they offer and want, whether they are away just now."""

    key: Key
    name: Words
    email: Words
    role: Words
    teams: tuple[Key, ...]
    reports_to: Key | None
    timezone: Words
    workdays: tuple[str, ...]
    hours: Words
    languages: tuple[str, ...]
    offers: tuple[SkillEntry, ...]
    wants: tuple[SkillEntry, ...]
    pause_days: Days = 0


class AppliesEntry(Entry, frozen=True):
    """The work a card is for."""

    places: tuple[Words, ...] = ()
    paths: tuple[Words, ...] = ()
    kinds: tuple[Words, ...] = ()


class CardHead(Entry, frozen=True):
    """The front matter of a card; `trust` is what shall come out of the other fields."""

    title: Words
    kind: CardKind
    owner: Key
    team: Key
    topics: tuple[Words, ...]
    applies_to: AppliesEntry
    review_days: Annotated[int, Meta(ge=1)]
    trust: Trust
    reviewed_days_ago: Days


class CardEntry(Entry, frozen=True):
    """A card: the name of its file is its key, the text below the front matter its body."""

    key: Key
    setting: str
    head: CardHead
    body: Words


class EventEntry(Entry, frozen=True):
    """Something that happened: by whom, when ("12d 10:20"), and with whose help.

    For `check.failed` and `check.passed` the text names the check; for `meeting.ended` those
    in `helped_by` took part.
    """

    type: Words
    by: Key
    ago: Words
    text: str = ""
    to: Key | None = None
    helped_by: tuple[Key, ...] = ()
    rating: int | None = None


class PieceEntry(Entry, frozen=True):
    """A piece of work and what happened in it, oldest first."""

    subject: Words
    title: Words
    place: Words
    paths: tuple[Words, ...]
    labels: tuple[Words, ...]
    text: str
    events: Annotated[tuple[EventEntry, ...], Meta(min_length=1)]


class ResponseEntry(Entry, frozen=True):
    """What somebody did with a card."""

    card: Key
    person: Key
    ago: Words
    response: ResponseKind


class RequestEntry(Entry, frozen=True):
    """A question that no card answers."""

    text: Words
    by: Key
    ago: Words


class AnswerEntry(Entry, frozen=True):
    """An answer to a post."""

    by: Key
    ago: Words
    text: Words


class PostEntry(Entry, frozen=True):
    """A post, about a piece of work and for one team where they are named."""

    by: Key
    ago: Words
    text: Words
    work: str | None = None
    team: Key | None = None
    thanks: tuple[Key, ...] = ()
    answers: tuple[AnswerEntry, ...] = ()


class WroteEntry(Entry, frozen=True):
    """What somebody wrote in a debrief: question -> answer."""

    by: Key
    ago: Words
    answers: Mapping[str, Words]


class LessonEntry(Entry, frozen=True):
    """A lesson, who drew it, and who looks after it."""

    title: Words
    text: Words
    owner: Key
    by: Key


class CommitmentEntry(Entry, frozen=True):
    """What somebody said they would do within so many days."""

    by: Key
    text: Words
    days: Days
    done: bool
    helped: Helped | None = None


class DebriefEntry(Entry, frozen=True):
    """A debrief about a piece of work; `days` is how long there is to write."""

    work: Words
    title: Words
    by: Key
    opened: Words
    days: Days
    named: bool
    people: tuple[Key, ...]
    wrote: tuple[WroteEntry, ...]
    lessons: tuple[LessonEntry, ...]
    commitments: tuple[CommitmentEntry, ...]


Answer = Annotated[int, Meta(ge=LOWEST, le=HIGHEST)]
Answers = Annotated[tuple[Answer, ...], Meta(min_length=len(ITEMS), max_length=len(ITEMS))]


class ClimateFile(Entry, frozen=True):
    """`climate.yaml`: team -> person -> their answers, in the order of the scale."""

    asked: Words
    days: Days
    by: Key
    answers: Mapping[Key, Mapping[Key, Answers]]


class WishEntry(Entry, frozen=True):
    """What somebody wants to learn."""

    by: Key
    line: Words
    skill: str
    why: str
    stretch: bool


class OfferEntry(Entry, frozen=True):
    """Somebody lets others watch."""

    by: Key
    ago: Words
    title: Words
    about: Words
    topics: tuple[Key, ...]
    visitors: Annotated[int, Meta(ge=1, le=5)]


class AskedEntry(Entry, frozen=True):
    """Somebody asks somebody to let them watch."""

    by: Key
    ago: Words
    title: Words
    aims: Words
    topics: tuple[Key, ...]
    to: Key


class StretchEntry(Entry, frozen=True):
    """A stretch assignment that has begun."""

    by: Key
    work: Words
    opened: Words
    title: Words
    skill: Words
    why: Words
    good: Words
    complexity: Annotated[int, Meta(ge=1, le=5)]
    mentor: Key
    lender: Key
    hours: Annotated[int, Meta(ge=1, le=40)]
    days: Days
    checkpoints: tuple[Words, ...]


class GrowthFile(Entry, frozen=True):
    """`growth.yaml`."""

    wishes: tuple[WishEntry, ...]
    offers: tuple[OfferEntry, ...]
    requests: tuple[AskedEntry, ...]
    assignments: tuple[StretchEntry, ...]


class DebriefsFile(Entry, frozen=True):
    """`debriefs.yaml`."""

    debriefs: tuple[DebriefEntry, ...]


class PeopleFile(Entry, frozen=True):
    """`people.yaml`."""

    teams: tuple[TeamEntry, ...]
    people: tuple[PersonEntry, ...]


class WorkFile(Entry, frozen=True):
    """`work/<setting>.yaml`."""

    work: tuple[PieceEntry, ...]


class ResponsesFile(Entry, frozen=True):
    """`responses.yaml`."""

    responses: tuple[ResponseEntry, ...]


class RequestsFile(Entry, frozen=True):
    """`requests.yaml`."""

    requests: tuple[RequestEntry, ...]


class PostsFile(Entry, frozen=True):
    """`posts.yaml`."""

    posts: tuple[PostEntry, ...]


class Content(Entry, frozen=True):
    """Everything the demo holds; `pieces` by the name of the file that tells of them."""

    teams: tuple[TeamEntry, ...]
    people: tuple[PersonEntry, ...]
    cards: tuple[CardEntry, ...]
    pieces: Mapping[str, tuple[PieceEntry, ...]]
    responses: tuple[ResponseEntry, ...]
    requests: tuple[RequestEntry, ...]
    posts: tuple[PostEntry, ...]
    debriefs: tuple[DebriefEntry, ...]
    climate: ClimateFile
    growth: GrowthFile
