"""Moments of need: decision points at which help may help, and how rules see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from journeywork.engine.context import Context, QueryKind
from journeywork.engine.experience import Familiarity
from journeywork.engine.knowledge import AppliesTo
from journeywork.engine.options import OptionKind
from journeywork.engine.stances import Stance
from journeywork.engine.work import WorkEvent


class Need(StrEnum):
    """The five moments of need (Gottfredson & Mosher), and a sixth of ours."""

    NEW = "new"
    MORE = "more"
    APPLY = "apply"
    SOLVE = "solve"
    CHANGE = "change"
    REFLECT = "reflect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A decision point: `person` may need help of the sort `need`, because of `because`.

    `rule` is the key of the rule that saw it, `because` the facts it saw, by name, ready to
    be shown. `breakpoint` tells that the person is between two pieces of work just now.
    `says` puts it in one sentence, `reasons` in one each. `wants` are the kinds of option
    that make sense, best first. `about` is the card the moment is about, if there is one, and
    `news_at` when it changed: to have seen it before then is not to have seen it.
    `unaided` is how well such work goes without help (0 to 1; 0 for rules that never fade).
    `subject` is the piece of work, `stance` what the person wants of it, where they said so.
    """

    id: UUID
    person: UUID
    at: datetime
    need: Need
    rule: str
    context: Context
    because: Mapping[str, str | int | float]
    breakpoint: bool
    says: str = ""
    reasons: tuple[str, ...] = ()
    wants: tuple[OptionKind, ...] = (OptionKind.CARD, OptionKind.EPISODE, OptionKind.PERSON)
    about: UUID | None = None
    news_at: datetime | None = None
    unaided: float = 0.0
    subject: str = ""
    stance: Stance | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChange:
    """A card was changed materially at `at`; it is for the work named in `applies_to`.

    A card that names no work concerns everybody.
    """

    card: UUID
    title: str
    at: datetime
    applies_to: AppliesTo = field(default_factory=AppliesTo)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Everything a rule may look at: the event, who knows such work how well, the state.

    `idle_hours` are working hours without progress (only the periodic scan knows them);
    `changed` is a card that changed since the person last worked here.
    """

    event: WorkEvent
    familiarity: Familiarity
    idle_hours: float = 0.0
    changed: CardChange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule saw a moment. `once` is equal for findings that are the same moment again."""

    rule: str
    need: Need
    person: UUID
    at: datetime
    event: WorkEvent
    says: str
    reasons: tuple[str, ...]
    because: Mapping[str, str | int | float]
    wants: tuple[OptionKind, ...]
    once: str
    rank: int
    breakpoint: bool
    unaided: float
    about: UUID | None = None
    news_at: datetime | None = None


#: After these a person turns from one thing to the next. The rest happens in the middle of
#: something (an incident that just opened, a command that just failed, a page being read).
BREAKPOINTS = frozenset(
    {
        "work.assigned",
        "work.started",
        "work.blocked",
        "work.handed_over",
        "work.finished",
        "work.reopened",
        "work.idle",
        "change.proposed",
        "change.reviewed",
        "change.reworked",
        "change.merged",
        "change.reverted",
        "check.failed",
        "check.passed",
        "service.deployed",
        "incident.resolved",
        "question.asked",
        "question.answered",
        "case.opened",
        "case.closed",
        "case.rated",
        "milestone.reached",
        "meeting.ended",
    }
)
_ASKS = {"check": QueryKind.ERROR, "command": QueryKind.ERROR, "incident": QueryKind.ALERT}


def strongest(findings: Iterable[Finding]) -> Finding | None:
    """Return the finding to act on: of several at one event, the one of the first rank."""
    return min(findings, key=lambda finding: (finding.rank, finding.rule), default=None)


def moment(
    finding: Finding,
    *,
    id: UUID,
    teams: tuple[UUID, ...] = (),
    language: str = "en",
    episode: UUID | None = None,
) -> Moment:
    """Return the moment that `finding` saw, ready for a decision.

    `teams` and `language` are the person's; `episode` is the piece of work in their hands.
    """
    context = situation(finding.event, person=finding.person)
    return Moment(
        id=id,
        person=finding.person,
        at=finding.at,
        need=finding.need,
        rule=finding.rule,
        context=replace(context, teams=teams, language=language, episode=episode),
        because=finding.because,
        breakpoint=finding.breakpoint,
        says=finding.says,
        reasons=finding.reasons,
        wants=finding.wants,
        about=finding.about,
        news_at=finding.news_at,
        unaided=finding.unaided,
        subject=finding.event.subject,
    )


def situation(event: WorkEvent, *, person: UUID | None) -> Context:
    """Return the context of an event, as a search for help reads it."""
    sort = _ASKS.get(event.type.partition(".")[0])
    return Context(
        text="\n".join(part for part in (event.title, event.check, event.text) if part)[:20_000],
        at=event.at,
        person=person,
        kind=sort or (QueryKind.CHANGE if event.paths else QueryKind.CHAT),
        place=event.place,
        paths=event.paths,
        labels=event.labels,
    )
