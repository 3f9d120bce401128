"""The memory of letters: who is to be told what, and what they were told."""

from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgLeaf


class LetterRow(OrgLeaf):
    """A letter that waits for its reader's working hours, and when it left.

    `thing` is what it is about: a match, a pair, a round or a programme, as its kind says.
    """

    references = {"person": "people.PersonRow"}
    personal = {
        "person": Personal.LINK,
        "thing": Personal.NO,
        "kind": Personal.NO,
        "at": Personal.NO,
        "sent_at": Personal.NO,
    }

    person = models.UUIDField()
    thing = models.UUIDField()
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "mentoring_letter"
        constraints = (
            models.UniqueConstraint(
                fields=("org", "person", "thing", "kind"), name="mentoring_letter_once"
            ),
        )
        indexes = (models.Index(fields=("org", "sent_at", "at"), name="mentoring_letter_waits"),)
