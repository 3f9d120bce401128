"""The memory of activities: who takes part in what, and what they keep there.

Reflections have a wall of their own in the database: without somebody who reads
(`kernel.reader.reading_as`) there are none, and to a reader only their own and those that are
shared with them.
"""

from django.db import models

from journeywork.activities import line_models
from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgRow
from journeywork.kernel.sealed import SealedTextField
from journeywork.kernel.sharing import shown_to

#: What a shared reflection is called in `kernel.sharing` and in the audit log.
REFLECTION = "reflection"
#: What those who take part keep together has a file of its own.
LINES = (line_models.LineRow, line_models.DoneRow)


class ActivityRow(OrgRow):
    """A guided piece of learning."""

    personal = {
        "kind": Personal.NO,
        "title": Personal.CONTRIBUTION,
        "state": Personal.NO,
        "guide_kind": Personal.NO,
        "guide_key": Personal.NO,
        "guide_version": Personal.NO,
        "stage": Personal.NO,
        "episode": Personal.NO,
        "by": Personal.ACTOR,
        "at": Personal.NO,
        "ends_at": Personal.NO,
        "paused_until": Personal.NO,
        "cadence": Personal.NO,
        "ended_at": Personal.NO,
    }

    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=8)
    guide_kind = models.CharField(max_length=20)
    guide_key = models.CharField(max_length=80)
    guide_version = models.IntegerField()
    stage = models.CharField(max_length=80, blank=True)
    episode = models.UUIDField(null=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    paused_until = models.DateField(null=True)
    cadence = models.JSONField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "activities_activity"
        indexes = (
            models.Index(fields=("org", "state", "kind"), name="activities_activity_state"),
            models.Index(fields=("org", "episode"), name="activities_activity_episode"),
            models.Index(fields=("org", "-at"), name="activities_activity_at"),
        )


class ParticipantRow(OrgRow):
    """Somebody takes part in an activity, in a role; or did, until they left."""

    references = {"activity": "activities.ActivityRow", "person": "people.PersonRow"}
    personal = {
        "activity": Personal.NO,
        "person": Personal.LINK,
        "role": Personal.NO,
        "joined_at": Personal.NO,
        "left_at": Personal.NO,
    }

    activity = models.UUIDField()
    person = models.UUIDField()
    role = models.CharField(max_length=40)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "activities_participant"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("org", "activity", "person"), name="activities_participant_once"
            ),
        )
        indexes = (models.Index(fields=("org", "person"), name="activities_participant_of"),)


class ReflectionRow(OrgRow):
    """What somebody wrote for themselves, sealed.

    Everything in it is its author's, when and to what they wrote included: it goes with them.
    """

    references = {"activity": "activities.ActivityRow", "author": "people.PersonRow"}
    private_to = "author"
    shown_to = shown_to(
        REFLECTION,
        "activities_reflection",
        participants="select person from activities_participant "
        "where org = activities_reflection.org and activity = activities_reflection.activity "
        "and left_at is null",
    )
    personal = {
        "activity": Personal.WORDS,
        "author": Personal.LINK,
        "stage": Personal.WORDS,
        "question": Personal.WORDS,
        "text": Personal.WORDS,
        "at": Personal.WORDS,
    }

    activity = models.UUIDField()
    author = models.UUIDField()
    stage = models.CharField(max_length=80, blank=True)
    question = models.CharField(max_length=80, blank=True)
    text = SealedTextField()
    at = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "activities_reflection"
        indexes = (
            models.Index(fields=("org", "activity", "author"), name="activities_reflection_in"),
            models.Index(fields=("org", "author"), name="activities_reflection_by"),
        )


class CommitmentRow(OrgRow):
    """Who does what by when, and whether it helped."""

    references = {"activity": "activities.ActivityRow", "owner": "people.PersonRow"}
    personal = {
        "activity": Personal.NO,
        "owner": Personal.LINK,
        "text": Personal.WORDS,
        "due": Personal.NO,
        "by": Personal.ACTOR,
        "at": Personal.NO,
        "done_at": Personal.NO,
        "helped": Personal.WORDS,
    }

    activity = models.UUIDField()
    owner = models.UUIDField()
    text = models.CharField(max_length=500, blank=True)
    due = models.DateField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    helped = models.CharField(max_length=20, blank=True, default="")

    class Meta(OrgRow.Meta):
        db_table = "activities_commitment"
        indexes = (
            models.Index(fields=("org", "activity"), name="activities_commitment_in"),
            models.Index(fields=("org", "owner", "due"), name="activities_commitment_of"),
        )


class CheckInRow(OrgRow):
    """A time at which an activity meets; `planned` is the day that its cadence means.

    `moved` counts how often the time was changed: calendars take the version that counts higher.
    One with `minutes` was agreed on by hand: no cadence brings it about, or takes it away.
    """

    references = {"activity": "activities.ActivityRow"}
    personal = {
        "activity": Personal.NO,
        "planned": Personal.NO,
        "at": Personal.NO,
        "minutes": Personal.NO,
        "moved": Personal.NO,
        "state": Personal.NO,
        "answered_by": Personal.ACTOR,
        "answered_at": Personal.NO,
    }

    activity = models.UUIDField()
    planned = models.DateField()
    at = models.DateTimeField()
    minutes = models.SmallIntegerField(null=True)
    moved = models.IntegerField(default=0)
    state = models.CharField(max_length=8)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "activities_check_in"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("org", "activity", "planned"), name="activities_check_in_once"
            ),
        )
        indexes = (models.Index(fields=("org", "activity", "at"), name="activities_check_in_at"),)


class GuideRow(OrgRow):
    """A version of a guide's file: one that comes with Journeywork, or one's own.

    Versions only grow in number: an activity goes on with the one that it began with. `shipped`
    ones are written down when they are first used.
    """

    personal = {
        "kind": Personal.NO,
        "key": Personal.NO,
        "version": Personal.NO,
        "text": Personal.CONTRIBUTION,
        "shipped": Personal.NO,
        "retired": Personal.NO,
        "by": Personal.ACTOR,
        "at": Personal.NO,
    }

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    version = models.IntegerField()
    text = models.TextField()
    shipped = models.BooleanField(default=False)
    retired = models.BooleanField(default=False)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "activities_guide"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("org", "kind", "key", "version"), name="activities_guide_version"
            ),
        )


class FeedRow(OrgRow):
    """The secret address of a person's calendar; the secret itself is kept nowhere."""

    references = {"person": "people.PersonRow"}
    personal = {
        "person": Personal.LINK,
        "digest": Personal.SECRET,
        "at": Personal.NO,
    }

    person = models.UUIDField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "activities_feed"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "person"), name="activities_feed_once"),
            models.UniqueConstraint(fields=("org", "digest"), name="activities_feed_digest"),
        )
