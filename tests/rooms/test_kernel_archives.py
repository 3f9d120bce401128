"""Archives that want more than to be unpacked."""

import bz2
import gzip
import io
import lzma
import os
import random
import shutil
import struct
import tarfile
import zipfile
import zlib
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


def raw_zip(*names: bytes, copies: int = 1, content: bytes = b"x") -> Fill:
    """Write a zip by hand: names byte for byte, and all entries in the directory on one content."""

    def fill(file: Path) -> None:
        packer = zlib.compressobj(9, wbits=-15)
        body = packer.compress(content) + packer.flush()
        fields = (20, 0, 8, 0, 0, zlib.crc32(content), len(body), len(content))
        out, directory, count = b"", b"", 0
        for name in names:
            at = len(out)
            out += struct.pack("<4s5H3L2H", b"PK\x03\x04", *fields, len(name), 0) + name + body
            entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, *fields, len(name),
                                0, 0, 0, 0, 0, at) + name  # fmt: skip
            directory += entry * copies
            count += copies
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count % 65536, count % 65536,
                          len(directory), len(out), 0)  # fmt: skip
        file.write_bytes(out + directory + end)

    return fill


def header(kind: bytes, content: bytes, name: str = "x") -> bytes:
    """Return a tar header of a kind, and its content."""
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, len(content)
    return info.tobuf(tarfile.USTAR_FORMAT) + content + b"\0" * (-len(content) % 512)


def extended(**fields: str) -> Fill:
    """Write a tar file whose second header overrules the first."""

    def fill(file: Path) -> None:
        with tarfile.open(file, "w", format=tarfile.PAX_FORMAT) as out:
            info = tarfile.TarInfo("fine.md")
            info.size, info.pax_headers = 3, fields
            out.addfile(info, io.BytesIO(b"abc"))

    return fill


NESTED = {tarfile.XHDTYPE: b"11 path=ab\n", tarfile.GNUTYPE_LONGNAME: b"a",
          tarfile.XGLTYPE: b"11 path=ab\n", tarfile.SOLARIS_XHDTYPE: b"11 path=ab\n"}  # fmt: skip


@pytest.mark.parametrize(
    ("fill", "says"),
    [
        # Names that are no text, or another text to whoever looks.
        (raw_zip(b"\xff\xfe.md"), "no file name"),
        (raw_zip(b"a\x00b"), "no file name"),
        (tarred(("a\udcffb", b"x")), "no file name"),
        (tarred(("caf\u00e9.md", b"1"), ("cafe\u0301.md", b"2")), "stands twice"),
        (zipped(("stra\u00dfe.md", b"1"), ("STRASSE.md", b"2")), "stands twice"),
        (zipped(("\ufb01le.md", b"1"), ("file.md", b"2")), "stands twice"),
        (zipped(("a\u200b.md", b"1")), "no file name"),
        (zipped(("\ufeffa.md", b"1")), "no file name"),
        # A file that shall be a folder, too.
        (zipped(("a", b"1"), ("a/b", b"2")), "cannot be read"),
        (zipped(("a/b", b"1"), ("a", b"2")), "cannot be read"),
        (tarred(("a", b"1"), ("a/b", b"2")), "cannot be read"),
        # Another header that overrules the first.
        (extended(path="../x"), "leads elsewhere"),
        (extended(path="/etc/passwd"), "absolute path"),
        (extended(size="999999999999"), "cannot be read"),
        (extended(**{"GNU.sparse.major": "1", "GNU.sparse.minor": "0",
                     "GNU.sparse.name": "../x"}), "."),
        (tarred(("s", b""), kind=tarfile.GNUTYPE_SPARSE), "."),
        (tarred(("s", b""), kind=b"Z"), "."),
        # One content under many names; more entries than the end of the directory tells of.
        (raw_zip(b"a.md", copies=20, content=b"0" * 30_000), "stands twice|packed|allowed"),
        (raw_zip(*(b"%d.md" % n for n in range(15)), content=os.urandom(70) * 200), "allowed|packed"),
        (raw_zip(b"a.md", copies=65_537, content=b"x"), "more than 20 entries|larger"),
        (raw_zip(b"a.md", copies=200, content=b"x"), "more than 20 entries"),
        # Bombs within bombs are never opened: what is in an archive stays as it is.
        (packed(packed(tarred(("b", b"0" * 9_000_000)), gzip.compress), gzip.compress), "."),
        # Headers upon headers, each read by calling oneself.
        *((written(gzip.compress(header(kind, said) * 3_000 + header(tarfile.REGTYPE, b""))), ".")
          for kind, said in NESTED.items()),
        (written(gzip.compress(b"") * 10_000), "."),
        (written(b"PK\x03\x04" + b"\xff" * 100), "."),
    ],
)  # fmt: skip
def test_what_somebody_makes_by_hand_is_refused_as_a_whole(
    tmp_path: Path, fill: Fill, says: str
) -> None:
    fill(tmp_path / "in")
    refused(tmp_path, says)


