"""The situation of a question or a moment: what the person is working on."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class QueryKind(StrEnum):
    """What sort of text a question is; evidence is weighed differently for each."""

    HOW_TO = "how-to"
    ERROR = "error"
    CHANGE = "change"
    ALERT = "alert"
    PATH = "path"
    URL = "url"
    CHAT = "chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known of the work at hand when help is sought or considered.

    `text` is free text (UTF-8, at most 20,000 characters are read); `place`, `paths` and
    `labels` come from the piece of work; `teams` are the person's; `at` is in UTC.
    """

    text: str
    at: datetime
    person: UUID | None = None
    kind: QueryKind = QueryKind.CHAT
    place: str = ""
    paths: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    teams: tuple[UUID, ...] = ()
    language: str = "en"
    episode: UUID | None = None
