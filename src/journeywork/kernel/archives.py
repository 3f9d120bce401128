"""Archives are unpacked here and nowhere else: every limit and every trick in one place.

What an archive says of itself is not believed. Sizes are counted while they are read, and an
archive with one bad entry is refused as a whole, before anything of it has been kept.
"""

import bz2
import gzip
import io
import lzma
import os
import re
import shutil
import stat
import struct
import tarfile
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

#: What the readers of the standard library raise on archives that somebody made wrong on purpose.
_UNREADABLE = (
    *(OSError, EOFError, ValueError, LookupError, OverflowError, RuntimeError, TypeError),
    *(struct.error, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError),
)
_CHUNK = 64 * 1024
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_END = struct.Struct("<4s4H2LH")
_BEYOND = 0xFFFFFFFF  # What the directory says of a size that stands elsewhere.


class BadArchive(ValueError):
    """An archive may not be unpacked; the message says why, and names the entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLimits:
    """How much an archive may hold. Sizes in bytes; `ratio` is unpacked to packed."""

    packed: int = 100 * 1024 * 1024
    unpacked: int = 400 * 1024 * 1024
    entries: int = 20_000
    ratio: int = 200
    depth: int = 32
    name: int = 255


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    is_folder: bool
    content: IO[bytes] | None


def unpack(archive: Path, into: Path, limits: ArchiveLimits | None = None) -> tuple[Path, ...]:
    """Unpack a zip or tar file (plain, gz, bz2, xz) into a new folder; return its files.

    Raises BadArchive, and leaves no folder behind, for: more than the limits allow; absolute
    and Windows paths, `..`, reserved and double names; links, devices and anything else that is
    no file or folder; passwords; what is no archive at all.
    """
    limits = limits or ArchiveLimits()
    into.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=into.parent))
    try:
        written = _Unpacking(draft, limits, archive.stat().st_size).run(archive)
        draft.rename(into)
    except BadArchive:
        raise
    except _UNREADABLE as fault:
        raise BadArchive(f"cannot be read: {fault}") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return tuple(into / path for path in written)


class _Unpacking:
    def __init__(self, folder: Path, limits: ArchiveLimits, packed: int) -> None:
        self.folder, self.limits, self.packed = folder, limits, packed
        self.seen: set[str] = set()
        self.left = min(limits.unpacked, max(packed, 1024) * limits.ratio)

    def run(self, archive: Path) -> list[Path]:
        if self.packed > self.limits.packed:
            raise BadArchive(f"is larger than {self.limits.packed} bytes")
        entries = _zip_entries if zipfile.is_zipfile(archive) else _tar_entries
        written = []
        for count, entry in enumerate(entries(archive, self.limits), start=1):
            if count > self.limits.entries:
                raise BadArchive(f"holds more than {self.limits.entries} entries")
            path = self._place(entry)
            if path and not entry.is_folder:
                self._write(self.folder / path, entry)
                written.append(path)
        return written

    def _place(self, entry: _Entry) -> Path | None:
        path = safe_path(entry.name, self.limits)
        if path is None:
            return None
        # Some systems take names for the same that differ in case, or in how an accent is put.
        name = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", str(path)).casefold())
        if name in self.seen and not entry.is_folder:
            raise BadArchive(f"{entry.name!r} stands twice")
        self.seen.add(name)
        return path

    def _write(self, target: Path, entry: _Entry) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        assert entry.content is not None
        with os.fdopen(os.open(target, flags, 0o600), "wb") as out:
            while chunk := entry.content.read(_CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    raise BadArchive("unpacks to more than is allowed")
                out.write(chunk)


def safe_path(name: str, limits: ArchiveLimits) -> Path | None:
    """Return a name of an entry as a path below the folder, None for the folder itself.

    Raises BadArchive for every name that could lead elsewhere, on any system.
    """
    if "\x00" in name or "\\" in name or not name.isprintable():
        raise BadArchive(f"{name!r} holds signs that no file name here may hold")
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        raise BadArchive(f"{name!r} is an absolute path")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if len(parts) > limits.depth:
        raise BadArchive(f"{name!r} lies deeper than {limits.depth} folders")
    for part in parts:
        _check_part(part, name, limits)
    return Path(*parts) if parts else None


def _check_part(part: str, name: str, limits: ArchiveLimits) -> None:
    if part == ".." or ":" in part or part != part.strip(" ") or part.endswith("."):
        raise BadArchive(f"{name!r} leads elsewhere")
    if _RESERVED.fullmatch(part):
        raise BadArchive(f"{name!r} is a device on some systems")
    if len(os.fsencode(part)) > limits.name:
        raise BadArchive(f"{name[:80]!r} is longer than {limits.name} bytes")


def _zip_entries(archive: Path, limits: ArchiveLimits) -> Iterator[_Entry]:
    _check_directory(archive, limits)
    with zipfile.ZipFile(archive) as opened:
        for info in opened.infolist():
            kind = stat.S_IFMT(info.external_attr >> 16)
            if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
                raise BadArchive(f"{info.filename!r} is a link or a device")
            if info.flag_bits & 0x1:
                raise BadArchive(f"{info.filename!r} needs a password")
            # The name as it stands: the library cuts it off at a NUL.
            name = info.orig_filename
            if info.is_dir() or kind == stat.S_IFDIR:
                yield _Entry(name, is_folder=True, content=None)
                continue
            if info.file_size > limits.ratio * max(info.compress_size, 1024):
                raise BadArchive(f"{info.filename!r} is packed more than {limits.ratio} to one")
            try:
                with opened.open(info) as content:
                    yield _Entry(name, is_folder=False, content=content)
            except (NotImplementedError, RuntimeError) as fault:
                raise BadArchive(f"{info.filename!r} cannot be read: {fault}") from None


def _check_directory(archive: Path, limits: ArchiveLimits) -> None:
    """Refuse a directory of entries that is too large before it is read into memory."""
    with archive.open("rb") as file:
        file.seek(max(0, archive.stat().st_size - _END.size - 65_535))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        raise BadArchive("has no directory")
    fields = _END.unpack_from(tail, at)
    if _BEYOND in fields[5:7] or b"PK\x06\x07" in tail[max(0, at - 20) : at]:
        raise BadArchive("is of a form for archives over 4 gigabytes")
    listed = min(fields[5], limits.entries * 512 + 1)
    with archive.open("rb") as file:
        file.seek(max(0, archive.stat().st_size - len(tail) + at - listed))
        entries = file.read(listed).count(b"PK\x01\x02")
    # What it says of their number is not believed.
    if fields[5] > limits.entries * 512 or entries > limits.entries:
        raise BadArchive(f"holds more than {limits.entries} entries")


def _tar_entries(archive: Path, limits: ArchiveLimits) -> Iterator[_Entry]:
    with _decompressed(archive) as stream:
        counted = _Counted(stream, limits.unpacked + limits.entries * 2048)
        with tarfile.open(fileobj=counted, mode="r|") as opened:
            for member in opened:
                if member.isdir():
                    yield _Entry(member.name, is_folder=True, content=None)
                elif member.isreg() and not member.issparse():
                    yield _Entry(member.name, is_folder=False, content=opened.extractfile(member))
                else:
                    raise BadArchive(f"{member.name!r} is a link or a device")


def _decompressed(archive: Path) -> IO[bytes] | gzip.GzipFile:
    with archive.open("rb") as file:
        start = file.read(6)
    if start.startswith(b"\x1f\x8b"):
        return gzip.open(archive)
    if start.startswith(b"BZh"):
        return bz2.open(archive)
    if start.startswith(b"\xfd7zXZ\x00"):
        return lzma.open(archive)
    return archive.open("rb")


class _Counted(io.RawIOBase):
    """A stream that ends in BadArchive: headers can be as large as files."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, most: int) -> None:
        self._stream, self._left = stream, most

    def read(self, size: int = -1) -> bytes:
        """Read, and count."""
        chunk = self._stream.read(_CHUNK if size < 0 else min(size, _CHUNK * 16))
        self._left -= len(chunk)
        if self._left < 0:
            raise BadArchive("unpacks to more than is allowed")
        return chunk
