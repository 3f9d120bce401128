"""The memory of programmes: which there are, who takes part, and whom somebody does not want."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgRow
from journeywork.kernel.sealed import SealedTextField
from journeywork.mentoring import match_models, round_models

#: The memory of rounds and of matches, which have files of their own.
ROUNDS = (round_models.RoundRow, round_models.PairRow, round_models.LeftRow)
MATCHES = (match_models.MatchRow,)


class ProgrammeRow(OrgRow):
    """A programme: what it is for, its rules, and how its matches go on."""

    personal = {
        "key": Personal.NO,
        "name": Personal.CONTRIBUTION,
        "kind": Personal.NO,
        "pace": Personal.NO,
        "choosing": Personal.NO,
        "state": Personal.NO,
        "says": Personal.CONTRIBUTION,
        "rules": Personal.NO,
        "newcomer_days": Personal.NO,
        "places": Personal.NO,
        "lasts_weeks": Personal.NO,
        "every_weeks": Personal.NO,
        "least": Personal.NO,
        "most": Personal.NO,
        "teams": Personal.NO,
        "by": Personal.ACTOR,
        "at": Personal.NO,
        "closed_at": Personal.NO,
    }

    key = models.SlugField(db_index=False, max_length=60)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    pace = models.CharField(max_length=12)
    choosing = models.CharField(max_length=12)
    state = models.CharField(max_length=8)
    says = models.TextField(blank=True, default="")
    rules = models.TextField(blank=True, default="")
    newcomer_days = models.IntegerField(default=0)
    places = models.IntegerField(default=2)
    lasts_weeks = models.IntegerField(default=24)
    every_weeks = models.IntegerField(default=2)
    least = models.IntegerField(default=4)
    most = models.IntegerField(default=6)
    teams = ArrayField(models.UUIDField(), default=list)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "mentoring_programme"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "key"), name="mentoring_programme_key"),
        )


class EnrolmentRow(OrgRow):
    """Somebody takes part in a programme, or did until they left.

    `wants` are `[[name, weight], ...]`, `offers` `[[name, level], ...]`; null is what the profile
    says. `past` are `[[person, day], ...]` whom they were paired with elsewhere.
    """

    references = {"programme": "mentoring.ProgrammeRow", "person": "people.PersonRow"}
    personal = {
        "programme": Personal.NO,
        "person": Personal.LINK,
        "role": Personal.CHOICE,
        "came_by": Personal.NO,
        "at": Personal.NO,
        "wants": Personal.WORDS,
        "offers": Personal.WORDS,
        "goals": Personal.WORDS,
        "seniority": Personal.WORDS,
        "department": Personal.WORDS,
        "places": Personal.CHOICE,
        "wanted": Personal.CHOICE,
        "wishes": Personal.WORDS,
        "past": Personal.WORDS,
        "skips": Personal.CHOICE,
        "paused_until": Personal.CHOICE,
        "waited": Personal.NO,
        "confirmed_on": Personal.NO,
        "left_at": Personal.NO,
    }

    programme = models.UUIDField()
    person = models.UUIDField()
    role = models.CharField(max_length=8, default="both")
    came_by = models.CharField(max_length=12)
    at = models.DateTimeField()
    wants = models.JSONField(null=True)
    offers = models.JSONField(null=True)
    goals = ArrayField(models.CharField(max_length=120), default=list)
    seniority = models.SmallIntegerField(null=True)
    department = models.CharField(max_length=120, blank=True, default="")
    places = models.SmallIntegerField(default=1)
    wanted = models.SmallIntegerField(default=1)
    wishes = ArrayField(models.UUIDField(), default=list)
    past = models.JSONField(default=list)
    skips = models.BooleanField(default=False)
    paused_until = models.DateField(null=True)
    waited = models.SmallIntegerField(default=0)
    confirmed_on = models.DateField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "mentoring_enrolment"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("org", "programme", "person"), name="mentoring_enrolment_once"
            ),
        )
        indexes = (models.Index(fields=("org", "person"), name="mentoring_enrolment_of"),)


class BlockRow(OrgRow):
    """Somebody does not want to be paired with somebody; only they read it, and whom is sealed."""

    references = {"author": "people.PersonRow"}
    private_to = "author"
    personal = {"author": Personal.LINK, "who": Personal.WORDS, "at": Personal.WORDS}

    author = models.UUIDField()
    who = SealedTextField()
    at = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "mentoring_block"
        indexes = (models.Index(fields=("org", "author"), name="mentoring_block_by"),)
