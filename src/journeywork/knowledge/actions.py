"""Hands of knowledge: everything that can be done with cards, in one place."""

from journeywork.knowledge.importing import import_documents
from journeywork.knowledge.learning import (
    answer_in_words,
    answer_request,
    asked_person,
    learn,
    miss,
)
from journeywork.knowledge.past import keep_past
from journeywork.knowledge.rights import hold
from journeywork.knowledge.upkeep import adopt, flag, reassign_cards_of, remind_owners, review
from journeywork.knowledge.writing import archive, draft, edit, note, publish_card

__all__ = [
    "adopt",
    "answer_in_words",
    "answer_request",
    "archive",
    "asked_person",
    "draft",
    "edit",
    "flag",
    "hold",
    "import_documents",
    "keep_past",
    "learn",
    "miss",
    "note",
    "publish_card",
    "reassign_cards_of",
    "remind_owners",
    "review",
]
