"""The memory of themes: what came up again and again, as it was made for a week."""

from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgRow


class ThemesRow(OrgRow):
    """The themes of a week, of `debriefs` that were revealed in the year before it."""

    personal = {"week": Personal.NO, "themes": Personal.NO, "debriefs": Personal.NO}

    week = models.DateTimeField()
    themes = models.JSONField(default=list)
    debriefs = models.IntegerField(default=0)

    class Meta(OrgRow.Meta):
        db_table = "debriefs_themes"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "week"), name="debriefs_themes_week"),
        )
