"""Instruments: counters, gauges and histograms whose labels are bounded by their declaration.

A label names its values, or how many different ones are told apart. Whatever else comes is
counted as `other`: no input can make the number of series grow, and no name or address that
slips in can stand in them twice. Which instruments there are says `kernel.metrics`.

A process that shares its counts (`kernel.shared_counts`) writes them where all processes of
the installation are read as one. Any other counts in its own memory.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import prod
from threading import Lock
from typing import Any, ClassVar

#: The values of a label, or the most that are told apart.
Values = frozenset[str] | int
OTHER = "other"
PREFIX = "journeywork_"
_MAKING = Lock()
_values: list[Any] = []


class Instrument:
    """What is told under one name; `says` is what it tells, `labels` by what it tells it apart."""

    kind: ClassVar[str]
    known: ClassVar[dict[str, "Instrument"]] = {}

    def __init__(self, name: str, says: str, labels: Mapping[str, Values] | None = None) -> None:
        self.name, self.says, self.labels = PREFIX + name, says, dict(labels or {})
        self._seen: dict[str, set[str]] = {label: set() for label in self.labels}
        Instrument.known[self.name] = self

    @property
    def series(self) -> int:
        """Return how many series it can have at most."""
        return prod(
            (bound if isinstance(bound, int) else len(bound)) + 1 for bound in self.labels.values()
        )

    def _fitting(self, given: tuple[str, ...]) -> tuple[str, ...]:
        """Return the values of labels, in declared order; one beyond the bound is `other`."""
        pairs = zip(self.labels.items(), given, strict=True)
        return tuple(
            value if self._fits(label, bound, value) else OTHER for (label, bound), value in pairs
        )

    def _fits(self, label: str, bound: Values, value: str) -> bool:
        if not isinstance(bound, int):
            return value in bound
        seen = self._seen[label]
        if len(seen) < bound:
            seen.add(value)
        return value in seen


class Counted(Instrument, ABC):
    """An instrument that each process counts as things happen, in a metric of the library."""

    def __init__(self, name: str, says: str, labels: Mapping[str, Values] | None = None) -> None:
        super().__init__(name, says, labels)
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget what was counted here: from now on it is counted elsewhere."""
        self._cells: dict[tuple[str, ...], Any] = {}
        self._whole: Any = None

    def collected(self) -> Iterator[Any]:
        """Yield what was counted here, nothing before the first time."""
        if self._whole is not None:
            yield from self._whole.collect()

    def _cell(self, given: tuple[str, ...]) -> Any:
        """Return where to count; the second time for one look."""
        return self._cells.get(given) or self._found(self._fitting(given))

    def _found(self, told: tuple[str, ...]) -> Any:
        with _MAKING:  # Two for the same series would each overwrite what the other counts.
            if told not in self._cells:
                _choose_library_values()
                self._whole = self._whole or self._made()
                self._cells[told] = self._whole.labels(*told) if told else self._whole
        return self._cells[told]

    @abstractmethod
    def _made(self) -> Any:
        """Return the library's metric, which holds a number for each series."""


class Counter(Counted):
    """Something that happens again and again; its name ends in `_total`."""

    kind = "counter"

    def add(self, amount: int, *labels: str) -> None:
        """Count `amount` more under `labels`, in their declared order."""
        self._cell(labels).inc(amount)

    def _made(self) -> Any:
        from prometheus_client import Counter as Made

        return Made(self.name, self.says, tuple(self.labels), registry=None)


class Gauge(Counted):
    """How much there is now; of several processes the sum of those that live."""

    kind = "gauge"

    def set(self, amount: float, *labels: str) -> None:
        """Tell how much there is in this process."""
        self._cell(labels).set(amount)

    def _made(self) -> Any:
        from prometheus_client import Gauge as Made

        labels = tuple(self.labels)
        return Made(self.name, self.says, labels, registry=None, multiprocess_mode="livesum")


class Reading(Instrument):
    """A gauge that is read off when somebody asks, in the database or from the machine."""

    kind = "gauge"

    def told(self, figures: Mapping[tuple[str, ...], float]) -> Any:
        """Return the metric with these figures, by labels in their declared order."""
        from prometheus_client.core import GaugeMetricFamily

        family = GaugeMetricFamily(self.name, self.says, labels=tuple(self.labels))
        for given, figure in figures.items():
            family.add_metric(self._fitting(given), figure)
        return family


class Histogram(Counted):
    """How long or how large things are, in `buckets` (upper bounds, in ascending order)."""

    kind = "histogram"

    def __init__(
        self,
        name: str,
        says: str,
        labels: Mapping[str, Values] | None = None,
        *,
        buckets: tuple[float, ...],
    ) -> None:
        super().__init__(name, says, labels)
        self.buckets = buckets

    @property
    def series(self) -> int:
        """Return how many series it can have at most: its buckets, one above, sum and count."""
        return super().series * (len(self.buckets) + 3)

    def observe(self, amount: float, *labels: str) -> None:
        """Note one of this length or size."""
        self._cell(labels).observe(amount)

    @contextmanager
    def timed(self, *labels: str) -> "Iterator[Timed]":
        """Note how many seconds the block takes; nothing where it raises."""
        timed = Timed(labels)
        yield timed
        self.observe(timed.seconds, *timed.labels)

    def _made(self) -> Any:
        from prometheus_client import Histogram as Made

        labels = tuple(self.labels)
        return Made(self.name, self.says, labels, registry=None, buckets=self.buckets)


@dataclass
class Timed:
    """A block that is timed; its labels may be set while it runs."""

    labels: tuple[str, ...] = ()
    _read: Callable[[], float] = field(default=time.perf_counter, repr=False)
    _began: float = field(default_factory=time.perf_counter, repr=False)

    @property
    def seconds(self) -> float:
        """Return how long it has taken so far."""
        return self._read() - self._began


def keep_values(kind: Any) -> None:
    """Keep what is counted from now on in values of the library's class `kind`; None: in memory."""
    _values[:] = [kind] if kind else []
    for each in _counted():
        each.begin_anew()


def _choose_library_values() -> None:
    """Say it again each time: the library would look at the environment, which is inherited."""
    from prometheus_client import disable_created_metrics, values

    # A series more for each, which files do not have.
    disable_created_metrics()  # type: ignore[no-untyped-call]
    values.ValueClass = _values[0] if _values else values.MutexValue


def in_memory() -> Iterator[Any]:
    """Yield the metrics of this process, where it counts in its own memory."""
    for each in _counted():
        yield from each.collected()


def _counted() -> Iterator[Counted]:
    return (each for each in Instrument.known.values() if isinstance(each, Counted))
