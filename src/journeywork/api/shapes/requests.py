"""Questions that found no answer."""

from datetime import datetime
from typing import Self
from uuid import UUID

from ninja import Field, Schema
from pydantic import model_validator

from journeywork.api.shapes import In, Name
from journeywork.api.shapes.cards import CardOut


class RequestOut(Schema):
    """A question that found no answer. `asked` counts people; nobody is named."""

    id: UUID = Field(description="Identifies the question.")
    text: str = Field(description="What was looked for.")
    asked: int = Field(description="How many people have looked for it.")
    first_at: datetime = Field(description="When it was first looked for.")
    last_at: datetime = Field(description="When it was last looked for.")


class RequestWithCardsOut(RequestOut):
    """A question with the cards that may answer it."""

    fitting: list[CardOut] = Field(description="Up to three cards that may answer it.")


class RequestIn(In):
    """What somebody would like to know; nobody sees who it was."""

    text: str = Field(min_length=1, max_length=2000, description="The question.")


class AnswerIn(In):
    """What answers a question: a card that there is, or a text that becomes one."""

    card: Name | None = Field(None, description="The key of the card that answers it.")
    text: str = Field(
        "",
        max_length=20_000,
        description="What one knows about it; it is published as a card of one's own.",
    )

    @model_validator(mode="after")
    def one_of_the_two(self) -> Self:
        """Refuse an answer that is neither, or both."""
        if (self.card is None) == (not self.text.strip()):
            raise ValueError("takes either a card or a text")
        return self
