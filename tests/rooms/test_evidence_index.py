"""The index in memory finds what the live index finds, with the same scores."""

import random
from pathlib import Path
from uuid import UUID

import pytest

from journeywork.engine.context import Context, QueryKind
from journeywork.evidence.memory_index import MemoryIndex
from journeywork.knowledge.entries import entry
from journeywork.knowledge.index import EVERYONE, Entry, Search, Shelf
from journeywork.knowledge.proposals import asked
from journeywork.knowledge.tantivy_index import TantivyIndex
from tests.conftest import TUESDAY

ORG = UUID(int=1)
TEAM = UUID(int=7)
WORDS = [
    "fee",
    "refund",
    "charge",
    "retry",
    "ledger",
    "audit",
    "rounding",
    "share",
    "settlement",
    "bank",
    "timeout",
    "queue",
    "worker",
    "deploy",
    "rollback",
    "migration",
    "refundTotal",
    "core/money.py",
    "E0381",
    "invoice",
    "dunning",
    "reminder",
    "export",
]
AREAS = ("billing", "billing/fees.py", "ledger", "ledger/audit.py", "audit", "#fix")


def entries(count: int, seed: int = 3) -> list[Entry]:
    """Texts of the length and repetition that changes have."""
    lot = random.Random(seed)
    made = []
    for number in range(count):
        size = lot.choice((3, 12, 45, 90, 200))
        text = " ".join(lot.choices(WORDS, weights=range(1, len(WORDS) + 1), k=size))
        audience = (EVERYONE,) if number % 5 else (TEAM.hex,)
        title = " ".join(lot.sample(WORDS, 3))
        areas = lot.sample(AREAS, lot.randrange(4))
        made.append(
            entry(id=UUID(int=number + 10), org=ORG, title=title, text=text, areas=areas, audience=audience)
        )  # fmt: skip
    return made


def questions() -> list[Search]:
    lot = random.Random(5)
    found = []
    for number in range(40):
        context = Context(
            text=" ".join(lot.choices(WORDS, k=lot.choice((1, 4, 30, 120)))),
            at=TUESDAY,
            kind=lot.choice(list(QueryKind)),
            paths=tuple(lot.sample(("billing/fees.py", "ledger/audit.py", "x.py"), 2)),
            labels=("fix",) if number % 3 else (),
            teams=(TEAM,) if number % 2 else (),
        )
        found.append(asked(Shelf.EPISODE, context, org=ORG, languages=("de", "en")))
    return found


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[MemoryIndex, TantivyIndex]:
    folder: Path = tmp_path_factory.mktemp("index")
    live = TantivyIndex(folder).renew()
    live.settle()
    memory, index = MemoryIndex(), TantivyIndex(folder)
    written = entries(400)
    index.write(Shelf.EPISODE, written)
    for one in written:
        memory.write(one)
    return memory, index


def test_both_find_the_same_with_the_same_scores(both: tuple[MemoryIndex, TantivyIndex]) -> None:
    memory, live = both
    for question in questions():
        theirs = {hit.id: hit.score for hit in live.search(question)}
        ours = {hit.id: hit.score for hit in memory.search(question)}
        by_words = {id for id, score in theirs.items() if score}
        edge = min((theirs[id] for id in by_words), default=0.0)
        # Where scores are equal the order is free, so the last of the list may differ.
        clear = {id for id in by_words if theirs[id] > edge * 1.001}
        assert clear <= ours.keys()
        for id in by_words & ours.keys():
            assert ours[id] == pytest.approx(theirs[id], rel=1e-4)


def test_both_hide_what_is_not_for_everybody(both: tuple[MemoryIndex, TantivyIndex]) -> None:
    memory, _ = both
    hidden = {one.id for one in entries(400) if EVERYONE not in one.audience}
    for question in questions():
        found = {hit.id for hit in memory.search(question)}
        assert not found & hidden or TEAM.hex in question.audience


def test_what_is_replaced_or_removed_is_not_found(both: tuple[MemoryIndex, TantivyIndex]) -> None:
    memory = MemoryIndex()
    first = entry(id=UUID(int=1), org=ORG, title="Charge a fee", text="", areas=("billing",))
    memory.write(first)
    memory.write(entry(id=UUID(int=1), org=ORG, title="Refund", text="", areas=()))
    question = Search(shelf=Shelf.CARD, org=ORG, audience=(EVERYONE,), terms={"fee": 1.0}, areas=("billing",))  # fmt: skip
    assert memory.search(question) == ()
    memory.remove(UUID(int=1))
    memory.remove(UUID(int=1))
    assert memory.rarity(["refund"]) == {"refund": 0}


def test_words_are_as_rare_here_as_there(both: tuple[MemoryIndex, TantivyIndex]) -> None:
    memory, live = both
    stems = ["fee", "ledger", "nothing"]
    assert memory.rarity(stems) == live.rarity(Shelf.EPISODE, stems)
