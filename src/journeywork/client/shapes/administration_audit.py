"""The shapes of `administration_audit`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import datetime
from typing import Any

from journeywork.client.shape import Answered
from journeywork.client.shapes.shared import PersonRef


class AuditLineOut(Answered, kw_only=True):
    """One line of the audit log."""

    number: int
    at: datetime
    by: PersonRef | None
    verb: str
    object: str
    detail: dict[str, Any]
    digest: str


class VerdictOut(Answered, kw_only=True):
    """Whether anything in the log was changed after it was written."""

    lines: int
    broken: int | None
    says: str
