"""Archives that want more than to be unpacked."""

import bz2
import gzip
import io
import lzma
import os
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from journeywork.kernel.archives import ArchiveLimits, BadArchive, unpack

SMALL = ArchiveLimits(packed=200_000, unpacked=100_000, entries=20, ratio=50, depth=4, name=40)
Fill = Callable[[Path], None]


def zipped(*entries: tuple[str, bytes], mode: int = 0o100644, packed: bool = True) -> Fill:
    def fill(file: Path) -> None:
        with zipfile.ZipFile(file, "w") as out:
            for name, content in entries:
                info = zipfile.ZipInfo("x")
                info.filename = name
                info.external_attr = mode << 16
                info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
                out.writestr(info, content)

    return fill


def tarred(*entries: tuple[str, bytes], kind: bytes = tarfile.REGTYPE, link: str = "") -> Fill:
    def fill(file: Path) -> None:
        with tarfile.open(file, "w") as out:
            for name, content in entries:
                info = tarfile.TarInfo(name)
                info.type, info.linkname = kind, link
                info.size = len(content) if kind == tarfile.REGTYPE else 0
                out.addfile(info, io.BytesIO(content))

    return fill


def packed(fill: Fill, pack: Callable[[bytes], bytes]) -> Fill:
    def both(file: Path) -> None:
        fill(file)
        file.write_bytes(pack(file.read_bytes()))

    return both


def written(content: bytes) -> Fill:
    return lambda file: file.write_bytes(content) and None


GOOD = (("cards/a.md", b"# A"), ("cards/deep/b.md", b"# B"), ("./c.md", b""))
ELSEWHERE = (
    *("../x", "a/../../x", "/x", "//x", "/etc/passwd", "C:/x", "c:x", "C:\\x", "\\x", "a\\..\\x"),
    *("a/..", "..", "a/./../..", "con", "NUL.md", "a/aux.txt", "com1", "a:b", "a/b:stream"),
    *("a\nb", "a\u202eb", "a/b.", "a/b ", " a", "x" * 41, "1/2/3/4/5"),
)  # fmt: skip


@pytest.mark.parametrize(
    "fill",
    [
        zipped(*GOOD),
        zipped(*GOOD, packed=False),
        tarred(*GOOD),
        packed(tarred(*GOOD), gzip.compress),
        packed(tarred(*GOOD), bz2.compress),
        packed(tarred(*GOOD), lzma.compress),
    ],
)
def test_a_good_archive_is_unpacked(tmp_path: Path, fill: Fill) -> None:
    fill(tmp_path / "in")
    files = unpack(tmp_path / "in", tmp_path / "out", SMALL)
    assert {str(file.relative_to(tmp_path / "out")): file.read_bytes() for file in files} == {
        "cards/a.md": b"# A",
        "cards/deep/b.md": b"# B",
        "c.md": b"",
    }


@pytest.mark.parametrize("name", [*ELSEWHERE, "a\x00b"])
def test_a_name_that_leads_elsewhere_is_refused_in_a_zip(tmp_path: Path, name: str) -> None:
    zipped(("good.md", b"x"), (name, b"x"))(tmp_path / "in")
    refused(tmp_path)


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_name_that_leads_elsewhere_is_refused_in_a_tar(tmp_path: Path, name: str) -> None:
    tarred(("good.md", b"x"), (name, b"x"))(tmp_path / "in")
    refused(tmp_path)


def refused(place: Path, says: str = ".") -> None:
    before = sorted(place.iterdir())
    with pytest.raises(BadArchive, match=says):
        unpack(place / "in", place / "out", SMALL)
    assert sorted(place.iterdir()) == before


@pytest.mark.parametrize(
    ("fill", "says"),
    [
        (zipped(("link", b"/etc/passwd"), mode=0o120777), "link or a device"),
        (zipped(("pipe", b""), mode=0o010644), "link or a device"),
        (zipped(("device", b""), mode=0o020644), "link or a device"),
        (tarred(("link", b""), kind=tarfile.SYMTYPE, link="/etc/passwd"), "link or a device"),
        (tarred(("link", b""), kind=tarfile.LNKTYPE, link="../x"), "link or a device"),
        (tarred(("device", b""), kind=tarfile.CHRTYPE), "link or a device"),
        (tarred(("device", b""), kind=tarfile.BLKTYPE), "link or a device"),
        (tarred(("pipe", b""), kind=tarfile.FIFOTYPE), "link or a device"),
        (zipped(("a.md", b"1"), ("A.MD", b"2")), "stands twice"),
        (tarred(("a.md", b"1"), ("a.md", b"2")), "stands twice"),
        (zipped(*((f"{n}.md", b"") for n in range(21))), "more than 20 entries"),
        (tarred(*((f"{n}.md", b"") for n in range(21))), "more than 20 entries"),
        (zipped(("bomb", b"0" * 10_000_000)), "packed more than 50 to one"),
        (zipped(*((f"{n}", os.urandom(60) * 200) for n in range(10))), "more than is allowed"),
        (packed(tarred(("bomb", b"0" * 10_000_000)), gzip.compress), "more than is allowed"),
        (packed(tarred(("bomb", b"0" * 10_000_000)), bz2.compress), "more than is allowed"),
        (packed(tarred(("bomb", b"0" * 10_000_000)), lzma.compress), "more than is allowed"),
        (zipped(("large", os.urandom(300_000)), packed=False), "larger than 200000 bytes"),
        (written(b""), "cannot be read"),
        (written(b"no archive at all"), "cannot be read"),
        (written(b"\x1f\x8b" + b"x" * 50), "cannot be read"),
        (written(b"PK\x05\x06" + b"\x00" * 4), "cannot be read"),
        (packed(tarred(*GOOD), lambda raw: gzip.compress(raw)[:-20]), "cannot be read"),
    ],
)  # fmt: skip
def test_a_hostile_archive_is_refused_as_a_whole(tmp_path: Path, fill: Fill, says: str) -> None:
    fill(tmp_path / "in")
    refused(tmp_path, says)


def test_a_size_that_lies_is_counted_anyway(tmp_path: Path) -> None:
    file = tmp_path / "in"
    zipped(("bomb", b"0" * 10_000_000))(file)
    raw = bytearray(file.read_bytes())
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", raw, raw.index(mark) + at, 10)
    file.write_bytes(raw)
    refused(tmp_path)


def test_a_header_as_large_as_a_bomb_is_refused(tmp_path: Path) -> None:
    """A tar file may say of an entry's name that it is a hundred megabytes long."""
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 100_000_000
    raw = info.tobuf(tarfile.USTAR_FORMAT) + b"0" * 100_000_512
    (tmp_path / "in").write_bytes(gzip.compress(raw, 1)[:190_000])
    refused(tmp_path)


def test_a_directory_larger_than_its_entries_may_be_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "in"
    zipped(*((f"{n}", b"") for n in range(1500)), packed=False)(file)
    refused(tmp_path, "more than 20 entries")


def test_an_existing_folder_is_not_written_into(tmp_path: Path) -> None:
    zipped(*GOOD)(tmp_path / "in")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("mine")
    refused(tmp_path)
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["mine"]
