"""Eyes of support: what stands on a person's Today, their own decisions, and Ask.

Offers and silences are read by the person they are about and by nobody else: every query
takes the person. There is no query for anybody's manager.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import perf_counter
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery

from journeywork.engine.answers import MOST_CARDS, MOST_EPISODES, MOST_PEOPLE
from journeywork.engine.attention import History, Policy
from journeywork.engine.context import Context
from journeywork.engine.options import Option, OptionKind
from journeywork.engine.people import Person
from journeywork.engine.query_kinds import in_own_words
from journeywork.engine.questions import Question, may_name_a_place, read
from journeywork.engine.stances import Stance
from journeywork.engine.support import Answer, Attention, Decision, Offer, Silence, Today
from journeywork.engine.work import EpisodeState
from journeywork.kernel.errors import NotFound
from journeywork.kernel.metrics import ASK_SECONDS
from journeywork.kernel.spans import traced
from journeywork.knowledge import actions as knowledge_actions
from journeywork.knowledge import queries as knowledge
from journeywork.people import queries as people
from journeywork.support import histories
from journeywork.support.histories import WEEK
from journeywork.support.models import (
    ChannelChoiceRow,
    DecisionRow,
    OfferRow,
    OfferState,
    PolicyRow,
    SnoozeRow,
)
from journeywork.support.stances import own_stance, own_stances, stances_of
from journeywork.support.values import decision_of, offer_of, policy_of, stored_policy
from journeywork.work import queries as work

#: Figures about fewer people than this are not shown: they would be figures about somebody.
FEWEST = 5
MOST_EPISODES_SHOWN = 8
#: What is asked for may be less likely to help than what is pushed: who asks can judge. Where
#: the best has less than `NO_ANSWER`, nothing was found; beside it, unlikelier ones may stand.
NO_ANSWER, LEAST_CHANCE = 0.02, 0.01


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

    Two queries; give the `person` where they are known already, to save the third.
    """
    who = person or people.person(person_id)
    bound = Subquery(PolicyRow.objects.values("content")[:1])
    made = Subquery(DecisionRow.objects.filter(id=OuterRef("id")).values("content")[:1])
    lately = OfferRow.objects.filter(person=person_id, at__gte=at - WEEK)
    found = lately.annotate(bound=bound, made=made)
    rows = list(found.order_by("-at", "-id"))
    history = _spent(who, [row.at for row in rows])
    patience = timedelta(hours=policy_of((rows[0].bound if rows else None) or {}).ignored_hours)
    newest = next((row for row in rows if _waits(row) and row.at >= at - patience), None)
    return Today(
        offer=offer_of(newest.made) if newest and newest.made else None,
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
    return attention_of([people.person(person_id)], at=at)[person_id]


def attention_of(persons: Sequence[Person], *, at: datetime) -> dict[UUID, Attention]:
    """Return the same for several; three queries for all of them."""
    bound, ids = stored_policy(), [person.id for person in persons]
    pushes = histories.offered(ids, (), at=at)
    snoozed = SnoozeRow.objects.filter(person__in=ids, until__gt=at)
    quiet: dict[UUID, datetime] = dict(snoozed.values_list("person", "until"))
    spent = {one.id: _spent(one, [when for _, when in pushes[one.id]]) for one in persons}
    return {
        id: Attention(
            spent_today=history.spent_today(at),
            spent_this_week=history.spent_this_week(at),
            per_day=bound.per_day,
            per_week=bound.per_week,
            snoozed_until=quiet.get(id),
        )
        for id, history in spent.items()
    }


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
    return _standing_of(row)


def offered(person_ids: Iterable[UUID], *, since: datetime) -> tuple[Standing, ...]:
    """Return what was offered to some people since a time, oldest first: for other rooms.

    What was offered to somebody is shown to nobody else.
    """
    rows = OfferRow.objects.filter(person__in=list(person_ids), at__gte=since)
    return tuple(_standing_of(row) for row in rows.order_by("at", "id"))


def offers_to(person_id: UUID, *, since: datetime) -> tuple[tuple[str, Offer], ...]:
    """Return what was offered to a person since a time, oldest first, each with its subject.

    For them alone to see; as it was when it was offered. One query.
    """
    made = Subquery(DecisionRow.objects.filter(id=OuterRef("id")).values("content")[:1])
    rows = OfferRow.objects.filter(person=person_id, at__gte=since).annotate(made=made)
    return tuple((row.subject, offer_of(row.made)) for row in rows.order_by("at", "id") if row.made)


def _standing_of(row: OfferRow) -> Standing:
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


def stances(person_id: UUID, *, since: datetime) -> dict[UUID, Stance]:
    """Return what a person said they want of which piece of work, to them alone; one query."""
    return own_stances(person_id, since=since)


def stance_to(episode: UUID, *, person: UUID) -> Stance | None:
    """Return what a person said they want of a piece of work, to them alone; one query."""
    return own_stance(person, episode)


def stances_to(episode: UUID, *, people: Iterable[UUID]) -> dict[UUID, Stance]:
    """Return what some people want of a piece of work: for other rooms' decisions, for no page."""
    found = stances_of(dict.fromkeys(people, (episode,)))
    return {person: stance for (person, _episode), stance in found.items()}


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


@traced("ask")
def ask(
    question: str,
    *,
    person_id: UUID,
    at: datetime,
    place: str = "",
    paths: tuple[str, ...] = (),
    person: Person | None = None,
) -> Answer:
    """Answer whatever was pasted: at most three cards, one piece of past work, two people.

    Pull is never limited. Nothing of it is stored, but that a question in one's own words
    which found nothing becomes a request that anybody can answer; what was pasted does not,
    unless who asks says so. Give the `person` where they are known already. Raises
    IndexUnavailable.
    """
    began = perf_counter()
    asker = person or people.person(person_id)
    places = work.places() if may_name_a_place(question, paths=paths) else ()
    asked = read(question, places=places, place=place, paths=paths)
    (found,) = knowledge.look([_wanted(asked, asker, at)])
    cards = _enough(found.cards)
    answer = Answer(
        kind=asked.kind,
        cards=cards,
        episode=next(iter(_enough(found.episodes)), None),
        people=_enough(found.people),
        place=asked.place,
        paths=asked.paths,
        shelf={option.id: found.shelf[option.id] for option in cards},
    )
    if answer.empty and in_own_words(question):
        made = knowledge_actions.miss(text=question, by=person_id, at=at)
        answer = replace(answer, listed=made is not None)
    ASK_SECONDS.observe(perf_counter() - began, asked.kind.value)
    return answer


def _wanted(asked: Question, asker: Person, at: datetime) -> knowledge.Wanted:
    context = Context(
        text=asked.text,
        at=at,
        person=asker.id,
        kind=asked.kind,
        place=asked.place,
        paths=asked.paths,
        teams=asker.teams,
        language=asker.languages[0] if asker.languages else "en",
    )
    return knowledge.Wanted(
        context=context, cards=MOST_CARDS, episodes=MOST_EPISODES, people=MOST_PEOPLE
    )


def _enough(found: Sequence[Option]) -> tuple[Option, ...]:
    best = max((option.chance for option in found), default=0.0)
    least = LEAST_CHANCE if best >= NO_ANSWER else 1.0
    return tuple(option for option in found if option.chance >= least)


def _page(rows: QuerySet[DecisionRow], limit: int, before: UUID | None) -> list[Decision]:
    if before:
        rows = rows.filter(id__lt=before)
    return [decision_of(row) for row in rows.order_by("-id")[:limit]]
