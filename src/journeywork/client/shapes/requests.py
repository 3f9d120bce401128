"""The shapes of `requests`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import datetime
from uuid import UUID

from journeywork.client.shape import UNSET, Answered, Given, UnsetType
from journeywork.client.shapes.shared import CardOut


class AnswerIn(Given, kw_only=True):
    """What answers a question: a card that there is, or a text that becomes one."""

    card: str | UnsetType | None = UNSET
    text: str | UnsetType = UNSET


class RequestIn(Given, kw_only=True):
    """What somebody would like to know; nobody sees who it was."""

    text: str


class RequestOut(Answered, kw_only=True):
    """A question that found no answer. `asked` counts people; nobody is named."""

    id: UUID
    text: str
    asked: int
    first_at: datetime
    last_at: datetime


class RequestWithCardsOut(Answered, kw_only=True):
    """A question with the cards that may answer it."""

    id: UUID
    text: str
    asked: int
    first_at: datetime
    last_at: datetime
    fitting: list[CardOut]
