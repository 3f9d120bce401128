"""What follows facts of what people do together, and of what somebody wants to learn."""

from journeywork.activities import actions as activities
from journeywork.activities.facts import ActivityEnded, ActivityLeft, InvitationAsked
from journeywork.assignments import actions as assignments
from journeywork.assignments.facts import AssignmentEnded, AssignmentProposed
from journeywork.debriefs import actions as debriefs
from journeywork.debriefs import queries as debrief_queries
from journeywork.debriefs.facts import LessonDrawn
from journeywork.engine.knowledge import AppliesTo, CardKind, CardState, FlagReason
from journeywork.engine.lessons import similar_to
from journeywork.feedback.facts import OfferAnswered
from journeywork.growth import actions as growth
from journeywork.growth.facts import WishWritten
from journeywork.kernel import clock
from journeywork.kernel.facts import Fact
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import queries as cards
from journeywork.people.facts import PersonLeft
from journeywork.shadowing import actions as shadowing
from journeywork.shadowing import queries as visits
from journeywork.shadowing.facts import (
    ShadowingOfferChanged,
    ShadowingOffered,
    ShadowingRequested,
    VisitBegan,
)
from journeywork.work import queries as work_queries


def take_leave(fact: Fact) -> None:
    """Somebody left -> what they took part in goes on without them."""
    assert isinstance(fact, PersonLeft)
    activities.leave_all(person_id=fact.person, at=fact.at)


def wait_for_fewer(fact: Fact) -> None:
    """Somebody left a debrief, or it ended -> it waits for nobody who takes part no more."""
    assert isinstance(fact, ActivityLeft | ActivityEnded)
    debriefs.tidy(debrief_id=fact.activity, at=fact.at)


def tidy_assignment(fact: Fact) -> None:
    """Somebody left an assignment, or it ended -> it stands as its activity does."""
    assert isinstance(fact, ActivityLeft | ActivityEnded)
    assignments.tidy(assignment_id=fact.activity, at=fact.at)


def look_back_at_assignment(fact: Fact) -> None:
    """A stretch assignment is over -> those who did the work are proposed to look back at it."""
    assert isinstance(fact, AssignmentEnded)
    if fact.begun:
        debriefs.propose_stage(activity_id=fact.assignment, at=fact.at)


def stop_showing(fact: Fact) -> None:
    """Somebody left -> nobody is asked to come and watch them, or to let them watch."""
    assert isinstance(fact, PersonLeft)
    shadowing.withdraw_all(person_id=fact.person, at=fact.at)


def close_visit(fact: Fact) -> None:
    """A visit ended, or one of the two left -> it is over, and whoever gave time is thanked."""
    assert isinstance(fact, ActivityLeft | ActivityEnded)
    shadowing.tidy(visit_id=fact.activity, at=fact.at)


def tell_what_fits(fact: Fact) -> None:
    """An offer to be watched fits a request -> both are told, once."""
    assert isinstance(fact, ShadowingOffered | ShadowingOfferChanged | ShadowingRequested)
    if not isinstance(fact, ShadowingRequested):
        shadowing.tell_fits(offer_id=fact.offer, at=fact.at)
    else:
        shadowing.tell_fits(request_id=fact.request, at=fact.at)


def prepare_visit(fact: Fact) -> None:
    """Somebody comes to watch -> what is worth watching is put together, for the host alone."""
    assert isinstance(fact, VisitBegan)
    visit = visits.visit_of_activity(fact.visit)
    if visit is None:
        return
    about = set(visits.topics_of(visit))
    written = cards.cards(owner=visit.host, state=CardState.PUBLISHED, at=fact.at)
    titles = [each.title for each in written if about & {one.casefold() for one in each.topics}]
    shadowing.prepare(visit_id=visit.id, cards=titles, at=fact.at)


def keep_lesson(fact: Fact) -> None:
    """A lesson was learned -> a draft of its owner, or a report about the card that failed."""
    assert isinstance(fact, LessonDrawn)
    lesson = debrief_queries.lesson(fact.lesson)
    if fact.card:
        note = f"{lesson.title}: {lesson.text}"
        knowledge.flag(
            card_id=fact.card, by=lesson.by, at=fact.at, reason=FlagReason.WRONG, note=note
        )
        return
    about = debrief_queries.about(lesson.debrief)
    card = knowledge.draft(
        title=lesson.title,
        body=lesson.text,
        kind=CardKind.LESSON,
        applies_to=similar_to(work_queries.episode(about)) if about else AppliesTo(),
        by=lesson.owner,
        at=fact.at,
    )
    debriefs.became(lesson_id=lesson.id, card_id=card.id)


def send_invitation(fact: Fact) -> None:
    """Somebody wants a check-in in their calendar -> it is in their mail, at once."""
    assert isinstance(fact, InvitationAsked)
    activities.send_invitation(check_in_id=fact.check_in, person_id=fact.person, at=fact.at)


def watch_for_wish(fact: Fact) -> None:
    """Somebody wants to learn something, or was proposed work -> what fits is found at once."""
    assert isinstance(fact, WishWritten | AssignmentProposed)
    who = fact.person if isinstance(fact, AssignmentProposed) else fact.by
    if who:
        growth.attend(person_id=who, at=clock.now())


def heed_of_wishes(fact: Fact) -> None:
    """Somebody answered what was told of a wish -> taken, or that kind comes less for it."""
    assert isinstance(fact, OfferAnswered)
    growth.heed(decision_id=fact.offer, response_id=fact.response, person_id=fact.by)
