"""Responses: what people did with an offer, and what it teaches."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ResponseKind(StrEnum):
    """What the person did with what was offered (the proximal outcome)."""

    HELPED = "helped"
    NOT_USEFUL_HERE = "not_useful_here"
    KNEW_IT = "knew_it"
    TOO_LATE = "too_late"
    WRONG = "wrong"
    OPENED = "opened"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A person's answer to an offer, or to something found through Ask.

    `target` is the offer answered (None for something pulled); `option` the card, episode or
    person it was about; `rule` the trigger that led to it ("" for something pulled).
    """

    id: UUID
    by: UUID
    at: datetime
    kind: ResponseKind
    option: UUID
    target: UUID | None = None
    rule: str = ""
