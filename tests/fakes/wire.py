"""A wire between a browser and a server that can really be cut: nothing listens, nothing flows."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class Wire:
    """Forwards connections to a server. `address` stays the same, whether cut or not."""

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        self._server = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._host = self._server[0]
        self._port = 0
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self.mend()
        self.address = f"http://{self._host}:{self._port}"

    def mend(self) -> None:
        """Let connections through (again)."""
        listening = socket.create_server((self._host, self._port), reuse_port=False)
        self._port = listening.getsockname()[1]
        self._listening = listening
        threading.Thread(target=self._accept, args=(listening,), daemon=True).start()

    def cut(self) -> None:
        """Break every connection, and refuse new ones."""
        with suppress(OSError):  # It may be cut already.
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        with self._lock:
            ends, self._open = self._open, []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                near, _from = listening.accept()
                far = socket.create_connection(self._server)
            except OSError:
                return
            with self._lock:
                self._open += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=_flow, args=(one, other), daemon=True).start()


def _flow(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while said := one.recv(65_536):
            other.sendall(said)
    with suppress(OSError):
        other.shutdown(socket.SHUT_WR)
