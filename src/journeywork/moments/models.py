"""The memory of moments: rules as edited, moments as seen, and what people have done before.

Tallies and threads are the folded past (`engine.experience`), kept so that detection reads a
few rows instead of a history. All but in which work help was taken up, which only answers
tell, can be learnt again at any time.
"""

from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgLeaf, OrgRow


class RuleRow(OrgRow):
    """A rule as this organisation wants it: its own, or a default one changed."""

    personal = {
        "key": Personal.NO,
        "written": Personal.NO,
        "changed_at": Personal.NO,
        "changed_by": Personal.ACTOR,
    }

    key = models.CharField(max_length=60)
    written = models.JSONField()
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "moments_rule"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "key"), name="moments_rule_key"),
        )


class MomentRow(OrgLeaf):
    """A moment as it was seen; `once` is equal for sightings of the same moment."""

    references = {"person": "people.PersonRow"}
    personal = {
        "person": Personal.LINK,
        "at": Personal.NO,
        "rule": Personal.NO,
        "need": Personal.NO,
        "once": Personal.NO,
        "content": Personal.WORDS,
    }

    person = models.UUIDField()
    at = models.DateTimeField()
    rule = models.CharField(max_length=60)
    need = models.CharField(max_length=12)
    once = models.UUIDField()
    content = models.JSONField(default=dict)

    class Meta:
        db_table = "moments_moment"
        constraints = (models.UniqueConstraint(fields=("org", "once"), name="moments_once"),)
        indexes = (
            models.Index(fields=("org", "person", "-at"), name="moments_person"),
            models.Index(fields=("org", "at"), name="moments_at"),
        )


class TallyRow(OrgLeaf):
    """How often and how smoothly a person (or everybody) worked somewhere.

    `id` is made of person, scope and name, so it is the key under which it is kept.
    """

    personal = {
        "person": Personal.LINK,
        "scope": Personal.WORDS,
        "name": Personal.WORDS,
        "times": Personal.WORDS,
        "first_at": Personal.WORDS,
        "last_at": Personal.WORDS,
        "smooth": Personal.WORDS,
        "weighed": Personal.WORDS,
    }

    person = models.UUIDField(null=True)
    scope = models.CharField(max_length=12)
    name = models.TextField(blank=True)
    times = models.IntegerField()
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    smooth = models.FloatField()
    weighed = models.FloatField()

    class Meta:
        db_table = "moments_tally"
        indexes = (models.Index(fields=("org", "person"), name="moments_tally_person"),)


class ThreadRow(OrgLeaf):
    """What has happened so far under one subject; `id` is made of the subject."""

    personal = {
        "subject": Personal.NO,
        "owner": Personal.ACTOR,
        "last_at": Personal.NO,
        "state": Personal.NO,
    }

    subject = models.TextField()
    owner = models.UUIDField(null=True)
    last_at = models.DateTimeField(null=True)
    state = models.JSONField()

    class Meta:
        db_table = "moments_thread"
        indexes = (models.Index(fields=("org", "last_at"), name="moments_thread_last"),)


class EvidenceRow(OrgRow):
    """What everybody's answers say of a rule: discounted counts as they were at `at`."""

    personal = {
        "rule": Personal.NO,
        "useful": Personal.NO,
        "not_useful": Personal.NO,
        "at": Personal.NO,
    }

    rule = models.CharField(max_length=60)
    useful = models.FloatField(default=0.0)
    not_useful = models.FloatField(default=0.0)
    at = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "moments_evidence"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "rule"), name="moments_evidence_rule"),
        )


class AnswerRow(OrgLeaf):
    """A person's last answer about a rule, so that nobody counts twice."""

    references = {"person": "people.PersonRow"}
    personal = {
        "person": Personal.LINK,
        "rule": Personal.WORDS,
        "kind": Personal.WORDS,
        "at": Personal.WORDS,
    }

    person = models.UUIDField()
    rule = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        db_table = "moments_answer"
        constraints = (
            models.UniqueConstraint(fields=("org", "person", "rule"), name="moments_answer_once"),
        )


class CardChangeRow(OrgRow):
    """A card was changed materially; told to whoever comes back to work it is for."""

    personal = {
        "card": Personal.NO,
        "title": Personal.NO,
        "at": Personal.NO,
        "places": Personal.NO,
        "paths": Personal.NO,
        "kinds": Personal.NO,
    }

    card = models.UUIDField()
    title = models.CharField(max_length=200)
    at = models.DateTimeField()
    places = models.JSONField(default=list)
    paths = models.JSONField(default=list)
    kinds = models.JSONField(default=list)

    class Meta(OrgRow.Meta):
        db_table = "moments_card_change"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "card"), name="moments_card_change_card"),
        )
        indexes = (models.Index(fields=("org", "-at"), name="moments_card_change_at"),)
