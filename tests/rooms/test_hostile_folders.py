"""Folders, tables and archives that somebody else filled: read as far as they go, and no further."""

import csv
import json
import os
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from journeywork.engine.documents import Document
from journeywork.engine.knowledge import Imported
from journeywork.kernel.errors import Invalid
from journeywork.knowledge import actions, queries
from journeywork.knowledge.importers import choosing
from tests.conftest import Cast
from tests.fakes.bad_values import VALUES

FIELDS = ("title", "kind", "owner", "team", "topics", "tags", "url", "review_days", "reviewed_on",
          "applies_to", "expires_on", "state", "author")  # fmt: skip
COLUMNS = (
    "title",
    "body",
    "key",
    "kind",
    "topics",
    "owner",
    "team",
    "review_days",
    "reviewed_on",
    "url",
)


def take(documents: tuple[Document, ...], cast: Cast, at: datetime) -> Imported:
    return actions.import_documents(documents, source="theirs", by=cast.emil.id, at=at)


def readable(value: bytes) -> str:
    return value.decode(errors="replace")


def test_a_folder_with_everything_that_is_no_file(cast: Cast, at: datetime, tmp_path: Path) -> None:
    """Links out and around, pipes that nobody writes to, sockets, devices: none is opened."""
    place, outside = tmp_path / "in", tmp_path / "outside"
    (place / "deep").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret.md").write_text("# Secret\\n\\nNot theirs.")
    (place / "good.md").write_text("# Good\n\nWords.")
    (place / "link.md").symlink_to(outside / "secret.md")
    (place / "folder").symlink_to(outside)
    (place / "deep" / "up.md").symlink_to("../../outside/secret.md")
    (place / "deep" / "around").symlink_to(place)
    (place / "nowhere.md").symlink_to(place / "nothing")
    (place / "itself.md").symlink_to(place / "itself.md")
    (place / "dev.md").symlink_to("/dev/zero")
    os.mkfifo(place / "pipe.md")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(place / "sock.md"))
    found = choosing.read(place)
    assert [document.path for document in found.documents] == ["good.md"]
    assert take(found.documents, cast, at).new == 1


NAMES = (
    *(b"\xff\xfe.md", b"a\xed\xa0\x80.md", b"caf\xe9.md", "\u202egpj.md".encode(), b"a\nb.md"),
    *(b"\x1b[2J.md", b"'; drop table x; --.md", b"<script>alert(1)<|script>.md", b"%s%n{0}.md"),
    *(b" .md", b"con.md", b"x" * 250 + b".md", b"\\..\\x.md", "\u200b.md".encode(), b"-rf.md"),
)  # fmt: skip


def test_names_of_files_that_are_no_text(cast: Cast, at: datetime, tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / os.fsdecode(name)).write_text(f"# One\n\nWords of {len(name)}.")
    found = choosing.read(tmp_path)
    assert take(found.documents, cast, at).new == len(NAMES)
    assert take(found.documents, cast, at).same == len(NAMES)
    assert {card.title for card in queries.cards(at=at)} == {"One"}


def test_texts_that_are_none(cast: Cast, at: datetime, tmp_path: Path) -> None:
    texts = [value.plain for value in VALUES] + [os.urandom(500), b"# \xff\n\n\xfe" * 50]
    texts += [b"---\n" * 1_000, b"#" * 100_000, b"> " * 50_000, b"* " * 50_000, b"[" * 100_000,
              b"![](" * 20_000, b"`" * 99_999, b"<" * 100_000, b"|" * 50_000, b"\t" * 50_000 + b"x",
              b"1. " * 20_000, b"[a]: b\n" * 10_000, b"&amp" * 20_000, b"x\r" * 20_000]  # fmt: skip
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.md").write_bytes(b"# T\n\n" + text)
    found = choosing.read(tmp_path)
    assert len(found.documents) == len(texts)
    assert take(found.documents, cast, at).new > 50


@pytest.mark.parametrize("times", [-(2**33), 2**40, 2**33])
def test_times_of_files_outside_the_calendar(
    cast: Cast, at: datetime, tmp_path: Path, times: int
) -> None:
    (tmp_path / "a.md").write_text("# One\n\nWords.")
    os.utime(tmp_path / "a.md", (times, times))
    assert take(choosing.read(tmp_path).documents, cast, at).new == 1


def heads() -> Iterator[str]:
    """Yield what may stand at the head of a document, one field wrong at a time."""
    for field in FIELDS:
        for number, value in enumerate(VALUES):
            if len(value.json) < 2_000:
                yield f"{field}: {readable(value.json)}\n{field}s: {readable(value.plain)}"
            if number % 4 == 0:
                yield f"{field}: [{json.dumps(readable(value.plain[:2_000]))}]"
    yield "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: *c"
    yield "<<: {title: x}"
    yield "? [a, b]\n: c"
    yield "title: !!python/object/apply:os.system [id]"
    yield "title: !!binary /w=="
    yield from (
        f"{tag} x" for tag in ("!!int", "!!bool", "!!timestamp", "!!float", "!!set", "!!omap")
    )
    yield from (f"reviewed_on: {day}" for day in ("9999-12-31", "0001-01-01", "2026-13-45"))
    yield "review_days: 3650\nreviewed_on: 9999-12-31"
    yield "title: !!int ''\nkind: !!bool x\nreviewed_on: !!timestamp x"
    yield "reviewed_on: 2026-02-30T25:61:61Z"
    yield "title: " + "[" * 2_000
    yield "review_days: " + "9" * 5_000
    yield "review_days: 0x" + "f" * 5_000
    yield "review_days: " + ":".join(["59"] * 3_000)
    yield "applies_to: {places: {a: b}, paths: [[1]], kinds: 1.e+400}"
    yield "%YAML 9.9\n---\ntitle: x"
    yield "title: x\ntitle: y"


def test_heads_of_documents_that_say_nonsense(cast: Cast, at: datetime) -> None:
    """Each is imported as far as it makes sense; one document never stops the others."""
    documents = tuple(
        Document(path=f"{number}.md", text=f"---\n{head}\n---\n# One\n\nWords.", changed_at=at)
        for number, head in enumerate(heads())
    )
    assert take(documents, cast, at).new == len(documents)


def test_tables_that_say_nonsense(cast: Cast, at: datetime, tmp_path: Path) -> None:
    documents: list[Document] = []
    for column in COLUMNS:
        file = tmp_path / f"{column}.csv"
        names = ("title", "body", *({column} - {"title", "body"}))
        with file.open("w", newline="") as out:
            rows = csv.DictWriter(out, names)
            rows.writeheader()
            for number, value in enumerate(VALUES):
                said = readable(value.plain)[:5_000]
                rows.writerow({"title": f"One {number}", "body": "Words.", column: said})
        found = choosing.read(file)
        assert len(found.documents) > 30, column
        documents += found.documents
    assert take(tuple(documents), cast, at).new > 900  # A body of signs alone makes no card.


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", "title", "body,title", '"title', "title,body\n" + "x" * 200_000 + ",y\n",
        "x" * 200_000 + ",title,body\na,b,c\n", "title,body\n\x00,\x00\n", '"' * 99_999,
        "title,title,body\na,b,c\n", ",,,\n,,,\n", "title;body\n" + "a;b;c;d;e\n" * 50,
    ],
)  # fmt: skip
def test_a_table_is_read_or_refused_in_words(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.csv").write_text(text)
    try:
        assert choosing.read(tmp_path / "t.csv") is not None
    except Invalid as fault:
        assert set(fault.faults) == {"file"}
