"""The memory of stretch assignments: what was asked of whom, on which terms, and what proposed it.

What the learner taps, and how the help around them changed and why, has a wall of its own in
the database (`private_to`): sealed, and read by its author alone, whoever supports, lends or
administers. Beside it stands one bare flag for the mentor.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgLeaf, OrgRow
from journeywork.kernel.sealed import SealedTextField


class AssignmentRow(OrgRow):
    """A stretch assignment; its id is that of its activity.

    `offer_support` has no time and no reason: whoever reads the table learns neither.
    """

    references = {"id": "activities.ActivityRow", "learner": "people.PersonRow"}
    whose = {
        "terms_says": "lender",
        **dict.fromkeys(
            (
                *("skill", "why", "good", "complexity", "gap", "link", "cards", "level", "held"),
                *("changed_at", "offer_support", "outcome", "thanks"),
            ),
            "learner",
        ),
    }
    personal = {
        "learner": Personal.LINK,
        "mentor": Personal.ACTOR,
        "buddy": Personal.ACTOR,
        "lender": Personal.ACTOR,
        "skill": Personal.WORDS,
        "why": Personal.WORDS,
        "good": Personal.WORDS,
        "complexity": Personal.NO,
        "gap": Personal.WORDS,
        "link": Personal.NO,
        "cards": Personal.NO,
        "consent": Personal.NO,
        "hours": Personal.NO,
        "until": Personal.NO,
        "terms_hours": Personal.NO,
        "terms_until": Personal.NO,
        "terms_says": Personal.CONTRIBUTION,
        "answered_at": Personal.NO,
        "level": Personal.NO,
        "held": Personal.NO,
        "changed_at": Personal.NO,
        "offer_support": Personal.NO,
        "at": Personal.NO,
        "started_at": Personal.NO,
        "ended_at": Personal.NO,
        "outcome": Personal.WORDS,
        "thanks": Personal.CONTRIBUTION,
    }

    learner = models.UUIDField()
    mentor = models.UUIDField(null=True)
    buddy = models.UUIDField(null=True)
    lender = models.UUIDField(null=True)
    skill = models.CharField(max_length=120, blank=True)
    why = models.TextField(blank=True)
    good = models.TextField(blank=True)
    complexity = models.IntegerField()
    #: what was known and what was new when it was opened, part by part
    gap = models.JSONField(default=dict)
    link = models.TextField(blank=True, default="")
    cards = ArrayField(models.UUIDField(), default=list)
    consent = models.CharField(max_length=10)
    #: what was asked for
    hours = models.IntegerField(default=0)
    until = models.DateField(null=True)
    #: what was given
    terms_hours = models.IntegerField(default=0)
    terms_until = models.DateField(null=True)
    terms_says = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    level = models.IntegerField()
    held = models.BooleanField(default=False)
    #: since when the signs count anew
    changed_at = models.DateTimeField(null=True)
    offer_support = models.BooleanField(default=False)
    at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True, default="")
    thanks = models.TextField(blank=True, default="")

    class Meta(OrgRow.Meta):
        db_table = "assignments_assignment"
        indexes = (
            models.Index(fields=("org", "learner", "-started_at"), name="assignments_learner"),
            models.Index(fields=("org", "lender", "-at"), name="assignments_lender"),
            models.Index(fields=("org", "-started_at"), name="assignments_begun"),
        )


class LoanKeyRow(OrgRow):
    """The secret address at which a lender answers from a letter; the secret is kept nowhere."""

    references = {"assignment": "assignments.AssignmentRow", "person": "people.PersonRow"}
    personal = {
        "assignment": Personal.NO,
        "person": Personal.LINK,
        "digest": Personal.SECRET,
        "until": Personal.NO,
    }

    assignment = models.UUIDField()
    person = models.UUIDField()
    digest = models.CharField(max_length=64)
    until = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "assignments_loan_key"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "digest"), name="assignments_loan_key_digest"),
            models.UniqueConstraint(fields=("org", "assignment"), name="assignments_loan_key_once"),
        )


class CheckpointRow(OrgRow):
    """Something to have reached on the way."""

    references = {"assignment": "assignments.AssignmentRow"}
    personal = {
        "assignment": Personal.NO,
        "place": Personal.NO,
        "text": Personal.NO,
        "due": Personal.NO,
        "done_at": Personal.NO,
    }

    assignment = models.UUIDField()
    place = models.IntegerField()
    text = models.CharField(max_length=300)
    due = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "assignments_checkpoint"
        indexes = (models.Index(fields=("org", "assignment"), name="assignments_checkpoints"),)


class SignKind(models.TextChoices):
    """What a learner keeps for themselves: taps, how a checkpoint was reached, a change of help."""

    PULSE = "pulse", "pulse"
    REACHED = "reached", "reached"
    CHANGE = "change", "change"


class SignRow(OrgRow):
    """Something that the learner alone reads, sealed; its kind and its time are theirs too."""

    references = {"assignment": "assignments.AssignmentRow", "author": "people.PersonRow"}
    private_to = "author"
    personal = {
        "assignment": Personal.WORDS,
        "author": Personal.LINK,
        "kind": Personal.WORDS,
        "text": Personal.WORDS,
        "at": Personal.WORDS,
    }

    assignment = models.UUIDField()
    author = models.UUIDField()
    kind = models.CharField(max_length=8, choices=SignKind.choices)
    text = SealedTextField()
    at = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "assignments_sign"
        indexes = (models.Index(fields=("org", "assignment", "at"), name="assignments_signs"),)


class ProposalRow(OrgRow):
    """A piece of work that was proposed to somebody, once; `assignment` is what became of it."""

    references = {"person": "people.PersonRow"}
    personal = {
        "person": Personal.LINK,
        "episode": Personal.NO,
        "reason": Personal.NO,
        "title": Personal.NO,
        "says": Personal.NO,
        "skill": Personal.NO,
        "wish": Personal.NO,
        "by": Personal.ACTOR,
        "at": Personal.NO,
        "closed": Personal.NO,
        "assignment": Personal.NO,
    }

    person = models.UUIDField()
    episode = models.UUIDField()
    reason = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    says = models.TextField()
    skill = models.CharField(max_length=120, blank=True, default="")
    wish = models.UUIDField(null=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    closed = models.BooleanField(default=False)
    assignment = models.UUIDField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "assignments_proposal"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("org", "person", "episode"), name="assignments_proposal_once"
            ),
        )


class SaidRow(OrgLeaf):
    """What somebody answered to a proposal of a kind; it weighs that kind, for them most."""

    references = {"person": "people.PersonRow"}
    personal = {
        "person": Personal.LINK,
        "reason": Personal.WORDS,
        "yes": Personal.WORDS,
        "at": Personal.WORDS,
    }

    person = models.UUIDField()
    reason = models.CharField(max_length=10)
    yes = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        db_table = "assignments_said"
        indexes = (models.Index(fields=("org", "reason", "-at"), name="assignments_said_of"),)


class LetterRow(OrgLeaf):
    """A letter that waits for its reader's working hours, and when it left."""

    references = {"person": "people.PersonRow", "assignment": "assignments.AssignmentRow"}
    personal = {
        "person": Personal.LINK,
        "assignment": Personal.NO,
        "kind": Personal.NO,
        "at": Personal.NO,
        "sent_at": Personal.NO,
    }

    person = models.UUIDField()
    assignment = models.UUIDField()
    kind = models.CharField(max_length=10)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "assignments_letter"
        constraints = (
            models.UniqueConstraint(
                fields=("org", "person", "assignment", "kind"), name="assignments_letter_once"
            ),
        )
