"""Whether what an index has on disk is what was written there.

Each file of a tantivy segment ends with a checksum of what stands before it:

    content | {"version": {...}, "crc": 2345} | length of that, 4 bytes | 1337, 4 bytes

Tantivy itself looks at no checksum when it opens a file, and a flipped byte would show as a
strange answer, or as a search that breaks off.
"""

import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import tantivy

META = "meta.json"
_ENDS = struct.Struct("<II")
_MAGIC = 1337
_PIECE = 1 << 20


def damage(folder: Path, schema: tantivy.Schema) -> str:
    """Say what is wrong with the index in `folder`, "" for nothing; reads all of its files."""
    if not (folder / META).is_file():
        return f"{META} is gone"
    try:
        broken = next((file.name for file in _files(folder) if not _whole(file)), "")
        if broken:
            return f"{broken} is not what was written"
        index = tantivy.Index.open(str(folder))
        index.searcher()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:  # noqa: BLE001 -- tantivy may break off (PanicException)
        return f"it cannot be opened ({type(fault).__name__})"
    return "" if index.schema == schema else "it has other fields than this version wants"


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files of the segments in use; others wait to be swept away."""
    for segment in json.loads((folder / META).read_bytes())["segments"]:
        name = segment["segment_id"].replace("-", "")
        deleted = segment.get("deletes")
        current = f"{name}.{deleted['opstamp']}.del" if deleted else ""
        for file in sorted(folder.glob(f"{name}.*")):
            if file.suffix != ".del" or file.name == current:
                yield file


def _whole(file: Path) -> bool:
    size = file.stat().st_size
    with file.open("rb") as read:
        if size < _ENDS.size:
            return False
        read.seek(size - _ENDS.size)
        length, magic = _ENDS.unpack(read.read())
        rest = size - _ENDS.size - length
        if magic != _MAGIC or rest < 0:
            return False
        read.seek(rest)
        told = json.loads(read.read(length))["crc"]
        read.seek(0)
        return bool(_sum(read, rest) == told)


def _sum(read: BinaryIO, left: int) -> int:
    found = 0
    while left and (piece := read.read(min(left, _PIECE))):
        found, left = zlib.crc32(piece, found), left - len(piece)
    return found
