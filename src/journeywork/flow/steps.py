"""What happens to a batch of work events, right after they were folded into episodes."""

from collections.abc import Sequence
from datetime import datetime

from journeywork.assignments import actions as assignments
from journeywork.debriefs import actions as debriefs
from journeywork.debriefs import queries as debrief_queries
from journeywork.engine.vocabulary import Effect, effect_of
from journeywork.engine.work import Episode, EpisodeState, WorkEvent, fresh
from journeywork.growth import actions as growth
from journeywork.growth import queries as wishes
from journeywork.moments import actions as moments
from journeywork.support import actions as support
from journeywork.support import queries as support_queries
from journeywork.work import queries as work_queries


def offer_help(events: Sequence[WorkEvent], at: datetime) -> None:
    """Events -> moments -> offers and silences. History only teaches what people have done."""
    support.consider(moments.detect(events, at=at), at=at)


def propose_debriefs(events: Sequence[WorkEvent], at: datetime) -> None:
    """Work that is worth looking back at -> a debrief is proposed, on pages that people open."""
    debriefs.propose(events, at=at)


def propose_assignments(events: Sequence[WorkEvent], at: datetime) -> None:
    """Work is about to begin -> it may be somebody's next step, on pages that they open."""
    assignments.propose(events, wishes=wishes.stretches(events), at=at)


def ask_of_lessons(events: Sequence[WorkEvent], at: datetime) -> None:
    """Work has ended in which a lesson was offered -> that person is asked whether it helped."""
    ended = (each for each in fresh(events, at=at) if effect_of(each.type) is Effect.CLOSES)
    news = {event.subject for event in ended}
    ids = work_queries.episode_ids(news) if news else {}
    for episode in work_queries.episodes_by_id(ids.values()).values():
        if episode.state is EpisodeState.FINISHED:
            _ask_of_lessons(episode, at)


def _ask_of_lessons(episode: Episode, at: datetime) -> None:
    offers = support_queries.offered(episode.people, since=episode.opened_at)
    born = debrief_queries.lessons_of_cards(each.option for each in offers)
    about = [each for each in offers if each.option in born]
    here = work_queries.episode_ids(each.subject for each in about) if about else {}
    for each in about:
        if here.get(each.subject) == episode.uuid:
            lesson = born[each.option]
            debriefs.ask_use(
                lesson_id=lesson.id,
                person_id=each.person,
                offer_id=each.offer,
                title=lesson.title,
                at=at,
            )


def follow_growth(events: Sequence[WorkEvent], at: datetime) -> None:
    """Work begins or ends -> wishes meet it; whoever wanted to learn from it is asked once."""
    growth.follow(events, at=at)
