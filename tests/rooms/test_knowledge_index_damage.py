"""Whatever becomes of the index's folder: Ask says so and is no fault, and the worker mends it."""

import gc
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings

from journeywork.config.doctor import machine
from journeywork.config.doctor.finding import State
from journeywork.knowledge import actions, indexing, lookups, queries, tantivy_index
from journeywork.knowledge.index import Shelf
from tests.conftest import Cast
from tests.rooms.calling import Answer, Calls

MANY = 12
#: What a segment of tantivy consists of.
PARTS = ("fieldnorm", "idx", "store", "term")


@pytest.fixture(autouse=True)
def folder() -> Iterator[Path]:
    place = Path(settings.INDEX_FOLDER)
    shutil.rmtree(place, ignore_errors=True)
    another_process()
    yield place
    another_process()
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def stocked(cast: Cast, at: datetime) -> Path:
    """An index with cards in it."""
    for number in range(MANY):
        made = actions.draft(title=f"Refund {number}", body="Words.", by=cast.ana.id, at=at)
        actions.publish_card(card_id=made.id, by=cast.ana.id, at=at)
    the_worker_begins()
    return Path(settings.INDEX_FOLDER)


def another_process() -> None:
    """Forget all that this process has open and knows of the index."""
    indexing.search_index().close()
    indexing._opened.cache_clear()
    gc.collect()


def the_worker_begins() -> None:
    another_process()
    indexing.catch_up_everywhere()
    another_process()


def asked(cast: Cast, at: datetime) -> Answer:
    return Calls(at).as_(cast.ben)("POST", "ask", {"text": "refund 7"})


def first(answer: Answer) -> str:
    return str(answer.json["cards"][0]["title"])


def segment(folder: Path, part: str) -> Path:
    """Return the largest file of a kind on the shelf of the cards."""
    return max(folder.glob(f"*/card/*.{part}"), key=lambda file: file.stat().st_size)


def put_back(file: Path, content: bytes) -> None:
    """Write a file anew; who has the old one open keeps that."""
    file.unlink()
    file.write_bytes(content)


def flipped(file: Path) -> None:
    content = bytearray(file.read_bytes())
    for place in range(0, len(content) - 120, 5):  # All but its own words about itself.
        content[place] ^= 0x5A
    put_back(file, bytes(content))


