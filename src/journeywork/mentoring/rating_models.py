"""The memory of what people thought of their sessions: each one's own, and what is told of many."""

from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgLeaf, OrgRow


class RatingRow(OrgRow):
    """How useful a session was to somebody. Only they read it; it goes with them."""

    references = {"author": "people.PersonRow"}
    private_to = "author"
    personal = {
        "author": Personal.LINK,
        "programme": Personal.WORDS,
        "match": Personal.WORDS,
        "check_in": Personal.WORDS,
        "useful": Personal.WORDS,
        "at": Personal.WORDS,
    }

    author = models.UUIDField()
    programme = models.UUIDField()
    match = models.UUIDField()
    check_in = models.UUIDField()
    useful = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta(OrgRow.Meta):
        db_table = "mentoring_rating"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("org", "author", "check_in"), name="mentoring_rating_once"
            ),
        )


class ToldRow(OrgLeaf):
    """What was told, once, of a programme's sessions in a month.

    Of `size` people, who are five or more, from `least` to `most` found theirs useful.
    """

    references = {"programme": "mentoring.ProgrammeRow"}
    personal = dict.fromkeys(("programme", "month", "size", "least", "most", "at"), Personal.NO)

    programme = models.UUIDField()
    month = models.DateField()
    size = models.IntegerField()
    least = models.IntegerField()
    most = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "mentoring_told"
        constraints = (
            models.UniqueConstraint(
                fields=("org", "programme", "month"), name="mentoring_told_once"
            ),
        )
