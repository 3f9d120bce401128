"""Commitments: who does what by when, and whether it helped."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

#: A debrief ends with so many at most: what is too much is not done.
MOST = 3


class Helped(StrEnum):
    """What the owner says of it once it is done."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    TOO_EARLY = "too early to say"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """Something that `owner` does by `due`; `helped` is theirs to say, once it is done."""

    id: UUID
    activity: UUID
    owner: UUID
    text: str
    due: date
    at: datetime
    done_at: datetime | None = None
    helped: Helped | None = None


def answered(
    commitment: Commitment, *, done: bool, helped: Helped | None, at: datetime
) -> Commitment:
    """Return the commitment as its owner says it stands; ValueError for help by nothing done.

    Who says again that it is done keeps the first day.
    """
    if helped is not None and not done:
        raise ValueError("whether it helped shows once it is done")
    done_at = (commitment.done_at or at) if done else None
    return replace(commitment, done_at=done_at, helped=helped)


def asks(commitment: Commitment) -> bool:
    """Tell whether anything is still to be said: that it is done, or whether it helped."""
    return commitment.done_at is None or commitment.helped in (None, Helped.TOO_EARLY)


def first_reviewed(commitments: Iterable[Commitment]) -> tuple[Commitment, ...]:
    """Return commitments of last time in the order in which to review them.

    First what is open, by when it was due; then what is done and nobody has said whether it
    helped; then the rest. The oldest come first in each.
    """
    return tuple(sorted(commitments, key=_turn))


def _turn(commitment: Commitment) -> tuple[int, date, datetime, UUID]:
    waits = 0 if commitment.done_at is None else 1 if asks(commitment) else 2
    return waits, commitment.due, commitment.at, commitment.id
