"""Where opportunities come from: each place tells what is there for a person just now.

What the index holds is looked up as Ask does it; all else is compared by the same words. Each
source shows a person only what they may see anyway.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from journeywork.assignments import queries as assignments
from journeywork.debriefs import queries as debriefs
from journeywork.engine.context import Context
from journeywork.engine.knowledge import CardKind
from journeywork.engine.opportunities import Opportunity, OpportunityKind
from journeywork.engine.options import Option, Part
from journeywork.engine.people import Person
from journeywork.engine.shadowing import ShadowOffer
from journeywork.engine.to_learn import Entry
from journeywork.engine.visibility import may_see
from journeywork.engine.work import Episode, EpisodeState
from journeywork.knowledge import queries as knowledge
from journeywork.knowledge.index import IndexUnavailable
from journeywork.people import queries as people
from journeywork.shadowing import queries as shadowing
from journeywork.work import queries as work
from journeywork.work import together

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


class Around:
    """What there is around people at one time. What all can meet is read once, then kept."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._comparing = knowledge.Comparing()

    def each(
        self, people: Sequence[Person], entries: Mapping[UUID, Sequence[Entry]]
    ) -> dict[UUID, list[Opportunity]]:
        """Return what there is for each of some people's open entries, fitting well or badly.

        `entries` are by person, what is found by entry. As many statements for many as for one.
        """
        wishing = [person for person in people if entries.get(person.id)]
        asking = [(person, entry) for person in wishing for entry in entries[person.id]]
        found = _looked_up(asking, at=self._at)
        passing = self._passing(wishing)
        for person, entry in asking:
            found[entry.id] += self._compared(entry, passing[person.id], _language(person))
        return found

    @cached_property
    def _coming(self) -> tuple[tuple[Episode, tuple[Person, ...]], ...]:
        """Open work of nobody's yet, each with who took part in it."""
        coming = [
            one
            for one in work.episodes(states=(EpisodeState.OPEN,), limit=COMING)
            if one.owner is None
        ]
        took_part = {id for one in coming for id in one.people}
        who = people.persons(took_part, active_only=False) if took_part else {}
        return tuple((one, tuple(who[id] for id in one.people if id in who)) for one in coming)

    @cached_property
    def _shown(self) -> tuple[tuple[UUID, Passing], ...]:
        """What colleagues offer to show, where there is a seat, with whoever shows it."""
        return tuple(
            (offer.host, _seat(offer)) for offer in shadowing.offers(limit=COMING) if offer.is_open
        )

    def _passing(self, people: Sequence[Person]) -> dict[UUID, list[Passing]]:
        """Return what is in no index, by person: theirs, and what they may see."""
        if not people:
            return {}
        ids = [person.id for person in people]
        mine = together.in_hands(ids, most=MOST_OWN)
        proposed = assignments.proposals_of(ids, at=self._at)
        asked = debriefs.waiting_for_each(ids, at=self._at)
        return {
            person.id: [
                *map(_passing_work, mine.get(person.id, ())),
                *(_passing_work(one) for one, who in self._coming if _comes(person, one, who)),
                *(seat for host, seat in self._shown if host != person.id),
                *map(_stretch, proposed.get(person.id, ())),
                *(_looking_back(ask) for ask in asked.get(person.id, ()) if _is_chance(ask)),
            ]
            for person in people
        }

    def _compared(
        self, entry: Entry, passing: Sequence[Passing], language: str
    ) -> list[Opportunity]:
        for_it = [each for each in passing if each.wish in (None, entry.id)]
        texts = {number: each.text for number, each in enumerate(for_it)}
        like = self._comparing.likeness(asked_of(entry), texts, language=language)
        found = [_met(for_it[number], each) for number, each in like.items()]
        known = {each.thing for each in found}
        return [
            *found,
            *(_named(each) for each in for_it if each.wish and each.thing not in known),
        ]


def asked_of(entry: Entry) -> str:
    """Return the words by which something is looked for: what is wished, not why."""
    return f"{entry.line}\n{entry.skill}".strip()


def _looked_up(
    asking: Sequence[tuple[Person, Entry]], *, at: datetime
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
        for person, entry in asking
    ]
    try:
        looked = knowledge.look(wanted)
    except IndexUnavailable:
        return {entry.id: [] for _person, entry in asking}
    return {
        entry.id: [*_cards(found, person), *_mentors(found.people)]
        for (person, entry), found in zip(asking, looked, strict=True)
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


def _seat(offer: ShadowOffer) -> Passing:
    return Passing(
        kind=OpportunityKind.SHADOWING,
        thing=offer.id,
        title=offer.title,
        text="\n".join((offer.title, offer.about, *offer.topics)),
    )


def _stretch(found: assignments.Proposed) -> Passing:
    """Return work that is proposed to the person as a next step."""
    return Passing(
        kind=OpportunityKind.STRETCH,
        thing=found.id,
        title=found.title,
        text=f"{found.title}\n{found.skill}",
        wish=found.wish,
    )


def _is_chance(ask: debriefs.Ask) -> bool:
    return ask.kind.value in LOOKS_BACK


def _looking_back(ask: debriefs.Ask) -> Passing:
    return Passing(
        kind=OpportunityKind.DEBRIEF,
        thing=ask.thing,
        title=ask.title,
        text=ask.title,
        key=ask.kind.value,
    )


def _comes(person: Person, one: Episode, took_part: Sequence[Person]) -> bool:
    """Tell whether work of nobody's is news to a person who may see it."""
    return person.id not in one.people and may_see(person, took_part)


def _passing_work(one: Episode) -> Passing:
    return Passing(
        kind=OpportunityKind.WORK,
        thing=one.uuid,
        title=one.title or one.key,
        text="\n".join((one.title, one.text[:4000], *one.labels, *one.paths[:20])),
    )


def _language(person: Person) -> str:
    return person.languages[0] if person.languages else "en"
