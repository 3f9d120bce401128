"""The memory of support: every decision, the offers that stand, and how people want it."""

from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgLeaf, OrgRow


class DecisionRow(OrgLeaf):
    """A decision as it was taken: an offer or a silence, candidates, parts and reasons."""

    references = {"person": "people.PersonRow"}
    personal = {
        "person": Personal.LINK,
        "at": Personal.NO,
        "moment": Personal.NO,
        "rule": Personal.NO,
        "reason": Personal.NO,
        "propensity": Personal.NO,
        "content": Personal.WORDS,
    }

    person = models.UUIDField()
    at = models.DateTimeField()
    moment = models.UUIDField()
    rule = models.CharField(max_length=60)
    #: the name of a SilenceReason, "" for an offer
    reason = models.CharField(max_length=20, blank=True)
    propensity = models.FloatField()
    content = models.JSONField(default=dict)

    class Meta:
        db_table = "support_decision"
        constraints = (
            models.UniqueConstraint(fields=("org", "moment"), name="support_decided_once"),
        )
        indexes = (
            models.Index(fields=("org", "person", "-at"), name="support_decision_person"),
            models.Index(fields=("org", "at"), name="support_decision_at"),
        )


class OfferState(models.TextChoices):
    """Where an offer stands. An opened offer still waits for a verdict."""

    OPEN = "open", "open"
    OPENED = "opened", "opened"
    ANSWERED = "answered", "answered"
    EXPIRED = "expired", "expired"


class OfferRow(OrgRow):
    """An offer that was made; its id is that of the decision which holds its reasons."""

    references = {"person": "people.PersonRow"}
    personal = {
        "person": Personal.LINK,
        "at": Personal.NO,
        "moment": Personal.NO,
        "rule": Personal.NO,
        "option": Personal.NO,
        "option_kind": Personal.NO,
        "subject": Personal.NO,
        "state": Personal.NO,
        "closed_at": Personal.NO,
    }

    person = models.UUIDField()
    at = models.DateTimeField()
    moment = models.UUIDField()
    rule = models.CharField(max_length=60)
    option = models.UUIDField()
    option_kind = models.CharField(max_length=12)
    subject = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=OfferState.choices, default=OfferState.OPEN)
    closed_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "support_offer"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "moment"), name="support_offer_moment"),
        )
        indexes = (
            models.Index(fields=("org", "person", "-at"), name="support_offer_person"),
            models.Index(
                fields=("org", "at"),
                name="support_offer_waiting",
                condition=models.Q(state__in=("open", "opened")),
            ),
        )


class SeenRow(OrgLeaf):
    """A person saw an option lately, by whatever way."""

    references = {"person": "people.PersonRow"}
    personal = {"person": Personal.LINK, "option": Personal.WORDS, "at": Personal.WORDS}

    person = models.UUIDField()
    option = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "support_seen"
        constraints = (
            models.UniqueConstraint(fields=("org", "person", "option"), name="support_seen_once"),
        )


class PolicyRow(OrgRow):
    """The organisation's promise about attention, where it differs from the default."""

    personal = {
        "content": Personal.NO,
        "changed_at": Personal.NO,
        "changed_by": Personal.ACTOR,
    }

    content = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "support_policy"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org",), name="support_policy_one"),
        )


class SnoozeRow(OrgRow):
    """A person put everything off until a time."""

    references = {"person": "people.PersonRow"}
    personal = {"person": Personal.LINK, "until": Personal.CHOICE}

    person = models.UUIDField()
    until = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "support_snooze"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "person"), name="support_snooze_person"),
        )


class ChannelChoiceRow(OrgRow):
    """A person wants their offers by this channel too; there is no row for those who do not."""

    references = {"person": "people.PersonRow"}
    personal = {"person": Personal.LINK, "channel": Personal.CHOICE}

    person = models.UUIDField()
    channel = models.CharField(max_length=20)

    class Meta(OrgRow.Meta):
        db_table = "support_channel_choice"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("org", "person", "channel"), name="support_channel_choice_once"
            ),
        )


class DigestRow(OrgLeaf):
    """A digest for one person on one of their days: claimed before it is sent, so sent once.

    One with `posts` and no `offers` is a push of its own: it is counted in the budget.
    """

    references = {"person": "people.PersonRow"}
    personal = {
        "person": Personal.LINK,
        "day": Personal.NO,
        "offers": Personal.NO,
        "posts": Personal.NO,
        "attempts": Personal.NO,
        "tried_at": Personal.NO,
        "sent_at": Personal.NO,
    }

    person = models.UUIDField()
    day = models.DateField()
    offers = models.JSONField(default=list)
    posts = models.JSONField(default=list)
    attempts = models.SmallIntegerField(default=0)
    tried_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "support_digest"
        constraints = (
            models.UniqueConstraint(fields=("org", "person", "day"), name="support_digest_once"),
        )


class StanceRow(OrgRow):
    """What a person wants of one piece of work, as far as they said so: theirs alone to read."""

    references = {"person": "people.PersonRow"}
    private_to = "person"
    personal = {
        "person": Personal.LINK,
        "episode": Personal.WORDS,
        "stance": Personal.WORDS,
        "at": Personal.WORDS,
    }

    person = models.UUIDField()
    episode = models.UUIDField()
    stance = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "support_stance"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("org", "person", "episode"), name="support_stance_once"
            ),
        )
