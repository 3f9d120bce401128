"""The memory of live debriefs: what changes a board while it is held, and the cards it leaves.

Changes are numbered without a gap, under the lock of their debrief, and are gone once it ends.
Neither they nor the cards have a time; their identifiers are drawn. Without names no row has an
author, and cards are written down in an order that is drawn.
"""

from uuid import uuid4

from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgLeaf
from journeywork.kernel.sealed import SealedTextField


class ChangeRow(OrgLeaf):
    """One change of a board, sealed; `author` alone where a card stands with names."""

    references = {"debrief": "debriefs.DebriefRow", "author": "people.PersonRow"}
    personal = {
        "debrief": Personal.NO,
        "number": Personal.NO,
        "author": Personal.LINK,
        "change": Personal.CONTRIBUTION,
    }

    id = models.UUIDField(default=uuid4, editable=False)
    debrief = models.UUIDField()
    #: from 1, without a gap
    number = models.IntegerField()
    author = models.UUIDField(null=True)
    change = SealedTextField()

    class Meta:
        db_table = "debriefs_change"
        constraints = (
            models.UniqueConstraint(
                fields=("org", "debrief", "number"), name="debriefs_change_numbered"
            ),
        )


class CardRow(OrgLeaf):
    """A card that a live debrief has left; `heading` is the name of its group."""

    references = {"debrief": "debriefs.DebriefRow", "author": "people.PersonRow"}
    personal = {
        "debrief": Personal.NO,
        "author": Personal.LINK,
        "question": Personal.NO,
        "text": Personal.CONTRIBUTION,
        "heading": Personal.OTHERS,
        "votes": Personal.NO,
    }

    id = models.UUIDField(default=uuid4, editable=False)
    debrief = models.UUIDField()
    author = models.UUIDField(null=True)
    question = models.CharField(max_length=20)
    text = SealedTextField()
    heading = models.CharField(max_length=80, blank=True, default="")
    votes = models.IntegerField(default=0)

    class Meta:
        db_table = "debriefs_card"
        indexes = (models.Index(fields=("org", "debrief"), name="debriefs_card_in"),)
