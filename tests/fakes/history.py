"""A small history to replay, and a plain search over it, for the engine alone."""

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import numpy as np

from journeywork.engine.attention import Policy
from journeywork.engine.chances import Worth
from journeywork.engine.context import Context
from journeywork.engine.default_rules import RULES
from journeywork.engine.finder import Proposal
from journeywork.engine.knowledge import AppliesTo, Card, CardKind, CardState, Trust
from journeywork.engine.lexicon import Lexicon
from journeywork.engine.options import Option, OptionKind
from journeywork.engine.people import Person, WorkingTime
from journeywork.engine.ranking import Candidate
from journeywork.engine.replay import Limits, Replay
from journeywork.engine.replay_moments import Standing
from journeywork.engine.work import Episode, Help, HelpKind, WorkEvent

ORG = UUID(int=1)
#: A Tuesday, mid-morning; every step of a history is a working morning later.
START = datetime(2024, 3, 5, 10, tzinfo=UTC)
NAMES = ("ana", "ben", "cleo", "dora", "emil", "finn", "gwen", "hugo")


def who(key: str) -> UUID:
    return uuid5(ORG, key)


def person(key: str, **more: object) -> Person:
    fields = {
        "id": who(key), "org": ORG, "key": key, "name": key.capitalize(), "email": "",
        "roles": (), "teams": (), "working_time": WorkingTime(zone=UTC), "zone_name": "UTC",
    }  # fmt: skip
    return Person(**(fields | more))


def change(
    number: int,
    *,
    by: str = "ana",
    title: str = "Charge a fee",
    text: str = "",
    paths: tuple[str, ...] = ("billing/fees.py",),
    at: datetime | None = None,
    helped_by: str = "",
    **more: object,
) -> WorkEvent:
    """A change merged on the `number`th working morning, known as payments#number."""
    weeks, days = divmod(number, 4)
    helpers = (Help(by=who(helped_by), to=None, kind=HelpKind.REVIEWED),) if helped_by else ()
    fields = {
        "source": "git", "id": f"{number}", "type": "change.merged", "by": who(by),
        "at": at or START + timedelta(days=7 * weeks + days), "subject": f"payments#{number}",
        "title": title, "text": text, "place": "payments", "paths": paths, "helpers": helpers,
    }  # fmt: skip
    return WorkEvent(**(fields | more))


def busy(weeks: int) -> list[WorkEvent]:
    """A team that grows to eight, works in several folders, cites and reviews."""
    folders = ("billing", "refunds", "ledger", "audit")
    events = []
    for n in range(weeks * 4):
        here = NAMES[: 2 + n // 8]
        folder = folders[n // 2 % 4]
        events.append(
            change(
                n,
                by=here[n % len(here)],
                title=f"Mend {folder} rounding",
                text=f"As in #{n - 4} but later" if n % 3 == 0 and n > 4 else "",
                paths=(f"{folder}/core.py", f"{folder}/{n % 5}.py"),
                helped_by=here[(n + 1) % len(here)] if n % 2 else "",
            )
        )
    return events


def card(key: str, at: datetime, body: str = "charge fee refund", **more: object) -> Card:
    fields = {
        "id": who(key), "key": key, "title": key, "kind": CardKind.HOW_TO, "body": body,
        "state": CardState.PUBLISHED, "trust": Trust.FRESH, "summary": "", "minutes": 1,
        "owner": None, "author": None, "team": None, "topics": (), "review_days": 730,
        "applies_to": AppliesTo(paths=("billing/**",)), "reviewed_on": at.date(), "changed_at": at,
    }  # fmt: skip
    return Card(**(fields | more))


class PlainFinder:
    """Finds by whole words, in the title and the text; everybody may see everything."""

    def __init__(self) -> None:
        self._words: Lexicon[UUID] = Lexicon()
        self._kept: dict[UUID, list[str]] = {}
        self.asked: list[Context] = []

    def put(self, thing: Episode | Card) -> None:
        more = thing.body if isinstance(thing, Card) else thing.text
        self.remove(_id(thing))
        self._kept[_id(thing)] = f"{thing.title} {more}".lower().split()
        self._words.add(_id(thing), self._kept[_id(thing)])

    def remove(self, id: UUID) -> None:
        if id in self._kept:
            self._words.remove(id, self._kept.pop(id))

    def search(self, context: Context) -> Proposal:
        self.asked.append(context)
        terms = dict.fromkeys(context.text.lower().split(), 1.0)
        found = dict(self._words.ranked(self._words.score(terms), limit=100))
        return Proposal(found, Worth(utmost=max(found.values(), default=0.0), terms=len(terms)))

    def candidate(self, thing: Episode | Card, words: float) -> Candidate:
        if isinstance(thing, Card):
            return Candidate(
                kind=OptionKind.CARD, id=thing.id, title=thing.title, words=words,
                applies_to=thing.applies_to, at=thing.changed_at, trust=thing.trust,
            )  # fmt: skip
        return Candidate(
            kind=OptionKind.EPISODE, id=thing.uuid, title=thing.title, words=words,
            touched=thing.paths, place=thing.place, at=thing.last_at, author=thing.owner,
        )  # fmt: skip

    def in_words(self, option: Option, thing: Episode | Card, context: Context) -> Option:
        del thing, context
        return option


def _id(thing: Episode | Card) -> UUID:
    return thing.id if isinstance(thing, Card) else thing.uuid


def resample(seed: int = 1):  # type: ignore[no-untyped-def]
    source = np.random.default_rng(seed)
    return lambda n: source.integers(0, n, n)


def replay(events: Iterable[WorkEvent], **more: object) -> Replay:
    """Go through `events` and return the replay, judged from the start unless told otherwise."""
    people = {one.id: one for one in map(person, NAMES)}
    fields = {
        "since": START - timedelta(days=1),
        "cards": (),
        "card_finder": PlainFinder(),
        "episode_finder": PlainFinder(),
        "note": lambda moment: (),
        "limits": Limits(cards=8, episodes=4, people=4, news=timedelta(days=90)),
        "public": lambda people: True,
        "standing": Standing(
            rules=RULES,
            policy=Policy(withheld=0.0),
            people=people,
            draw=random.Random(1).random,
        ),
    }
    run = Replay(**(fields | more))
    ordered = sorted(events, key=lambda event: (event.at, event.source, event.id))
    for _ in run.see_all(ordered):
        pass
    return run
