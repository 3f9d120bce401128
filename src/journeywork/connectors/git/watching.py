"""Following a repository: what is pushed becomes work within seconds."""

from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Event
from uuid import UUID

from journeywork.connectors.git.history import History, import_history
from journeywork.connectors.git.program import GitError
from journeywork.connectors.git.repository import Repository, head


def watch(
    repository: Repository,
    *,
    by: UUID | None,
    clock: Callable[[], datetime],
    every: float,
    stop: Event,
) -> Iterator[History]:
    """Yield what each look brought, when it brought something, until `stop` is set.

    A repository that cannot be read for a while (a push under way, a disk unmounted) is
    looked at again later.
    """
    seen = ""
    while not stop.is_set():
        try:
            now = head(repository.path)
            if now != seen:
                found = import_history(repository, by=by, at=clock())
                seen = now
                if found.events:
                    yield found
        except GitError:
            pass
        stop.wait(every)
