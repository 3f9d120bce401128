"""A tether between a process and its children: when the one is killed, the others do not stay.

``kill -9`` leaves a process no time to stop its children, so the kernel is asked to signal them
(Linux only; elsewhere a tether does nothing).
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def tether(number: signal.Signals) -> Callable[[], None]:
    """A ``preexec_fn`` for ``subprocess.Popen``: the child gets the signal when its parent dies.

    The kernel means the parent's *thread*: call Popen from a thread that lives as long as the
    children should. A program that changes its user afterwards loses the tether.
    """
    if sys.platform != "linux":
        return lambda: None
    parent = os.getpid()
    prctl = ctypes.CDLL(None).prctl  # Looked up before the fork: after it nothing may be imported.

    def tie() -> None:
        prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:  # The parent died between fork and prctl.
            os._exit(1)

    return tie
