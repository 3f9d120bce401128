"""The memory of evidence: replays, and what each would have meant for one person."""

from django.db import models
from django.db.models.functions import Now

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgLeaf, OrgRow


class ReplayState(models.TextChoices):
    """Where a replay stands."""

    WAITING = "waiting", "waiting"
    RUNNING = "running", "running"
    DONE = "done", "done"
    FAILED = "failed", "failed"


class ReplayRow(OrgRow):
    """A replay: asked for, on its way, or done with its report and charts.

    `report` names nobody who would have been helped; colleagues that would have been suggested
    stand in it by id alone. `heard_at` is when it last said that it lives, by the database's
    clock: a process that is killed says nothing more.
    """

    personal = {
        "state": Personal.NO,
        "since": Personal.NO,
        "asked_by": Personal.ACTOR,
        "asked_at": Personal.NO,
        "heard_at": Personal.NO,
        "done": Personal.NO,
        "total": Personal.NO,
        "fault": Personal.NO,
        "report": Personal.NO,
        "charts": Personal.NO,
    }

    state = models.CharField(max_length=10, choices=ReplayState.choices)
    since = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, db_default=Now())
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    fault = models.CharField(max_length=500, blank=True)
    report = models.JSONField(default=dict)
    charts = models.JSONField(default=dict)

    class Meta(OrgRow.Meta):
        db_table = "evidence_replay"
        indexes = (models.Index(fields=("org", "-asked_at", "-id"), name="evidence_replay_asked"),)


class OwnReplayRow(OrgLeaf):
    """What the latest replay would have meant for one person, which that person alone reads."""

    references = {"person": "people.PersonRow"}
    personal = {"person": Personal.LINK, "content": Personal.WORDS}

    person = models.UUIDField()
    content = models.JSONField(default=dict)

    class Meta:
        db_table = "evidence_own_replay"
        constraints = (
            models.UniqueConstraint(fields=("org", "person"), name="evidence_own_replay_once"),
        )
