"""The replay, measured on a git repository: how often it was right, and what it cost.

    python -m benchmarks.replay PATH [--years 2] [--place owner/name]

Reads the history with the product's own connector, without a database, and prints one JSON
line for each question with plain answers beside ours, and one with the CPU seconds.
"""

# ruff: noqa: E402 -- Django must be ready before the product is imported.
import argparse
import json
import os
import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from msgspec.structs import replace

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journeywork.config.settings")
os.environ.setdefault("DATABASE_URL", "postgresql://nobody@/nothing")
os.environ.setdefault("JOURNEYWORK_SECRETS", "nothing-is-signed-or-sealed-by-a-benchmark")

import django

django.setup()

from journeywork.connectors.git.commits import changes, commits, main_line
from journeywork.connectors.git.mapping import Ground, Names, events_of, people_of
from journeywork.connectors.git.past import past_steps, past_texts
from journeywork.connectors.git.program import ask
from journeywork.connectors.git.repository import Repository, opened
from journeywork.engine.attention import Policy
from journeywork.engine.cards_then import Shelved
from journeywork.engine.default_rules import RULES
from journeywork.engine.knowledge import Card, CardState, Trust
from journeywork.engine.past_texts import Wording, wordings
from journeywork.engine.people import Person, WorkingTime
from journeywork.engine.replay import Replay
from journeywork.engine.replay_moments import Standing
from journeywork.engine.replay_report import Hindsight
from journeywork.engine.work import Help, WorkEvent
from journeywork.evidence.finders import CardFinder, EpisodeFinder
from journeywork.evidence.staging import LIMITS, SEED, resample
from journeywork.support import sources

ORG = UUID(int=1)


class History:
    """The events of a repository in time order; people are told apart by name."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._names: dict[str, str] = {}
        self._logins: defaultdict[str, Counter[str]] = defaultdict(Counter)
        found = list(self._found())
        self.people: dict[UUID, str] = {}
        self.events = sorted(map(self._known, found), key=lambda e: (e.at, e.source, e.id))

    def _found(self) -> Iterator[WorkEvent]:
        path, host = self._repository.path, self._repository.host
        now = ask(path, "rev-parse", "HEAD")
        names = Names(sorted(ask(path, "rev-list", now).split()))
        ground = Ground(place=self._repository.place, host=host, names=names)
        for change in changes(commits(path, now), main_line(path, now)):
            for who, login in people_of(change, host):
                self._names[who.email.lower()] = who.name
                if login:
                    self._logins[login][who.email.lower()] += 1
            yield from events_of(change, ground)

    def _known(self, event: WorkEvent) -> WorkEvent:
        given = (Help(by=self._who(who), to=None, kind=kind) for who, kind in event.helper_handles)
        by = self._who(event.by_handle) if event.by_handle else None
        return replace(event, by=by, helpers=tuple(dict.fromkeys(given)))

    def author(self, email: str) -> UUID | None:
        """Return who writes under an address, None for none."""
        return self._who(email) if email else None

    def _who(self, handle: str) -> UUID:
        emails = self._logins.get(handle)
        email = emails.most_common(1)[0][0] if emails else handle.lower()
        name = self._names.get(email, email)
        made = uuid5(NAMESPACE_OID, name.lower())
        self.people[made] = name
        return made


def card_of(one: Wording, author: UUID | None) -> Shelved:
    """Return what a card said and when, as the import keeps it."""
    return Shelved(
        since=one.since,
        until=one.until,
        news=one.news,
        card=Card(
            id=uuid5(NAMESPACE_OID, one.key), key=one.key, title=one.title, body=one.body,
            kind=one.kind, state=CardState.PUBLISHED, trust=Trust.FRESH, summary="", minutes=1,
            owner=None, author=author, team=None,
            topics=one.topics, applies_to=one.applies_to, reviewed_on=one.reviewed_at.date(),
            review_days=730, changed_at=one.reviewed_at,
        ),
    )  # fmt: skip


def cards(repository: Repository, history: History) -> list[Shelved]:
    """Return what the repository's documents said when, as cards."""
    texts = past_texts(repository, past_steps(repository))
    found = (one for document, seen in texts for one in wordings(document, seen))
    return [card_of(one, history.author(one.author_email)) for one in found]


def person(id: UUID, name: str) -> Person:
    """Return somebody whom only the history knows."""
    return Person(
        id=id, org=ORG, key=str(id), name=name, email="", roles=(), teams=(), known_only=True,
        working_time=WorkingTime(zone=UTC), zone_name="UTC",
    )  # fmt: skip


def shown(found: Hindsight) -> dict[str, object]:
    """Return a question's figures by method."""
    return {
        "question": found.key,
        "cases": found.questions,
        "left out": dict(found.left_out),
        "methods": {
            one.key: {
                **{
                    f"hit@{k}": [round(v, 3) for v in (s.value, s.low, s.high)] for k, s in one.hits
                },
                "mrr": [round(v, 3) for v in (one.reciprocal, one.low, one.high)],
                **({"busiest": round(one.busiest.value, 3)} if one.busiest else {}),
                **(
                    {
                        "ours minus this": [
                            round(v, 3)
                            for v in (one.against.value, one.against.low, one.against.high)
                        ],
                        "verdict": one.against.verdict.value,
                    }
                    if one.against
                    else {}
                ),
            }
            for one in found.methods
        },
    }


def staged(
    repository: Repository, history: History, years: float, shelved: list[Shelved] | None = None
) -> Replay:
    """Return a replay of the last `years` of a history, before its first event."""
    return Replay(
        since=history.events[-1].at - timedelta(days=365.25 * years),
        standing=Standing(
            rules=RULES,
            policy=Policy(),
            people={id: person(id, name) for id, name in history.people.items()},
            draw=random.Random(SEED).random,
        ),
        cards=cards(repository, history) if shelved is None else shelved,
        card_finder=CardFinder(ORG, {}),
        episode_finder=EpisodeFinder(ORG, {}),
        note=sources.own_pen,
        limits=LIMITS,
        public=lambda _: True,
    )


def main() -> None:
    """Replay one repository and print what came out."""
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("path", type=Path)
    read.add_argument("--years", type=float, default=2.0)
    read.add_argument("--place", default="")
    wanted = read.parse_args()
    repository = opened(wanted.path, wanted.place)
    history = History(repository)
    shelved = cards(repository, history)
    start = time.process_time()
    run = staged(repository, history, wanted.years, shelved)
    for _ in run.see_all(history.events):
        pass
    report = run.report(resample(SEED), at=history.events[-1].at, seed=SEED)
    spent = time.process_time() - start
    print(json.dumps(shown(report.past_work)))
    print(json.dumps(shown(report.who_knows)))
    attention = report.attention
    print(
        json.dumps(
            {
                "repository": repository.place,
                "events": report.events,
                "judged": report.judged_events,
                "cards": report.cards,
                "wordings": len(shelved),
                "moments": attention.moments if attention else None,
                "offers": attention.offers if attention else None,
                "CPU seconds": round(spent, 1),
                "peak memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )


if __name__ == "__main__":
    main()
