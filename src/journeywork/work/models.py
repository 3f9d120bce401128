"""The memory of work: events as they came in, and the episodes they fold into.

Events only grow. An event belongs to the episode of its `subject`; so joining two episodes
moves subjects, never events. What still waits to be taken up stands in a small table of its
own, so that the large one is written once.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgLeaf, OrgRow


class WorkEventRow(OrgLeaf):
    """A work event, stored once for each (source, event_id)."""

    whose = {"by_handle": "by", "to_handle": "to"}
    personal = {
        "source": Personal.NO,
        "event_id": Personal.NO,
        "type": Personal.NO,
        "at": Personal.NO,
        "subject": Personal.NO,
        "by": Personal.LINK,
        "to": Personal.ACTOR,
        "by_handle": Personal.CONTACT,
        "to_handle": Personal.CONTACT,
        "title": Personal.CONTRIBUTION,
        "text": Personal.CONTRIBUTION,
        "place": Personal.NO,
        "paths": Personal.NO,
        "labels": Personal.NO,
        "part_of": Personal.NO,
        "helpers": Personal.ACTOR,
        "helper_handles": Personal.OTHERS,
        "check_name": Personal.NO,
        "rating": Personal.NO,
        "url": Personal.NO,
        "extra": Personal.CONTRIBUTION,
        "received_at": Personal.NO,
        "sent_by": Personal.ACTOR,
    }

    source = models.TextField()
    event_id = models.TextField()
    type = models.TextField()
    at = models.DateTimeField()
    subject = models.TextField()
    by = models.UUIDField(null=True)
    to = models.UUIDField(null=True)
    by_handle = models.TextField(default="", blank=True)
    to_handle = models.TextField(default="", blank=True)
    title = models.TextField(default="", blank=True)
    text = models.TextField(default="", blank=True)
    place = models.TextField(default="", blank=True)
    paths = models.JSONField(default=list)
    labels = models.JSONField(default=list)
    part_of = models.JSONField(default=list)
    #: [[person, kind, helped person or null], ...]
    helpers = models.JSONField(default=list)
    #: [[handle, kind], ...] of helpers whom nobody knows yet
    helper_handles = models.JSONField(default=list)
    check_name = models.TextField(default="", blank=True)
    rating = models.SmallIntegerField(null=True)
    url = models.TextField(default="", blank=True)
    extra = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    sent_by = models.UUIDField(null=True)

    class Meta:
        db_table = "work_event"
        constraints = (
            models.UniqueConstraint(fields=("org", "source", "event_id"), name="work_event_once"),
        )
        indexes = (
            models.Index(fields=("org", "subject"), name="work_event_subject"),
            models.Index(fields=("org", "at", "id"), name="work_event_at"),
            models.Index(
                fields=("org", "by", "-at"),
                name="work_event_by",
                condition=models.Q(by__isnull=False),
            ),
            models.Index(
                fields=("org", "by_handle"),
                name="work_event_by_handle",
                condition=~models.Q(by_handle=""),
            ),
            models.Index(
                fields=("org", "to_handle"),
                name="work_event_to_handle",
                condition=~models.Q(to_handle=""),
            ),
            models.Index(
                fields=("org", "id"),
                name="work_event_helper_handles",
                condition=~models.Q(helper_handles=[]),
            ),
        )


class WaitingRow(OrgLeaf):
    """An event that waits to be taken up; `id` is the event's."""

    personal = {
        "at": Personal.NO,
        "attempts": Personal.NO,
        "retry_at": Personal.NO,
    }

    at = models.DateTimeField()
    attempts = models.SmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "work_waiting"
        indexes = (models.Index(fields=("org", "at"), name="work_waiting_at"),)


class SetAsideRow(OrgLeaf):
    """Something that came in and could not be used, with the reason.

    `event` is the stored event, where there is one that can be taken up again.
    """

    personal = {
        "source": Personal.NO,
        "event_id": Personal.NO,
        "type": Personal.NO,
        "at": Personal.NO,
        "reason": Personal.NO,
        "event": Personal.NO,
    }

    source = models.TextField()
    event_id = models.TextField()
    type = models.TextField()
    at = models.DateTimeField()
    reason = models.TextField()
    event = models.UUIDField(null=True)

    class Meta:
        db_table = "work_set_aside"
        constraints = (
            models.UniqueConstraint(
                fields=("org", "source", "event_id"), name="work_set_aside_once"
            ),
        )


