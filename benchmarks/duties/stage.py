"""An organisation of a size: people in teams, what they want to learn, what they work on."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import psycopg

from benchmarks.search.cards import DAY, Language, Shape, store
from journeywork.config.cluster import APP, OWNER, throwaway_folder
from tests.flow.installation import Installation

WORDS_OF_A_WISH, WORDS_OF_A_TITLE = 4, 8
FINISHED_SHARE, NOBODYS = 0.5, 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many of each."""

    people: int
    leads: int
    assignments: int
    cards: int


@contextmanager
def stage(size: Size) -> Iterator[tuple[UUID, datetime]]:
    """Bring up a database with such an organisation; yields it and a working moment in it."""
    made = Installation(throwaway_folder("jw-bench-"))
    try:
        made.start()
        os.environ.update(made.environment())
        import django

        django.setup()
        _fill(made, size)
        yield UUID(made.org), DAY
    finally:
        made.stop()
        shutil.rmtree(made.place)


def _fill(made: Installation, size: Size) -> None:
    from journeywork.kernel.tenancy import within
    from journeywork.knowledge import indexing
    from journeywork.people import actions as people_actions

    words = Language()
    other = people_actions.create_organisation(key="small", name="Small", at=DAY)
    with within(UUID(made.org)):
        people = _people(size)
        shape = Shape(UUID(made.org), tuple(people[:50]), (other.id,))
        with psycopg.connect(made.cluster.url(APP)) as link:
            store(link, shape, words, size.cards)
        _work(people, words)
        _wishes(people, words)
        _assignments(people, size.assignments)
    indexing.rebuild()
    with psycopg.connect(made.cluster.url(OWNER), autocommit=True) as link:
        link.execute("analyze")


def _people(size: Size) -> list[UUID]:
    from journeywork.people import actions

    joined, every = DAY - timedelta(days=300), []
    teams = [
        actions.add_team(key=f"team-{n}", name=f"Team {n}", by=None, at=joined)
        for n in range(size.leads)
    ]
    for n in range(size.people):
        team = teams[n % len(teams)]
        one = actions.add_person(
            name=f"Person {n}", email=f"p{n}@fairwater.example", invited=True,
            teams=(team.id,), by=None, at=joined,
        )  # fmt: skip
        if n < len(teams):
            actions.lead_team(person_id=one.id, team_id=team.id, by=None, at=joined)
        every.append(one.id)
    return every


def _work(people: Sequence[UUID], words: Language) -> None:
    """One piece of work for everybody, half of them finished, and some that are nobody's yet."""
    from journeywork.engine.work import WorkEvent
    from journeywork.work import actions as work

    events = []
    for n, person in enumerate([*people, *(None for _ in range(NOBODYS))]):
        text = words.question().split()
        same = {
            "source": "bench", "subject": f"work#{n}", "place": f"place-{n % 40}",
            "title": " ".join(text[:WORDS_OF_A_TITLE]), "text": " ".join(text * 4),
        }  # fmt: skip
        begun = DAY - timedelta(days=20, minutes=n)
        type = "work.started" if person else "work.created"
        events.append(WorkEvent(id=f"{n}/a", type=type, at=begun, by=person, **same))
        if person and n % 2:
            ended = begun + timedelta(days=8)
            events.append(WorkEvent(id=f"{n}/z", type="work.finished", at=ended, by=person, **same))
    for begin in range(0, len(events), 500):
        work.accept(events[begin : begin + 500], by=None, at=DAY)
    while work.digest(at=DAY):
        pass


def _wishes(people: Sequence[UUID], words: Language) -> None:
    from journeywork.growth import actions as growth

    for person in people:
        line = " ".join(words.question().split()[:WORDS_OF_A_WISH])
        growth.add(line=line, by=person, at=DAY - timedelta(days=1))


def _assignments(people: Sequence[UUID], many: int) -> None:
    from journeywork.assignments import actions
    from journeywork.assignments.opening import Plan

    begun = DAY - timedelta(days=12)
    for n, person in enumerate(people[-many:]):
        plan = Plan(
            title=f"Assignment {n}", skill="Gateways", why="Never done", good="It works",
            complexity=2, mentor=people[n % 50], checkpoints=[("A drawing", None)],
        )  # fmt: skip
        made = actions.open_assignment(plan=plan, by=person, at=begun)
        actions.start(assignment_id=made.id, by=person, at=begun)
        for day in range(1, 4):
            taps = {"confidence": 3, "effort": 3, "support": 3}
            actions.feel(assignment_id=made.id, by=person, at=begun + timedelta(days=day), **taps)
