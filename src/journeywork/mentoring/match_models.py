"""The memory of matches: who has begun with whom, and whether they found each other."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgRow


class MatchRow(OrgRow):
    """A pair or circle that has begun; its id is that of its activity.

    `first` is the mentee and `second` the mentor, if any. `parts` are the reasons that both
    read. `last_sign_at` is when anything last showed that they are in touch.
    """

    references = {
        "id": "activities.ActivityRow",
        "programme": "mentoring.ProgrammeRow",
        "first": "people.PersonRow",
        "second": "people.PersonRow",
    }
    whose = {"parts": "first"}
    personal = {
        "programme": Personal.NO,
        "round": Personal.NO,
        "first": Personal.LINK,
        "second": Personal.ACTOR,
        "more": Personal.ACTOR,
        "fit": Personal.NO,
        "parts": Personal.WORDS,
        "writes_first": Personal.ACTOR,
        "at": Personal.NO,
        "first_met_at": Personal.NO,
        "last_sign_at": Personal.NO,
        "ended_at": Personal.NO,
    }

    programme = models.UUIDField()
    round = models.UUIDField(null=True)
    first = models.UUIDField()
    second = models.UUIDField()
    more = ArrayField(models.UUIDField(), default=list)
    fit = models.IntegerField(default=0)
    parts = models.JSONField(default=list)
    writes_first = models.UUIDField(null=True)
    at = models.DateTimeField()
    first_met_at = models.DateTimeField(null=True)
    last_sign_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "mentoring_match"
        indexes = (
            models.Index(fields=("org", "programme", "ended_at"), name="mentoring_match_runs"),
            models.Index(fields=("org", "first"), name="mentoring_match_first"),
            models.Index(fields=("org", "second"), name="mentoring_match_second"),
        )
