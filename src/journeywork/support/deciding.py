"""The decision about a batch of moments: look for options, ask the engine, keep the answer."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from journeywork.engine.attention import History, Policy
from journeywork.engine.moments import Moment
from journeywork.engine.options import Option, OptionKind
from journeywork.engine.people import Person
from journeywork.engine.sifting import sift
from journeywork.engine.stances import Stance
from journeywork.engine.support import Decision, Offer, decide, wished_for_quiet
from journeywork.kernel.facts import publish_all
from journeywork.kernel.ids import new_id
from journeywork.kernel.metrics import DECISIONS
from journeywork.kernel.spans import traced
from journeywork.kernel.telling import reason_of, tell
from journeywork.knowledge.index import IndexUnavailable
from journeywork.people import queries as people
from journeywork.support import chance, histories, sources
from journeywork.support.facts import OfferMade
from journeywork.support.models import DecisionRow, OfferRow
from journeywork.support.stances import with_stances
from journeywork.support.values import decision_row, offer_row, stored_policy

log = logging.getLogger(__name__)


#: Options by moment that whoever saw the moment brings along.
Ready = Mapping[UUID, Sequence[Option]]


@traced("decide")
def consider(
    moments: Sequence[Moment],
    *,
    at: datetime,
    draw: Callable[[], float] = chance.draw,
    ready: Ready = MappingProxyType({}),
) -> tuple[Decision, ...]:
    """Decide about each moment, keep the decisions, and return them in order of time.

    A moment older than the policy's fresh hours, or decided already, is left alone; so is
    one of somebody who left or was never invited. `draw` yields numbers in [0, 1). For moments
    in `ready` nothing is looked for: their options are brought along, and decided about alike.
    """
    with transaction.atomic():
        policy = stored_policy()
        todo, persons = _undecided(moments, policy, at)
        if not todo:
            return ()
        histories.hold(persons)
        todo = with_stances(todo)
        known = histories.wishes(persons, {moment.rule for moment in todo})
        found = _options(todo, policy, known, ready)
        known = _with_past(known, found, policy, at)
        made = [(moment, _decide(moment, found, policy, known, draw)) for moment in todo
                if moment.id in found]  # fmt: skip
        _keep(made, at=at)
        transaction.on_commit(partial(_count, made))
    return tuple(decision for _, decision in made)


def _undecided(
    moments: Sequence[Moment], policy: Policy, at: datetime
) -> tuple[list[Moment], dict[UUID, Person]]:
    fresh = [m for m in moments if m.at >= at - timedelta(hours=policy.fresh_hours)]
    ids = [moment.id for moment in fresh]
    decided = set(
        DecisionRow.objects.filter(moment__in=ids).values_list("moment", flat=True) if ids else ()
    )
    who = people.persons({moment.person for moment in fresh}) if fresh else {}
    invited = {id: person for id, person in who.items() if not person.known_only}
    todo = [m for m in fresh if m.id not in decided and m.person in invited]
    todo.sort(key=lambda moment: (moment.at, moment.id))
    # What counts is when somebody would be interrupted, not when the event happened.
    return [replace(moment, at=max(at, moment.at)) for moment in todo], invited


def _options(
    moments: Sequence[Moment], policy: Policy, known: Mapping[UUID, History], ready: Ready
) -> dict[UUID, tuple[Option, ...]]:
    """Look for options, but not where people wished for quiet: there the answer is known.

    Colleagues are looked for last, unless the moment wants them first: their time is dearest.
    """
    quiet = {m.id for m in moments if wished_for_quiet(m, policy, known[m.person])}
    brought = {m.id: tuple(ready[m.id]) for m in moments if m.id in ready and m.id not in quiet}
    asking = [moment for moment in moments if moment.id not in quiet | brought.keys()]
    found = _gathered([(moment, _first_wanted(moment)) for moment in asking])
    then = [
        (moment, (OptionKind.PERSON,))
        for moment in asking
        if moment.id in found
        and OptionKind.PERSON in set(moment.wants) - set(_first_wanted(moment))
        and not sift(moment, found[moment.id], policy, known[moment.person]).fitting
    ]
    for id, colleagues in _gathered(then).items():
        found[id] += colleagues
    return dict.fromkeys(quiet, ()) | found | brought


def _first_wanted(moment: Moment) -> tuple[OptionKind, ...]:
    if moment.wants[0] is OptionKind.PERSON or moment.stance is Stance.DEVELOPMENT:
        return tuple(moment.wants)  # To learn from the work, somebody to talk to is a way too.
    return tuple(kind for kind in moment.wants if kind is not OptionKind.PERSON)


def _gathered(searches: Sequence[sources.Search]) -> dict[UUID, tuple[Option, ...]]:
    """Return options by moment; none for those that need the index while there is none."""
    try:
        found = sources.gather(searches)
    except IndexUnavailable as fault:
        what = "no decision about moments"
        tell(log, what, level=logging.WARNING, fault=reason_of(fault))
        searches = [each for each in searches if not sources.INDEXED & set(each[1])]
        found = sources.gather(searches)
    return {moment.id: options for (moment, _), options in zip(searches, found, strict=True)}


def _with_past(
    known: dict[UUID, History],
    found: dict[UUID, tuple[Option, ...]],
    policy: Policy,
    at: datetime,
) -> dict[UUID, History]:
    who = list(known)
    ids = {option.id for options in found.values() for option in options}
    offered = histories.offered(who, ids, at=at)
    seen = histories.seen(who, ids, policy, at=at)
    return {
        id: replace(
            history,
            pushes=tuple(when for _, when in offered[id]),
            offered=dict(offered[id]),
            seen=seen[id],
        )
        for id, history in known.items()
    }


def _decide(
    moment: Moment,
    found: dict[UUID, tuple[Option, ...]],
    policy: Policy,
    known: dict[UUID, History],
    draw: Callable[[], float],
) -> Decision:
    decision = decide(
        id=new_id(),
        moment=moment,
        options=found[moment.id],
        policy=policy,
        history=known[moment.person],
        draw=draw(),
    )
    if isinstance(decision, Offer):
        history = known[moment.person]
        known[moment.person] = history.after(decision.option.id, decision.at)
    return decision


def _count(made: Iterable[tuple[Moment, Decision]]) -> None:
    for _, each in made:
        outcome = "offer" if isinstance(each, Offer) else each.reason.name.lower()
        DECISIONS.add(1, outcome)


def _keep(made: Iterable[tuple[Moment, Decision]], *, at: datetime) -> None:
    pairs = list(made)
    offers = [(moment, each) for moment, each in pairs if isinstance(each, Offer)]
    DecisionRow.objects.bulk_create([decision_row(each, moment) for moment, each in pairs])
    OfferRow.objects.bulk_create([offer_row(each, moment) for moment, each in offers])
    publish_all(OfferMade(offer=offer.id, by=None, at=at) for _, offer in offers)
