"""The memory of posts: what was written and for whom, thanks, follows, weekly times.

What is written lies sealed: a post may be for its author alone. What it says beside its words
(topics) is kept in the open only once somebody else may read it.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgLeaf, OrgRow
from journeywork.kernel.sealed import SealedTextField


class PostRow(OrgRow):
    """A post, or a reply to the post `thread`; `text` is empty once it was taken away."""

    references = {
        "author": "people.PersonRow",
        "thread": "knowledge.PostRow",
        "person": "people.PersonRow",
        "team": "people.TeamRow",
    }
    personal = {
        "author": Personal.LINK,
        "thread": Personal.NO,
        "text": Personal.WORDS,
        "topics": Personal.WORDS,
        "audience": Personal.NO,
        "person": Personal.NO,
        "team": Personal.NO,
        "episode": Personal.NO,
        "reflection": Personal.NO,
        "at": Personal.NO,
        "changed_at": Personal.NO,
    }

    author = models.UUIDField()
    thread = models.UUIDField(null=True)
    text = SealedTextField(blank=True, default="")
    topics = ArrayField(models.CharField(max_length=50), default=list)
    audience = models.CharField(max_length=20)
    person = models.UUIDField(null=True)
    team = models.UUIDField(null=True)
    episode = models.UUIDField(null=True)
    reflection = models.BooleanField(default=False)
    at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "knowledge_post"
        constraints = (*OrgRow.Meta.constraints,)
        indexes = (
            models.Index(
                fields=("org", "-at", "-id"),
                name="knowledge_post_at",
                condition=models.Q(thread=None),
            ),
            models.Index(fields=("org", "author", "-at"), name="knowledge_post_author"),
            models.Index(fields=("org", "thread", "at"), name="knowledge_post_thread"),
            models.Index(fields=("org", "episode"), name="knowledge_post_episode"),
        )


class PostThanksRow(OrgLeaf):
    """Somebody said thanks for a post."""

    references = {"post": "knowledge.PostRow"}
    personal = {"post": Personal.NO, "by": Personal.LINK, "at": Personal.NO}

    post = models.UUIDField()
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "knowledge_post_thanks"
        constraints = (
            models.UniqueConstraint(fields=("org", "post", "by"), name="knowledge_thanks_once"),
        )


class FollowRow(OrgLeaf):
    """Somebody wants to read what `whom` writes, or what is written about `topic`.

    There is no way from `whom` to whoever follows them.
    """

    references = {"person": "people.PersonRow"}
    personal = {"person": Personal.LINK, "whom": Personal.CHOICE, "topic": Personal.CHOICE}

    person = models.UUIDField()
    whom = models.UUIDField(null=True)
    topic = models.CharField(max_length=50, blank=True)

    class Meta:
        db_table = "knowledge_follow"
        constraints = (
            models.UniqueConstraint(
                fields=("org", "person", "whom", "topic"),
                name="knowledge_follow_once",
                nulls_distinct=False,
            ),
        )


class PostCardRow(OrgLeaf):
    """A card was made of a post: the post leads to it, and the card names who wrote."""

    references = {"post": "knowledge.PostRow", "card": "knowledge.CardRow"}
    personal = {"post": Personal.NO, "card": Personal.NO, "at": Personal.NO}

    post = models.UUIDField()
    card = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "knowledge_post_card"
        constraints = (
            models.UniqueConstraint(
                fields=("org", "card", "post"), name="knowledge_post_card_once"
            ),
        )
        indexes = (models.Index(fields=("org", "post"), name="knowledge_post_card_post"),)


class ReflectionTimeRow(OrgLeaf):
    """When in the week somebody wants to be asked how it went; no row: never."""

    references = {"person": "people.PersonRow"}
    personal = {
        "person": Personal.LINK,
        "weekday": Personal.CHOICE,
        "time": Personal.CHOICE,
        "chosen_at": Personal.CHOICE,
        "done_at": Personal.CHOICE,
    }

    person = models.UUIDField()
    weekday = models.SmallIntegerField()
    time = models.TimeField()
    chosen_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "knowledge_reflection_time"
        constraints = (
            models.UniqueConstraint(fields=("org", "person"), name="knowledge_reflection_person"),
        )
