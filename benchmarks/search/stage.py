"""An installation of its own with generated cards in it, in this process and in a real worker."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.search.cards import DAY, Language, Shape, store
from journeywork.config.cluster import APP, OWNER, throwaway_folder
from tests.flow.installation import Installation

PEOPLE, SMALL = 50, 20


@dataclass(frozen=True, slots=True)
class Stage:
    """What is measured."""

    whole: Installation
    shape: Shape
    language: Language
    cards: int

    @property
    def index(self) -> Path:
        """Return the folder of the index."""
        return self.whole.place / "data" / "index"

    def owner(self) -> psycopg.Connection:
        """Return a connection that may make tables."""
        return psycopg.connect(self.whole.cluster.url(OWNER))


@contextmanager
def stage(cards: int) -> Iterator[Stage]:
    """Bring up a database with so many cards; Django of this process speaks to it."""
    made = Installation(throwaway_folder("jw-bench-"))
    try:
        made.start()
        os.environ.update(made.environment())
        import django

        django.setup()
        language = Language()
        shape = _people(made)
        with psycopg.connect(made.cluster.url(APP)) as link:
            store(link, shape, language, cards)
        with psycopg.connect(made.cluster.url(OWNER)) as link:
            link.execute("analyze knowledge_card")
        yield Stage(made, shape, language, cards)
    finally:
        made.stop()
        shutil.rmtree(made.place)


def _people(made: Installation) -> Shape:
    from uuid import UUID

    from journeywork.kernel.tenancy import within
    from journeywork.people import actions

    large = UUID(made.org)
    with within(large):
        team = actions.add_team(key="makers", name="Makers", by=None, at=DAY)
        people = [
            actions.add_person(
                name=f"Maker {number}",
                email=f"m{number}@fairwater.example",
                invited=True,
                teams=(team.id,),
                by=None,
                at=DAY,
            )
            for number in range(PEOPLE)
        ]
    small = [
        actions.create_organisation(key=f"small-{number}", name=f"Small {number}", at=DAY)
        for number in range(SMALL)
    ]
    return Shape(large, tuple(one.id for one in people), tuple(one.id for one in small))
