"""Each entry watches for its opportunity, and says so once - if there is attention for it.

Finding is free: what was found stands on one's own page. Telling is a push like any other: it
goes through support's one decision, by the same budget, hours and breakpoints, and no other way.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from journeywork.engine.context import Context
from journeywork.engine.feedback import ResponseKind
from journeywork.engine.moments import Moment, Need
from journeywork.engine.opportunities import (
    Find,
    FindState,
    Opportunity,
    as_option,
    fitting,
    next_to_tell,
    passes_by,
)
from journeywork.engine.people import Person
from journeywork.engine.support import Decision, Offer, SilenceReason
from journeywork.feedback import queries as feedback
from journeywork.growth import queries
from journeywork.growth.models import EntryRow, FindRow
from journeywork.growth.queries import Wish
from journeywork.growth.sources import Around
from journeywork.growth.values import find_of
from journeywork.kernel.ids import new_id
from journeywork.kernel.one_by_one import in_batches
from journeywork.kernel.reader import authors, reading_as
from journeywork.people import queries as people
from journeywork.support import actions as support

log = logging.getLogger(__name__)

#: A find is told with one of these rules: "not useful here" and damping go by the sort of thing.
RULE = "to_learn_"
_SAYS = "You have written down what you want to learn, and here is a chance"
#: What an answer to the offer says of the find; letting it pass says nothing.
_MEANS = {
    ResponseKind.OPENED: FindState.TAKEN,
    ResponseKind.HELPED: FindState.TAKEN,
    ResponseKind.NOT_USEFUL_HERE: FindState.NOT_THIS,
    ResponseKind.KNEW_IT: FindState.NOT_THIS,
    ResponseKind.TOO_LATE: FindState.NOT_THIS,
    ResponseKind.WRONG: FindState.NOT_THIS,
}
#: For so many people what is theirs is read together.
TOGETHER = 100
#: Open wishes by person, with what there is for each by entry.
_Looked = Mapping[UUID, tuple[Sequence[Wish], Mapping[UUID, Sequence[Opportunity]]]]
_NOTHING: tuple[Sequence[Wish], Mapping[UUID, Sequence[Opportunity]]] = ((), {})
#: Silences after which a find is not tried again: it was decided, not put off.
_DECIDED = frozenset({SilenceReason.WITHHELD, SilenceReason.SEEN, SilenceReason.NOTHING_FITS})


def watch(*, person_id: UUID, at: datetime) -> tuple[Find, ...]:
    """Look for what fits a person's open entries; keep what is new, and return it."""
    who = people.persons([person_id]).get(person_id)
    if who is None or who.known_only:
        return ()
    return _watch(who, _looked([who], Around(at)), at)


def tell(*, person_id: UUID, at: datetime) -> Decision | None:
    """Ask for attention for the best that is new; None where there is nothing to tell.

    One thing at a time. What attention was refused for is tried again on another day, and stays
    on the person's own page meanwhile.
    """
    who = people.persons([person_id]).get(person_id)
    if who is None or not who.working_time.covers(at):
        return None
    day = who.working_time.local_date(at)
    with reading_as(person_id):
        # One telling at a time: two workers would both find the same thing untold.
        list(EntryRow.objects.select_for_update().filter(author=person_id).values_list("id"))
        wishes = queries.open_wishes(person_id)
        if any(each.tried_on == day for wish in wishes for each in wish.finds):
            return None
        each_best = [next_to_tell(wish.finds, at=at, day=day) for wish in wishes]
        best = min(filter(None, each_best), key=passes_by, default=())
        return _told(who, best, at) if best else None


def watch_all(*, at: datetime) -> int:
    """Look anew for everybody who wants to learn something and is at work; return how many.

    What many can meet is read once, what is theirs for many together. Where it breaks for
    somebody, the others are looked for all the same; then the first fault is raised.
    """
    waiting = people.persons(authors(EntryRow))
    present = [one for one in waiting.values() if one.working_time.covers(at)]
    return len(_attend_all(present, at))


def attend(*, person_id: UUID, at: datetime) -> None:
    """Look for what fits somebody's entries, and tell them of the best that is new."""
    _attend_all(people.persons([person_id]).values(), at)


def attend_to(*, people_at_work: Iterable[UUID], at: datetime) -> None:
    """Do so for those of some people who have entries: they have just begun something.

    Where it breaks for somebody that is told in the log and no more: the work that they began
    goes its way, and the next hour looks for them again.
    """
    wanted = set(people_at_work)
    among = sorted(wanted.intersection(authors(EntryRow)) if wanted else ())
    if among:
        _attend_all(people.persons(among).values(), at, tells_only=True)