@pytest.mark.parametrize(
    "fill",
    [
        extended(size="-1"),
        extended(size="nine"),
        extended(mtime="nan"),
        extended(uname="../x", linkpath="/etc/passwd"),
        tarred(("s", b""), kind=tarfile.CONTTYPE),
    ],
)
def test_what_an_archive_says_beside_its_names_does_nothing(tmp_path: Path, fill: Fill) -> None:
    fill(tmp_path / "in")
    [file] = unpack(tmp_path / "in", tmp_path / "out", SMALL)
    assert file.parent == tmp_path / "out"
    assert file.stat().st_size <= 3
    assert sorted(tmp_path.iterdir()) == [tmp_path / "in", tmp_path / "out"]


def test_an_archive_within_an_archive_stays_closed(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as out:
        out.writestr("../../evil", "x")
    zipped(("inner.zip", inner.getvalue()))(tmp_path / "in")
    [file] = unpack(tmp_path / "in", tmp_path / "out", SMALL)
    assert file.read_bytes() == inner.getvalue()


def long_names(format: int) -> Fill:
    def fill(file: Path) -> None:
        with tarfile.open(file, "w", format=format) as out:
            info = tarfile.TarInfo("\u00e9" * 10 + "/" + "e" * 100)
            info.size = 3
            out.addfile(info, io.BytesIO(b"abc"))

    return fill


WHOLE = (zipped(*GOOD), zipped(*GOOD, packed=False), tarred(*GOOD), packed(tarred(*GOOD), gzip.compress),
         packed(tarred(*GOOD), bz2.compress), packed(tarred(*GOOD), lzma.compress),
         long_names(tarfile.PAX_FORMAT), long_names(tarfile.GNU_FORMAT))  # fmt: skip


def broken(tmp_path: Path, number: int, chance: random.Random) -> None:
    """Turn a few bytes of a good archive; it is unpacked, or refused, and nothing else."""
    WHOLE[number % len(WHOLE)](tmp_path / "in")
    raw = bytearray((tmp_path / "in").read_bytes())
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(min(len(raw), 2_500))
        raw[at] = chance.choice([0, 255, 128, 47, 46, chance.randrange(256)])
    if chance.random() < 0.2:
        del raw[chance.randrange(len(raw)) :]
    (tmp_path / "in").write_bytes(raw)
    try:
        unpack(tmp_path / "in", tmp_path / "out", ArchiveLimits())
    except BadArchive:
        assert sorted(tmp_path.iterdir()) == [tmp_path / "in"]
    else:
        shutil.rmtree(tmp_path / "out")


def test_no_broken_archive_breaks_anything(tmp_path: Path) -> None:
    chance = random.Random(20260310)
    for number in range(400):
        broken(tmp_path, number, chance)


@pytest.mark.long
def test_no_broken_archive_breaks_anything_at_length(tmp_path: Path) -> None:
    chance = random.Random(20260311)
    for number in range(40_000):
        broken(tmp_path, number, chance)


def test_an_existing_folder_is_not_written_into(tmp_path: Path) -> None:
    zipped(*GOOD)(tmp_path / "in")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("mine")
    refused(tmp_path)
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["mine"]
