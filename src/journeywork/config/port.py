"""Which port to listen on: the wanted one, or the next one that is free."""

import socket

_TRIES = 100


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
