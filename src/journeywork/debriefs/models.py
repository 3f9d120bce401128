"""The memory of debriefs: what proposed them, what was written, what was learned.

Two kinds of debrief are kept in two ways. With names each answer is a row of its author's,
which the database shows to nobody else before the reveal (`private_to`). Without names no row
ever has an author, a time or an order: what is written lies in one sealed box until the reveal,
and then in rows whose identifiers are drawn, not counted.
"""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from journeywork.debriefs import live_models, theme_models
from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgLeaf, OrgRow
from journeywork.kernel.schema import READER
from journeywork.kernel.sealed import SealedTextField

#: Rows of parts of the room that stand in files of their own; Django looks for them here.
LIVE = (live_models.CardRow, live_models.ChangeRow)
THEMES = (theme_models.ThemesRow,)

#: SQL: a debrief is revealed, the answer was not removed, and the reader takes part in it.
_REVEALED = f"""exists (
    select from debriefs_debrief d
    join activities_participant p on p.org = d.org and p.activity = d.id
    where d.org = debriefs_contribution.org and d.id = debriefs_contribution.debrief
    and d.revealed_at is not null and not (debriefs_contribution.id = any(d.removed))
    and p.person = {READER} and p.left_at is null)"""


class ProposalRow(OrgRow):
    """A debrief that work proposed, once for each piece of work; `debrief` is what became of it."""

    personal = {
        "episode": Personal.NO,
        "trigger": Personal.NO,
        "title": Personal.CONTRIBUTION,
        "says": Personal.NO,
        "figures": Personal.NO,
        "at": Personal.NO,
        "debrief": Personal.NO,
    }

    episode = models.UUIDField()
    trigger = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    says = models.TextField()
    figures = models.JSONField(default=dict)
    at = models.DateTimeField()
    debrief = models.UUIDField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "debriefs_proposal"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "episode"), name="debriefs_proposal_once"),
        )


class AskKind(models.TextChoices):
    """What a person is asked: to hold a debrief, to write, whether a lesson was applied."""

    PROPOSAL = "proposal", "proposal"
    WRITE = "write", "write"
    USE = "use", "use"


class AskRow(OrgLeaf):
    """Something that waits for one person. It goes once they have answered, without a trace.

    `at` is when it began to wait, which is the same for all who are asked; the answer has no
    time. The identifier is drawn: rows do not come in the order in which people came.
    """

    references = {"person": "people.PersonRow"}
    personal = {
        "person": Personal.LINK,
        "kind": Personal.NO,
        "thing": Personal.NO,
        "title": Personal.NO,
        "says": Personal.NO,
        "offer": Personal.NO,
        "at": Personal.NO,
    }

    id = models.UUIDField(default=uuid4, editable=False)
    person = models.UUIDField()
    kind = models.CharField(max_length=10, choices=AskKind.choices)
    #: the proposal, the debrief, or the lesson
    thing = models.UUIDField()
    title = models.CharField(max_length=200)
    says = models.TextField(blank=True, default="")
    offer = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "debriefs_ask"
        constraints = (
            models.UniqueConstraint(
                fields=("org", "person", "kind", "thing"), name="debriefs_ask_once"
            ),
        )
        indexes = (models.Index(fields=("org", "thing"), name="debriefs_ask_thing"),)


class SaidRow(OrgLeaf):
    """A person's last answer to proposals of a trigger, so that nobody counts twice."""

    references = {"person": "people.PersonRow"}
    personal = {
        "person": Personal.LINK,
        "trigger": Personal.WORDS,
        "yes": Personal.WORDS,
        "at": Personal.WORDS,
    }

    person = models.UUIDField()
    trigger = models.CharField(max_length=20)
    yes = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        db_table = "debriefs_said"
        constraints = (
            models.UniqueConstraint(fields=("org", "person", "trigger"), name="debriefs_said_once"),
        )


class ReleaseRow(OrgRow):
    """When something was last brought into use at a place; history counts too."""

    personal = {"place": Personal.NO, "at": Personal.NO}

    place = models.TextField()
    at = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "debriefs_release"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "place"), name="debriefs_release_place"),
        )


