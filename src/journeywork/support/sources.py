"""Where options come from: cards, earlier work, colleagues who know, and one's own pen.

Each source is asked only for the kinds of option that a moment wants.
"""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID, uuid5

from journeywork.engine.knowledge import Trust
from journeywork.engine.moments import Moment
from journeywork.engine.options import Option, OptionKind, Part
from journeywork.kernel.errors import NotFound
from journeywork.knowledge import queries as knowledge

#: Enough that what was offered before does not stand in the way of what was not.
CARDS, EPISODES, PEOPLE = 40, 12, 8
_NOTES = UUID("0197a000-0000-7000-8000-6e6f74650000")

Source = Callable[[Moment], Sequence[Option]]


def cards(moment: Moment) -> tuple[Option, ...]:
    """Return cards that fit, and first the one the moment is about."""
    found = knowledge.fitting(moment.context, limit=CARDS)
    if moment.about and moment.about not in {option.id for option in found}:
        return (*_about(moment), *found)
    return found


def earlier_work(moment: Moment) -> tuple[Option, ...]:
    """Return finished work that is like this."""
    return knowledge.past_work(moment.context, limit=EPISODES)


def colleagues(moment: Moment) -> tuple[Option, ...]:
    """Return colleagues who know, without the person."""
    return knowledge.who_knows(moment.context, limit=PEOPLE, exclude=(moment.person,))


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


SOURCES: Mapping[OptionKind, Source] = {
    OptionKind.CARD: cards,
    OptionKind.EPISODE: earlier_work,
    OptionKind.PERSON: colleagues,
    OptionKind.NOTE: own_pen,
}


def gather(moment: Moment, kinds: Sequence[OptionKind] | None = None) -> tuple[Option, ...]:
    """Return what could be offered at `moment`, of the kinds it wants, or of `kinds` alone.

    Raises IndexUnavailable while there is no index to look in.
    """
    wanted = moment.wants if kinds is None else kinds
    return tuple(option for kind in wanted for option in SOURCES[kind](moment))


def _about(moment: Moment) -> tuple[Option, ...]:
    try:
        card = knowledge.card(moment.about, at=moment.at) if moment.about else None
    except NotFound:
        return ()
    if card is None:
        return ()
    part = Part(name="changed", value=1.0, says="changed since you last worked here")
    return (
        Option(
            kind=OptionKind.CARD,
            id=card.id,
            key=card.key,
            title=card.title,
            score=1.0,
            parts=(part,),
            author=card.author,
            pushable=card.trust in (Trust.FRESH, Trust.DUE),
        ),
    )
