"""How things are measured: CPU time of this process, the median of a few, one line each."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True)
class Line:
    """One measured thing: `met` is None where no bar stands."""

    what: str
    figure: str
    bar: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        """The line as it is printed."""
        met = {None: "", True: "met", False: "NOT MET"}[self.met]
        return f"{self.what:<58} {self.figure:<44} {self.bar:<26} {met}".rstrip()


def timed(work: Callable[[], Result], times: int = 3) -> tuple[float, float, Result]:
    """Median CPU and wall seconds of some runs, and the last result."""
    cpu, wall = [], []
    for _ in range(times):
        began = time.process_time(), time.perf_counter()
        result = work()
        cpu.append(time.process_time() - began[0])
        wall.append(time.perf_counter() - began[1])
    return median(cpu), median(wall), result


def resident() -> float:
    """The most memory this process has held, GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