class DebriefRow(OrgRow):
    """A debrief; its id is that of its activity. `box` holds what is written without names."""

    references = {"id": "activities.ActivityRow"}
    personal = {
        "named": Personal.NO,
        "trigger": Personal.NO,
        "why": Personal.NO,
        "facilitator": Personal.ACTOR,
        "opened_at": Personal.NO,
        "revealed_at": Personal.NO,
        "waits": Personal.NO,
        "box": Personal.OTHERS,
        "removed": Personal.NO,
        "live": Personal.NO,
        "changes": Personal.NO,
    }

    named = models.BooleanField()
    trigger = models.CharField(max_length=20)
    why = models.TextField(blank=True, default="")
    facilitator = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    revealed_at = models.DateTimeField(null=True)
    #: neither revealed nor closed: the clock looks after these alone
    waits = models.BooleanField(default=True)
    box = SealedTextField(blank=True, default="")
    removed = ArrayField(models.UUIDField(), default=list)
    live = models.BooleanField(default=False)
    #: how many changes its board has seen: the number of the last one
    changes = models.IntegerField(default=0)

    class Meta(OrgRow.Meta):
        db_table = "debriefs_debrief"
        indexes = (
            models.Index(fields=("org", "facilitator", "-opened_at"), name="debriefs_led_by"),
            models.Index(
                fields=("org", "opened_at"),
                name="debriefs_waiting",
                condition=models.Q(waits=True),
            ),
        )


class ContributionRow(OrgRow):
    """What somebody answered to one question of a debrief with names, sealed."""

    references = {"debrief": "debriefs.DebriefRow", "author": "people.PersonRow"}
    private_to = "author"
    shown_to = _REVEALED
    personal = {
        "debrief": Personal.NO,
        "author": Personal.LINK,
        "question": Personal.NO,
        "text": Personal.CONTRIBUTION,
        "at": Personal.NO,
    }

    debrief = models.UUIDField()
    author = models.UUIDField()
    question = models.CharField(max_length=20)
    text = SealedTextField()
    at = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "debriefs_contribution"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("org", "debrief", "author", "question"), name="debriefs_contribution_once"
            ),
        )


class AnswerRow(OrgLeaf):
    """What was answered in a debrief without names, once it is revealed; by nobody."""

    references = {"debrief": "debriefs.DebriefRow"}
    personal = {
        "debrief": Personal.NO,
        "question": Personal.NO,
        "text": Personal.OTHERS,
    }

    id = models.UUIDField(default=uuid4, editable=False)
    debrief = models.UUIDField()
    question = models.CharField(max_length=20)
    text = SealedTextField()

    class Meta:
        db_table = "debriefs_answer"
        indexes = (models.Index(fields=("org", "debrief"), name="debriefs_answer_in"),)


class LessonRow(OrgRow):
    """What was learned, in the words of whoever drew it; `card` is what it became."""

    references = {"debrief": "debriefs.DebriefRow", "owner": "people.PersonRow"}
    personal = {
        "debrief": Personal.NO,
        "title": Personal.CONTRIBUTION,
        "text": Personal.CONTRIBUTION,
        "owner": Personal.ACTOR,
        "by": Personal.ACTOR,
        "at": Personal.NO,
        "card": Personal.NO,
        "revises": Personal.NO,
    }

    debrief = models.UUIDField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    owner = models.UUIDField()
    by = models.UUIDField()
    at = models.DateTimeField()
    card = models.UUIDField(null=True)
    revises = models.UUIDField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "debriefs_lesson"
        indexes = (
            models.Index(fields=("org", "debrief"), name="debriefs_lesson_in"),
            models.Index(fields=("org", "card"), name="debriefs_lesson_card"),
        )


class UseRow(OrgRow):
    """What somebody said of a lesson that was offered to them, once that work had ended."""

    references = {"lesson": "debriefs.LessonRow", "person": "people.PersonRow"}
    personal = {
        "lesson": Personal.NO,
        "person": Personal.LINK,
        "offer": Personal.NO,
        "applied": Personal.WORDS,
        "helped": Personal.WORDS,
        "at": Personal.WORDS,
    }

    lesson = models.UUIDField()
    person = models.UUIDField()
    offer = models.UUIDField(null=True)
    applied = models.BooleanField(null=True)
    helped = models.BooleanField(null=True)
    at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "debriefs_use"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("org", "lesson", "person", "offer"), name="debriefs_use_once"
            ),
        )
