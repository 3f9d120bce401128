"""A tether between a process and its children: when the one is killed, the others do not stay.

``kill -9`` leaves a process no time to stop its children, so the kernel is asked to signal them
(Linux only; elsewhere a tether does nothing).
"""

import ctypes
import os
import signal
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def tether(number: signal.Signals) -> Callable[[], None]:
    """Make a ``preexec_fn`` for ``subprocess.Popen``: the child gets the signal when we die.

    The kernel means the parent's *thread*: call Popen from a thread that lives as long as the
    children should. A program that changes its user afterwards loses the tether.
    """
    ask = _asker()
    parent = os.getpid()

    def tie() -> None:
        ask(number)
        if os.getppid() != parent:  # The parent died between fork and prctl.
            os._exit(1)

    return tie


def tie_to_parent(number: signal.Signals) -> None:
    """Ask that this process gets the signal when its parent dies."""
    _asker()(number)


def _asker() -> Callable[[signal.Signals], None]:
    """Look the system call up now: between fork and exec nothing may be imported."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)

    def ask(number: signal.Signals) -> None:
        if prctl is not None:
            prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)

    return ask
