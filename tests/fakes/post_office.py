"""A real SMTP server that keeps what arrives."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller


class PostOffice:
    """Letters in order of arrival."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.port = 0
        #: Who is refused: the beginning of an address. The refusal repeats it, as real ones do.
        self.refuses = ""

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or refuse them."""
        if self.refuses and address.lower().startswith(self.refuses.lower()):
            return f"550 no such person: {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep a letter."""
        self.letters.append(message_from_bytes(envelope.content))
        return "250 kept"

    def last_text(self) -> str:
        """Return the text of the last letter."""
        payload = self.letters[-1].get_payload(decode=True)
        return payload.decode() if isinstance(payload, bytes) else ""

    def last_code(self) -> str:
        """Return the sign-in code in the last letter."""
        found = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", self.last_text(), re.MULTILINE)
        assert found, self.last_text()
        return found[1]


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """Run a post office on a free port of this machine."""
    office = PostOffice()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        office.port = free.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
