"""Mentoring on the stage of the browser: Emil's programme, in which Ana is a mentee who wishes."""

from datetime import datetime

from journeywork.engine.fit.participants import Role, Wanted
from journeywork.engine.mentoring import CameBy, Said
from journeywork.engine.mentoring_templates import TEMPLATES
from journeywork.engine.people import Skill
from journeywork.mentoring import enrolling, programmes
from journeywork.mentoring.models import EnrolmentRow
from tests.conftest import Cast

#: The programme in which Ana takes part, and one for newcomers that she could.
COHORT, BUDDIES = "mentoring", "a-buddy-for-your-first-weeks"


def set_up(cast: Cast, at: datetime) -> None:
    """Ana wants to learn, Cleo and Emil help; nobody is together yet."""
    for template in ("cohort", "newcomers"):
        plan = TEMPLATES[template].plan
        made = programmes.set_up(plan=plan, by=cast.emil.id, at=at)
        programmes.open_programme(programme_id=made.id, by=cast.emil.id, at=at)
        if made.key != COHORT:
            continue
        wants = (Wanted(name="Settlement files", weight=3), Wanted(name="Speaking in public"))
        seeks = Said(role=Role.MENTEE, wants=wants, goals=("Lead a project",))
        enrolling.enrol(programme_id=made.id, said=seeks, by=cast.ana.id, at=at)
        for mentor, skill in ((cast.cleo, "Settlement files"), (cast.emil, "Speaking in public")):
            gives = Said(role=Role.MENTOR, offers=(Skill(name=skill, level=4),), places=2)
            enrolling.enrol(programme_id=made.id, said=gives, by=mentor.id, at=at)
        wishes = [cast.emil.id, cast.cleo.id]
        enrolling.wish(programme_id=made.id, wishes=wishes, by=cast.ana.id, at=at)
        EnrolmentRow.objects.filter(person=cast.ana.id).update(
            came_by=CameBy.DEFAULT, confirmed_on=None
        )
