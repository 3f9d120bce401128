"""The memory of coaching. What people answer about their team is never a row of theirs.

Until an asking closes, the answers of a team lie together in one sealed box, without names,
times or order. When it closes, figures are made of them and the boxes are gone. What two people
put down for their one-to-one has a wall of its own: a draft is its author's, what is put is for
the two of them, and the database shows it to nobody else.
"""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgLeaf, OrgRow
from journeywork.kernel.schema import READER
from journeywork.kernel.sealed import SealedTextField


class AskingRow(OrgRow):
    """Everybody is asked about their team, from a time until a time."""

    references = {"by": "people.PersonRow"}
    personal = {
        "by": Personal.ACTOR,
        "opened_at": Personal.NO,
        "closes_at": Personal.NO,
        "closed_at": Personal.NO,
    }

    by = models.UUIDField()
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "coaching_asking"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("org",), condition=models.Q(closed_at=None), name="coaching_one_asking"
            ),
        )
        indexes = (models.Index(fields=("org", "-opened_at"), name="coaching_asking_last"),)


class TurnRow(OrgLeaf):
    """Somebody has answered an asking, and is not asked again. It says neither when nor what."""

    references = {"asking": "coaching.AskingRow", "person": "people.PersonRow"}
    personal = {"asking": Personal.NO, "person": Personal.LINK}

    #: by lot: ids that ascend would tell in which order people answered
    id = models.UUIDField(default=uuid4, editable=False)
    asking = models.UUIDField()
    person = models.UUIDField()

    class Meta:
        db_table = "coaching_turn"
        constraints = (
            models.UniqueConstraint(fields=("org", "asking", "person"), name="coaching_turn_once"),
        )


class BoxRow(OrgRow):
    """The answers about one team, shuffled and sealed together at each new one."""

    references = {"asking": "coaching.AskingRow", "team": "people.TeamRow"}
    personal = {"asking": Personal.NO, "team": Personal.NO, "answers": Personal.NO}

    asking = models.UUIDField()
    team = models.UUIDField()
    answers = SealedTextField()

    class Meta(OrgRow.Meta):
        db_table = "coaching_box"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "asking", "team"), name="coaching_box_team"),
        )


class FigureRow(OrgLeaf):
    """What is told of an asking: an item's mean in a team, or in the organisation (no team)."""

    references = {"asking": "coaching.AskingRow", "team": "people.TeamRow"}
    personal = {
        "asking": Personal.NO,
        "team": Personal.NO,
        "item": Personal.NO,
        "mean": Personal.NO,
    }

    asking = models.UUIDField()
    team = models.UUIDField(null=True)
    item = models.CharField(max_length=20, blank=True)
    mean = models.DecimalField(max_digits=2, decimal_places=1)

    class Meta:
        db_table = "coaching_figure"
        indexes = (models.Index(fields=("org", "asking", "team"), name="coaching_figure_of"),)


class CueRow(OrgRow):
    """A cue that was given to a lead, about somebody or about a team as a whole (`person` None).

    Whoever it is about reads what it said and to whom; what the lead did with it is the lead's.
    """

    references = {"lead": "people.PersonRow", "person": "people.PersonRow"}
    whose = {"seen_at": "lead", "answer": "lead", "answered_at": "lead"}
    personal = {
        "lead": Personal.LINK,
        "person": Personal.LINK,
        "kind": Personal.NO,
        "thing": Personal.NO,
        "title": Personal.CONTRIBUTION,
        "says": Personal.NO,
        "figures": Personal.NO,
        "at": Personal.NO,
        "seen_at": Personal.WORDS,
        "answer": Personal.WORDS,
        "answered_at": Personal.WORDS,
    }

    lead = models.UUIDField()
    person = models.UUIDField(null=True)
    kind = models.CharField(max_length=20)
    thing = models.UUIDField()
    title = models.CharField(max_length=200, blank=True)
    says = models.TextField()
    figures = models.JSONField(default=dict)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=12, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "coaching_cue"
        indexes = (
            models.Index(fields=("org", "lead", "-at"), name="coaching_cue_given"),
            models.Index(fields=("org", "person", "-at"), name="coaching_cue_about"),
        )


