"""The memory of rounds: whom a round brings together, why, and whom it leaves with nobody."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgRow


class RoundRow(OrgRow):
    """One round of a programme, with the rules and the seed that it was matched by."""

    references = {"programme": "mentoring.ProgrammeRow"}
    personal = dict.fromkeys(
        (
            *("programme", "number", "state", "on", "at", "seed", "rules", "dial", "draws"),
            *("proof", "counts", "says", "staged_at", "published_at"),
        ),
        Personal.NO,
    ) | {"by": Personal.ACTOR}

    programme = models.UUIDField()
    number = models.IntegerField()
    state = models.CharField(max_length=10)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    seed = models.IntegerField(default=0)
    rules = models.TextField(blank=True, default="")
    dial = models.JSONField(null=True)
    draws = models.BooleanField(default=False)
    proof = models.JSONField(null=True)
    counts = models.JSONField(null=True)
    says = models.TextField(blank=True, default="")
    staged_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "mentoring_round"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("org", "programme", "number"), name="mentoring_round_number"
            ),
        )


class PairRow(OrgRow):
    """Whom a round brings together; `first` is the mentee and `second` the mentor, if any.

    `parts` are `[[name, points, says], ...]` and add up to `fit`. `yes` are those who said yes.
    """

    references = {
        "round": "mentoring.RoundRow",
        "first": "people.PersonRow",
        "second": "people.PersonRow",
    }
    whose = {"parts": "first"}
    personal = {
        "round": Personal.NO,
        "first": Personal.LINK,
        "second": Personal.ACTOR,
        "more": Personal.ACTOR,
        "fit": Personal.NO,
        "parts": Personal.WORDS,
        "state": Personal.NO,
        "locked": Personal.NO,
        "by_hand": Personal.NO,
        "yes": Personal.ACTOR,
        "match": Personal.NO,
    }

    round = models.UUIDField()
    first = models.UUIDField()
    second = models.UUIDField()
    more = ArrayField(models.UUIDField(), default=list)
    fit = models.IntegerField()
    parts = models.JSONField(default=list)
    state = models.CharField(max_length=10)
    locked = models.BooleanField(default=False)
    by_hand = models.BooleanField(default=False)
    yes = ArrayField(models.UUIDField(), default=list)
    match = models.UUIDField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "mentoring_pair"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("org", "round", "first", "second"), name="mentoring_pair_once"
            ),
        )
        indexes = (
            models.Index(fields=("org", "first"), name="mentoring_pair_first"),
            models.Index(fields=("org", "second"), name="mentoring_pair_second"),
        )


class LeftRow(OrgRow):
    """Somebody whom a round leaves with nobody, why, and what would change it."""

    references = {"round": "mentoring.RoundRow", "person": "people.PersonRow"}
    personal = {
        "round": Personal.NO,
        "person": Personal.LINK,
        "role": Personal.NO,
        "says": Personal.WORDS,
        "changes": Personal.WORDS,
        "drawn_out": Personal.NO,
    }

    round = models.UUIDField()
    person = models.UUIDField()
    role = models.CharField(max_length=8)
    says = ArrayField(models.TextField(), default=list)
    changes = ArrayField(models.TextField(), default=list)
    drawn_out = models.BooleanField(default=False)

    class Meta(OrgRow.Meta):
        db_table = "mentoring_left"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("org", "round", "person", "role"), name="mentoring_left_once"
            ),
        )
        indexes = (models.Index(fields=("org", "person"), name="mentoring_left_of"),)
