"""The kernel's memory: facts published, reactions turned, the audit log, who looked."""

from typing import ClassVar

from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgLeaf, OrgRow
from journeywork.kernel.sealed import SealedTextField


class PublishedFact(OrgLeaf):
    """A fact as it was published; append-only."""

    personal = {
        "name": Personal.NO,
        "at": Personal.NO,
        "by": Personal.ACTOR,
        "content": Personal.NO,
    }

    name = models.CharField(max_length=80)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    content = models.JSONField()

    class Meta:
        indexes = (models.Index(fields=("org", "name", "at"), name="kernel_fact_name_at"),)


class TurnedReaction(OrgLeaf):
    """A reaction that has run for a fact: running it again changes nothing."""

    personal = {"fact": Personal.NO, "reaction": Personal.NO, "at": Personal.NO}

    fact = models.UUIDField()
    reaction = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("org", "fact", "reaction"), name="kernel_turned_once"),
        )


class AuditEntry(OrgLeaf):
    """One line of the audit log, chained to the line before it; append-only."""

    personal = {
        "number": Personal.NO,
        "at": Personal.NO,
        "by": Personal.ACTOR,
        "verb": Personal.NO,
        "object": Personal.NO,
        "detail": Personal.NO,
        "previous": Personal.NO,
        "digest": Personal.NO,
    }

    number = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    verb = models.CharField(max_length=80)
    object = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("org", "number"), name="kernel_audit_number"),
        )


class Look(OrgLeaf):
    """Somebody looked at something about a person; that person can read it."""

    personal = {
        "person": Personal.LINK,
        "by": Personal.ACTOR,
        "at": Personal.NO,
        "what": Personal.NO,
    }

    person = models.UUIDField()
    by = models.UUIDField()
    at = models.DateTimeField()
    what = models.CharField(max_length=120)

    class Meta:
        indexes = (models.Index(fields=("org", "person", "-at"), name="kernel_look_person"),)


class ShareRow(OrgRow):
    """With whom an author shares a thing; without a row it is shared with nobody."""

    personal = {
        "kind": Personal.NO,
        "thing": Personal.NO,
        "author": Personal.LINK,
        "audience": Personal.CHOICE,
        "person": Personal.ACTOR,
        "team": Personal.NO,
        "at": Personal.NO,
    }

    kind = models.CharField(max_length=40)
    thing = models.UUIDField()
    author = models.UUIDField()
    audience = models.CharField(max_length=40, default="only me")
    person = models.UUIDField(null=True)
    team = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "kernel_share"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "kind", "thing"), name="kernel_share_once"),
        )


class AllowanceRow(OrgLeaf):
    """How often somebody asked since a window began; `id` is what is counted: a token, a person.

    The table is not logged: after a crash everybody begins with a new window.
    """

    personal = {"person": Personal.LINK, "since": Personal.NO, "spent": Personal.NO}

    person = models.UUIDField()
    since = models.DateTimeField()
    spent = models.IntegerField()

    class Meta:
        db_table = "kernel_allowance"


class KeptAnswerRow(OrgLeaf):
    """What was answered to a request that may come again, for a day; `name` says to which.

    The request itself is not kept: `asked` is a digest that tells whether it is the same.
    """

    personal = {
        "person": Personal.LINK,
        "name": Personal.NO,
        "asked": Personal.NO,
        "at": Personal.NO,
        "status": Personal.NO,
        "content": Personal.SECRET,
    }

    person = models.UUIDField()
    name = models.CharField(max_length=64)
    asked = models.CharField(max_length=64)
    at = models.DateTimeField()
    status = models.SmallIntegerField()
    content = SealedTextField(default="")

    class Meta:
        db_table = "kernel_kept_answer"
        indexes = (models.Index(fields=("org", "at"), name="kernel_kept_answer_at"),)
        constraints = (
            models.UniqueConstraint(
                fields=("org", "person", "name"), name="kernel_kept_answer_once"
            ),
        )


class JobNote(models.Model):
    """What a job says of itself while it runs, and why its last try failed; `id` is the job's.

    Of no organisation: some jobs are for the whole installation, and whoever may see a job may
    see its note. It goes with its job, and holds no word that anybody wrote.
    """

    personal: ClassVar[dict[str, Personal]] = {
        "step": Personal.NO,
        "done": Personal.NO,
        "total": Personal.NO,
        "what": Personal.NO,
        "fault": Personal.NO,
    }

    id = models.BigIntegerField(primary_key=True)
    step = models.CharField(max_length=40, default="")
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    what = models.CharField(max_length=400, default="")
    fault = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "kernel_job_note"
