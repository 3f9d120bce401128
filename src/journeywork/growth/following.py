"""What follows work events: wishes meet the work that begins; work that ends is asked about.

After work from which somebody wanted to learn there is one question: what did you learn? It is a push like any other and may be silent; the question stands on one's own page either way,
until a page of the journal answers it or two weeks have passed.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from journeywork.engine.context import Context
from journeywork.engine.moments import Moment, Need
from journeywork.engine.opportunities import looking_back
from journeywork.engine.options import OptionKind
from journeywork.engine.stances import Stance
from journeywork.engine.support import Decision
from journeywork.engine.vocabulary import Effect, effect_of
from journeywork.engine.work import Episode, EpisodeState, WorkEvent, fresh
from journeywork.growth.watching import attend_to
from journeywork.people import queries as people
from journeywork.support import actions as support
from journeywork.support import queries as support_queries
from journeywork.work import queries as work

#: The rule of the question, for "not useful here" and for damping.
RULE = "looked_back"
_ONCE = UUID("0197a000-0000-7000-8000-6c6f6f6b0000")
#: What somebody does who takes a piece of work into their hands.
_BEGINS = frozenset({Effect.OPENS, Effect.RESUMES, Effect.MOVES})
_SAYS = "You have finished a piece of work from which you wanted to learn"


def follow(events: Sequence[WorkEvent], *, at: datetime) -> None:
    """Let wishes meet the work that begins, and ask what was learned from work that has ended."""
    news = fresh(events, at=at)
    begun = [each for each in news if effect_of(each.type) in _BEGINS]
    attend_to(people_at_work={who for each in begun if (who := each.to or each.by)}, at=at)
    ended = {each.subject for each in news if effect_of(each.type) is Effect.CLOSES}
    ids = work.episode_ids(ended) if ended else {}
    for episode in work.episodes_by_id(ids.values()).values() if ids else ():
        if episode.state is EpisodeState.FINISHED:
            ask_what_was_learned(episode=episode, at=at)


def ask_what_was_learned(*, episode: Episode, at: datetime) -> tuple[Decision, ...]:
    """Ask those who wanted to learn from a piece of work, once each, by the one budget."""
    chosen = support_queries.stances_to(episode.uuid, people=episode.people)
    who = people.persons(id for id, stance in chosen.items() if stance is Stance.DEVELOPMENT)
    moments = [_moment(id, episode.uuid, one.teams, at) for id, one in who.items()]
    option = looking_back(episode.uuid)
    return support.consider(moments, at=at, ready={each.id: (option,) for each in moments})


def _moment(person: UUID, episode: UUID, teams: tuple[UUID, ...], at: datetime) -> Moment:
    """Return the one moment of that question: asked twice, it is decided once."""
    return Moment(
        id=uuid5(_ONCE, f"{person}|{episode}"),
        person=person,
        at=at,
        need=Need.REFLECT,
        rule=RULE,
        context=Context(text="", at=at, person=person, teams=teams),
        because={},
        breakpoint=True,
        says=_SAYS,
        wants=(OptionKind.OPPORTUNITY,),
    )
