"""The memory of subscriptions: who is told what, and each delivery with its attempts."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgLeaf, OrgRow
from journeywork.kernel.sealed import SealedTextField


class SubscriptionRow(OrgRow):
    """Another system that is told of some kinds of facts.

    Its address is sealed like its secrets: some systems know who calls by the address alone.
    """

    personal = {
        "name": Personal.NO,
        "address": Personal.NO,
        "kinds": Personal.NO,
        "secret": Personal.SECRET,
        "old_secret": Personal.SECRET,
        "old_until": Personal.NO,
        "state": Personal.NO,
        "since": Personal.NO,
        "reason": Personal.NO,
        "failures": Personal.NO,
        "failing_since": Personal.NO,
        "next_at": Personal.NO,
        "delivered_at": Personal.NO,
        "created_at": Personal.NO,
    }

    name = models.CharField(max_length=80)
    address = SealedTextField()
    kinds = ArrayField(models.CharField(max_length=60))
    secret = SealedTextField()
    old_secret = SealedTextField(default="")
    old_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=12)
    since = models.DateTimeField()
    reason = models.CharField(max_length=300, default="")
    failures = models.IntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "subscriptions_subscription"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "name"), name="subscriptions_name"),
        )


class DeliveryRow(OrgLeaf):
    """Something that happened, on its way to one subscription.

    `body` is what is sent: what `shared.SHARED` lets leave, and no word about anybody.
    """

    references = {"subscription": "subscriptions.SubscriptionRow"}
    personal = {
        "event": Personal.NO,
        "subscription": Personal.NO,
        "kind": Personal.NO,
        "body": Personal.NO,
        "at": Personal.NO,
        "touched_at": Personal.NO,
        "state": Personal.NO,
        "tries": Personal.NO,
        "next_at": Personal.NO,
        "attempts": Personal.NO,
        "test": Personal.NO,
    }

    event = models.UUIDField()
    subscription = models.UUIDField()
    kind = models.CharField(max_length=60)
    body = models.TextField()
    at = models.DateTimeField()
    touched_at = models.DateTimeField()
    state = models.CharField(max_length=12)
    tries = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    attempts = models.JSONField(default=list)
    test = models.BooleanField(default=False)

    class Meta:
        db_table = "subscriptions_delivery"
        constraints = (
            models.UniqueConstraint(
                fields=("org", "subscription", "event"), name="subscriptions_delivery_once"
            ),
        )
        indexes = (
            models.Index(
                fields=("org", "subscription", "state", "at"), name="subscriptions_delivery_line"
            ),
            models.Index(fields=("org", "subscription", "-id"), name="subscriptions_delivery_last"),
            models.Index(fields=("org", "state", "-id"), name="subscriptions_delivery_state"),
            models.Index(fields=("org", "touched_at"), name="subscriptions_delivery_old"),
        )
