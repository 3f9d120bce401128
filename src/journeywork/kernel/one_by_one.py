"""What is done for many, one after another: where it breaks for one, the others are served.

    one_by_one(log, assignments, settle)
    in_batches(log, people, gathered, at_once=100)

Every fault is told in the log by kind and place, each kind once, and never of whom or with what
words. When all have had their turn the first fault is raised: whatever asked for it has failed,
and says so in its own way (not where `tells_only`: there something else comes back to it). A
database that goes away is nobody's fault: then nobody else is tried.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from django.db import connection

from journeywork.kernel.telling import reason_of, tell, tell_fault

Thing = TypeVar("Thing")
Result = TypeVar("Result")


def one_by_one(
    log: logging.Logger, things: Iterable[Thing], does: Callable[[Thing], Result]
) -> list[Result]:
    """Do something for each of `things`; return what came of it, or raise the first fault.

    `does` keeps what belongs together in a transaction of its own: what was done stays done.
    """
    faults = _Faults(log)
    done = []
    for thing in things:
        with faults.apart():
            done.append(does(thing))
    faults.settle()
    return done


def in_batches(
    log: logging.Logger,
    things: Iterable[Thing],
    prepare: Callable[[Sequence[Thing]], Callable[[Thing], Result]],
    *,
    at_once: int,
    tells_only: bool = False,
) -> list[Result]:
    """Do the same, where what is needed for `at_once` of them is read together.

    `prepare` reads for some of them and returns what does it for one. Where reading breaks, it
    reads for each alone: the one that breaks it takes nobody's turn but its own.
    """
    faults = _Faults(log)
    done: list[Result] = []
    for few in _few(things, at_once):
        does = _prepared(few, prepare)
        for thing in few:
            with faults.apart():
                done.append(does(thing))
    faults.settle(tells_only=tells_only)
    return done


def _prepared(
    few: Sequence[Thing], prepare: Callable[[Sequence[Thing]], Callable[[Thing], Result]]
) -> Callable[[Thing], Result]:
    try:
        return prepare(few)
    except Exception:
        if not connection.is_usable():
            raise
        return lambda thing: prepare([thing])(thing)


def _few(things: Iterable[Thing], at_once: int) -> Iterator[list[Thing]]:
    ahead = iter(things)
    while few := list(islice(ahead, at_once)):
        yield few


class _Faults:
    """What broke so far."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._first: Exception | None = None
        self._times: dict[str, int] = {}

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Keep a fault of one from the others; not one that takes the database from all."""
        try:
            yield
        except Exception as fault:
            if not connection.is_usable():
                raise
            self._note(fault)

    def settle(self, *, tells_only: bool = False) -> None:
        """Tell how many had a fault, where one had, and raise the first."""
        if self._first is None:
            return
        failed = sum(self._times.values())
        tell(self._log, "the others were served", level=logging.WARNING, failed=failed)
        if not tells_only:
            raise self._first

    def _note(self, fault: Exception) -> None:
        kind = reason_of(fault)
        if kind not in self._times:
            tell_fault(self._log, "one of many broke", fault)
        self._times[kind] = self._times.get(kind, 0) + 1
        self._first = self._first or fault
