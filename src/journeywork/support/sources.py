"""Where options come from: cards, earlier work, colleagues who know, and one's own pen.

Moments are looked at together, in as many statements for many as for one, and each only for
the kinds of option that it wants.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from journeywork.engine.knowledge import Card, CardState, Trust
from journeywork.engine.moments import Moment
from journeywork.engine.options import Option, OptionKind, Part
from journeywork.knowledge import queries as knowledge

#: Enough that what was offered before does not stand in the way of what was not.
CARDS, EPISODES, PEOPLE = 40, 12, 8
#: What is looked up in the index; the other kinds are there without it.
INDEXED = frozenset({OptionKind.CARD, OptionKind.EPISODE})
_NOTES = UUID("0197a000-0000-7000-8000-6e6f74650000")

Search = tuple[Moment, Sequence[OptionKind]]


def gather(searches: Sequence[Search]) -> list[tuple[Option, ...]]:
    """Return what could be offered at each moment, of the kinds that stand beside it.

    Kinds come in the order given, and before all the card that the moment is about. Raises
    IndexUnavailable while there is no index to look in, where one of INDEXED is wanted.
    """
    found = knowledge.look([_wanted(moment, kinds) for moment, kinds in searches])
    about = _about(searches)
    return [
        tuple(option for kind in kinds for option in _of_kind(kind, moment, each, about))
        for (moment, kinds), each in zip(searches, found, strict=True)
    ]


def own_pen(moment: Moment) -> tuple[Option, ...]:
    """Return the invitation to note what this piece of work taught, one for each piece."""
    made = uuid5(_NOTES, f"{moment.person}|{moment.subject}")
    says = "keeps what you just learned for the next person, in one line"
    return (
        Option(
            kind=OptionKind.NOTE,
            id=moment.context.episode or made,
            title="What would you tell the next person?",
            score=1.0,
            parts=(Part(name="just finished", value=1.0, says=says),),
        ),
    )


def _wanted(moment: Moment, kinds: Sequence[OptionKind]) -> knowledge.Wanted:
    return knowledge.Wanted(
        context=moment.context,
        cards=CARDS * (OptionKind.CARD in kinds),
        episodes=EPISODES * (OptionKind.EPISODE in kinds),
        people=PEOPLE * (OptionKind.PERSON in kinds),
        exclude=(moment.person,),
    )


def _of_kind(
    kind: OptionKind, moment: Moment, found: knowledge.Found, about: Mapping[UUID, Card]
) -> tuple[Option, ...]:
    match kind:
        case OptionKind.CARD:
            card = about.get(moment.about) if moment.about else None
            missing = card is not None and all(each.id != card.id for each in found.cards)
            cards = (*([_in_question(card)] if card and missing else []), *found.cards)
            known = {**found.shelf, **about}
            return tuple(_formed(one, known[one.id]) for one in cards) if moment.stance else cards
        case OptionKind.EPISODE:
            return found.episodes
        case OptionKind.PERSON:
            return found.people
        case OptionKind.NOTE:
            return own_pen(moment)
        case OptionKind.OPPORTUNITY:
            return ()  # They are brought along by who found them.


def _formed(option: Option, card: Card) -> Option:
    """Return a card's option with what a stance looks at: its form, and how long it reads."""
    return replace(option, form=card.kind.value, minutes=card.minutes)


def _about(searches: Sequence[Search]) -> dict[UUID, Card]:
    """Return the published cards that moments are about, as they stand now."""
    asking = [moment for moment, kinds in searches if OptionKind.CARD in kinds and moment.about]
    ids = {moment.about for moment in asking if moment.about}
    found = knowledge.cards_by_id(ids, at=max(m.at for m in asking)) if ids else {}
    return {id: card for id, card in found.items() if card.state is CardState.PUBLISHED}


def _in_question(card: Card) -> Option:
    part = Part(name="changed", value=1.0, says="changed since you last worked here")
    return Option(
        kind=OptionKind.CARD,
        id=card.id,
        key=card.key,
        title=card.title,
        score=1.0,
        parts=(part,),
        author=card.author,
        pushable=card.trust in (Trust.FRESH, Trust.DUE),
    )
