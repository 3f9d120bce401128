"""Accepted means durable: a commit that did not reach the standby is not acknowledged.

Where PostgreSQL replicates synchronously, a commit whose wait is cancelled (by a timeout, an
administrator, a shutdown) succeeds with a warning: it stands here and perhaps nowhere else.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg.errors import Diagnostic

#: Begins the text of the warning in every release since 9.1; our servers speak English.
CANCELLED = "canceling wait for synchronous replication"


class NotDurable(OperationalError):
    """What was sent is stored here and may be lost with this machine: send it again."""


@contextmanager
def durable() -> Iterator[None]:
    """Run the block in a transaction; raises NotDurable when its commit is not safe.

    Within another transaction it is that one's commit which counts, and nobody looks at it.
    """
    warned: list[str] = []

    def listen(notice: Diagnostic) -> None:
        if (notice.message_primary or "").startswith(CANCELLED):
            warned.append(notice.message_primary or "")

    connection.ensure_connection()
    link = connection.connection
    link.add_notice_handler(listen)
    try:
        with transaction.atomic():
            yield
    finally:
        link.remove_notice_handler(listen)
    if warned:
        raise NotDurable(warned[0])
