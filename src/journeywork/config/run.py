"""``journeywork run``: one command from nothing to a running product, and Ctrl-C back."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from journeywork.config.cluster import ClusterError
from journeywork.config.environment import WrongSetting
from journeywork.config.lease import Taken
from journeywork.config.plan import Impossible, make_plan, our_program
from journeywork.config.supervisor import Failed, Supervisor
from journeywork.config.tether import tie_to_parent

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked us to stop. No error: nothing may catch it on the way out."""


def run(
    *,
    repository: Path | None = None,
    port: int | None = None,
    data: Path | None = None,
    program: Sequence[str] | None = None,
) -> int:
    """Run Journeywork until told to stop; the exit code is for the shell.

    :param repository: folder of a git repository to import; None takes this checkout.
    :param port: port to listen on; None takes the usual one, or the next that is free.
    :param data: data folder; None takes the usual place.
    :param program: command line of our own program, for tests.
    """
    if "MAKELEVEL" in os.environ:  # When make is killed we have lost our terminal too.
        tie_to_parent(signal.SIGTERM)
    try:
        plan = make_plan(
            os.environ,
            repository=repository,
            port=port,
            data=data,
            program=program or our_program(),
        )
        supervisor = Supervisor(plan, _say)
        with _told_to_stop(supervisor):
            supervisor.run()
    except (Taken, Impossible, WrongSetting, ClusterError, Failed) as refusal:
        _say(str(refusal))
        return 1
    except Stopped:
        _say("Stopped. `make run` starts it again.")
    return 0


@contextmanager
def _told_to_stop(supervisor: Supervisor) -> Iterator[None]:
    """Turn the first request to stop into an unwinding of all that was started."""
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        nonlocal asked
        if asked:
            supervisor.hurry()
            return
        asked = True
        raise Stopped

    before = {number: signal.signal(number, ask) for number in _STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
