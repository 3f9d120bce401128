"""The memory of coaching. What people answer about their team is never a row of theirs.

Until an asking closes, the answers of a team lie together in one sealed box, without names,
times or order. When it closes, figures are made of them and the boxes are gone.
"""

from uuid import uuid4

from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgLeaf, OrgRow
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
