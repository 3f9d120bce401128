"""Eyes of support: what stands on a person's Today, their own decisions, and Ask.

Offers and silences are read by the person they are about and by nobody else: every query
takes the person. There is no query for anybody's manager.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet

from journeywork.engine.answers import MOST_CARDS, MOST_EPISODES, MOST_PEOPLE
from journeywork.engine.attention import History, Policy
from journeywork.engine.context import Context
from journeywork.engine.options import Option, OptionKind
from journeywork.engine.people import Person
from journeywork.engine.questions import Question, read
from journeywork.engine.support import Answer, Attention, Decision, Offer, Silence, Today
from journeywork.engine.work import EpisodeState
from journeywork.kernel.errors import NotFound
from journeywork.knowledge import actions as knowledge_actions
from journeywork.knowledge import queries as knowledge
from journeywork.people import queries as people
from journeywork.support.histories import WEEK
from journeywork.support.models import (
    ChannelChoiceRow,
    DecisionRow,
    OfferRow,
    OfferState,
    SnoozeRow,
)
from journeywork.support.values import decision_of, stored_policy
from journeywork.work import queries as work

#: Figures about fewer people than this are not shown: they would be figures about somebody.
FEWEST = 5
MOST_EPISODES_SHOWN = 8
#: What is asked for may fit less well than what is pushed, but must fit at all.
LEAST_CARD, LEAST_EPISODE, LEAST_PERSON = 0.05, 0.05, 0.02
LONGEST_MISS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an offer stands: `open`, `opened`, `answered` or `expired`, and what it is about."""

    offer: UUID
    person: UUID
    moment: UUID
    rule: str
    option: UUID
    option_kind: OptionKind
    subject: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """How often a rule led to an offer (`reason` "") or to a silence of one reason."""

    rule: str
    reason: str
    times: int


def policy() -> Policy:
    """Return the organisation's promise about attention."""
    return stored_policy()


def today(person_id: UUID, *, at: datetime, person: Person | None = None) -> Today:
    """Return the newest offer that waits for the person, and the work in their hands.

    Four queries; give the `person` where they are known already, to save the fifth.
    """
    bound, who = stored_policy(), person or people.person(person_id)
    rows = list(OfferRow.objects.filter(person=person_id, at__gte=at - WEEK).order_by("-at", "-id"))
    history = _spent(who, [row.at for row in rows])
    patience = timedelta(hours=bound.ignored_hours)
    newest = next((row for row in rows if _waits(row) and row.at >= at - patience), None)
    return Today(
        offer=_offer_of(newest.id) if newest else None,
        episodes=work.episodes(
            people=(person_id,),
            states=(EpisodeState.OPEN, EpisodeState.BLOCKED),
            limit=MOST_EPISODES_SHOWN,
        ),
        spent_today=history.spent_today(at),
        spent_this_week=history.spent_this_week(at),
    )


def _spent(person: Person, pushes: Iterable[datetime]) -> History:
    return History(working_time=person.working_time, pushes=tuple(pushes))


def _waits(row: OfferRow) -> bool:
    return row.state in {OfferState.OPEN, OfferState.OPENED}


def _offer_of(id: UUID) -> Offer | None:
    row = DecisionRow.objects.filter(id=id).exclude(content={}).first()
    found = decision_of(row) if row else None
    return found if isinstance(found, Offer) else None


def waiting(
    person_ids: Iterable[UUID], *, at: datetime, policy: Policy | None = None
) -> dict[UUID, tuple[Offer, ...]]:
    """Return the offers that wait for an answer, by person, newest first."""
    hours = (policy or stored_policy()).ignored_hours
    rows = OfferRow.objects.filter(
        person__in=list(person_ids),
        state__in=(OfferState.OPEN, OfferState.OPENED),
        at__gte=at - timedelta(hours=hours),
    ).order_by("-at", "-id")
    ids = list(rows.values_list("id", flat=True))
    found: dict[UUID, tuple[Offer, ...]] = {}
    kept = DecisionRow.objects.filter(id__in=ids).exclude(content={}).order_by("-at", "-id")
    for row in kept if ids else ():
        decision = decision_of(row)
        if isinstance(decision, Offer):
            found[row.person] = (*found.get(row.person, ()), decision)
    return found


def attention(person_id: UUID, *, at: datetime) -> Attention:
    """Return how much of the person's attention is spent, and until when they want quiet."""
    bound, person = stored_policy(), people.person(person_id)
    rows = OfferRow.objects.filter(person=person_id, at__gte=at - WEEK)
    history = _spent(person, rows.values_list("at", flat=True))
    snoozed = SnoozeRow.objects.filter(person=person_id, until__gt=at).first()
    return Attention(
        spent_today=history.spent_today(at),
        spent_this_week=history.spent_this_week(at),
        per_day=bound.per_day,
        per_week=bound.per_week,
        snoozed_until=snoozed.until if snoozed else None,
    )