class SubjectRow(OrgLeaf):
    """Under which episode a subject is known."""

    personal = {"subject": Personal.NO, "episode": Personal.NO}

    subject = models.TextField()
    episode = models.UUIDField()

    class Meta:
        db_table = "work_subject"
        constraints = (
            models.UniqueConstraint(fields=("org", "subject"), name="work_subject_once"),
        )
        indexes = (models.Index(fields=("org", "episode"), name="work_subject_episode"),)


class EpisodeRow(OrgRow):
    """An episode, folded from its events; `joined_to` is where it went when two became one."""

    personal = {
        "key": Personal.NO,
        "kind": Personal.NO,
        "title": Personal.CONTRIBUTION,
        "state": Personal.NO,
        "opened_at": Personal.NO,
        "last_at": Personal.NO,
        "closed_at": Personal.NO,
        "owner": Personal.LINK,
        "people": Personal.ACTOR,
        "helpers": Personal.ACTOR,
        "place": Personal.NO,
        "paths": Personal.NO,
        "labels": Personal.NO,
        "text": Personal.CONTRIBUTION,
        "url": Personal.NO,
        "counts": Personal.NO,
        "joined_to": Personal.NO,
        "changed_at": Personal.NO,
    }

    key = models.TextField()
    kind = models.TextField()
    title = models.TextField(blank=True)
    state = models.TextField()
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    owner = models.UUIDField(null=True)
    people = ArrayField(models.UUIDField(), default=list)
    helpers = models.JSONField(default=list)
    place = models.TextField(blank=True)
    paths = ArrayField(models.TextField(), default=list)
    labels = ArrayField(models.TextField(), default=list)
    text = models.TextField(blank=True)
    url = models.TextField(blank=True)
    counts = models.JSONField(default=dict)
    joined_to = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "work_episode"
        indexes = (
            models.Index(fields=("org", "-last_at", "-id"), name="work_episode_last"),
            models.Index(fields=("org", "changed_at", "id"), name="work_episode_changed"),
            models.Index(
                fields=("org", "state", "-last_at"),
                name="work_episode_unfinished",
                condition=~models.Q(state="finished"),
            ),
        )


class ContributionRow(OrgLeaf):
    """One person's part in one episode: for who knows, and for whose episodes they are."""

    references = {"episode": "work.EpisodeRow"}
    personal = {
        "person": Personal.LINK,
        "episode": Personal.NO,
        "at": Personal.NO,
        "kind": Personal.NO,
        "to": Personal.ACTOR,
    }

    person = models.UUIDField()
    episode = models.UUIDField()
    at = models.DateTimeField()
    kind = models.TextField()
    to = models.UUIDField(null=True)

    class Meta:
        db_table = "work_contribution"
        indexes = (
            models.Index(fields=("org", "episode"), name="work_contribution_episode"),
            models.Index(fields=("org", "person", "-at"), name="work_contribution_person"),
            models.Index(fields=("org", "at", "id"), name="work_contribution_at"),
        )


class AuthorRow(OrgRow):
    """Somebody whom a source names; `person` is empty while nobody knows who it is."""

    references = {"person": "people.PersonRow"}
    personal = {
        "handle": Personal.CONTACT,
        "person": Personal.LINK,
        "seen_at": Personal.NO,
    }

    handle = models.TextField()
    person = models.UUIDField(null=True)
    seen_at = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "work_author"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "handle"), name="work_author_handle"),
        )


class SourceRow(OrgRow):
    """A connected source of work events: a webhook with its secret, a repository followed."""

    personal = {
        "kind": Personal.NO,
        "key": Personal.NO,
        "bookmark": Personal.NO,
        "active": Personal.NO,
        "created_at": Personal.NO,
        "heard_at": Personal.NO,
    }

    kind = models.CharField(max_length=40)
    key = models.TextField()
    bookmark = models.TextField(default="", blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "work_source"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "kind", "key"), name="work_source_key"),
        )
