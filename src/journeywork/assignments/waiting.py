"""What waits for somebody in stretch assignments: a proposal, a loan, thanks, a moment for support.

Of the learner's pulse there is one bare flag here, and nothing that tells when it went up: the
mentor's line stands at the time at which the assignment began.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from journeywork.activities import queries as activities
from journeywork.assignments.models import AssignmentRow, ProposalRow
from journeywork.assignments.queries import PATIENCE
from journeywork.engine.assignments import Consent
from journeywork.kernel import waits
from journeywork.people import queries as people

#: How they are called among what waits in all rooms.
STRETCH, SUPPORT, LOAN, THANKS = "stretch", "support", "loan", "loan-thanks"
#: Of what is proposed the newest few are shown beside everything else; all stand on their page.
MOST_PROPOSED = 2
#: Thanks stand there for so long, and go by themselves.
THANKS_STAND = timedelta(days=7)


def waits_for(person: UUID, *, at: datetime) -> waits.Waits:
    """Return how to find what waits for a person here, for a page that shows several rooms."""
    return waits.either(
        _proposed(person, at), _support(person), _asked(person), _thanked(person, at)
    )


def _proposed(person: UUID, at: datetime) -> waits.Waits:
    """What is proposed to them; `says` is the colleague who proposes it, "" for the work itself."""
    mine = ProposalRow.objects.filter(person=person, closed=False, at__gt=at - PATIENCE)
    newest = mine.order_by("-at", "-id").values("id")[:MOST_PROPOSED]
    return waits.waiting(
        ProposalRow.objects.filter(id__in=newest),
        kind=STRETCH,
        thing="id",
        title=F("title"),
        says=Coalesce(people.name_of("by"), Value("")),
        at="at",
    )


def _support(person: UUID) -> waits.Waits:
    """Where support may be offered now, to the mentor; `says` is the learner."""
    called = AssignmentRow.objects.filter(mentor=person, offer_support=True, ended_at=None)
    return waits.waiting(
        called.filter(id__in=activities.running(person)),
        kind=SUPPORT,
        thing="id",
        title=activities.title_of("id"),
        says=people.name_of("learner"),
        at="started_at",
    )


def _asked(person: UUID) -> waits.Waits:
    """Where time is asked of them; `says` is the learner."""
    asked = AssignmentRow.objects.filter(lender=person, consent=Consent.ASKED, ended_at=None)
    return waits.waiting(
        asked,
        kind=LOAN,
        thing="id",
        title=activities.title_of("id"),
        says=people.name_of("learner"),
        at="at",
    )


def _thanked(person: UUID, at: datetime) -> waits.Waits:
    """Thanks for the time they lent; `says` is the learner."""
    lent = AssignmentRow.objects.filter(lender=person, ended_at__gt=at - THANKS_STAND)
    return waits.waiting(
        lent.exclude(thanks=""),
        kind=THANKS,
        thing="id",
        title=activities.title_of("id"),
        says=people.name_of("learner"),
        at="ended_at",
    )
