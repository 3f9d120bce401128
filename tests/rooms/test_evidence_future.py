"""A replay of the past says the same whatever came afterwards."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from journeywork.connectors.git.documents import documents
from journeywork.connectors.git.history import import_history
from journeywork.connectors.git.past import past_steps, past_texts, reading_of
from journeywork.connectors.git.repository import opened
from journeywork.engine.cards_then import Shelved
from journeywork.engine.replay_report import Own
from journeywork.evidence import actions, queries, sentences, staging
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import queries as cards
from journeywork.people import queries as people
from journeywork.work import actions as work
from tests.conftest import Cast
from tests.rooms.repositories import ANA, BEN, DORA, Repository

CREW = (ANA, BEN, DORA, "Emil <emil@fairwater.example>", "Finn <finn@fairwater.example>",
        "Gwen <gwen@fairwater.example>")  # fmt: skip
FOLDERS = ("billing", "ledger", "audit")
ROUNDING = "# Rounding\n\nMend billing by rounding once, at the end, and keep the cents.\n"
#: As long as the crew has worked in the history below.
SPAN = timedelta(days=400)


@pytest.fixture
def repository(tmp_path: Path, at: datetime) -> Repository:
    """A year of work by six people, with documents, until `at`."""
    made = Repository(tmp_path / "payments", at - timedelta(days=370))
    made.commit("Write it down", "billing/rounding.md", text=ROUNDING)
    made.commit("Write how to audit", "audit/how.md", text="# Audit\n\nCount, then sign.\n", by=BEN)
    last = ""
    for n in range(60):
        here = CREW[: 5 + n // 30]
        cites = f"\n\nFollows {last[:10]}." if n % 4 == 3 else ""
        helper = f"\n\nReviewed-by: {here[(n + 1) % len(here)]}"
        folder = FOLDERS[n // 3 % 3]
        last = made.commit(
            f"Mend {folder} {n}{cites}{helper}", f"{folder}/{n % 4}.py", by=here[n % len(here)]
        )
        made.at += timedelta(days=6)
    return made


def what_came_afterwards(made: Repository) -> None:
    """Texts rewritten, moved and removed; work taken back, cited and named anew; new people."""
    hugo = "Hugo <hugo@fairwater.example>"
    earlier = made.git("rev-list", "--reverse", "HEAD").split()
    text = "# Mend the ledger\n\nNever round. Mend audit, ledger and billing with Hugo.\n"
    for n in range(9):
        made.commit(f"Say it better {n}", "billing/rounding.md", text=f"{text}{n}\n", by=hugo)
    made.git("mv", "audit/how.md", "audit/why.md")
    made.commit("Move it", by=hugo)
    made.git("rm", "-q", "billing/rounding.md")
    made.commit("It is wrong", by=DORA)
    made.commit("How to mend", "docs/mend.md", text=text, by=hugo)
    for sha in earlier[5:40:3]:
        made.commit(f'Revert "Mend"\n\nThis reverts commit {sha}.', "billing/0.py", by=hugo)
    made.commit(f"Mend billing again\n\nFollows {earlier[9][:10]}.", "billing/1.py", by=hugo)


def take_in(repository: Repository, at: datetime) -> None:
    found, source = opened(repository.path), "git:payments"
    import_history(found, by=None, at=at)
    while work.digest(at=at):
        pass
    knowledge.import_documents(documents(found), source=source, by=None, at=at)
    steps = past_steps(found)
    knowledge.keep_past(past_texts(found, steps), source=source, reading=reading_of(steps))


def told(at: datetime) -> tuple[sentences.Told, dict[str, Own | None]]:
    """Return what a replay at `at` says to everybody, and what to each."""
    actions.replay(since=at - SPAN, by=None, at=at)
    finished = queries.latest_report()
    assert finished is not None
    own = {one.email: queries.own(id) for id, one in people.persons().items()}
    return sentences.told(finished), {email: mine for email, mine in own.items() if mine}


def test_what_came_afterwards_changes_nothing_of_what_is_said_of_before(
    cast: Cast, repository: Repository, at: datetime
) -> None:
    take_in(repository, at)
    then = told(at)
    repository.at = at + timedelta(minutes=1)
    what_came_afterwards(repository)
    take_in(repository, at + timedelta(days=30))
    assert told(at) == then


def test_the_test_above_can_fail(
    cast: Cast, repository: Repository, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a replay that shows today's words to yesterday's readers is found out."""

    def leaking() -> Iterator[Shelved]:
        past = at - timedelta(days=365)
        yield from (Shelved(card=card, since=past) for card in cards.cards(limit=500))

    monkeypatch.setattr(staging.knowledge, "shelved", leaking)
    take_in(repository, at)
    then = told(at)
    repository.at = at + timedelta(minutes=1)
    what_came_afterwards(repository)
    take_in(repository, at + timedelta(days=30))
    report, own = told(at)
    assert (report.noticed == then[0].noticed, own == then[1]) == (False, False)
