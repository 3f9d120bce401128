"""The memory of shadowing: what is offered and asked for, and each visit.

No column holds what anybody thinks of a host or a visitor, and none may: a house rule that
`tests/rooms/test_shadowing_no_marks.py` keeps. Notes are reflections of `activities`, behind its
wall; here is only which of them came from which browser, and that behind the same wall.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgLeaf, OrgRow

_LONGEST_TITLE = 200


def _topics() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=60), default=list)


class OfferRow(OrgRow):
    """An offer: “Come and watch me do X.”."""

    references = {"host": "people.PersonRow"}
    personal = {
        "host": Personal.LINK,
        "title": Personal.CONTRIBUTION,
        "says": Personal.CONTRIBUTION,
        "kind": Personal.NO,
        "topics": Personal.NO,
        "visitors": Personal.NO,
        "modes": Personal.NO,
        "reverse": Personal.NO,
        "at": Personal.NO,
        "closed_at": Personal.NO,
    }

    host = models.UUIDField()
    title = models.CharField(max_length=_LONGEST_TITLE)
    says = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=20, blank=True, default="")
    topics = _topics()
    visitors = models.SmallIntegerField(default=1)
    modes = ArrayField(models.CharField(max_length=10), default=list)
    reverse = models.BooleanField(default=False)
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "shadowing_offer"
        indexes = (
            models.Index(
                fields=("org", "-at"),
                name="shadowing_offer_open",
                condition=models.Q(closed_at=None),
            ),
            models.Index(fields=("org", "host"), name="shadowing_offer_of"),
        )


class RequestRow(OrgRow):
    """“I would like to see how X is done”: of a person, of a team, or of anyone (neither)."""

    references = {"visitor": "people.PersonRow"}
    personal = {
        "visitor": Personal.LINK,
        "title": Personal.CONTRIBUTION,
        "aims": Personal.WORDS,
        "kind": Personal.NO,
        "topics": Personal.NO,
        "to_person": Personal.NO,
        "to_team": Personal.NO,
        "reverse": Personal.NO,
        "at": Personal.NO,
        "closed_at": Personal.NO,
    }

    visitor = models.UUIDField()
    title = models.CharField(max_length=_LONGEST_TITLE)
    aims = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=20, blank=True, default="")
    topics = _topics()
    to_person = models.UUIDField(null=True)
    to_team = models.UUIDField(null=True)
    reverse = models.BooleanField(default=False)
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "shadowing_request"
        indexes = (
            models.Index(
                fields=("org", "-at"),
                name="shadowing_request_open",
                condition=models.Q(closed_at=None),
            ),
            models.Index(fields=("org", "visitor"), name="shadowing_request_of"),
        )


class VisitRow(OrgRow):
    """One shadowing; its id is that of its activity."""

    references = {"id": "activities.ActivityRow", "visitor": "people.PersonRow"}
    personal = {
        "visitor": Personal.LINK,
        "host": Personal.ACTOR,
        "offer": Personal.NO,
        "request": Personal.NO,
        "title": Personal.NO,
        "kind": Personal.NO,
        "aims": Personal.WORDS,
        "reverse": Personal.NO,
        "minutes": Personal.NO,
        "modes": Personal.NO,
        "mode": Personal.NO,
        "ready": Personal.NO,
        "moving": Personal.NO,
        "runs": Personal.NO,
        "at": Personal.NO,
    }

    visitor = models.UUIDField()
    host = models.UUIDField()
    offer = models.UUIDField(null=True)
    request = models.UUIDField(null=True)
    title = models.CharField(max_length=_LONGEST_TITLE)
    kind = models.CharField(max_length=20, blank=True, default="")
    aims = models.TextField(blank=True, default="")
    reverse = models.BooleanField(default=False)
    minutes = models.SmallIntegerField()
    modes = ArrayField(models.CharField(max_length=10))
    mode = models.CharField(max_length=10)
    #: who has said that they are ready for the next step
    ready = ArrayField(models.UUIDField(), default=list)
    #: the agreed meeting for which both seek another time
    moving = models.UUIDField(null=True)
    runs = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "shadowing_visit"
        indexes = (
            models.Index(fields=("org", "host"), name="shadowing_visit_host"),
            models.Index(fields=("org", "visitor"), name="shadowing_visit_visitor"),
            models.Index(
                fields=("org", "offer"),
                name="shadowing_visit_running",
                condition=models.Q(runs=True),
            ),
        )


class SlotRow(OrgRow):
    """A time at which the two of a visit could meet; `yes` are those who agreed."""

    references = {"visit": "shadowing.VisitRow"}
    personal = {
        "visit": Personal.NO,
        "starts": Personal.NO,
        "ends": Personal.NO,
        "yes": Personal.NO,
    }

    visit = models.UUIDField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    yes = ArrayField(models.UUIDField(), default=list)

    class Meta(OrgRow.Meta):
        db_table = "shadowing_slot"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "visit", "starts"), name="shadowing_slot_once"),
        )


class StepRow(OrgLeaf):
    """From this time on a visit was done this way."""

    references = {"visit": "shadowing.VisitRow"}
    personal = {
        "visit": Personal.NO,
        "mode": Personal.NO,
        "by": Personal.ACTOR,
        "at": Personal.NO,
    }

    visit = models.UUIDField()
    mode = models.CharField(max_length=10)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "shadowing_step"
        indexes = (models.Index(fields=("org", "visit", "at"), name="shadowing_step_in"),)


class LookForRow(OrgRow):
    """Something to look for in a visit. Until it is `shown`, only the host sees it."""

    references = {"visit": "shadowing.VisitRow"}
    personal = {
        "visit": Personal.NO,
        "says": Personal.CONTRIBUTION,
        "why": Personal.NO,
        "source": Personal.NO,
        "shown": Personal.NO,
        "by": Personal.ACTOR,
        "at": Personal.NO,
    }

    visit = models.UUIDField()
    says = models.CharField(max_length=300)
    why = models.CharField(max_length=300, blank=True, default="")
    source = models.CharField(max_length=8)
    shown = models.BooleanField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "shadowing_look_for"
        indexes = (models.Index(fields=("org", "visit"), name="shadowing_look_for_in"),)


class NoteRow(OrgLeaf):
    """Which note of a browser became which reflection: one that is sent again is kept once."""

    references = {"author": "people.PersonRow"}
    private_to = "author"
    personal = {
        "author": Personal.LINK,
        "visit": Personal.WORDS,
        "key": Personal.WORDS,
        "reflection": Personal.WORDS,
    }

    author = models.UUIDField()
    visit = models.UUIDField()
    key = models.UUIDField()
    reflection = models.UUIDField()

    class Meta:
        db_table = "shadowing_note"
        constraints = (
            models.UniqueConstraint(
                fields=("org", "author", "visit", "key"), name="shadowing_note_once"
            ),
        )


class BusyRow(OrgLeaf):
    """A time at which a person has something else. Never what, where or with whom."""

    references = {"person": "people.PersonRow"}
    personal = {"person": Personal.LINK, "starts": Personal.WORDS, "ends": Personal.WORDS}

    person = models.UUIDField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        db_table = "shadowing_busy"
        indexes = (models.Index(fields=("org", "person", "ends"), name="shadowing_busy_of"),)


class TellKind(models.TextChoices):
    """What a person is told, once: that an offer fits a request, or thanks for their time."""

    FIT = "fit", "fit"
    THANKS = "thanks", "thanks"


class TellRow(OrgLeaf):
    """Something that is told to a person once. `thing` is what they can open.

    `other` is what it fits. `mailed_at` None: no digest has carried it. `gone` once they have
    put it away: the row stays, so that it is never told again.
    """

    references = {"person": "people.PersonRow"}
    personal = {
        "person": Personal.LINK,
        "kind": Personal.NO,
        "thing": Personal.NO,
        "other": Personal.NO,
        "title": Personal.NO,
        "says": Personal.NO,
        "at": Personal.NO,
        "mailed_at": Personal.NO,
        "gone": Personal.NO,
    }

    person = models.UUIDField()
    kind = models.CharField(max_length=8, choices=TellKind.choices)
    thing = models.UUIDField()
    other = models.UUIDField()
    title = models.CharField(max_length=_LONGEST_TITLE)
    says = models.CharField(max_length=400, blank=True, default="")
    at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    gone = models.BooleanField(default=False)

    class Meta:
        db_table = "shadowing_tell"
        constraints = (
            models.UniqueConstraint(
                fields=("org", "person", "kind", "thing", "other"), name="shadowing_tell_once"
            ),
        )
