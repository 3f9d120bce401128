"""Both ways of looking something up find the same, whoever asks and whosever the shelf is."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import pytest

from journeywork.knowledge import lookups, pieces
from journeywork.knowledge.entries import entry
from journeywork.knowledge.index import EVERYONE, Entry, Hit, Search, Shelf
from journeywork.knowledge.tantivy_index import TantivyIndex

OURS, THEIRS = UUID(int=1), UUID(int=2)
ME, MY_TEAM, SOMEBODY = UUID(int=7).hex, UUID(int=8).hex, UUID(int=9).hex
WORDS = [f"word{chr(ord('a') + number)}" for number in range(20)]
#: Who may read an entry, by turns; the last are for several and for nobody.
ALONE = ((EVERYONE,), (EVERYONE,), (EVERYONE,), (ME,), (SOMEBODY,), ())
TOGETHER = (*ALONE, (MY_TEAM, SOMEBODY))
ALWAYS, NEVER = 0.0, 2.0


def shelf(place: Path, orgs: Sequence[UUID], readers: Sequence[tuple[str, ...]]) -> TantivyIndex:
    """An index of cards; every tenth was replaced, and every eleventh is gone."""
    lot = random.Random(11)
    made = [
        entry(
            id=UUID(int=100 + number),
            org=orgs[number % len(orgs)],
            title="",
            text=" ".join(lot.choices(WORDS, weights=range(1, 21), k=lot.choice((2, 9, 40)))),
            audience=lot.choice(readers),
            areas=lot.sample(("billing", "ledger"), lot.randrange(2)),
        )
        for number in range(600)
    ]
    index = TantivyIndex(place)
    index.renew().settle()
    index.write(Shelf.CARD, made)
    index.write(Shelf.CARD, made[::10], gone=[one.id for one in made[::11]])
    return index


def asked(index: TantivyIndex) -> list[tuple[Hit, ...]]:
    lot = random.Random(5)
    return [
        index.search(
            Search(
                shelf=Shelf.CARD,
                org=OURS,
                audience=(EVERYONE, ME, MY_TEAM),
                terms={word: lot.choice((0.5, 1.0, 2.0)) for word in lot.sample(WORDS, many)},
                areas=("billing",) if lot.random() < 0.5 else (),
                limit=limit,
            )
        )
        for many in (1, 3, 12)
        for limit in (1, 10, 100, 1000)
    ]


@pytest.mark.parametrize("readers", [ALONE, TOGETHER])
@pytest.mark.parametrize("orgs", [(OURS,), (OURS, OURS, THEIRS), (OURS, THEIRS, THEIRS, THEIRS)])
def test_both_ways_find_the_same(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    orgs: Sequence[UUID],
    readers: Sequence[tuple[str, ...]],
) -> None:
    index = shelf(tmp_path, orgs, readers)
    monkeypatch.setattr(lookups, "MOST_OF_IT", NEVER)
    among_mine = asked(index)
    monkeypatch.setattr(lookups, "MOST_OF_IT", ALWAYS)
    assert asked(index) == among_mine
    assert max(len(found) for found in among_mine) >= 75


def test_what_is_not_for_the_asker_is_found_in_neither_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = TantivyIndex(tmp_path)
    index.renew().settle()
    kept: list[Entry] = [
        entry(id=UUID(int=number), org=org, title="refund", text="", audience=audience)
        for number, (org, audience) in enumerate(
            [(OURS, (EVERYONE,)), (OURS, (ME,)), (OURS, (SOMEBODY,)), (OURS, ()), (THEIRS, (ME,))]
        )
    ]
    index.write(Shelf.CARD, kept)
    wanted = Search(
        shelf=Shelf.CARD, org=OURS, audience=(EVERYONE, ME, MY_TEAM), terms={"refund": 1.0}
    )
    for least in (NEVER, ALWAYS):
        monkeypatch.setattr(lookups, "MOST_OF_IT", least)
        assert {hit.id.int for hit in index.search(wanted)} == {0, 1}


def test_a_count_that_was_remembered_follows_a_change(tmp_path: Path) -> None:
    index = shelf(tmp_path, (OURS,), ALONE)
    assert index.rarity(Shelf.CARD, ["refund"]) == {"refund": 0}
    index.write(Shelf.CARD, [entry(id=UUID(int=5), org=OURS, title="", text="refund")])
    assert index.rarity(Shelf.CARD, ["refund"]) == {"refund": 1}


def test_an_index_made_anew_ends_as_one_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "LARGEST", 10)
    index = TantivyIndex(tmp_path)
    fresh = index.renew({Shelf.CARD: 75})
    fresh.write(
        Shelf.CARD,
        (entry(id=UUID(int=number), org=OURS, title="refund", text="") for number in range(75)),
    )
    fresh.settle()
    assert index.size(Shelf.CARD) == 75
    (meta,) = tmp_path.glob("*/card/meta.json")
    assert len(json.loads(meta.read_text())["segments"]) == 1
