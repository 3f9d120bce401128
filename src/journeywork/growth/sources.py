"""Where opportunities come from: each place tells what is there for a person just now.

What the index holds is looked up as Ask does it; all else is compared by the same words. Each
source shows a person only what they may see anyway.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from journeywork.assignments import queries as assignments
from journeywork.debriefs import queries as debriefs
from journeywork.engine.context import Context
from journeywork.engine.knowledge import CardKind
from journeywork.engine.opportunities import Opportunity, OpportunityKind
from journeywork.engine.options import Option, Part
from journeywork.engine.people import Person
from journeywork.engine.to_learn import Entry
from journeywork.engine.visibility import may_see
from journeywork.engine.work import Episode, EpisodeState
from journeywork.knowledge import queries as knowledge
from journeywork.knowledge.index import IndexUnavailable
from journeywork.people import queries as people
from journeywork.shadowing import queries as shadowing
from journeywork.work import queries as work

CARDS, COLLEAGUES = 4, 2
#: So much open work of colleagues is looked through for what is coming.
COMING = 100
MOST_OWN = 30
MOST_REASONS = 2
#: Of what debriefs ask, these are a chance to learn: one that is proposed, one to write in.
LOOKS_BACK = frozenset({"proposal", "write"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """Something that is in no index, with the text by which it is compared.

    `wish` is the one entry for which another room found it already, None for any.
    """

    kind: OpportunityKind
    thing: UUID
    title: str
    text: str
    key: str = ""
    until: datetime | None = None
    wish: UUID | None = None


def around(
    person: Person, entries: Sequence[Entry], *, at: datetime
) -> dict[UUID, list[Opportunity]]:
    """Return what there is for each of a person's open entries, whether it fits well or badly."""
    if not entries:
        return {}
    passing = list(_passing(person, at=at))
    found = _looked_up(person, entries, at=at)
    for entry in entries:
        found[entry.id] += _compared(entry, passing, _language(person))
    return found


def asked_of(entry: Entry) -> str:
    """Return the words by which something is looked for: what is wished, not why."""
    return f"{entry.line}\n{entry.skill}".strip()


def _looked_up(
    person: Person, entries: Sequence[Entry], *, at: datetime
) -> dict[UUID, list[Opportunity]]:
    wanted = [
        knowledge.Wanted(
            context=Context(
                text=asked_of(entry),
                at=at,
                person=person.id,
                teams=person.teams,
                language=_language(person),
            ),
            cards=CARDS,
            people=COLLEAGUES,
            exclude=(person.id,),
        )
        for entry in entries
    ]
    try:
        looked = knowledge.look(wanted)
    except IndexUnavailable:
        return {entry.id: [] for entry in entries}
    return {
        entry.id: [*_cards(found, person), *_mentors(found.people)]
        for entry, found in zip(entries, looked, strict=True)
    }


def _cards(found: knowledge.Found, person: Person) -> Iterator[Opportunity]:
    for option in found.cards:
        if option.pushable and option.author != person.id:
            lesson = found.shelf[option.id].kind is CardKind.LESSON
            yield _opportunity(option, OpportunityKind.LESSON if lesson else OpportunityKind.CARD)


def _mentors(found: Iterable[Option]) -> Iterator[Opportunity]:
    """Yield colleagues whose work shows the thing itself, with that as the one reason."""
    for option in found:
        shown = next(iter(option.parts), None)
        if shown is not None and shown.name.startswith("same "):
            yield replace(_opportunity(option, OpportunityKind.MENTOR), says=shown.says)


def _opportunity(option: Option, kind: OpportunityKind) -> Opportunity:
    return Opportunity(
        kind=kind,
        thing=option.id,
        title=option.title,
        key=option.key,
        fit=option.chance,
        says=_why(option.parts),
    )


def _why(parts: Iterable[Part]) -> str:
    """Return what speaks for an option, the strongest first, as sentences that pages translate."""
    strong = sorted(
        (part for part in parts if part.value > 0 and part.says), key=lambda p: -p.value
    )
    return "; ".join(part.says for part in strong[:MOST_REASONS])


def _compared(entry: Entry, passing: Sequence[Passing], language: str) -> list[Opportunity]:
    for_it = [each for each in passing if each.wish in (None, entry.id)]
    texts = {number: each.text for number, each in enumerate(for_it)}
    like = knowledge.likeness(asked_of(entry), texts, language=language)
    found = [_met(for_it[number], each) for number, each in like.items()]
    known = {each.thing for each in found}
    return [*found, *(_named(each) for each in for_it if each.wish and each.thing not in known)]


def _met(one: Passing, like: knowledge.Likeness) -> Opportunity:
    fit = 1.0 if one.wish else like.share
    return replace(_named(one), fit=fit, says=f"speaks of {', '.join(like.words)}")


def _named(one: Passing) -> Opportunity:
    """Return what another room found for an entry as fitting: it has its own reasons."""
    return Opportunity(
        kind=one.kind,
        thing=one.thing,
        title=one.title,
        key=one.key,
        until=one.until,
        fit=1.0,
        says="",
    )


def _passing(person: Person, *, at: datetime) -> Iterator[Passing]:
    yield from _work(person)
    yield from _shown(person)
    yield from _stretches(person, at=at)
    for ask in debriefs.waiting_for(person.id, at=at):
        if ask.kind.value in LOOKS_BACK:
            yield Passing(
                kind=OpportunityKind.DEBRIEF,
                thing=ask.thing,
                title=ask.title,
                text=ask.title,
                key=ask.kind.value,
            )


def _shown(person: Person) -> Iterator[Passing]:
    """Yield what colleagues offer to show, where there is a seat."""
    for offer in shadowing.offers(limit=COMING):
        if offer.host != person.id and offer.is_open:
            yield Passing(
                kind=OpportunityKind.SHADOWING,
                thing=offer.id,
                title=offer.title,
                text="\n".join((offer.title, offer.about, *offer.topics)),
            )


def _stretches(person: Person, *, at: datetime) -> Iterator[Passing]:
    """Yield work that is proposed to the person as a next step."""
    for found in assignments.proposals(person.id, at=at):
        yield Passing(
            kind=OpportunityKind.STRETCH,
            thing=found.id,
            title=found.title,
            text=f"{found.title}\n{found.skill}",
            wish=found.wish,
        )


def _work(person: Person) -> Iterator[Passing]:
    """Yield work in the person's hands, and open work of nobody's yet that they may see."""
    states = (EpisodeState.OPEN, EpisodeState.BLOCKED)
    mine = work.episodes(people=(person.id,), states=states, limit=MOST_OWN)
    coming = [
        one
        for one in work.episodes(states=(EpisodeState.OPEN,), limit=COMING)
        if one.owner is None and person.id not in one.people
    ]
    took_part = {id for one in coming for id in one.people}
    who = people.persons(took_part, active_only=False) if took_part else {}
    seen = [one for one in coming if may_see(person, [who[id] for id in one.people if id in who])]
    for one in (*(each for each in mine if each.owner == person.id), *seen):
        yield _passing_work(one)


def _passing_work(one: Episode) -> Passing:
    return Passing(
        kind=OpportunityKind.WORK,
        thing=one.uuid,
        title=one.title or one.key,
        text="\n".join((one.title, one.text[:4000], *one.labels, *one.paths[:20])),
    )


def _language(person: Person) -> str:
    return person.languages[0] if person.languages else "en"