def decision(id: UUID, *, person_id: UUID) -> Decision:
    """Return a decision about this person; raises NotFound for anybody else's."""
    row = DecisionRow.objects.filter(id=id, person=person_id).first()
    if row is None or not row.content:
        raise NotFound("decision")
    return decision_of(row)


def offer(id: UUID, *, person_id: UUID) -> Offer:
    """Return an offer to this person; raises NotFound for anybody else's."""
    found = decision(id, person_id=person_id)
    if not isinstance(found, Offer):
        raise NotFound("offer")
    return found


def standing(offer_id: UUID, *, person_id: UUID | None = None) -> Standing:
    """Return where an offer stands; with `person_id` only to them. Raises NotFound."""
    rows = OfferRow.objects.filter(id=offer_id)
    row = (rows.filter(person=person_id) if person_id else rows).first()
    if row is None:
        raise NotFound("offer")
    return Standing(
        offer=row.id,
        person=row.person,
        moment=row.moment,
        rule=row.rule,
        option=row.option,
        option_kind=OptionKind(row.option_kind),
        subject=row.subject,
        state=row.state,
        at=row.at,
    )


def silences(
    person_id: UUID, *, limit: int = 50, before: UUID | None = None
) -> tuple[Silence, ...]:
    """Return when nothing was offered to the person and why, newest first.

    Go on `before` the id of the last seen.
    """
    rows = DecisionRow.objects.filter(person=person_id).exclude(reason="").exclude(content={})
    found = _page(rows, limit, before)
    return tuple(each for each in found if isinstance(each, Silence))


def offers(person_id: UUID, *, limit: int = 50, before: UUID | None = None) -> tuple[Offer, ...]:
    """Return what was offered to the person, newest first; go on `before` the last seen."""
    rows = DecisionRow.objects.filter(person=person_id, reason="").exclude(content={})
    found = _page(rows, limit, before)
    return tuple(each for each in found if isinstance(each, Offer))


def channels(person_id: UUID) -> frozenset[str]:
    """Return the keys of the channels that the person chose beside Today."""
    rows = ChannelChoiceRow.objects.filter(person=person_id)
    return frozenset(rows.values_list("channel", flat=True))


def totals(
    *, since: datetime, until: datetime, person_ids: Iterable[UUID] | None = None
) -> tuple[Total, ...]:
    """Return how often each rule led to what, where at least `FEWEST` people are concerned."""
    rows = DecisionRow.objects.filter(at__gte=since, at__lt=until)
    if person_ids is not None:
        rows = rows.filter(person__in=list(person_ids))
    counts = (
        rows.values("rule", "reason")
        .annotate(times=Count("id"), concerned=Count("person", distinct=True))
        .filter(concerned__gte=FEWEST)
        .order_by("rule", "reason")
    )
    return tuple(
        Total(rule=each["rule"], reason=each["reason"], times=each["times"]) for each in counts
    )


def ask(
    question: str,
    *,
    person_id: UUID,
    at: datetime,
    place: str = "",
    paths: tuple[str, ...] = (),
) -> Answer:
    """Answer whatever was pasted: at most three cards, one piece of past work, two people.

    Pull is never limited. Nothing of it is stored, but that a question which found nothing
    becomes a request that anybody can answer. Raises IndexUnavailable.
    """
    asker = people.person(person_id)
    asked = read(question, places=work.places(), place=place, paths=paths)
    context = _context(asked, asker, at)
    answer = Answer(
        kind=asked.kind,
        cards=_enough(knowledge.fitting(context, limit=MOST_CARDS), LEAST_CARD),
        episode=_past(context),
        people=_knowers(context),
        place=asked.place,
        paths=asked.paths,
    )
    if answer.empty and question.strip():
        knowledge_actions.miss(text=question.strip()[:LONGEST_MISS], by=person_id, at=at)
    return answer


def _context(asked: Question, asker: Person, at: datetime) -> Context:
    return Context(
        text=asked.text,
        at=at,
        person=asker.id,
        kind=asked.kind,
        place=asked.place,
        paths=asked.paths,
        teams=asker.teams,
        language=asker.languages[0] if asker.languages else "en",
    )


def _past(context: Context) -> Option | None:
    found = _enough(knowledge.past_work(context, limit=MOST_EPISODES), LEAST_EPISODE)
    return found[0] if found else None


def _knowers(context: Context) -> tuple[Option, ...]:
    exclude = (context.person,) if context.person else ()
    found = knowledge.who_knows(context, limit=MOST_PEOPLE, exclude=exclude)
    kept = _enough(found, LEAST_PERSON)
    keys = {id: one.key for id, one in people.persons([one.id for one in kept]).items()}
    return tuple(replace(one, key=keys.get(one.id, "")) for one in kept)


def _enough(found: Iterable[Option], least: float) -> tuple[Option, ...]:
    return tuple(option for option in found if option.score >= least)


def _page(rows: QuerySet[DecisionRow], limit: int, before: UUID | None) -> list[Decision]:
    if before:
        rows = rows.filter(id__lt=before)
    return [decision_of(row) for row in rows.order_by("-id")[:limit]]