def truncated(file: Path) -> None:
    put_back(file, file.read_bytes()[: file.stat().st_size // 2])


def emptied(file: Path) -> None:
    put_back(file, b"")


HARMS: dict[str, Callable[[Path], None]] = {
    **{f"{part} {how.__name__}": lambda f, p=part, h=how: h(segment(f, p))  # type: ignore[misc]
       for part in PARTS for how in (flipped, truncated, emptied)},
    "the folder is gone": shutil.rmtree,
    "a shelf is gone": lambda folder: shutil.rmtree(next(folder.glob("*/card"))),
    "a file is gone": lambda folder: segment(folder, "term").unlink(),
    "meta.json is gone": lambda folder: next(folder.glob("*/card/meta.json")).unlink(),
    "meta.json is cut": lambda folder: truncated(next(folder.glob("*/card/meta.json"))),
    "current is empty": lambda folder: emptied(folder / "current"),
    "current is noise": lambda folder: put_back(folder / "current", b"\xff\x00../../etc 3"),
    "current names nothing": lambda folder: put_back(folder / "current", b"f" * 32 + b" 3"),
    "another version": lambda folder: put_back(
        folder / "current", (folder / "current").read_bytes().partition(b" ")[0] + b" 0"
    ),
}  # fmt: skip


#: One of each sort; the others are for the long tests.
USUAL = (
    "idx flipped",
    "term truncated",
    "fieldnorm emptied",
    "the folder is gone",
    "meta.json is gone",
    "current is noise",
    "another version",
)


def test_ask_is_no_fault_and_the_worker_mends_it(cast: Cast, at: datetime, stocked: Path) -> None:
    harmed(cast, at, stocked, *USUAL)


@pytest.mark.long
def test_ask_is_no_fault_whatever_file_is_harmed(cast: Cast, at: datetime, stocked: Path) -> None:
    harmed(cast, at, stocked, *HARMS)


def harmed(cast: Cast, at: datetime, stocked: Path, *harms: str) -> None:
    """Do harm; ask; let a worker begin; ask again."""
    for harm in harms:
        HARMS[harm](stocked)
        answer = asked(cast, at)
        assert answer.status in (200, 503), harm
        if answer.status == 503:
            assert answer.json["detail"].startswith(("The search index", "There is no search"))
            assert answer.headers["Retry-After"] == "5"
        queries.similar("refund 7")
        the_worker_begins()
        assert first(asked(cast, at)) == "Refund 7", harm
        assert indexing.search_index().size(Shelf.CARD) == MANY, harm
        another_process()


def test_a_worker_that_runs_mends_what_a_reader_could_not_read(
    cast: Cast, at: datetime, stocked: Path
) -> None:
    """The worker has looked at this index before; that somebody doubts it makes it look again."""
    indexing.catch_up_everywhere()
    indexing.search_index().close()
    truncated(segment(stocked, "term"))
    assert asked(cast, at).status == 503
    assert "refund" not in (stocked / "doubted").read_text()
    indexing.catch_up_everywhere()
    assert not (stocked / "doubted").exists()
    assert first(asked(cast, at)) == "Refund 7"


def test_doubts_about_an_index_that_is_whole_cost_nothing(
    cast: Cast, at: datetime, stocked: Path
) -> None:
    generation = (stocked / "current").read_text()
    (stocked / "doubted").write_text(generation.partition(" ")[0])
    indexing.catch_up_everywhere()
    assert (stocked / "current").read_text() == generation
    assert not (stocked / "doubted").exists()


def test_an_index_with_other_fields_is_made_anew(
    cast: Cast, at: datetime, stocked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upgrade wants other fields, and nobody thought of the version."""
    builder = lookups.fields()
    builder.add_text_field("more", tokenizer_name="raw", index_option="basic")
    another_process()
    schema = builder.build()
    for module in (tantivy_index, lookups):
        monkeypatch.setattr(module, "SCHEMA", schema)
    answer = asked(cast, at)
    assert answer.status == 503
    assert "another version" in answer.json["detail"]
    the_worker_begins()
    assert first(asked(cast, at)) == "Refund 7"


def test_the_doctor_says_what_is_wrong(cast: Cast, at: datetime, stocked: Path) -> None:
    assert [each.state for each in machine.index(stocked.parent)] == [State.OK]
    another_process()
    flipped(segment(stocked, "store"))
    (finding,) = machine.index(stocked.parent)
    assert finding.state == State.FAIL
    assert "is not what was written" in finding.says


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small disk (tmpfs)")
def test_a_full_disk_loses_nothing_and_room_is_enough_to_go_on(
    cast: Cast, at: datetime, folder: Path
) -> None:
    folder.mkdir(parents=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(folder)],
        check=False, capture_output=True,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        _full(cast, at, folder)
    finally:
        another_process()
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _full(cast: Cast, at: datetime, folder: Path) -> None:
    made = actions.draft(title="Refund 7", body="Words.", by=cast.ana.id, at=at)
    actions.publish_card(card_id=made.id, by=cast.ana.id, at=at)
    indexing.catch_up_everywhere()
    ballast = folder / "ballast"
    with pytest.raises(OSError, match="No space"), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    later = actions.draft(title="Chargeback", body="Words.", by=cast.ana.id, at=at)
    actions.publish_card(card_id=later.id, by=cast.ana.id, at=at)
    for broken in (indexing.catch_up_everywhere, indexing.rebuild):
        with pytest.raises((ValueError, OSError)):
            broken()
        assert first(asked(cast, at)) == "Refund 7"
    assert indexing.pending() > 0
    ballast.unlink()
    indexing.catch_up_everywhere()
    assert indexing.pending() == 0
    assert [one.title for one in queries.similar("chargeback")] == ["Chargeback"]
    assert len([one for one in folder.iterdir() if one.is_dir()]) == 1
