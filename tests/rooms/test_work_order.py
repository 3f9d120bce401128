"""However deliveries are cut, mixed up and repeated, the same episodes stand in the end."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeywork.engine.episodes import fold, join
from journeywork.engine.vocabulary import TYPES
from journeywork.engine.work import Episode, WorkEvent
from journeywork.kernel.tenancy import within
from journeywork.people.actions import create_organisation
from journeywork.work import actions, queries

START = datetime(2026, 3, 10, 10, tzinfo=UTC)
NOBODY = UUID(int=0)
PEOPLE = [UUID(int=n) for n in (1, 2, 3)]
subjects = st.sampled_from(["a", "b", "c", "d", "e"])
events = st.builds(
    WorkEvent,
    source=st.just("s"),
    id=st.uuids().map(str),
    type=st.sampled_from([*TYPES, "weld.inspected"]),
    at=st.integers(0, 9).map(lambda n: START + timedelta(minutes=n)),
    subject=subjects,
    by=st.sampled_from(PEOPLE),
    title=st.sampled_from(["", "x", "y"]),
    paths=st.lists(subjects, max_size=2).map(tuple),
    part_of=st.lists(subjects, max_size=1).map(tuple),
)
deliveries = st.lists(events, min_size=1, max_size=8, unique_by=lambda event: event.id).flatmap(
    lambda es: st.tuples(st.just(es), st.permutations(es + es[:2]), st.integers(1, 4))
)


def by_the_engine(found: list[WorkEvent]) -> set[str]:
    groups = join([(event.subject, *event.part_of) for event in found], {})
    folded = (
        fold(NOBODY, [event for event in found if event.subject in group.subjects])
        for group in groups
    )
    return plain(episode for episode in folded if episode)


def plain(episodes: Iterable[Episode]) -> set[str]:
    """Everything about episodes but the names of their rows, ready to compare."""
    return {repr(replace(episode, uuid=NOBODY)) for episode in episodes}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(deliveries)
def test_the_same_episodes(db: None, told: tuple[list[WorkEvent], list[WorkEvent], int]) -> None:
    once, shuffled, size = told
    org = create_organisation(key=f"o-{uuid4().hex}", name="One", at=START)
    with within(org.id):
        for start in range(0, len(shuffled), size):
            actions.accept(shuffled[start : start + size], by=None, at=START)
            while actions.digest(size, at=START):
                pass
        assert plain(queries.episodes(limit=100)) == by_the_engine(once)
        lines = [queries.time_line(episode.uuid) for episode in queries.episodes(limit=100)]
        assert len({event.id for line in lines for event in line}) == sum(map(len, lines))
