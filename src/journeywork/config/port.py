"""Which port to listen on: the wanted one, or the next one that is free; and who listens there."""

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_TRIES = 100
_LISTENING = "0A"
_PROCESSES = Path("/proc")


def is_free(address: str, port: int) -> bool:
    """Whether nobody listens there. Servers that share a port would hide each other otherwise."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def next_free(address: str, port: int) -> int:
    """Return the first free port from this one on.

    :raises OSError: a hundred ports in a row are taken.
    """
    for candidate in range(port, min(port + _TRIES, 65536)):
        if is_free(address, candidate):
            return candidate
    raise OSError(f"no free port between {port} and {port + _TRIES} on {address}")


def is_held_by(group: int, port: int) -> bool:
    """Whether a process of this group listens on the port (always said where there is no /proc).

    Somebody else may have taken the port since it was found free, and would answer in our name.
    """
    if not (_PROCESSES / "net" / "tcp").exists():
        return True
    ends = _listening(port)
    return any(end in ends for process in _members(group) for end in _sockets(process))


def _listening(port: int) -> set[str]:
    """Read the kernel's tables: local address, state and inode are columns 1, 3 and 9."""
    found = set()
    for table in ("tcp", "tcp6"):
        with suppress(OSError):
            for line in (_PROCESSES / "net" / table).read_text().splitlines()[1:]:
                columns = line.split()
                if columns[3] == _LISTENING and columns[1].endswith(f":{port:04X}"):
                    found.add(f"socket:[{columns[9]}]")
    return found


def _members(group: int) -> Iterator[Path]:
    for process in _PROCESSES.iterdir():
        with suppress(OSError):
            if process.name.isdigit() and os.getpgid(int(process.name)) == group:
                yield process


def _sockets(process: Path) -> Iterator[str]:
    with suppress(OSError):
        for end in (process / "fd").iterdir():
            with suppress(OSError):
                yield str(end.readlink())
