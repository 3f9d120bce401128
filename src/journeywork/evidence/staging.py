"""Setting the stage for a replay: what is in force today, and the search over memory."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from journeywork.engine.estimates import Resample
from journeywork.engine.replay import Limits, Replay
from journeywork.engine.replay_moments import Standing
from journeywork.evidence.finders import CardFinder, EpisodeFinder
from journeywork.kernel.tenancy import current_org
from journeywork.knowledge import queries as knowledge
from journeywork.moments import queries as moments
from journeywork.moments.actions import NEWS_DAYS
from journeywork.people import queries as people
from journeywork.support import queries as support
from journeywork.support import sources

#: The lot of every replay: the same history gives the same report.
SEED = 1
#: As the live product looks.
LIMITS = Limits(
    cards=sources.CARDS,
    episodes=sources.EPISODES,
    people=sources.PEOPLE,
    news=timedelta(days=NEWS_DAYS),
)


def staged(*, since: datetime, seed: int = SEED) -> Replay:
    """Return a replay of the organisation in force, before its first event."""
    who = people.persons(active_only=False)
    teams = {id: one.teams for id, one in who.items()}
    shelved = list(knowledge.shelved())
    org = current_org()

    def public(about: Sequence[UUID]) -> bool:
        return not any(teams.get(person) for person in about)

    return Replay(
        since=since,
        standing=Standing(
            rules=moments.rules(),
            policy=support.policy(),
            people=who,
            draw=random.Random(seed).random,  # noqa: S311 -- a lot that must be repeatable
        ),
        cards=shelved,
        card_finder=CardFinder(org, {one.card.id: one.language for one in shelved}),
        episode_finder=EpisodeFinder(org, teams),
        note=sources.own_pen,
        limits=LIMITS,
        public=public,
    )


def resample(seed: int) -> Resample:
    """Return draws with replacement for the bootstrap, the same for the same seed."""
    source = np.random.default_rng(seed)
    return lambda n: source.integers(0, n, n)
