"""The memory of knowledge: cards and their versions, reports, uses, requests.

And what the search index has still to take in.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgLeaf, OrgRow
from journeywork.knowledge import post_models as posts

#: Rows of the part of the room that holds posts; Django looks for them here.
POSTS = (
    posts.PostRow,
    posts.PostThanksRow,
    posts.FollowRow,
    posts.PostCardRow,
    posts.ReflectionTimeRow,
)


class CardRow(OrgRow):
    """A card as it stands. `source` and `source_key` name where an imported one comes from."""

    references = {
        "owner": "people.PersonRow",
        "author": "people.PersonRow",
        "team": "people.TeamRow",
    }
    personal = {
        "key": Personal.NO,
        "title": Personal.CONTRIBUTION,
        "kind": Personal.NO,
        "state": Personal.NO,
        "body": Personal.CONTRIBUTION,
        "summary": Personal.CONTRIBUTION,
        "minutes": Personal.NO,
        "owner": Personal.ACTOR,
        "author": Personal.LINK,
        "team": Personal.NO,
        "topics": Personal.NO,
        "places": Personal.NO,
        "paths": Personal.NO,
        "kinds": Personal.NO,
        "language": Personal.NO,
        "reviewed_on": Personal.NO,
        "review_days": Personal.NO,
        "due_on": Personal.NO,
        "expires_on": Personal.NO,
        "flags": Personal.NO,
        "created_at": Personal.NO,
        "changed_at": Personal.NO,
        "reminded_at": Personal.NO,
        "source": Personal.NO,
        "source_key": Personal.NO,
        "source_digest": Personal.NO,
        "url": Personal.NO,
    }

    key = models.SlugField(db_index=False, max_length=80)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=12)
    body = models.TextField()
    summary = models.CharField(max_length=240, blank=True)
    minutes = models.SmallIntegerField()
    owner = models.UUIDField(null=True)
    author = models.UUIDField(null=True)
    team = models.UUIDField(null=True)
    topics = ArrayField(models.CharField(max_length=200), default=list)
    places = ArrayField(models.CharField(max_length=200), default=list)
    paths = ArrayField(models.CharField(max_length=500), default=list)
    kinds = ArrayField(models.CharField(max_length=200), default=list)
    language = models.CharField(max_length=12, default="en")
    reviewed_on = models.DateField()
    review_days = models.SmallIntegerField()
    due_on = models.DateField()
    expires_on = models.DateField()
    flags = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=200, blank=True)
    source_key = models.CharField(max_length=700, blank=True)
    source_digest = models.CharField(max_length=64, blank=True)
    url = models.CharField(max_length=2000, blank=True)

    class Meta(OrgRow.Meta):
        db_table = "knowledge_card"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "key"), name="knowledge_card_key"),
            models.UniqueConstraint(
                fields=("org", "source", "source_key"),
                condition=~models.Q(source=""),
                name="knowledge_card_source",
            ),
        )
        indexes = (
            models.Index(fields=("org", "-changed_at", "-id"), name="knowledge_card_changed"),
            models.Index(fields=("org", "owner", "due_on"), name="knowledge_card_owner"),
            models.Index(fields=("org", "author"), name="knowledge_card_author"),
        )


class CardVersionRow(OrgLeaf):
    """What a card said before it was changed."""

    references = {"card": "knowledge.CardRow"}
    personal = {
        "card": Personal.NO,
        "number": Personal.NO,
        "title": Personal.CONTRIBUTION,
        "body": Personal.CONTRIBUTION,
        "by": Personal.LINK,
        "at": Personal.NO,
    }

    card = models.UUIDField()
    number = models.IntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "knowledge_card_version"
        constraints = (
            models.UniqueConstraint(
                fields=("org", "card", "number"), name="knowledge_card_version_number"
            ),
        )


class PastCardRow(OrgLeaf):
    """What a card of an imported source said at a time, as far as the source's history tells.

    Also of cards that are gone today. `reading` names the state of the source it was read from.
    """

    references = {"author": "people.PersonRow"}
    personal = {
        "source": Personal.NO,
        "source_key": Personal.NO,
        "since": Personal.NO,
        "until": Personal.NO,
        "reviewed_at": Personal.NO,
        "is_news": Personal.NO,
        "title": Personal.CONTRIBUTION,
        "body": Personal.CONTRIBUTION,
        "kind": Personal.NO,
        "topics": Personal.NO,
        "places": Personal.NO,
        "paths": Personal.NO,
        "kinds": Personal.NO,
        "author": Personal.LINK,
        "reading": Personal.NO,
    }

    source = models.CharField(max_length=200)
    source_key = models.CharField(max_length=700)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField()
    is_news = models.BooleanField(default=False)
    title = models.CharField(max_length=200)
    body = models.TextField()
    kind = models.CharField(max_length=20)
    topics = ArrayField(models.CharField(max_length=200), default=list)
    places = ArrayField(models.CharField(max_length=200), default=list)
    paths = ArrayField(models.CharField(max_length=500), default=list)
    kinds = ArrayField(models.CharField(max_length=200), default=list)
    author = models.UUIDField(null=True)
    reading = models.CharField(max_length=32)

    class Meta:
        db_table = "knowledge_past_card"
        indexes = (
            models.Index(fields=("org", "source", "source_key"), name="knowledge_past_source"),
        )


class CardFlagRow(OrgLeaf):
    """Somebody reported that a card is outdated or wrong; open until it was reviewed."""

    references = {"card": "knowledge.CardRow"}
    personal = {
        "card": Personal.NO,
        "reason": Personal.NO,
        "note": Personal.CONTRIBUTION,
        "by": Personal.LINK,
        "at": Personal.NO,
        "closed_at": Personal.NO,
        "closed_by": Personal.ACTOR,
    }

    card = models.UUIDField()
    reason = models.CharField(max_length=12)
    note = models.CharField(max_length=1000, blank=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)

    class Meta:
        db_table = "knowledge_card_flag"
        constraints = (
            models.UniqueConstraint(
                fields=("org", "card", "by"),
                condition=models.Q(closed_at=None),
                name="knowledge_card_flag_once",
            ),
        )


class CardUseRow(OrgLeaf):
    """A person used a card and said, or showed, what came of it. Seen by nobody but them."""

    references = {"card": "knowledge.CardRow"}
    personal = {
        "card": Personal.NO,
        "kind": Personal.WORDS,
        "by": Personal.LINK,
        "at": Personal.NO,
    }

    card = models.UUIDField()
    kind = models.CharField(max_length=20)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "knowledge_card_use"
        indexes = (models.Index(fields=("org", "card", "kind", "by"), name="knowledge_use_card"),)


class CardRequestRow(OrgRow):
    """Something that was looked for and not found, until a card answers it."""

    references = {"card": "knowledge.CardRow"}
    personal = {
        "wanted": Personal.NO,
        "text": Personal.CONTRIBUTION,
        "first_at": Personal.NO,
        "last_at": Personal.NO,
        "card": Personal.NO,
        "answered_by": Personal.ACTOR,
        "answered_at": Personal.NO,
    }

    #: The sorted terms of the question: the same question in other words of form is the same.
    wanted = models.CharField(max_length=400)
    text = models.CharField(max_length=300)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    card = models.UUIDField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "knowledge_request"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "wanted"), name="knowledge_request_wanted"),
        )


class CardRequesterRow(OrgLeaf):
    """Somebody looked for it. Being helped is private: nobody else can read this."""

    references = {"request": "knowledge.CardRequestRow"}
    personal = {"request": Personal.NO, "by": Personal.LINK, "at": Personal.NO}

    request = models.UUIDField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "knowledge_requester"
        constraints = (
            models.UniqueConstraint(
                fields=("org", "request", "by"), name="knowledge_requester_once"
            ),
        )


class AskedRow(OrgLeaf):
    """Somebody was suggested to a colleague, who took it up; so that others come first next."""

    personal = {"person": Personal.LINK, "at": Personal.NO}

    person = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "knowledge_asked"
        indexes = (models.Index(fields=("org", "at"), name="knowledge_asked_at"),)


class EmbeddingRow(OrgLeaf):
    """What a card means, as a vector of the model that is named; derived, and may be lost."""

    references = {"card": "knowledge.CardRow"}
    personal = {
        "card": Personal.NO,
        "model": Personal.NO,
        "changed_at": Personal.NO,
        "vector": Personal.NO,
    }

    card = models.UUIDField()
    model = models.CharField(max_length=16)
    #: When the card was changed whose words the vector was made of.
    changed_at = models.DateTimeField()
    vector = models.BinaryField()

    class Meta:
        db_table = "knowledge_embedding"
        constraints = (
            models.UniqueConstraint(fields=("org", "card"), name="knowledge_embedding_card"),
        )


class IndexChangeRow(OrgLeaf):
    """Something the search index has still to take in; deleted after the index has it on disk."""

    personal = {"shelf": Personal.NO, "target": Personal.NO}

    shelf = models.CharField(max_length=12)
    target = models.UUIDField()

    class Meta:
        db_table = "knowledge_index_change"
