"""What follows facts of activities and programmes for people who have been brought together."""

from journeywork.activities.facts import (
    ActivityEnded,
    ActivityLeft,
    ActivityPaused,
    ActivityResumed,
    CheckInAnswered,
)
from journeywork.kernel.facts import Fact
from journeywork.mentoring import ending, running
from journeywork.mentoring.facts import Unenrolled


def tidy(fact: Fact) -> None:
    """Somebody left a match, or it ended -> it is over, and who is left is offered somebody."""
    assert isinstance(fact, ActivityLeft | ActivityEnded)
    ending.tidy(match_id=fact.activity, at=fact.at)


def show_sign(fact: Fact) -> None:
    """People pause or go on -> they are in touch, and their clock of silence begins anew."""
    assert isinstance(fact, ActivityPaused | ActivityResumed)
    running.sign(fact.activity, at=fact.at)


def note_meeting(fact: Fact) -> None:
    """Somebody said whether people met -> their first meeting, and a sign of them."""
    assert isinstance(fact, CheckInAnswered)
    running.note_meeting(match_id=fact.activity, met=fact.met, at=fact.at)


def leave_programme(fact: Fact) -> None:
    """Somebody takes part in a programme no more -> their matches there end, without fault."""
    assert isinstance(fact, Unenrolled)
    ending.leave_programme(person_id=fact.person, programme_id=fact.programme, at=fact.at)