def answer(*, find_id: UUID, state: FindState, by: UUID) -> Find:
    """Say of a find of one's own that it was taken, or "not this".

    A no makes that kind rarer for that entry. Raises NotFound for anybody else's.
    """
    found = queries.find(find_id, author=by)
    with reading_as(by):
        FindRow.objects.filter(id=found.id, author=by).update(state=state)
    return queries.find(find_id, author=by)


def heed(*, decision_id: UUID, response_id: UUID, person_id: UUID | None) -> None:
    """Take what somebody answered to an offer as said of the find that it told of, if any."""
    kind = feedback.kind_of(response_id)
    state = _MEANS.get(kind) if kind else None
    if state is None or person_id is None:
        return
    with reading_as(person_id):
        FindRow.objects.filter(decision=decision_id, author=person_id).update(state=state)


def _attend_all(who: Iterable[Person], at: datetime, *, tells_only: bool = False) -> list[Person]:
    around = Around(at)

    def prepare(few: Sequence[Person]) -> Callable[[Person], Person]:
        looked = _looked(few, around)

        def attended(one: Person) -> Person:
            wishes, _found = looked.get(one.id, _NOTHING)
            kept = _watch(one, looked, at)
            if kept or any(_news_to_tell(wish.finds, one, at) for wish in wishes):
                tell(person_id=one.id, at=at)
            return one

        return attended

    invited = (one for one in who if not one.known_only)
    return in_batches(log, invited, prepare, at_once=TOGETHER, tells_only=tells_only)


def _looked(who: Sequence[Person], around: Around) -> _Looked:
    """Read the open wishes of some people, and what there is for each."""
    wishes = queries.open_wishes_of([one.id for one in who])
    entries = {id: [wish.entry for wish in some] for id, some in wishes.items()}
    found = around.each(who, entries)
    return {
        id: (some, {wish.entry.id: found[wish.entry.id] for wish in some})
        for id, some in wishes.items()
    }


def _watch(one: Person, looked: _Looked, at: datetime) -> tuple[Find, ...]:
    """Keep what is new for one person of those who were looked for."""
    wishes, found = looked.get(one.id, _NOTHING)
    news = {wish.entry.id: _news(wish, found[wish.entry.id]) for wish in wishes}
    if not any(news.values()):
        return ()
    with reading_as(one.id):
        # Since it was read, an entry may have ended, and somebody else may have looked.
        still = EntryRow.objects.select_for_update().filter(id__in=list(news), state="open")
        rows = [_row(one, id, each, at) for id in still.values_list("id", flat=True)
                for each in news[id]]  # fmt: skip
        FindRow.objects.bulk_create(rows, ignore_conflicts=True)
        return tuple(map(find_of, rows))


def _news_to_tell(finds: Sequence[Find], one: Person, at: datetime) -> bool:
    return bool(next_to_tell(finds, at=at, day=one.working_time.local_date(at)))


def _news(wish: Wish, found: Sequence[Opportunity]) -> tuple[Opportunity, ...]:
    return fitting(found, known={(each.kind, each.thing): each.state for each in wish.finds})


def _row(one: Person, entry: UUID, each: Opportunity, at: datetime) -> FindRow:
    return FindRow(
        author=one.id,
        entry=entry,
        kind=each.kind,
        thing=each.thing,
        key=each.key,
        title=each.title,
        says=each.says,
        fit=each.fit,
        state=FindState.NEW,
        at=at,
        until=each.until,
    )


def _told(who: Person, best: Sequence[Find], at: datetime) -> Decision | None:
    moment = _moment(who, best, at)
    options = {each.thing: as_option(each) for each in best}
    decided = support.consider([moment], at=at, ready={moment.id: tuple(options.values())})
    if not decided:
        return None
    decision = decided[0]
    day = who.working_time.local_date(at)
    rows = FindRow.objects.filter(author=who.id)
    if isinstance(decision, Offer):
        rows.filter(thing=decision.option.id, entry=best[0].entry).update(
            state=FindState.TOLD, told_at=at, tried_on=day, decision=decision.id
        )
        return decision
    tried = rows.filter(id__in=[each.id for each in best])
    tried.update(tried_on=day)
    if decision.reason in _DECIDED:
        tried.update(state=FindState.TOLD)
    return decision


def _moment(who: Person, best: Sequence[Find], at: datetime) -> Moment:
    """Return the moment at which an entry's finds are considered: nothing in it repeats a wish."""
    kinds = [each.kind for each in best]
    wants = dict.fromkeys(as_option(each).kind for each in best)
    return Moment(
        id=new_id(),
        person=who.id,
        at=at,
        need=Need.MORE,
        rule=f"{RULE}{kinds[0].value}",
        context=Context(text="", at=at, person=who.id, teams=who.teams),
        because={},
        breakpoint=True,
        says=_SAYS,
        wants=tuple(wants),
    )
