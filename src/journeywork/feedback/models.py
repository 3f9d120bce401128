"""The memory of feedback: what people did with offers and with what they found."""

from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgLeaf
from journeywork.kernel.sealed import SealedTextField


class ResponseRow(OrgLeaf):
    """A person's answer. Its note is sealed: the database alone cannot read it."""

    references = {"by": "people.PersonRow"}
    personal = {
        "by": Personal.LINK,
        "at": Personal.NO,
        "kind": Personal.WORDS,
        "offer": Personal.NO,
        "option": Personal.NO,
        "option_kind": Personal.NO,
        "rule": Personal.NO,
        "note": Personal.WORDS,
        "taught_at": Personal.NO,
    }

    by = models.UUIDField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, blank=True, default="")
    offer = models.UUIDField(null=True)
    option = models.UUIDField()
    option_kind = models.CharField(max_length=12)
    rule = models.CharField(max_length=60, blank=True)
    note = SealedTextField(blank=True, default="")
    taught_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "feedback_response"
        # Verdicts may come back: who changed their mind may change it again.
        constraints = (
            models.UniqueConstraint(
                fields=("org", "offer", "kind"),
                condition=models.Q(offer__isnull=False, kind__in=("opened", "ignored")),
                name="feedback_response_step",
            ),
        )
        indexes = (
            models.Index(fields=("org", "offer", "at"), name="feedback_response_offer"),
            models.Index(fields=("org", "by", "-at"), name="feedback_response_by"),
            models.Index(fields=("org", "rule", "at"), name="feedback_response_rule"),
        )