class CueSaidRow(OrgLeaf):
    """A lead's last answer to cues of a kind, so that nobody counts twice."""

    references = {"person": "people.PersonRow"}
    personal = {
        "person": Personal.LINK,
        "kind": Personal.WORDS,
        "yes": Personal.WORDS,
        "at": Personal.WORDS,
    }

    person = models.UUIDField()
    kind = models.CharField(max_length=20)
    yes = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        db_table = "coaching_cue_said"
        constraints = (
            models.UniqueConstraint(
                fields=("org", "person", "kind"), name="coaching_cue_said_once"
            ),
        )


class TalkRow(OrgRow):
    """The one-to-one of two people; its id is that of its activity."""

    references = {
        "id": "activities.ActivityRow",
        "lead": "people.PersonRow",
        "member": "people.PersonRow",
    }
    personal = {"lead": Personal.LINK, "member": Personal.LINK, "at": Personal.NO}

    lead = models.UUIDField()
    member = models.UUIDField()
    at = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "coaching_talk"
        indexes = (
            models.Index(fields=("org", "lead"), name="coaching_talk_lead"),
            models.Index(fields=("org", "member"), name="coaching_talk_member"),
        )


class PointRow(OrgRow):
    """Something that one of two wants to talk about: a draft until it is put (`put_at`).

    `asks` is a request for feedback on oneself. All of it is its author's and goes with them.
    """

    references = {"talk": "coaching.TalkRow", "author": "people.PersonRow"}
    private_to = "author"
    shown_to = f"""(put_at is not null and exists (select from coaching_talk t
        where t.org = coaching_point.org and t.id = coaching_point.talk
        and {READER} in (t.lead, t.member)))"""
    personal = {
        "talk": Personal.WORDS,
        "author": Personal.LINK,
        "text": Personal.WORDS,
        "asks": Personal.WORDS,
        "at": Personal.WORDS,
        "put_at": Personal.WORDS,
    }

    talk = models.UUIDField()
    author = models.UUIDField()
    text = SealedTextField()
    asks = models.BooleanField(default=False)
    at = models.DateTimeField()
    put_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "coaching_point"
        indexes = (
            models.Index(fields=("org", "talk"), name="coaching_point_in"),
            models.Index(fields=("org", "author", "at"), name="coaching_point_by"),
        )


class CoveredRow(OrgLeaf):
    """Two people have talked about a point; what has none is carried over to the next time."""

    personal = {
        "talk": Personal.NO,
        "point": Personal.NO,
        "by": Personal.ACTOR,
        "at": Personal.NO,
    }

    talk = models.UUIDField()
    point = models.UUIDField()
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "coaching_covered"
        constraints = (
            models.UniqueConstraint(fields=("org", "point"), name="coaching_covered_once"),
        )
        indexes = (models.Index(fields=("org", "talk", "-at"), name="coaching_covered_in"),)


class QuarterRow(OrgRow):
    """A quarter of which was told, once, who had an opportunity: which were counted."""

    personal = {"starts": Personal.NO, "told_at": Personal.NO, "counted": Personal.NO}

    starts = models.DateField()
    told_at = models.DateTimeField()
    counted = ArrayField(models.CharField(max_length=12))

    class Meta(OrgRow.Meta):
        db_table = "coaching_quarter"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "starts"), name="coaching_quarter_once"),
        )


class OpportunityRow(OrgLeaf):
    """How many people of a team, or of all (no team), had an opportunity: a step, no count."""

    references = {"quarter": "coaching.QuarterRow", "team": "people.TeamRow"}
    personal = {
        "quarter": Personal.NO,
        "team": Personal.NO,
        "chance": Personal.NO,
        "size": Personal.NO,
        "least": Personal.NO,
        "most": Personal.NO,
    }

    quarter = models.UUIDField()
    team = models.UUIDField(null=True)
    chance = models.CharField(max_length=12)
    size = models.IntegerField()
    least = models.IntegerField()
    most = models.IntegerField()

    class Meta:
        db_table = "coaching_opportunity"
        indexes = (models.Index(fields=("org", "quarter", "team"), name="coaching_opportunity_of"),)
