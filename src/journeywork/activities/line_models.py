"""The memory of what those who take part keep together, and of what of it is done."""

from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgLeaf, OrgRow
from journeywork.kernel.schema import READER
from journeywork.kernel.sealed import SealedTextField


class LineRow(OrgRow):
    """A line that somebody wrote for all who take part: a goal, a point, a note, thanks.

    Those who take part read it, and nobody else: what was written while they did.
    All of it is its author's and goes with them.
    """

    references = {"activity": "activities.ActivityRow", "author": "people.PersonRow"}
    private_to = "author"
    shown_to = f"""(exists (select from people_person r where r.org = activities_line.org
        and r.id = {READER} and r.active)
        and exists (select from activities_participant p where p.org = activities_line.org
        and p.activity = activities_line.activity and p.person = {READER}
        and p.joined_at <= activities_line.at
        and (p.left_at is null or p.left_at >= activities_line.at)))"""  # noqa: S608 -- no input
    personal = {
        "activity": Personal.WORDS,
        "author": Personal.LINK,
        "kind": Personal.WORDS,
        "text": Personal.WORDS,
        "at": Personal.WORDS,
    }

    activity = models.UUIDField()
    author = models.UUIDField()
    kind = models.CharField(max_length=8)
    text = SealedTextField()
    at = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "activities_line"
        indexes = (
            models.Index(fields=("org", "activity"), name="activities_line_in"),
            models.Index(fields=("org", "author", "at"), name="activities_line_by"),
        )


class DoneRow(OrgLeaf):
    """Somebody who takes part has said that a line is done: a goal reached, a point talked about."""

    personal = {
        "activity": Personal.NO,
        "line": Personal.NO,
        "by": Personal.ACTOR,
        "at": Personal.NO,
    }

    activity = models.UUIDField()
    line = models.UUIDField()
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "activities_done"
        constraints = (
            models.UniqueConstraint(fields=("org", "line"), name="activities_done_once"),
        )
        indexes = (models.Index(fields=("org", "activity"), name="activities_done_in"),)
